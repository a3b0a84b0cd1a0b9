import type { MatchGroup, UnmatchedOperation } from '../../../shared/contract/matching.ts';
import { PlatformLabel } from '../../components/Badge.tsx';
import { DataGrid, type GridColumn } from '../../components/DataGrid.tsx';
import { DataTable, type TableColumn } from '../../components/DataTable.tsx';
import { formatCount, formatCounted, formatShare, formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Callout, Panel } from '../../components/Page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery, usePagedRows } from '../../engine/hooks.ts';
import styles from './MatchingPanel.module.css';

type Log = MatchGroup['logs'][number];
type Counts = Pick<Log, 'exact' | 'folded' | 'parent' | 'none'>;

/** A log with the sum of its files, or one of several files of it. */
interface Row extends Counts {
  readonly key: string;
  readonly name: string;
  readonly isFile: boolean;
}

/** How many of the logged operations the scope catalog knows, and those it does not. */
export function MatchingPanel() {
  const groups = useEngineQuery('usage.matchRates', {});
  if (groups.isPending) return <SkeletonRows rows={10} />;
  if (groups.isError) return <ErrorState error={groups.error} onRetry={() => void groups.refetch()} />;
  if (groups.data.length === 0)
    return (
      <EmptyState icon="scale" title="No operations yet">
        How well logged operations match the scope catalog is shown as soon as a log with operations is imported.
      </EmptyState>
    );
  return (
    <>
      <Callout tone="neutral">
        An operation is tied to scopes by its exact name, after folding other spellings, or by the path above it. One
        that matches nothing is kept and counted here: it proves no scope, and it may have used any.
      </Callout>
      {groups.data.map((group) => (
        <GroupPanel key={`${group.platform} ${group.tenant}`} group={group} />
      ))}
    </>
  );
}

function GroupPanel({ group }: { readonly group: MatchGroup }) {
  return (
    <Panel
      title={
        <span className={styles.title}>
          <PlatformLabel platform={group.platform} />
          <Name>{group.tenant}</Name>
        </span>
      }
      description={
        group.unmatched === 0
          ? 'Every operation matches the catalog'
          : `${formatCounted(group.unmatched, 'distinct operation')} without a match`
      }
      flush
    >
      <DataTable
        caption={`Match rates of ${group.tenant}`}
        columns={COLUMNS}
        rows={group.logs.flatMap(rowsOf)}
        rowKey={(row) => row.key}
        empty="No log"
      />
      {group.unmatched > 0 && <Unmatched platform={group.platform} tenant={group.tenant} />}
    </Panel>
  );
}

function rowsOf(log: Log): Row[] {
  const files = log.imports.map((one) => ({ ...one, key: `${log.log} ${one.importId}`, name: one.file, isFile: true }));
  return [{ ...log, key: log.log, name: log.label, isFile: false }, ...(files.length > 1 ? files : [])];
}

function sumOf(row: Counts): number {
  return row.exact + row.folded + row.parent + row.none;
}

function quality(id: keyof Counts, title: string): TableColumn<Row> {
  return {
    id,
    title,
    width: '136px',
    align: 'right',
    cell: (row) =>
      row[id] === 0 ? (
        <span className={styles.zero}>0</span>
      ) : (
        <>
          {formatCount(row[id])} <span className={styles.share}>({formatShare(row[id], sumOf(row))})</span>
        </>
      ),
  };
}

const COLUMNS: readonly TableColumn<Row>[] = [
  {
    id: 'log',
    title: 'Log',
    cell: (row) =>
      row.isFile ? (
        <span className={styles.file}>
          <Name isPath>{row.name}</Name>
        </span>
      ) : (
        <strong>{row.name}</strong>
      ),
  },
  { id: 'calls', title: 'Calls', width: '100px', align: 'right', cell: (row) => formatCount(sumOf(row)) },
  quality('exact', 'Exact'),
  quality('folded', 'Folded'),
  quality('parent', 'Parent'),
  quality('none', 'No match'),
];

function Unmatched({ platform, tenant }: Pick<MatchGroup, 'platform' | 'tenant'>) {
  const rows = usePagedRows('usage.unmatched', { platform, tenant });
  return (
    <div className={styles.grid}>
      <DataGrid
        label={`Operations of ${tenant} without a match`}
        columns={UNMATCHED}
        total={rows.total}
        row={rows.row}
        onRange={rows.onRange}
        isStale={rows.isStale}
        empty={<EmptyState title="Every operation matches">The catalog knows each of them.</EmptyState>}
      />
    </div>
  );
}

const UNMATCHED: readonly GridColumn<UnmatchedOperation>[] = [
  {
    id: 'operation',
    title: 'Operation without a match',
    width: 'minmax(260px, 2fr)',
    cell: (row) => <Name mono>{row.operation}</Name>,
  },
  { id: 'calls', title: 'Calls', width: '110px', align: 'right', cell: (row) => formatCount(row.calls) },
  {
    id: 'connectors',
    title: 'Apps',
    width: '90px',
    align: 'right',
    cell: (row) => (row.connectors === 0 ? 'not named' : formatCount(row.connectors)),
  },
  { id: 'first', title: 'First', width: '170px', cell: (row) => formatTime(row.first) },
  { id: 'last', title: 'Last', width: '170px', cell: (row) => formatTime(row.last) },
];
