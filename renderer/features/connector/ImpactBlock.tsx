import type { ItemImpact } from '../../../shared/contract/reduction.ts';
import { GRANT_KIND_LABELS } from '../../../shared/domain/terms.ts';
import { formatCount, formatCounted, formatDate, formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { ErrorState, Skeleton } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { holdersAndCallers } from './holders-and-callers.ts';
import styles from './ImpactBlock.module.css';

/**
 * What would stop if the given scopes of an item were taken away; the whole item when none is given. `holders`: people with a
 * grant of their own, where that number stands on the same screen.
 */
export function ImpactBlock({
  itemId,
  scopes,
  holders = 0,
}: {
  readonly itemId: string;
  readonly scopes: readonly string[];
  readonly holders?: number;
}) {
  const impact = useEngineQuery('items.impact', { itemId, scopes: [...scopes] }, { keepPrevious: true });
  if (impact.isError) return <ErrorState error={impact.error} onRetry={() => void impact.refetch()} />;
  if (impact.isPending) return <Skeleton width="70%" height={14} />;
  const difference = holdersAndCallers(holders, impact.data.people);
  return <Impact impact={impact.data} isOfScopes={scopes.length > 0} note={difference} />;
}

/** The same from an answer at hand. `isOfScopes`: only some scopes of the item would go; `note`: what its numbers do not say. */
export function Impact({
  impact,
  isOfScopes,
  note = null,
}: {
  readonly impact: ItemImpact;
  readonly isOfScopes: boolean;
  readonly note?: string | null;
}) {
  const { operations, stillCovered, last } = impact;
  return (
    <div className={styles.impact}>
      <p>{summary(impact, isOfScopes)}</p>
      {note !== null && <p className={styles.quiet}>{note}</p>}
      {stillCovered.length > 0 && (
        <details>
          <summary>{formatCounted(stillCovered.length, 'operation')} would still be allowed</summary>
          <ul className={styles.list}>
            {stillCovered.map(({ operation, scopes, grants }) => (
              <li key={operation}>
                <Name mono wrap>
                  {operation}
                </Name>{' '}
                by{' '}
                {[
                  ...scopes,
                  ...grants.map((grant) => `${grant.scopes.join(', ')} (${GRANT_KIND_LABELS[grant.kind]})`),
                ].join('; ')}
              </li>
            ))}
          </ul>
        </details>
      )}
      {operations.length > 0 && (
        <details>
          <summary>{formatCounted(operations.length, 'operation')} that would stop</summary>
          <ul className={styles.list}>
            {operations.map((row) => (
              <li key={row.operation}>
                <Name mono wrap>
                  {row.operation}
                </Name>
                <span className={styles.quiet}>
                  {formatCounted(row.calls, 'call')}
                  {row.people > 0 && <>, {formatCounted(row.people, 'person', 'people')}</>}, last{' '}
                  {formatDate(row.last)}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {last.length > 0 && (
        <details>
          <summary>
            {last.length === 1 ? 'The last call' : `The last ${formatCount(last.length)} calls`} among them
          </summary>
          <ol className={styles.list}>
            {last.map((call) => (
              <li key={`${call.at} ${call.operation} ${call.person ?? ''}`}>
                <span className={styles.time}>{formatTime(call.at)}</span>
                <Name mono wrap>
                  {call.operation}
                </Name>
                <span className={styles.quiet}>
                  {call.person === null ? 'the app itself' : <Name>{call.person}</Name>}
                </span>
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}

function summary({ operations, calls, people, last, stillCovered, isObserved }: ItemImpact, isOfScopes: boolean) {
  if (operations.length === 0 && stillCovered.length > 0)
    return 'Nothing seen would stop: something that stays allows every operation seen.';
  if (operations.length === 0)
    return isObserved
      ? `No successful operation ${isOfScopes ? 'that these scopes allow ' : ''}was seen in the imported logs. Use outside of them is not known.`
      : 'Not known: no imported log of calls can show the use.';
  return (
    <>
      <strong>{formatCounted(operations.length, 'observed operation')}</strong> of{' '}
      <strong>{people === 0 ? 'the app itself' : formatCounted(people, 'person', 'people')}</strong> would stop:{' '}
      {formatCounted(calls, 'successful call')}, the last on {formatDate(last[0]?.at ?? null)}.
    </>
  );
}
