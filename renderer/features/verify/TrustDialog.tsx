import { useState } from 'react';
import type { PickedFile } from '../../../shared/contract/shell.ts';
import {
  TRUSTED_LABELS,
  TRUSTED_USES,
  type TrustedCertificate,
  type TrustedUse,
} from '../../../shared/contract/trusted.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { RadioGroup, TextField } from '../../components/Field.tsx';
import { FileRow } from '../../components/FileRow.tsx';
import { Name } from '../../components/Name.tsx';
import { Callout } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { useEngineMutation } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import styles from './TimestampPanel.module.css';

const FORM = 'trusted-certificate';
const USES = TRUSTED_USES.map((value) => ({ value, label: TRUSTED_LABELS[value] }));

/** Adds a certificate to those that the case trusts, or takes one out; both with a word on why. */
export function TrustDialog({
  asked,
  onClose,
}: {
  readonly asked: 'add' | TrustedCertificate;
  readonly onClose: () => void;
}) {
  const [file, setFile] = useState<PickedFile | null>(null);
  const [use, setUse] = useState<TrustedUse>('signer');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const add = useEngineMutation('trusted.add');
  const remove = useEngineMutation('trusted.remove');
  const isAdding = asked === 'add';
  const isReady = reason.trim() !== '' && (!isAdding || file !== null);

  async function pick() {
    try {
      const [certificate] = await callShell('shell.pickFiles', { purpose: 'certificate' });
      if (certificate !== undefined) setFile(certificate);
    } catch (error) {
      setProblem(errorMessage(error));
    }
  }

  async function submit() {
    setProblem(null);
    try {
      if (asked !== 'add')
        await remove.mutateAsync({ use: asked.use, fingerprint: asked.fingerprint, reason: reason.trim() });
      else if (file !== null) await add.mutateAsync({ use, of: { token: file.token }, reason: reason.trim() });
      onClose();
    } catch (error) {
      setProblem(errorMessage(error));
    }
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={isAdding ? 'Trust a certificate in this case' : 'No longer trust a certificate'}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={FORM} isDisabled={!isReady}>
            {isAdding ? 'Trust it' : 'Remove it'}
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void submit();
        }}
      >
        {asked === 'add' ? (
          <>
            <p>
              Take the certificate from its owner, or compare its SHA-256 fingerprint with them by another way than the
              file you received. The journal records how.
            </p>
            <FileRow label="Certificate" choose="Choose a certificate…" file={file} onPick={() => void pick()} />
            <RadioGroup label="Trusted as" value={use} onChange={setUse} options={USES} />
          </>
        ) : (
          <p>
            <Name strong>{asked.name}</Name> stays in the journal; bundles are judged without it from now on.
          </p>
        )}
        <TextField
          label={isAdding ? 'How it was compared' : 'Reason'}
          value={reason}
          onChange={setReason}
          maxLength={1000}
          isRequired
          description="It is recorded in the journal"
        />
        {problem !== null && (
          <Callout tone="critical" title="Nothing was changed">
            {problem}
          </Callout>
        )}
      </form>
    </Dialog>
  );
}
