import { useState } from 'react';
import type { KnownKey } from '../../../shared/contract/known-key.ts';
import type { PickedFile } from '../../../shared/contract/shell.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { FileRow } from '../../components/FileRow.tsx';
import { Callout } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import styles from './keys.module.css';

/** Registers a certificate whose key signs elsewhere, and the folder over which the two talk. */
export function ExternalKeyDialog({
  onClose,
  onAdded,
}: {
  readonly onClose: () => void;
  readonly onAdded: (key: KnownKey) => void;
}) {
  const [certificate, setCertificate] = useState<PickedFile | null>(null);
  const [folder, setFolder] = useState<PickedFile | null>(null);
  const add = useEngineMutation('keys.addExternal');

  async function pick(purpose: 'certificate' | 'hand-off', onPicked: (file: PickedFile) => void) {
    try {
      const [file] = await callShell('shell.pickFiles', { purpose });
      if (file !== undefined) onPicked(file);
    } catch (error) {
      showToast({ tone: 'bad', text: errorMessage(error) });
    }
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Sign with another program"
      isDismissable={!add.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={add.isPending}>
            Cancel
          </Button>
          <Button
            variant="primary"
            isPending={add.isPending}
            isDisabled={certificate === null || folder === null}
            onPress={() => {
              if (certificate === null || folder === null) return;
              add.mutate({ certificateToken: certificate.token, folderToken: folder.token }, { onSuccess: onAdded });
            }}
          >
            Use this certificate
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p className={styles.lead}>
          For a key that must not come near this program. When you sign, the bytes to be signed are put into a folder
          with the commands that sign them; you sign with your own program and bring the signature back. A report needs
          three signatures, an approval two or three.
        </p>
        <FileRow
          label="Certificate"
          choose="Choose your certificate…"
          icon="file"
          file={certificate}
          note="PEM, DER or PKCS#7, with those who issued it if you have them. Not the key."
          onPick={() => void pick('certificate', setCertificate)}
        />
        <FileRow
          label="Folder"
          choose="Choose a folder…"
          file={folder}
          note="A folder that you and the other program can reach, for example on a stick."
          onPick={() => void pick('hand-off', setFolder)}
        />
        {add.isError && (
          <Callout tone="critical" title="Not added">
            {errorMessage(add.error)}
          </Callout>
        )}
      </div>
    </Dialog>
  );
}
