import { useState, type FormEvent } from 'react';
import { MOST_PASSPHRASE } from '../../../shared/contract/protection.ts';
import type { WorkspaceStatus } from '../../../shared/contract/workspace.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { Callout } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { useEngineMutation } from '../../engine/hooks.ts';
import styles from './NewCaseDialog.module.css';

/** Asks for the passphrase of a protected case and opens it. */
export function UnlockDialog({
  file,
  onClose,
  onOpened,
  onDamaged,
}: {
  readonly file: { readonly token: string; readonly name: string };
  readonly onClose: () => void;
  readonly onOpened: (status: WorkspaceStatus) => void;
  /** The passphrase is right, and the file behind it is damaged. */
  readonly onDamaged: (damage: { readonly why: string; readonly passphrase: string }) => void;
}) {
  const [passphrase, setPassphrase] = useState('');
  const open = useEngineMutation('workspace.open', {
    onSuccess: (status) => {
      onClose();
      onOpened(status);
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (passphrase !== '' && !open.isPending) {
      open.mutate(
        { token: file.token, passphrase },
        {
          onError: (error) => {
            setPassphrase('');
            if (error.code === 'workspace-damaged') onDamaged({ why: errorMessage(error), passphrase });
          },
        },
      );
    }
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Unlock the case"
      isDismissable={!open.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={open.isPending}>
            Cancel
          </Button>
          <Button
            variant="primary"
            icon="lock"
            type="submit"
            form="unlock"
            isDisabled={passphrase === ''}
            isPending={open.isPending}
          >
            Unlock
          </Button>
        </>
      }
    >
      <form id="unlock" className={styles.form} onSubmit={submit}>
        <p className={styles.note}>
          <bdi>{file.name}</bdi> is protected. It opens with its passphrase only.
        </p>
        <TextField
          label="Passphrase"
          type="password"
          value={passphrase}
          onChange={setPassphrase}
          maxLength={MOST_PASSPHRASE}
          isRequired
          autoFocus
        />
        {open.error !== null && <Callout tone="critical">{errorMessage(open.error)}</Callout>}
      </form>
    </Dialog>
  );
}
