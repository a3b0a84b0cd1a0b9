import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { formatCounted } from '../../components/format.ts';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { SealDialog } from './SealDialog.tsx';
import { SignIn } from './SignIn.tsx';
import styles from './SessionFoot.module.css';

/** What somebody may do about who is signed in: the dialogs of the foot of the rail. */
export type SessionStep = 'session' | 'sign-in' | 'seal' | 'seal-and-sign-out';

export function SessionDialogs({
  step,
  name,
  onStep,
  onClose,
}: {
  readonly step: SessionStep;
  /** Of who is signed in; null when nobody is. */
  readonly name: string | null;
  readonly onStep: (step: SessionStep) => void;
  readonly onClose: () => void;
}) {
  if (step === 'sign-in') return <SignIn onClose={onClose} />;
  if (step !== 'session') return <SealDialog thenSignOut={step === 'seal-and-sign-out'} onClose={onClose} />;
  return name === null ? null : <SessionDialog name={name} onOpen={onStep} onClose={onClose} />;
}

/** What somebody who is signed in may do about it. */
function SessionDialog({
  name,
  onOpen,
  onClose,
}: {
  readonly name: string;
  readonly onOpen: (step: SessionStep) => void;
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
