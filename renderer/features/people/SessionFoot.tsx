import { lazy, Suspense, useState } from 'react';
import { ROLE_LABELS } from '../../../shared/domain/roles.ts';
import { Icon } from '../../components/Icon.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import type { SessionStep } from './SessionDialogs.tsx';
import styles from './SessionFoot.module.css';

/** Read when one of them is opened, not before the first screen. */
const SessionDialogs = lazy(async () => ({ default: (await import('./SessionDialogs.tsx')).SessionDialogs }));

/** Who is signed in, at the foot of the rail. Nothing in a case with one reviewer. */
export function SessionFoot() {
  const session = useEngineQuery('people.session', {}).data;
  const [open, setOpen] = useState<SessionStep | null>(null);
  if (session === undefined || !session.hasPeople) return null;
  const { person } = session;
  return (
    <>
      <button
        type="button"
        className={person === null ? styles.nobody : styles.who}
        aria-label={person === null ? 'Nobody is signed in: sign in' : `Signed in: ${person.name}`}
        onClick={() => setOpen(person === null ? 'sign-in' : 'session')}
      >
        <Icon name={person === null ? 'lock' : 'person'} />
        <span className={styles.text}>
          <bdi className={styles.name}>{person === null ? 'Nobody signed in' : person.name}</bdi>
          <span className={styles.roles}>
            {person === null ? 'Sign in…' : person.roles.map((role) => ROLE_LABELS[role].toLowerCase()).join(', ')}
          </span>
        </span>
      </button>
      <Suspense>
        {open !== null && (
          <SessionDialogs step={open} name={person?.name ?? null} onStep={setOpen} onClose={() => setOpen(null)} />
        )}
      </Suspense>
    </>
  );
}
