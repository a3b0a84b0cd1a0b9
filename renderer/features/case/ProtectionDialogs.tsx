import { useState, type FormEvent, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { Callout } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import { NO_PASSPHRASE, passphraseProblems } from './passphrase.ts';
import { PassphraseFields } from './PassphraseFields.tsx';
import styles from './protection.module.css';

interface Closing {
  readonly onClose: () => void;
}

/** Encrypts the open case. */
export function AddProtectionDialog({ onClose }: Closing) {
  const [passphrase, setPassphrase] = useState(NO_PASSPHRASE);
  const [isChecked, setIsChecked] = useState(false);
  const add = useEngineMutation('protection.add', { onSuccess: done('The case is protected.', onClose) });
  return (
    <ActDialog
      title="Protect the case"
      action="Protect"
      act={add}
      onClose={onClose}
      onSubmit={() => {
        setIsChecked(true);
        if (Object.keys(passphraseProblems(passphrase)).length === 0) add.mutate({ passphrase: passphrase.typed });
      }}
    >
      <PassphraseFields value={passphrase} onChange={setPassphrase} isChecked={isChecked} />
      <p className={styles.text}>
        The case and its copies are written anew, which takes as much free space as they have. The old ones are deleted,
        but a disk can hold traces of deleted files: for certainty keep the disk itself encrypted. Backups made before
        stay as they are.
      </p>
    </ActDialog>
  );
}

/** Another passphrase for the open case. */
export function ChangePassphraseDialog({ onClose }: Closing) {
  const [old, setOld] = useState('');
  const [passphrase, setPassphrase] = useState(NO_PASSPHRASE);
  const [isChecked, setIsChecked] = useState(false);
  const change = useEngineMutation('protection.change', {
    onSuccess: done('The passphrase is changed.', onClose),
  });
  return (
    <ActDialog
      title="Change the passphrase"
      action="Change"
      act={change}
      onClose={onClose}
      onSubmit={() => {
        setIsChecked(true);
        if (old !== '' && Object.keys(passphraseProblems(passphrase)).length === 0)
          change.mutate({ passphrase: old, newPassphrase: passphrase.typed });
      }}
    >
      <TextField
        label="Passphrase so far"
        type="password"
        value={old}
        onChange={setOld}
        error={isChecked && old === '' ? 'Type the passphrase that opens the case now.' : null}
        isRequired
        autoFocus
      />
      <PassphraseFields value={passphrase} onChange={setPassphrase} isChecked={isChecked} />
      <p className={styles.text}>
        Copies and backups of the case made before still open with the passphrase so far. The key of the copies of
        sources stays the same.
      </p>
    </ActDialog>
  );
}

/** Puts the open case in clear. */
export function RemoveProtectionDialog({ onClose }: Closing) {
  const [passphrase, setPassphrase] = useState('');
  const [reason, setReason] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const remove = useEngineMutation('protection.remove', {
    onSuccess: done('The case is no longer protected.', onClose),
  });
  return (
    <ActDialog
      title="Remove the protection"
      action="Remove protection"
      act={remove}
      onClose={onClose}
      onSubmit={() => {
        setIsChecked(true);
        if (passphrase !== '' && reason.trim() !== '') remove.mutate({ passphrase, reason: reason.trim() });
      }}
    >
      <TextField
        label="Passphrase"
        type="password"
        value={passphrase}
        onChange={setPassphrase}
        error={isChecked && passphrase === '' ? 'Type the passphrase that opens the case now.' : null}
        isRequired
        autoFocus
      />
      <TextField
        label="Reason"
        value={reason}
        onChange={setReason}
        error={isChecked && reason.trim() === '' ? 'Say why. It stands in the journal.' : null}
        rows={3}
        maxLength={2000}
        isRequired
      />
      <p className={styles.text}>
        The case and its copies of sources can be read by everybody who gets hold of them then.
      </p>
    </ActDialog>
  );
}

function done(text: string, onClose: () => void): () => void {
  return () => {
    showToast({ tone: 'good', text });
    onClose();
  };
}

function ActDialog({
  title,
  action,
  act,
  onClose,
  onSubmit,
  children,
}: {
  readonly title: string;
  readonly action: string;
  readonly act: { readonly isPending: boolean; readonly error: Error | null };
  readonly onClose: () => void;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}) {
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!act.isPending) onSubmit();
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      isDismissable={!act.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={act.isPending}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form="protection-act" isPending={act.isPending}>
            {action}
          </Button>
        </>
      }
    >
      <form id="protection-act" className={styles.form} onSubmit={submit}>
        {children}
        {act.error !== null && <Callout tone="critical">{errorMessage(act.error)}</Callout>}
      </form>
    </Dialog>
  );
}
