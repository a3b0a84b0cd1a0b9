import type { ScopeUsage } from '../../../shared/contract/inventory.ts';
import { tierRank } from '../../../shared/domain/vocabulary.ts';
import { Badge, GradeBadge, TierBadge, UsageBadge } from '../../components/Badge.tsx';
import { DataTable, type TableColumn } from '../../components/DataTable.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { formatCount, formatDate } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import styles from './ScopeMatrix.module.css';

/** Which scopes are marked for removal; given only while the reviewer reduces. */
export interface Removal {
  readonly marked: readonly string[];
  readonly onToggle: (scope: string) => void;
}

/** Granted scopes against observed operations, riskiest first. Each row says what the evidence says, and in which window. */
export function ScopeMatrix({
  scopes,
  removal = null,
}: {
  readonly scopes: readonly ScopeUsage[];
  readonly removal?: Removal | null;
}) {
  const sorted = scopes.toSorted((left, right) => tierRank(right.tier) - tierRank(left.tier));
  return (
    <DataTable
      caption="Granted scopes against observed operations"
      columns={removal === null ? COLUMNS : [removalColumn(removal), ...COLUMNS]}
      rows={sorted}
      rowKey={(row) => `${row.resource ?? ''} ${row.scope}`}
      empty="This item holds no scopes."
      wrap
    />
  );
}

function removalColumn(removal: Removal): TableColumn<ScopeUsage> {
  return {
    id: 'removal',
    title: 'Remove',
    width: '76px',
    cell: (row) => (
      <Checkbox
        aria-label={`Remove ${row.scope}`}
        isSelected={removal.marked.includes(row.scope)}
        onChange={() => removal.onToggle(row.scope)}
      />
    ),
  };
}

const COLUMNS: readonly TableColumn<ScopeUsage>[] = [
  { id: 'tier', title: 'Tier', width: '78px', cell: (row) => <TierBadge tier={row.tier} /> },
  {
    id: 'scope',
    title: 'Granted scope',
    width: '30%',
    cell: (row) => (
      <div className={styles.stack}>
        <Name strong wrap>
          {row.label}
        </Name>
        <span className={styles.raw}>
          <Name mono wrap>
            {row.resource === null ? row.scope : `${row.resource} · ${row.scope}`}
          </Name>
        </span>
      </div>
    ),
  },
  {
    id: 'evidence',
    title: 'Evidence and window',
    cell: (row) => (
      <div className={styles.stack}>
        <span className={styles.badges}>
          <UsageBadge status={row.status} />
          <GradeBadge grade={row.grade} compact />
          <Need row={row} />
        </span>
        <span className={styles.statement}>{row.statement}</span>
      </div>
    ),
  },
  { id: 'last', title: 'Last use', width: '92px', cell: (row) => formatDate(row.last) },
  {
    id: 'calls',
    title: 'Calls',
    width: '84px',
    align: 'right',
    cell: (row) => (
      <span className={styles.stack}>
        <span>{formatCount(row.count)}</span>
        {row.denied > 0 && <span className={styles.raw}>{formatCount(row.denied)} denied</span>}
      </span>
    ),
  },
  { id: 'people', title: 'People', width: '64px', align: 'right', cell: (row) => formatCount(row.people) },
  {
    id: 'operations',
    title: 'Ops',
    width: '52px',
    align: 'right',
    cell: (row) => <span title={row.operations.join('\n')}>{formatCount(row.operations.length)}</span>,
  },
];

function Need({ row }: { readonly row: ScopeUsage }) {
  if (row.need === 'needed') return <Badge tone="good">Needed</Badge>;
  if (row.need === 'redundant') {
    return (
      <Badge tone="medium" title={`Also covered by ${row.redundantWith.join(', ')}`}>
        Also covered by another grant
      </Badge>
    );
  }
  return null;
}
