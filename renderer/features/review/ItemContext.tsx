import type { ReactNode } from 'react';
import type { ReviewItem } from '../../../shared/contract/review.ts';
import { DecisionBadge } from '../../components/Badge.tsx';
import { formatCounted, formatDate, formatTime } from '../../components/format.ts';
import { FindingList } from '../connector/FindingList.tsx';
import { OwnerFacts } from '../connector/OwnerFacts.tsx';
import styles from './ItemContext.module.css';

/** Beside the matrix: purpose and owner, findings, what would break, history. */
export function ItemContext({ item }: { readonly item: ReviewItem }) {
  const { undeterminable } = item.connector;
  return (
    <aside className={styles.context} aria-label="Context of this item">
      <Block title="Purpose and owner">
        <OwnerFacts connector={item.connector} />
      </Block>
      <Block title="What would break">
        <WouldBreak item={item} />
      </Block>
      <Block title={item.findings.length === 0 ? 'Findings' : `Findings (${item.findings.length})`}>
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

function WouldBreak({ item }: { readonly item: ReviewItem }) {
  const { operations, people, calls, last } = item.wouldBreak;
  if (operations === 0) {
    const hasLog = item.windows.length > 0;
    return (
      <p className={styles.quiet}>
        {hasLog
          ? 'No successful operation was seen in the windows above. Use outside of them is not known.'
          : 'Not known: no imported log can show the use of this item.'}
      </p>
    );
  }
  return (
    <p>
      Revoking everything here would stop <strong>{formatCounted(operations, 'observed operation')}</strong> of{' '}
      <strong>{people === 0 ? 'the app itself' : formatCounted(people, 'person', 'people')}</strong>:{' '}
      {formatCounted(calls, 'successful call')}, the last on {formatDate(last)}.
    </p>
  );
}

function Block({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.block}>
      <h2 className={styles.heading}>{title}</h2>
      {children}
    </section>
  );
}
