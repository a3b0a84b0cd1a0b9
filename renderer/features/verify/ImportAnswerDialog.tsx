import { useState } from 'react';
import type { PickedFile } from '../../../shared/contract/shell.ts';
import type { PendingRequest } from '../../../shared/contract/timestamps.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { FileRow } from '../../components/FileRow.tsx';
import { Name } from '../../components/Name.tsx';
import { Callout } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import { isSecretGiven, useKnownKey } from '../keys/key-secret.ts';
import { SecretField } from '../keys/SecretField.tsx';
import { KeyChoice } from '../report/KeyChoice.tsx';
import { TARGET_LABELS } from './timestamp-words.ts';
import styles from './TimestampPanel.module.css';

const FORM = 'import-answer';

/** Takes the answer of an authority and saves a stamped copy of the bundle. */
export function ImportAnswerDialog({
  request,
  onClose,
}: {
  readonly request: PendingRequest;
  readonly onClose: () => void;
}) {
  const [answer, setAnswer] = useState<PickedFile | null>(null);
  const [authority, setAuthority] = useState<PickedFile | null>(null);
  const [keyToken, setKeyToken] = useState<string | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const take = useEngineMutation('timestamps.import');
  const knownKey = useKnownKey(keyToken);
  const needsKey = request.target === 'signature';
  const isReady = answer !== null && (!needsKey || (keyToken !== null && isSecretGiven(knownKey, passphrase)));

  async function pick(purpose: 'timestamp' | 'certificate', set: (file: PickedFile) => void) {
    try {
      const [file] = await callShell('shell.pickFiles', { purpose });
      if (file !== undefined) set(file);
    } catch (error) {
      setProblem(errorMessage(error));
    }
  }

  async function submit() {
    if (answer === null) return;
    setProblem(null);
    try {
      const suggestedName = request.bundleName.replace(/(?:\.zip)?$/i, ' stamped.zip');
      const place = await callShell('shell.pickSave', { purpose: 'bundle', suggestedName });
      if (place === null) return;
      const { request: done } = await take.mutateAsync({
        id: request.id,
        answerToken: answer.token,
        authorityToken: authority?.token ?? null,
        key: needsKey && keyToken !== null ? { token: keyToken, passphrase } : null,
        saveToken: place.token,
      });
      showToast({ tone: 'good', text: `${done.result?.file ?? place.name} saved with the time stamp.` });
      onClose();
    } catch (error) {
      setProblem(errorMessage(error));
    }
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Import the answer of the authority"
      isDismissable={!take.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={take.isPending}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form={FORM} isPending={take.isPending} isDisabled={!isReady}>
            Import and save…
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !take.isPending) void submit();
        }}
      >
        <p>
          {TARGET_LABELS[request.target]}, in <Name mono>{request.bundleName}</Name>. That bundle stays as it is; a copy
          with the time stamp is saved under a new name.
        </p>
        <FileRow
          label="Answer (.tsr)"
          file={answer}
          onPick={() => void pick('timestamp', setAnswer)}
          note="What the authority sent back for this request"
        />
        <FileRow
          label="Certificate of the authority (optional)"
          file={authority}
          onPick={() => void pick('certificate', setAuthority)}
          note="Its root certificate, got from the authority itself. Without it the time stamp is checked, the authority is not judged."
        />
        {needsKey && (
          <>
            <KeyChoice
              value={keyToken}
              onChange={(token) => {
                setKeyToken(token);
                setPassphrase('');
              }}
            />
            <SecretField
              knownKey={knownKey}
              value={passphrase}
              onChange={setPassphrase}
              isDisabled={take.isPending}
              description="The reviewer signs the list of all files again, over the report with the time stamp"
            />
          </>
        )}
        {problem !== null && (
          <Callout tone="critical" title="Not imported">
            {problem}
          </Callout>
        )}
      </form>
    </Dialog>
  );
}
