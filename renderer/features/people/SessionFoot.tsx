import { useState } from 'react';
import { ROLE_LABELS } from '../../../shared/contract/people.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { formatCounted } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { SealDialog } from './SealDialog.tsx';
import { SignIn } from './SignIn.tsx';
import styles from './SessionFoot.module.css';

type Open = 'session' | 'sign-in' | 'seal' | 'seal-and-sign-out' | null;

/** Who is signed in, at the foot of the rail. Nothing in a case with one reviewer. */
export function SessionFoot() {
  const session = useEngineQuery('people.session', {}).data;
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
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
      {open === 'session' && person !== null && <SessionDialog name={person.name} onOpen={setOpen} onClose={close} />}
      {open === 'sign-in' && <SignIn onClose={close} />}
      {open === 'seal' && <SealDialog onClose={close} />}
      {open === 'seal-and-sign-out' && <SealDialog thenSignOut onClose={close} />}
    </>
  );
}

/** What somebody who is signed in may do about it. */
function SessionDialog({
  name,
  onOpen,
  onClose,
}: {
  readonly name: string;
  readonly onOpen: (open: Open) => void;
  readonly onClose: () => void;
}) {
  const unsealed = useEngineQuery('workspace.status', {}).data?.journal.unsealed ?? 0;
  const signOut = useEngineMutation('people.signOut');
  return (
    <Dialog isOpen onClose={onClose} title={`Signed in: ${name}`} size="small">
      <div className={styles.menu}>
        <p className={styles.state}>
          {unsealed === 0
            ? 'A signed checkpoint covers everything in the journal.'
            : `${formatCounted(unsealed, 'entry', 'entries')} of the journal since the last signed checkpoint.`}
        </p>
        <Button icon="key" isDisabled={unsealed === 0} onPress={() => onOpen('seal')}>
          Seal my work…
        </Button>
        <Button icon="people" onPress={() => onOpen('sign-in')}>
          Switch person…
        </Button>
        <Button icon="lock" onPress={() => onOpen('seal-and-sign-out')}>
          Seal and sign out…
        </Button>
        <Button
          variant="ghost"
          isPending={signOut.isPending}
          onPress={() =>
            signOut.mutate(
              { seal: null },
              {
                onSuccess: onClose,
                onError: (error) => showToast({ tone: 'bad', text: errorMessage(error) }),
              },
            )
          }
        >
          Sign out without sealing
        </Button>
      </div>
    </Dialog>
  );
}
