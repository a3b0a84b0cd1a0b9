import type { CheckedBundle, VerifyReport } from '../../../shared/contract/report.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { DataTable, type TableColumn } from '../../components/DataTable.tsx';
import { formatBytes, formatCounted, formatTime } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { Name } from '../../components/Name.tsx';
import { Facts, Panel } from '../../components/Page.tsx';
import { cx } from '../../components/cx.ts';
import styles from './VerifyResult.module.css';

/** What the verifier found: the verdict, who signed, and every check with the failing ones first. */
export function VerifyResult({
  report,
  isIdentityChecked,
  onJudgeAuthority,
}: {
  readonly report: CheckedBundle;
  /** True when a fingerprint to compare with was given. */
  readonly isIdentityChecked: boolean;
  /** Asks for a certificate to judge time-stamping authorities by. */
  readonly onJudgeAuthority: () => void;
}) {
  const failing = report.checks.filter((check) => !check.ok);
  return (
    <div className={styles.result}>
      <div className={cx(styles.verdict, report.ok ? styles.good : styles.bad)} role={report.ok ? 'status' : 'alert'}>
        <Icon name={report.ok ? 'check-circle' : 'warning'} className={styles.verdictIcon} />
        <div className={styles.verdictText}>
          <h2 className={styles.verdictTitle}>{report.ok ? 'The bundle is intact' : 'Do not rely on this bundle'}</h2>
          <p>
            {report.ok
              ? `All ${report.checks.length} checks passed: nothing was changed since it was signed.`
              : `${formatCounted(failing.length, 'check')} of ${report.checks.length} failed: ${namesOf(failing)}.`}
          </p>
        </div>
        <p className={styles.file}>
          <Name mono>{report.file}</Name>
          <span>
            {formatBytes(report.bytes)}, checked {formatTime(report.checkedAt)}
          </span>
          <CopyText text={report.sha256} length={16} label="SHA-256 of the file checked" />
        </p>
      </div>
      <Panel title={report.signers.length === 1 ? 'Signer' : `Signers (${report.signers.length})`}>
        {report.signers.length === 0 && <p>No signature could be read.</p>}
        <ul className={styles.signers}>
          {report.signers.map((signer) => (
            <li key={signer.fingerprint}>
              <Facts
                rows={[
                  {
                    label: 'Name in certificate',
                    value: (
                      <span className={styles.inline}>
                        <Name strong>{signer.name}</Name>
                        <IdentityBadge
                          isTrusted={signer.trusted}
                          isChecked={isIdentityChecked}
                          isKnown={signer.isKnown}
                        />
                      </span>
                    ),
                  },
                  { label: 'Meaning', value: signer.meaning },
                  { label: 'Stated time', value: signer.at === null ? 'Not stated' : formatTime(signer.at) },
                  { label: 'Certificate', value: signer.validity },
                  {
                    label: 'SHA-256 fingerprint',
                    value: <CopyText text={signer.fingerprint} label="fingerprint" wrap />,
                  },
                ]}
              />
            </li>
          ))}
        </ul>
        {!isIdentityChecked && report.signers.some(({ isKnown }) => !isKnown) && (
          <p className={styles.note}>
            Anyone can make a certificate with any name. Compare the fingerprint with one you got from the signer by
            another way: by phone, in person, or from an earlier report.
          </p>
        )}
      </Panel>
      {report.timestamps.length > 0 && <ProvenTimes report={report} onJudgeAuthority={onJudgeAuthority} />}
      <Panel
        title="Checks"
        description={
          report.contentDigest === null ? undefined : (
            <span className={styles.digest}>
              Content digest <CopyText text={report.contentDigest} label="content digest" />
            </span>
          )
        }
        flush
      >
        <CheckTable caption="Checks" checks={report.checks} />
      </Panel>
    </div>
  );
}

/** What authorities saw, and when; the times signers state are those of their own clocks. */
function ProvenTimes({
  report,
  onJudgeAuthority,
}: {
  readonly report: VerifyReport;
  readonly onJudgeAuthority: () => void;
}) {
  const isJudged = report.timestamps.every(({ trusted, isKnown }) => trusted !== null || isKnown);
  return (
    <Panel title="Proven times">
      <ul className={styles.signers}>
        {report.timestamps.map((stamp) => (
          <li key={`${stamp.subject} ${stamp.time}`}>
            <Facts
              rows={[
                {
                  label: 'Time proven by',
                  value: (
                    <span className={styles.inline}>
                      <Name strong>{stamp.authority}</Name>
                      <AuthorityBadge isValid={stamp.valid} isTrusted={stamp.trusted} isKnown={stamp.isKnown} />
                    </span>
                  ),
                },
                { label: 'On', value: formatTime(stamp.time) },
                { label: 'What existed then', value: <bdi>{stamp.subject}</bdi> },
                {
                  label: 'SHA-256 fingerprint',
                  value: <CopyText text={stamp.fingerprint} label="fingerprint of the authority" wrap />,
                },
              ]}
            />
          </li>
        ))}
      </ul>
      {!isJudged && (
        <div className={styles.judge}>
          <p>
            Anyone can call themselves an authority. Get its root certificate from the authority itself and compare.
          </p>
          <Button size="small" icon="folder" onPress={onJudgeAuthority}>
            Compare with a certificate…
          </Button>
        </div>
      )}
    </Panel>
  );
}

function AuthorityBadge({
  isValid,
  isTrusted,
  isKnown,
}: {
  readonly isValid: boolean;
  readonly isTrusted: boolean | null;
  /** The open case trusts the authority. */
  readonly isKnown: boolean;
}) {
  if (isKnown && isValid && isTrusted !== false)
    return (
      <Badge tone="good" icon="check">
        Trusted in this case
      </Badge>
    );
  if (isTrusted === true && isValid)
    return (
      <Badge tone="good" icon="check">
        Leads to your certificate
      </Badge>
    );
  if (isTrusted === null && isValid) return <Badge icon="info">Authority not judged</Badge>;
  return (
    <Badge tone="critical" icon="warning">
      {isValid ? 'Another authority' : 'Not proven'}
    </Badge>
  );
}

type Check = VerifyReport['checks'][number];

/** What was looked at and found, what failed first. */
export function CheckTable({ caption, checks }: { readonly caption: string; readonly checks: readonly Check[] }) {
  return (
    <DataTable
      caption={caption}
      columns={COLUMNS}
      rows={checks.toSorted((left, right) => Number(left.ok) - Number(right.ok))}
      rowKey={(check, index) => `${check.id} ${index}`}
      empty="No check could be made."
      wrap
    />
  );
}

function namesOf(checks: readonly Check[]): string {
  const files = [...new Set(checks.map((check) => check.file ?? check.title))];
  return files.length > 3 ? `${files.slice(0, 3).join(', ')} and ${files.length - 3} more` : files.join(', ');
}

function IdentityBadge({
  isTrusted,
  isChecked,
  isKnown,
}: {
  readonly isTrusted: boolean | null;
  readonly isChecked: boolean;
  /** The open case trusts the certificate. */
  readonly isKnown: boolean;
}) {
  if (isKnown && isTrusted !== false)
    return (
      <Badge tone="good" icon="check">
        Trusted in this case
      </Badge>
    );
  if (!isChecked || isTrusted === null) return <Badge icon="info">Identity not checked</Badge>;
  return isTrusted ? (
    <Badge tone="good" icon="check">
      Fingerprint matches
    </Badge>
  ) : (
    <Badge tone="critical" icon="warning">
      Fingerprint differs
    </Badge>
  );
}

const COLUMNS: readonly TableColumn<Check>[] = [
  {
    id: 'ok',
    title: 'Result',
    width: '116px',
    cell: (check) =>
      check.ok ? (
        <Badge tone="good" icon="check">
          Passed
        </Badge>
      ) : (
        <Badge tone="critical" icon="warning">
          Failed
        </Badge>
      ),
  },
  { id: 'title', title: 'Check', width: '30%', cell: (check) => <strong>{check.title}</strong> },
  {
    id: 'file',
    title: 'File',
    width: '24%',
    cell: (check) =>
      check.file === null ? (
        'Whole bundle'
      ) : (
        <Name mono wrap>
          {check.file}
        </Name>
      ),
  },
  { id: 'detail', title: 'Detail', cell: (check) => <bdi>{check.detail}</bdi> },
];
