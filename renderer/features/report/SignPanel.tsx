import { useState } from 'react';
import { isAboutOne, type ReportOptions } from '../../../shared/contract/report.ts';
import type { ReportDocument } from '../../../shared/contract/report-document.ts';
import { Button } from '../../components/Button.tsx';
import { RadioGroup } from '../../components/Field.tsx';
import { Callout } from '../../components/Page.tsx';
import { Progress } from '../../components/Progress.tsx';
import { errorMessage } from '../../components/State.tsx';
import { useEngineMutation, useRunningJob } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import { isSecretGiven, useKnownKey } from '../keys/key-secret.ts';
import { SecretField } from '../keys/SecretField.tsx';
import { KeyChoice } from './KeyChoice.tsx';
import { NO_EXTRAS, SignExtras } from './SignExtras.tsx';
import { SignedCard } from './SignedCard.tsx';
import styles from './SignPanel.module.css';

const MEANINGS = [
  { value: 'prepared', label: 'Prepared', description: 'I put this report together.' },
  { value: 'reviewed', label: 'Reviewed', description: 'I took or checked the decisions in it.' },
  { value: 'approved', label: 'Approved', description: 'I accept the report on behalf of the organization.' },
] as const;
type Meaning = (typeof MEANINGS)[number]['value'];

/** Signs the report: key, meaning, passphrase, target; then shows what was written and that it verifies. */
export function SignPanel({
  report,
  options,
}: {
  readonly report: ReportDocument | undefined;
  readonly options: ReportOptions;
}) {
  const [keyToken, setKeyToken] = useState<string | null>(null);
  const [meaning, setMeaning] = useState<Meaning | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [extras, setExtras] = useState(NO_EXTRAS);
  const [savedTo, setSavedTo] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const sign = useEngineMutation('report.sign');
  const job = useRunningJob();
  const knownKey = useKnownKey(keyToken);
  const isRedacted = extras.redacted && !isAboutOne(options);
  const isReady = report !== undefined && keyToken !== null && meaning !== null && isSecretGiven(knownKey, passphrase);

  function chooseKey(token: string) {
    setKeyToken(token);
    // What was typed for one key must not be tried on another: cards count wrong PINs.
    setPassphrase('');
  }

  async function submit() {
    if (report === undefined || keyToken === null || meaning === null) return;
    setProblem(null);
    try {
      const target = await callShell('shell.pickSave', {
        purpose: 'bundle',
        suggestedName: `${report.reportId}.zip`,
      });
      if (target === null) return;
      setSavedTo(target.token);
      await sign.mutateAsync({
        keyToken,
        passphrase,
        meaning,
        saveToken: target.token,
        options,
        originals: extras.originals,
        redacted: isRedacted,
        alsoRedacted: isRedacted ? [...extras.alsoRedacted] : [],
      });
      setPassphrase('');
    } catch (error) {
      setProblem(errorMessage(error));
    }
  }

  if (sign.data !== undefined) {
    return <SignedCard result={sign.data} saveToken={savedTo} onAgain={() => sign.reset()} />;
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !sign.isPending) void submit();
      }}
    >
      <h2 className={styles.heading}>Sign and save the evidence bundle</h2>
      <KeyChoice value={keyToken} onChange={chooseKey} />
      <RadioGroup label="What your signature means" value={meaning} onChange={setMeaning} options={MEANINGS} />
      <SignExtras value={extras} onChange={setExtras} isDisabled={sign.isPending} isAboutOne={isAboutOne(options)} />
      <SecretField
        knownKey={knownKey}
        value={passphrase}
        onChange={setPassphrase}
        isDisabled={sign.isPending}
        description="Used for this one signature and not kept"
      />
      {problem !== null && (
        <div ref={showInView}>
          <Callout tone="critical" title="Not signed">
            {problem}
          </Callout>
        </div>
      )}
      {sign.isPending ? (
        <Progress
          label={job?.kind === 'report' ? job.note : 'Preparing'}
          value={job?.kind === 'report' ? job.done : null}
          total={job?.kind === 'report' ? job.total : 1}
        />
      ) : (
        <Button type="submit" variant="primary" icon="key" isDisabled={!isReady}>
          Sign and save…
        </Button>
      )}
      {!isReady && !sign.isPending && (
        <p className={styles.hint}>
          {missing(knownKey?.token ?? null, meaning, isSecretGiven(knownKey, passphrase), knownKey?.secret === 'pin')}
        </p>
      )}
    </form>
  );
}

// The form is taller than a small window: what went wrong must not appear below its edge.
function showInView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

function missing(keyToken: string | null, meaning: Meaning | null, isSecret: boolean, isPin: boolean): string {
  if (keyToken === null) return 'Choose or create a key first.';
  if (meaning === null) return 'Say what your signature means.';
  if (!isSecret) return isPin ? 'Enter the PIN of the card.' : 'Enter the passphrase of the key.';
  return 'The report is still being prepared.';
}
