import type { ReactNode } from 'react';
import type { ReviewItem } from '../../../shared/contract/review.ts';
import { DecisionBadge } from '../../components/Badge.tsx';
import { formatCounted, formatTime } from '../../components/format.ts';
import { FindingList } from '../connector/FindingList.tsx';
import { ImpactBlock } from '../connector/ImpactBlock.tsx';
import { OwnerFacts } from '../connector/OwnerFacts.tsx';
import styles from './ItemContext.module.css';

/** Beside the matrix: purpose and owner, findings, what would break, history. */
export function ItemContext({
  item,
  marked,
}: {
  readonly item: ReviewItem;
  /** Scopes marked for removal; none for the whole item. */
  readonly marked: readonly string[];
}) {
  const { undeterminable } = item.connector;
  return (
    <aside className={styles.context} aria-label="Context of this item">
      <Block title="Purpose and owner">
        <OwnerFacts connector={item.connector} />
      </Block>
      <Block title={marked.length === 0 ? 'What would break' : 'What would break without the marked scopes'}>
        <ImpactBlock itemId={item.item.itemId} scopes={marked} />
      </Block>
      <Block title={findingsTitle(item)}>
        {item.findings.length === 0 ? (
          <p className={styles.quiet}>No rule that could be judged found anything.</p>
        ) : (
          <FindingList findings={item.findings} shown={2} />
        )}
        {undeterminable.length > 0 && (
          <details className={styles.note}>
            <summary>{formatCounted(undeterminable.length, 'rule')} could not be judged</summary>
            <ul>
              {undeterminable.map((rule) => (
                <li key={rule.rule}>
                  {rule.rule} {rule.title}. Missing: <bdi>{rule.missing}</bdi>
                </li>
              ))}
            </ul>
          </details>
        )}
      </Block>
      <Block title="History">
        {item.history.length === 0 ? (
          <p className={styles.quiet}>No decision yet.</p>
        ) : (
          <ol className={styles.history}>
            {item.history.toReversed().map((record) => (
              <li key={record.journalSeq} className={styles.record}>
                <p className={styles.recordHead}>
                  <DecisionBadge decision={record.decision} />
                  {record.undone && <span className={styles.quiet}>taken back</span>}
                  <span className={styles.quiet}>
                    {formatTime(record.at)} · <bdi>{record.by}</bdi> · journal {record.journalSeq}
                  </span>
                </p>
                <p>
                  <bdi>{record.reason}</bdi>
                </p>
              </li>
            ))}
          </ol>
        )}
      </Block>
    </aside>
  );
}

/** What is suppressed stays in the list and counts nowhere else. */
function findingsTitle({ findings }: ReviewItem): string {
  if (findings.length === 0) return 'Findings';
  const counting = findings.filter((finding) => finding.suppressed === null).length;
  const suppressed = findings.length - counting;
  return suppressed === 0 ? `Findings (${counting})` : `Findings (${counting}, ${suppressed} suppressed)`;
}

function Block({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.block}>
      <h2 className={styles.heading}>{title}</h2>
      {children}
    </section>
  );
}
