import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { formatBytes, formatCounted, formatTime } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { Name } from '../../components/Name.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { callShell } from '../../engine/shell.ts';
import styles from './SignedCard.module.css';

/** What was written: file, digests, signer, and what the verifier says about the file just saved. */
export function SignedCard({
  result,
  saveToken,
  onAgain,
}: {
  readonly result: Result<EngineContract, 'report.sign'>;
  readonly saveToken: string;
  readonly onAgain: () => void;
}) {
  const { verification } = result;
  const [signer] = verification.signers;
  return (
    <section className={styles.card} aria-label="Signed bundle">
      <h2 className={styles.title}>
        <Icon name="check-circle" className={styles.icon} />
        Signed and saved
      </h2>
      <p className={styles.file}>
        <Name mono wrap>
          {result.file}
        </Name>
        <span className={styles.quiet}>
          {formatBytes(result.bytes)}, {formatCounted(result.pages, 'page')}, in <bdi>{result.location}</bdi>
        </span>
      </p>
      <dl className={styles.facts}>
        {result.redactedFile !== null && (
          <div>
            <dt>Redacted copy</dt>
            <dd>
              <Name mono wrap>
                {result.redactedFile}
              </Name>
              <span className={styles.quiet}>In the same folder. Give this file to people who may not see names.</span>
            </dd>
          </div>
        )}
        <div>
          <dt>Verified after saving</dt>
          <dd>
            <Badge tone={verification.ok ? 'good' : 'critical'} icon={verification.ok ? 'check' : 'warning'}>
              {verification.ok
                ? `All ${verification.checks.length} checks passed`
                : `${verification.checks.filter((check) => !check.ok).length} checks failed`}
            </Badge>
          </dd>
        </div>
        {signer !== undefined && (
          <div>
            <dt>Signed by</dt>
            <dd>
              <Name strong>{signer.name}</Name>
              <span className={styles.quiet}>{signer.meaning}</span>
              {signer.at !== null && <span className={styles.quiet}>{formatTime(signer.at)}</span>}
            </dd>
          </div>
        )}
        {signer !== undefined && (
          <div>
            <dt>Certificate fingerprint</dt>
            <dd>
              <CopyText text={signer.fingerprint} label="fingerprint" wrap />
              <span className={styles.quiet}>Tell it to recipients by another way than this file.</span>
            </dd>
          </div>
        )}
        <div>
          <dt>SHA-256 of the file</dt>
          <dd>
            <CopyText text={result.sha256} label="SHA-256" wrap />
          </dd>
        </div>
        <div>
          <dt>Content digest</dt>
          <dd>
            <CopyText text={result.contentDigest} label="content digest" wrap />
          </dd>
        </div>
      </dl>
      <div className={styles.actions}>
        <Button icon="folder" onPress={() => void reveal(saveToken)}>
          Show in folder
        </Button>
        <Button variant="ghost" onPress={onAgain}>
          Sign again
        </Button>
      </div>
    </section>
  );
}

async function reveal(token: string): Promise<void> {
  try {
    await callShell('shell.reveal', { token });
  } catch (error) {
    showToast({ tone: 'bad', text: errorMessage(error) });
  }
}
