import type { ScopeUsage } from '../../../shared/contract/inventory.ts';
import { tierRank } from '../../../shared/domain/vocabulary.ts';
import { Badge, GradeBadge, TierBadge, UsageBadge } from '../../components/Badge.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { cx } from '../../components/cx.ts';
import { formatCount, formatDate } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import styles from './ScopeMatrix.module.css';

/** Which scopes are marked for removal; given only while the reviewer reduces. */
export interface Removal {
  readonly marked: readonly string[];
  readonly onToggle: (scope: string) => void;
}

/**
 * Granted scopes against observed operations, riskiest first. Each scope takes two lines: status and numbers, then
 * the sentence that says what the evidence says and in which window.
 */
export function ScopeMatrix({
  scopes,
  removal = null,
}: {
  readonly scopes: readonly ScopeUsage[];
  readonly removal?: Removal | null;
}) {
  const sorted = scopes.toSorted((left, right) => tierRank(right.tier) - tierRank(left.tier));
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">Granted scopes against observed operations</caption>
      <colgroup>
        {removal !== null && <col className={styles.removeColumn} />}
        <col className={styles.tierColumn} />
        <col className={styles.scopeColumn} />
        <col />
        <col className={styles.dateColumn} />
        <col className={styles.callsColumn} />
        <col className={styles.peopleColumn} />
        <col className={styles.operationsColumn} />
      </colgroup>
      <thead>
        <tr>
          {removal !== null && <th scope="col">Remove</th>}
          <th scope="col">Tier</th>
          <th scope="col">Granted scope</th>
          <th scope="col">Evidence and window</th>
          <th scope="col">Last use</th>
          <th scope="col" className={styles.right}>
            Calls
          </th>
          <th scope="col" className={styles.right}>
            People
          </th>
          <th scope="col" className={styles.right} title="Observed operations that this scope covers">
            Ops
          </th>
        </tr>
      </thead>
      {sorted.map((row) => (
        <ScopeRows key={`${row.resource ?? ''} ${row.scope}`} row={row} removal={removal} />
      ))}
      {sorted.length === 0 && (
        <tbody>
          <tr>
            <td colSpan={removal === null ? 7 : 8} className={styles.statement}>
              This item holds no scopes.
            </td>
          </tr>
        </tbody>
      )}
    </table>
  );
}

function ScopeRows({ row, removal }: { readonly row: ScopeUsage; readonly removal: Removal | null }) {
  const isMarked = removal?.marked.includes(row.scope) === true;
  return (
    <tbody className={cx(styles.scope, isMarked && styles.marked)}>
      <tr>
        {removal !== null && (
          <td rowSpan={2}>
            <Checkbox
              aria-label={`Remove ${row.scope}`}
              isSelected={isMarked}
              onChange={() => removal.onToggle(row.scope)}
            />
          </td>
        )}
        <td rowSpan={2}>
          <TierBadge tier={row.tier} />
        </td>
        <th rowSpan={2} scope="rowgroup">
          <Name strong wrap>
            {row.label}
          </Name>
          <span className={styles.raw}>
            <Name mono wrap>
              {row.scope}
            </Name>
            {row.resource !== null && (
              <span className={styles.resource}>
                <Name>{row.resource}</Name>
              </span>
            )}
          </span>
        </th>
        <td>
          <span className={styles.badges}>
            <UsageBadge status={row.status} />
            <Need row={row} />
          </span>
        </td>
        <td className={styles.date}>{formatDate(row.last)}</td>
        <td className={styles.right}>{counted(row, row.count)}</td>
        <td className={styles.right}>{counted(row, row.people)}</td>
        <td className={styles.right}>
          <span title={row.operations.join('\n')}>{counted(row, row.operations.length)}</span>
        </td>
      </tr>
      <tr>
        <td colSpan={5} className={styles.statement}>
          <GradeBadge grade={row.grade} compact /> {row.statement}
          {row.denied > 0 && row.status !== 'denied-only' && <> {formatCount(row.denied)} calls were denied.</>}
        </td>
      </tr>
    </tbody>
  );
}

function Need({ row }: { readonly row: ScopeUsage }) {
  if (row.need === 'needed') return <Badge tone="good">Needed</Badge>;
  if (row.need === 'redundant') {
    return (
      <Badge tone="medium" title={`Also covered by ${row.redundantWith.join(', ')}`}>
        Also covered
      </Badge>
    );
  }
  return null;
}

/** No number where calls cannot show the use of a scope: unknown is not zero. */
function counted(row: ScopeUsage, value: number): string {
  const isBlind = row.status === 'not-observable' || row.status === 'persistence';
  return isBlind && value === 0 ? '–' : formatCount(value);
}
