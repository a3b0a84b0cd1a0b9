import { useState } from 'react';
import type { KnownKey } from '../../../shared/contract/known-key.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { formatDate } from '../../components/format.ts';
import { Callout } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import styles from './keys.module.css';

/** Asks an authority for a certificate for a key file, and puts its answer into the file. */
export function CertificateDialog({
  knownKey,
  onClose,
  onTaken,
}: {
  readonly knownKey: KnownKey;
  readonly onClose: () => void;
  readonly onTaken: (key: KnownKey) => void;
}) {
  const [passphrase, setPassphrase] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const request = useEngineMutation('keys.request');
  const take = useEngineMutation('keys.takeCertificate');
  const isPending = request.isPending || take.isPending;

  async function attempt(work: () => Promise<void>) {
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(errorMessage(error));
    }
  }

  const saveRequest = () =>
    attempt(async () => {
      const suggestedName = knownKey.fileName.replace(/(?:\.key)?\.pem$/i, '.csr');
      const target = await callShell('shell.pickSave', { purpose: 'request', suggestedName });
      if (target === null) return;
      const { file } = await request.mutateAsync({ keyToken: knownKey.token, passphrase, saveToken: target.token });
      setPassphrase('');
      showToast({ tone: 'good', text: `The request is in ${file}. Give it to your authority.` });
    });

  const takeCertificate = () =>
    attempt(async () => {
      const [file] = await callShell('shell.pickFiles', { purpose: 'certificate' });
      if (file === undefined) return;
      const key = await take.mutateAsync({ keyToken: knownKey.token, certificateToken: file.token });
      showToast({
        tone: 'good',
        text: `${key.fileName} has its new certificate, valid to ${formatDate(key.notAfter)}.`,
      });
      onTaken(key);
    });

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Certificate of an authority"
      isDismissable={!isPending}
      footer={<Button onPress={onClose}>Close</Button>}
    >
      <div className={styles.form}>
        <p className={styles.lead}>
          <bdi>{knownKey.fileName}</bdi> has a certificate that is valid to {formatDate(knownKey.notAfter)}. Your
          organization or another authority can issue one for the same key: recipients then check it without comparing
          fingerprints. The passphrase stays as it is.
        </p>
        <section className={styles.step}>
          <h3 className={styles.stepTitle}>1. Ask for it</h3>
          <TextField
            label="Passphrase of the key"
            type="password"
            value={passphrase}
            onChange={setPassphrase}
            description="Used once, to sign the request, and not kept"
          />
          <div className={styles.row}>
            <Button
              size="small"
              icon="file"
              isPending={request.isPending}
              isDisabled={passphrase === ''}
              onPress={() => void saveRequest()}
            >
              Save the request…
            </Button>
          </div>
        </section>
        <section className={styles.step}>
          <h3 className={styles.stepTitle}>2. Take it back</h3>
          <p className={styles.quiet}>
            The new certificate replaces the present one in the file, and the fingerprint changes: tell it to those who
            know the old one. In a case with people a preparer adds you anew with it. Copy the key file before, if you
            still need the old one.
          </p>
          <div className={styles.row}>
            <Button size="small" icon="folder" isPending={take.isPending} onPress={() => void takeCertificate()}>
              Choose the certificate…
            </Button>
          </div>
        </section>
        {problem !== null && <Callout tone="critical">{problem}</Callout>}
      </div>
    </Dialog>
  );
}
