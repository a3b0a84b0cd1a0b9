import { useState } from 'react';
import type { PickedFile } from '../../../shared/contract/shell.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { Callout } from '../../components/Page.tsx';
import { Progress } from '../../components/Progress.tsx';
import { ErrorState, errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import { fingerprintProblem } from '../verify/fingerprint.ts';
import { BaselineFacts } from './BaselineFacts.tsx';
import styles from './BaselineTab.module.css';

/** Verifies a bundle, shows what it would mean here, and takes it in. */
export function AdoptDialog({ onClose }: { readonly onClose: () => void }) {
  const [file, setFile] = useState<PickedFile | null>(null);
  const [expected, setExpected] = useState('');
  const [checkedWith, setCheckedWith] = useState<readonly string[]>([]);
  const [reason, setReason] = useState('');
  const inspect = useEngineMutation('baseline.inspect');
  const adopt = useEngineMutation('baseline.adopt');
  const typed = fingerprintsIn(expected);
  const problem = typed.map(fingerprintProblem).find((one) => one !== null) ?? null;
  const seen = inspect.data;
  const bundle = seen?.refusal === null ? seen.bundle : null;

  function check(bundleFile: PickedFile) {
    const fingerprints = problem === null ? typed : [];
    setFile(bundleFile);
    setCheckedWith(fingerprints);
    inspect.mutate({ token: bundleFile.token, fingerprints: [...fingerprints] });
  }
  async function pick() {
    try {
      const [picked] = await callShell('shell.pickFiles', { purpose: 'bundle' });
      if (picked !== undefined) check(picked);
    } catch (error) {
      showToast({ tone: 'bad', text: errorMessage(error) });
    }
  }
  function confirm() {
    if (file === null || bundle === null) return;
    adopt.mutate(
      { token: file.token, fingerprints: [...checkedWith], bundleSha256: bundle.bundleSha256, reason },
      {
        onSuccess: () => {
          showToast({ tone: 'good', text: 'Taken in. Every item is compared with what was certified.' });
          onClose();
        },
        onError: (error) => showToast({ tone: 'bad', text: errorMessage(error) }),
      },
    );
  }
  const isAnotherFingerprint = file !== null && typed.join() !== checkedWith.join();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="large"
      title="The signed bundle of the last review"
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isDisabled={bundle === null || isAnotherFingerprint}
            isPending={adopt.isPending}
            onPress={confirm}
          >
            {seen?.becomes === 'link' ? 'Add to the chain' : 'Make it the baseline'}
          </Button>
        </>
      }
    >
      <div className={styles.fields}>
        <TextField
          label="Fingerprints you expect (optional)"
          value={expected}
          onChange={setExpected}
          mono
          error={problem}
          placeholder="64 hexadecimal digits each, with or without colons"
          description="One for each signer, with a comma between them, got by another way than this file. Without them nobody’s identity is judged."
        />
        <div className={styles.actions}>
          <Button icon="folder" onPress={() => void pick()} isDisabled={problem !== null}>
            {file === null ? 'Choose the bundle…' : 'Choose another…'}
          </Button>
          {isAnotherFingerprint && file !== null && (
            <Button onPress={() => check(file)} isDisabled={problem !== null}>
              Check again
            </Button>
          )}
        </div>
        {inspect.isPending && <Progress label={`Checking ${file?.name ?? 'the bundle'}`} value={null} total={1} />}
        {inspect.isError && (
          <ErrorState
            title="The bundle could not be checked"
            error={inspect.error}
            onRetry={() => file !== null && check(file)}
          />
        )}
        {seen?.refusal != null && (
          <Callout tone="critical" title="This bundle cannot be the baseline">
            <bdi>{seen.refusal}</bdi> Nothing was changed.
          </Callout>
        )}
        {bundle !== null && (
          <>
            <Callout tone="good" title={`All ${seen?.verification.checks.length ?? 0} checks passed`}>
              {seen?.becomes === 'link'
                ? 'The case holds a report that was signed later. This one becomes a link of the chain behind it.'
                : 'Nothing was changed since it was signed. It becomes what this review is compared with.'}
            </Callout>
            <BaselineFacts bundle={bundle} pinned={checkedWith} />
            <TextField
              label="Reason (optional)"
              value={reason}
              onChange={setReason}
              maxLength={1000}
              description="It is recorded in the journal."
            />
          </>
        )}
      </div>
    </Dialog>
  );
}

function fingerprintsIn(text: string): readonly string[] {
  return text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
