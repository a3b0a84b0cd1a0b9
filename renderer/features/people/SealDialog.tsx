import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { formatCounted } from '../../components/format.ts';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { KeyAndPassphrase, NO_KEY, useKeyUse } from './KeyAndPassphrase.tsx';
import styles from './people.module.css';

const FORM = 'seal';

/** Signs for everything in the journal so far. With `thenSignOut` nobody is signed in afterwards. */
export function SealDialog({
  thenSignOut = false,
  onClose,
}: {
  readonly thenSignOut?: boolean;
  readonly onClose: () => void;
}) {
  const session = useEngineQuery('people.session', {}).data;
  const unsealed = useEngineQuery('workspace.status', {}).data?.journal.unsealed;
  const [draft, setDraft] = useState(NO_KEY);
  const [problem, setProblem] = useState<string | null>(null);
  const seal = useEngineMutation('people.seal');
  const signOut = useEngineMutation('people.signOut');
  const isPending = seal.isPending || signOut.isPending;
  const mine = session?.person?.id;
  const { token, use } = useKeyUse(draft, mine === undefined ? [] : [mine]);
  const told = {
    onSuccess: () => {
      showToast({
        tone: 'good',
        text: thenSignOut ? 'Your work is sealed, and you are signed out.' : 'Your work is sealed.',
      });
      onClose();
    },
    onError: (error: unknown) => setProblem(errorMessage(error)),
  };
  function submit() {
    if (use === null || isPending) return;
    setProblem(null);
    if (thenSignOut) signOut.mutate({ seal: use }, told);
    else seal.mutate(use, told);
  }
  const title = thenSignOut ? 'Seal your work and sign out' : 'Seal your work';
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      isDismissable={!isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={isPending}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form={FORM} isDisabled={use === null} isPending={isPending}>
            {thenSignOut ? 'Seal and sign out' : 'Seal'}
          </Button>
        </>
      }
    >
      <KeyAndPassphrase id={FORM} draft={draft} token={token} onChange={setDraft} onSubmit={submit} problem={problem}>
        <p className={styles.lead}>
          {unsealed === undefined || unsealed === 0
            ? 'Nothing was recorded since the last checkpoint.'
            : `${formatCounted(unsealed, 'entry', 'entries')} since the last checkpoint. `}
          Your key signs for the whole journal so far; whoever changes an entry later breaks the signature.
        </p>
      </KeyAndPassphrase>
    </Dialog>
  );
}
