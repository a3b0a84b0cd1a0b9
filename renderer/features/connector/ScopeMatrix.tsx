import { useId, useState } from 'react';
import type { z } from 'zod';
import type { logWindow, ScopeUsage } from '../../../shared/contract/connectors.ts';
import type { ScopeCertificate } from '../../../shared/contract/reduction.ts';
import { GRADES, tierRank } from '../../../shared/domain/terms.ts';
import { Badge, GradeBadge, TierBadge, UsageBadge } from '../../components/Badge.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { cx } from '../../components/cx.ts';
import { formatCount, formatDate } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { windowsText } from './windows.ts';
import { AdviceToggle } from './AdviceToggle.tsx';
import { ImpactBlock } from './ImpactBlock.tsx';
import styles from './ScopeMatrix.module.css';

/** Which scopes are marked for removal; given only while the reviewer reduces. */
export interface Removal {
  readonly marked: readonly string[];
  readonly onToggle: (scope: string) => void;
}

type LogWindow = z.output<typeof logWindow>;

/**
 * Granted scopes against observed operations, riskiest first. Each scope takes two lines: status and numbers, then
 * the sentence that says what the evidence says and in which window. The advice opens the line of the certificate and
 * what would break without the scope; while scopes are marked for removal the line takes the place of the sentence.
 */
export function ScopeMatrix({
  itemId,
  scopes,
  removal = null,
  windows = null,
  isAdviceCovered = false,
}: {
  readonly itemId: string;
  readonly scopes: readonly ScopeUsage[];
  readonly removal?: Removal | null;
  /** Named in the head of the evidence, with the grades of its sources; not where the surroundings do. */
  readonly windows?: readonly LogWindow[] | null;
  /** Advice is a recommendation: it stays away where the reviewer is to judge first. */
  readonly isAdviceCovered?: boolean;
}) {
  const certificate = useEngineQuery('items.reduction', { itemId }, { enabled: !isAdviceCovered });
  const lines = new Map(certificate.data?.scopes.map((line) => [line.scope, line]));
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
          <th scope="col">{isAdviceCovered ? 'Evidence' : 'Evidence and advice'}</th>
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
        {windows !== null && (
          <tr>
            <td colSpan={removal === null ? 7 : 8} className={styles.windows}>
              {GRADES.filter((grade) => scopes.some((scope) => scope.grade === grade)).map((grade) => (
                <GradeBadge key={grade} grade={grade} />
              ))}{' '}
              {windowsText(windows)}
            </td>
          </tr>
        )}
      </thead>
      {sorted.map((row) => (
        <ScopeRows
          key={`${row.resource ?? ''} ${row.scope}`}
          row={row}
          line={lines.get(row.scope) ?? null}
          itemId={itemId}
          removal={removal}
          isAdviceCovered={isAdviceCovered}
        />
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

function ScopeRows({
  row,
  line,
  itemId,
  removal,
  isAdviceCovered,
}: {
  readonly row: ScopeUsage;
  /** Its line of the certificate; null until it is there. */
  readonly line: ScopeCertificate | null;
  readonly itemId: string;
  readonly removal: Removal | null;
  readonly isAdviceCovered: boolean;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const detailsId = useId();
  const height = isOpen && line !== null ? 3 : 2;
  // While marking, the line of the certificate stands for the sentence of the evidence, which it repeats.
  const isReplaced = line !== null && removal !== null && !isOpen;
  const isMarked = removal?.marked.includes(row.scope) === true;
  return (
    <tbody className={cx(styles.scope, isMarked && styles.marked)}>
      <tr>
        {removal !== null && (
          <td rowSpan={height}>
            <Checkbox
              aria-label={`Remove ${row.scope}`}
              isSelected={isMarked}
              onChange={() => removal.onToggle(row.scope)}
            />
          </td>
        )}
        <td rowSpan={height}>
          <TierBadge tier={row.tier} override={row.tierOverride} />
        </td>
        <th rowSpan={height} scope="rowgroup">
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
            {isAdviceCovered && row.need !== null && (
              <Badge>{row.need === 'needed' ? 'No other scope allows it' : 'Also allowed by another scope'}</Badge>
            )}
            {line !== null && (
              <AdviceToggle line={line} isOpen={isOpen} controls={detailsId} onToggle={() => setIsOpen(!isOpen)} />
            )}
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
          {isReplaced ? (
            line.statement
          ) : (
            <>
              <GradeBadge grade={row.grade} compact /> {row.statement}
              {row.denied > 0 && row.status !== 'denied-only' && <> {formatCount(row.denied)} calls were denied.</>}
            </>
          )}
        </td>
      </tr>
      {isOpen && line !== null && (
        <tr id={detailsId}>
          <td colSpan={5}>
            <div className={styles.certificate}>
              <p>{line.statement}</p>
              <h4 className={styles.subheading}>What would break without it</h4>
              <ImpactBlock itemId={itemId} scopes={[row.scope]} />
            </div>
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** No number where calls cannot show the use of a scope: unknown is not zero. */
function counted(row: ScopeUsage, value: number): string {
  const isBlind = row.status === 'not-observable' || row.status === 'persistence';
  return isBlind && value === 0 ? '–' : formatCount(value);
}
