import { useState } from 'react';
import type { KnownKey } from '../../../shared/contract/known-key.ts';
import type { PickedFile } from '../../../shared/contract/shell.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { Callout } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { useEngineMutation } from '../../engine/hooks.ts';
import styles from './keys.module.css';

const FORM = 'add-key-file';

/** Asks once for the passphrase of a PKCS#12 file, without which nobody can tell whose it is. */
export function AddKeyFileDialog({
  file,
  onClose,
  onAdded,
}: {
  readonly file: PickedFile;
  readonly onClose: () => void;
  readonly onAdded: (key: KnownKey) => void;
}) {
  const [passphrase, setPassphrase] = useState('');
  const add = useEngineMutation('keys.add');
  const isReady = passphrase !== '' && !add.isPending;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Add a key file"
      size="small"
      isDismissable={!add.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={add.isPending}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form={FORM} isPending={add.isPending} isDisabled={!isReady}>
            Add
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) add.mutate({ token: file.token, passphrase }, { onSuccess: onAdded });
        }}
      >
        <p className={styles.lead}>
          <bdi>{file.name}</bdi> shows whose it is only with its passphrase. It is used now, to read the certificate,
          and not kept: you enter it again when you sign. The file stays where it is.
        </p>
        <TextField
          label="Passphrase of the file"
          type="password"
          value={passphrase}
          onChange={setPassphrase}
          isRequired
          autoFocus
        />
        {add.isError && (
          <Callout tone="critical" title="Not added">
            {errorMessage(add.error)}
          </Callout>
        )}
      </form>
    </Dialog>
  );
}
