import { type DragEvent, useEffect, useEffectEvent, useState } from 'react';
import { useLocation } from 'react-router';
import { pickedFile, type PickedFile } from '../../../shared/contract/shell.ts';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { TextField } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Name } from '../../components/Name.tsx';
import { Page } from '../../components/Page.tsx';
import { Progress } from '../../components/Progress.tsx';
import { ErrorState, errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useHotkeys } from '../../components/keyboard.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { callShell, tokensForDrop } from '../../engine/shell.ts';
import { CheckedResult } from './CheckedResult.tsx';
import { fingerprintProblem } from './fingerprint.ts';
import { TimestampRequests } from './TimestampRequests.tsx';
import { TrustedPanel } from './TrustedPanel.tsx';
import styles from './VerifyScreen.module.css';

/** Checks an evidence bundle. Needs no open case: all it looks at is the file. */
export function VerifyScreen() {
  const [file, setFile] = useState<PickedFile | null>(null);
  const [authority, setAuthority] = useState<PickedFile | null>(null);
  const [expected, setExpected] = useState('');
  const [checkedWith, setCheckedWith] = useState('');
  const verify = useEngineMutation('verify.bundle');
  const requests = useEngineQuery('timestamps.list', {});
  const problem = fingerprintProblem(expected);

  function check(bundle: PickedFile, judgedBy: PickedFile | null = null) {
    setFile(bundle);
    setAuthority(judgedBy);
    setCheckedWith(problem === null ? expected.trim() : '');
    verify.mutate({
      token: bundle.token,
      fingerprints: problem === null && expected.trim() !== '' ? [expected.trim()] : [],
      authorityToken: judgedBy?.token ?? null,
    });
  }

  async function pick() {
    try {
      const [picked] = await callShell('shell.pickFiles', { purpose: 'bundle' });
      if (picked !== undefined) check(picked);
    } catch (error) {
      showToast({ tone: 'bad', text: errorMessage(error) });
    }
  }

  async function judgeAuthority() {
    try {
      const [certificate] = await callShell('shell.pickFiles', { purpose: 'certificate' });
      if (certificate !== undefined && file !== null) check(file, certificate);
    } catch (error) {
      showToast({ tone: 'bad', text: errorMessage(error) });
    }
  }

  async function drop(files: readonly File[]) {
    try {
      const [dropped] = await tokensForDrop(files);
      if (dropped !== undefined) check(dropped);
    } catch (error) {
      showToast({ tone: 'bad', text: errorMessage(error) });
    }
  }

  // A bundle that was opened from outside is checked at once.
  const { state, key } = useLocation();
  const checkOpened = useEffectEvent(() => {
    const opened = pickedFile.safeParse(state);
    if (opened.success) check(opened.data);
  });
  useEffect(() => checkOpened(), [key]);

  useHotkeys('Verify a bundle', [{ keys: 'o', label: 'Choose a bundle', run: () => void pick() }]);

  return (
    <Page
      title="Verify a bundle"
      meta="Checks the file alone: no case, no network, nothing is changed"
      actions={
        file !== null && (
          <Button icon="folder" shortcut="o" onPress={() => void pick()}>
            Choose another…
          </Button>
        )
      }
    >
      <DropZone isSmall={file !== null} onDrop={(files) => void drop(files)} onPick={() => void pick()} />
      <form
        className={styles.compare}
        onSubmit={(event) => {
          event.preventDefault();
          if (file !== null && problem === null) check(file, authority);
        }}
      >
        <div className={styles.expected}>
          <TextField
            label="Fingerprint you expect (optional)"
            value={expected}
            onChange={setExpected}
            mono
            error={problem}
            placeholder="64 hexadecimal digits, with or without colons"
            description="Got from the signer by another way than this file"
          />
        </div>
      </form>
      {verify.isPending && <Progress label={`Checking ${file?.name ?? 'the bundle'}`} value={null} total={1} />}
      {verify.isError && (
        <ErrorState
          title="The bundle could not be checked"
          error={verify.error}
          onRetry={() => file !== null && check(file, authority)}
        />
      )}
      {verify.isSuccess && file !== null && (
        <CheckedResult
          bundle={file}
          report={verify.data}
          isIdentityChecked={checkedWith !== ''}
          changedQuestion={expected.trim() === checkedWith ? null : 'Another fingerprint is expected now.'}
          onCheck={problem === null ? () => check(file, authority) : null}
          onJudgeAuthority={() => void judgeAuthority()}
          onRequested={() => void requests.refetch()}
        />
      )}
      {requests.isError && (
        <ErrorState
          title="The time-stamp requests could not be read"
          error={requests.error}
          onRetry={() => void requests.refetch()}
        />
      )}
      {requests.data !== undefined && requests.data.length > 0 && (
        <TimestampRequests requests={requests.data} onChanged={() => void requests.refetch()} />
      )}
      <TrustedPanel onChanged={() => file !== null && verify.isSuccess && check(file, authority)} />
      {verify.isIdle && <WhatIsChecked />}
      {file !== null && verify.isPending && <Name mono>{file.name}</Name>}
    </Page>
  );
}

function DropZone({
  isSmall,
  onDrop,
  onPick,
}: {
  readonly isSmall: boolean;
  readonly onDrop: (files: readonly File[]) => void;
  readonly onPick: () => void;
}) {
  const [isOver, setOver] = useState(false);
  function allow(event: DragEvent) {
    event.preventDefault();
    setOver(true);
  }
  return (
    <div
      className={cx(styles.drop, isSmall && styles.small, isOver && styles.over)}
      onDragEnter={allow}
      onDragOver={allow}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onDrop([...event.dataTransfer.files]);
      }}
    >
      <Icon name="shield" className={styles.dropIcon} />
      <p className={styles.dropText}>Drop an evidence bundle (.zip) here</p>
      {!isSmall && (
        <Button variant="primary" icon="folder" shortcut="o" onPress={onPick}>
          Choose a bundle…
        </Button>
      )}
    </div>
  );
}

function WhatIsChecked() {
  return (
    <div className={styles.about}>
      <h2 className={styles.aboutTitle}>What is checked</h2>
      <ul className={styles.aboutList}>
        <li>Every byte of the file: the archive itself, each file in it, and that none is missing or added.</li>
        <li>
          The signature of the attestation and the signature inside the PDF, and that both are of one certificate.
        </li>
        <li>That the PDF carries the same report data as the bundle.</li>
        <li>The journal: every entry follows from the one before.</li>
        <li>With the original exports at hand: that the same findings come out when everything is computed again.</li>
        <li>Time stamps of an authority, where there are any: each by its own signature.</li>
      </ul>
      <p className={styles.aboutNote}>
        Who the signer is cannot be read from the file. That is what the fingerprint is for: compare it with one that
        reached you by another way.
      </p>
    </div>
  );
}
