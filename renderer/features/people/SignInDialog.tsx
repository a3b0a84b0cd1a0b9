import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { KeyAndPassphrase, NO_KEY, useKeyUse } from './KeyAndPassphrase.tsx';
import styles from './people.module.css';

const FORM = 'sign-in';

/** Signs in with a key file, in place of who was signed in. `person`: whose key is looked for first. */
export function SignInDialog({
  person = null,
  onClose,
}: {
  readonly person?: string | null;
  readonly onClose: () => void;
}) {
  const people = useEngineQuery('people.list', {}).data ?? [];
  const [draft, setDraft] = useState(NO_KEY);
  const [problem, setProblem] = useState<string | null>(null);
  const signIn = useEngineMutation('people.signIn');
  const candidates = people.filter(({ roles, isSignedIn }) => roles.length > 0 && !isSignedIn).map(({ id }) => id);
  const { token, use } = useKeyUse(draft, person === null ? candidates : [person]);
  function submit() {
    if (use === null || signIn.isPending) return;
    setProblem(null);
    signIn.mutate(use, {
      onSuccess: ({ name }) => {
        showToast({ tone: 'good', text: `${name} is signed in.` });
        onClose();
      },
      onError: (error) => setProblem(errorMessage(error)),
    });
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Sign in"
      isDismissable={!signIn.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={signIn.isPending}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form={FORM} isDisabled={use === null} isPending={signIn.isPending}>
            Sign in
          </Button>
        </>
      }
    >
      <KeyAndPassphrase id={FORM} draft={draft} token={token} onChange={setDraft} onSubmit={submit} problem={problem}>
        <p className={styles.lead}>
          What is recorded from here on is recorded as yours. The key signs for everything that stands in the journal
          now.
        </p>
      </KeyAndPassphrase>
    </Dialog>
  );
}
