import { useState } from 'react';
import type { Finding } from '../../../shared/contract/inventory.ts';
import type { Suppression } from '../../../shared/contract/policy.ts';
import { Badge, SeverityBadge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { formatCounted } from '../../components/format.ts';
import { useEngineQuery } from '../../engine/hooks.ts';
import { SuppressDialog } from '../policy/SuppressDialog.tsx';
import { EvidenceLink } from './EvidenceLink.tsx';
import styles from './FindingList.module.css';

/** Findings with their sentence and the records they rest on. `shown` limits the records per finding. */
export function FindingList({
  findings,
  shown = 3,
}: {
  readonly findings: readonly Finding[];
  readonly shown?: number;
}) {
  const suppressions = useEngineQuery('suppressions.list', {}).data ?? [];
  const [suppressed, setSuppressed] = useState<Finding | null>(null);
  return (
    <>
      <ul className={styles.list}>
        {findings.map((finding) => (
          <li key={finding.id} className={styles.finding}>
            <p className={styles.head}>
              <SeverityBadge severity={finding.severity} />
              <span className={styles.rule}>{finding.rule}</span>
              <span className={styles.title}>{finding.title}</span>
              <SuppressionMark
                suppression={suppressions.find((one) => one.findings.some(({ id }) => id === finding.id))}
                onSuppress={() => setSuppressed(finding)}
              />
            </p>
            <p className={styles.sentence}>
              <bdi>{finding.sentence}</bdi>
            </p>
            {finding.evidence.length > 0 && (
              <ul className={styles.evidence}>
                {finding.evidence.slice(0, shown).map((record, index) => (
                  <li key={index} className={styles.record}>
                    <EvidenceLink reference={record} />
                    {record.note !== '' && <span className={styles.note}>{record.note}</span>}
                  </li>
                ))}
                {finding.evidence.length > shown && (
                  <li className={styles.note}>and {formatCounted(finding.evidence.length - shown, 'more record')}</li>
                )}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {suppressed !== null && <SuppressDialog finding={suppressed} onClose={() => setSuppressed(null)} />}
    </>
  );
}

/** Who set a finding aside, until when and why; or the way to do so. */
function SuppressionMark({
  suppression,
  onSuppress,
}: {
  readonly suppression: Suppression | undefined;
  readonly onSuppress: () => void;
}) {
  if (suppression === undefined)
    return (
      <span className={styles.suppress}>
        <Button size="small" variant="ghost" onPress={onSuppress}>
          Suppress…
        </Button>
      </span>
    );
  const { until, by, reason } = suppression;
  return (
    <span className={styles.suppressed}>
      <Badge icon="clock">Suppressed</Badge>
      <bdi>
        until {until} by {by}: {reason}
      </bdi>
    </span>
  );
}

/** Rules that could not be judged for this connector, and what was missing. */
export function UndeterminableList({
  rules,
}: {
  readonly rules: readonly { readonly rule: string; readonly title: string; readonly missing: string }[];
}) {
  return (
    <ul className={styles.list}>
      {rules.map((rule) => (
        <li key={rule.rule} className={styles.finding}>
          <p className={styles.head}>
            <Badge icon="info">Not determinable</Badge>
            <span className={styles.rule}>{rule.rule}</span>
            <span className={styles.title}>{rule.title}</span>
          </p>
          <p className={styles.sentence}>{rule.missing}</p>
        </li>
      ))}
    </ul>
  );
}
