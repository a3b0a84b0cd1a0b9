import { useState } from 'react';
import type { Finding } from '../../../shared/contract/connectors.ts';
import { Badge, SeverityBadge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { formatCounted } from '../../components/format.ts';
import { SuppressDialog } from '../policy/SuppressDialog.tsx';
import { SuppressedNote } from '../policy/SuppressedNote.tsx';
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
              {finding.suppressed === null ? (
                <span className={styles.suppress}>
                  <Button size="small" variant="ghost" onPress={() => setSuppressed(finding)}>
                    Suppress…
                  </Button>
                </span>
              ) : (
                <SuppressedNote suppressed={finding.suppressed} />
              )}
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
