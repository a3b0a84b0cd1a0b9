import type { ReviewItem } from '../../../shared/contract/review.ts';
import { DecisionBadge } from '../../components/Badge.tsx';
import { formatCount, formatCounted, formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Skeleton } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { FindingList } from '../connector/FindingList.tsx';
import { ImpactBlock } from '../connector/ImpactBlock.tsx';
import { longestChain } from './chain-line.ts';
import styles from './ItemContext.module.css';
import { type Panels, PanelSection } from './PanelSection.tsx';

/** Beside the matrix: findings, chain, what would break, history. More of each is behind its key. */
export function ItemContext({ item, panels }: { readonly item: ReviewItem; readonly panels: Panels }) {
  return (
    <aside className={styles.context} aria-label="Context of this item">
      <PanelSection panel="findings" panels={panels} title={findingsTitle(item)} isGrowing>
        <Findings item={item} shown={2} />
      </PanelSection>
      <PanelSection panel="chain" panels={panels} title="Chain of trust">
        <Chain connectorId={item.item.connectorId} />
      </PanelSection>
      <PanelSection panel="impact" panels={panels} title="What would break">
        <ImpactBlock itemId={item.item.itemId} scopes={[]} holders={item.item.reach.people} />
      </PanelSection>
      <PanelSection panel="history" panels={panels} title={historyTitle(item)}>
        <Newest item={item} />
      </PanelSection>
    </aside>
  );
}

/** All findings of an item with their records, and what could not be judged. */
export function Findings({ item, shown }: { readonly item: ReviewItem; readonly shown: number }) {
  const { undeterminable } = item.connector;
  return (
    <>
      {item.findings.length === 0 ? (
        <p className={styles.quiet}>No rule that could be judged found anything.</p>
      ) : (
        <FindingList findings={item.findings} shown={shown} />
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
    </>
  );
}

/** The longest way through others, in one line. */
function Chain({ connectorId }: { readonly connectorId: string }) {
  const trust = useEngineQuery('connectors.trust', { connectorId });
  if (trust.isError) return <p className={styles.quiet}>{trust.error.message}</p>;
  if (trust.isPending) return <Skeleton width="60%" height={14} />;
  const steps = longestChain(trust.data);
  if (steps.length === 0) return <p className={styles.quiet}>The imported files show no step beyond this app.</p>;
  return (
    <p className={styles.chain}>
      This app
      {steps.map(({ how, isInferred, node }) => (
        <span key={node.id}>
          {' '}
          <span className={styles.how}>
            {how}
            {isInferred && ' (inferred)'}
          </span>{' '}
          <Name strong wrap>
            {node.label}
          </Name>
        </span>
      ))}
      {trust.data.edges.length > steps.length && (
        <span className={styles.how}>
          {' '}
          · {formatCount(trust.data.edges.length)}
          {trust.data.isCut && ' or more'} steps in all
        </span>
      )}
    </p>
  );
}

/** Every record of the item, newest first. */
export function HistoryList({ item }: { readonly item: ReviewItem }) {
  if (item.history.length === 0) return <p className={styles.quiet}>{nothingText(item)}</p>;
  return (
    <ol className={styles.history}>
      {item.history.map((record) => (
        <li key={record.uid} className={styles.record}>
          <RecordHead record={record} />
          <p className={styles.reason}>
            <bdi>{record.reason}</bdi>
          </p>
          {record.scopes.length > 0 && (
            <p className={styles.quiet}>
              Without{' '}
              <Name mono wrap>
                {record.scopes.join(', ')}
              </Name>
            </p>
          )}
          {record.principals.length > 0 && (
            <p className={styles.quiet}>About {formatCounted(record.principals.length, 'person', 'people')} only</p>
          )}
        </li>
      ))}
    </ol>
  );
}

function Newest({ item }: { readonly item: ReviewItem }) {
  const [newest] = item.history;
  if (newest === undefined) return <p className={styles.quiet}>{nothingText(item)}</p>;
  return (
    <>
      <RecordHead record={newest} />
      <p className={styles.clamped}>
        <bdi>{newest.reason}</bdi>
      </p>
    </>
  );
}

function RecordHead({ record }: { readonly record: ReviewItem['history'][number] }) {
  return (
    <p className={styles.recordHead}>
      <DecisionBadge decision={record.decision} />
      {record.undone && <span className={styles.quiet}>taken back</span>}
      <span className={styles.quiet}>
        {record.round === 'first' ? '' : record.round === 'second' ? 'second review · ' : 'settled · '}
        {formatTime(record.at)} · <bdi>{record.by}</bdi> · journal {record.journalSeq}
      </span>
    </p>
  );
}

function nothingText(item: ReviewItem): string {
  return item.round === 'second' ? 'Nothing of the first review is shown to the second.' : 'No decision yet.';
}

function historyTitle({ history }: ReviewItem): string {
  return history.length < 2 ? 'History' : `History (${formatCount(history.length)})`;
}

/** What is suppressed stays in the list and counts nowhere else. */
function findingsTitle({ findings }: ReviewItem): string {
  if (findings.length === 0) return 'Findings';
  const counting = findings.filter((finding) => finding.suppressed === null).length;
  const suppressed = findings.length - counting;
  return suppressed === 0 ? `Findings (${counting})` : `Findings (${counting}, ${suppressed} suppressed)`;
}
