import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { SignIn } from './SignIn.tsx';
import styles from './SessionBanner.module.css';

/** Says, in a case with people, that nobody is signed in: everything can be looked at, nothing recorded. */
export function SessionBanner() {
  const isOpen = (useEngineQuery('workspace.status', {}).data ?? null) !== null;
  const session = useEngineQuery('people.session', {}, { enabled: isOpen }).data;
  const [isSigningIn, setSigningIn] = useState(false);
  if (!isOpen || session === undefined || !session.hasPeople) return null;
  return (
    <>
      {session.person === null && (
        <div className={styles.banner} role="status">
          <Icon name="lock" />
          <span className={styles.text}>
            Nobody is signed in. Everything can be looked at; to record something, sign in with your key.
          </span>
          <Button size="small" onPress={() => setSigningIn(true)}>
            Sign in…
          </Button>
        </div>
      )}
      {isSigningIn && <SignIn onClose={() => setSigningIn(false)} />}
    </>
  );
}
