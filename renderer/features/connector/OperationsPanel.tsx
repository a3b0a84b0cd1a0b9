import type { ConnectorUsage } from '../../../shared/contract/connectors.ts';
import { Badge, type Tone } from '../../components/Badge.tsx';
import { DataTable, type TableColumn } from '../../components/DataTable.tsx';
import { formatCount, formatDate } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';

type Operation = ConnectorUsage['operations'][number];

/** Observed operations with how well each one matched a scope of the catalog. */
export function OperationsPanel({ connectorId }: { readonly connectorId: string }) {
  const usage = useEngineQuery('connectors.usage', { connectorId });
  if (usage.isError) return <ErrorState error={usage.error} onRetry={() => void usage.refetch()} />;
  return (
    <Panel
      title="Observed operations"
      description="Match says how the logged operation was tied to scopes: by its exact name, after folding identifiers, by its parent, or not at all."
      flush
    >
      {usage.isPending ? (
        <SkeletonRows rows={8} />
      ) : (
        <DataTable
          caption="Observed operations"
          columns={COLUMNS}
          rows={usage.data.operations}
          rowKey={(row) => row.operation}
          empty="No imported log shows an operation of this connector."
        />
      )}
    </Panel>
  );
}

const MATCH: Readonly<Record<Operation['match'], { readonly label: string; readonly tone: Tone }>> = {
  exact: { label: 'Exact', tone: 'good' },
  folded: { label: 'Folded', tone: 'low' },
  parent: { label: 'Parent', tone: 'medium' },
  none: { label: 'No match', tone: 'high' },
};

const COLUMNS: readonly TableColumn<Operation>[] = [
  { id: 'operation', title: 'Operation', cell: (row) => <Name mono>{row.operation}</Name> },
  {
    id: 'match',
    title: 'Match',
    width: '104px',
    cell: (row) => <Badge tone={MATCH[row.match].tone}>{MATCH[row.match].label}</Badge>,
  },
  {
    id: 'scopes',
    title: 'Covered by granted scopes',
    width: '22%',
    cell: (row) =>
      row.scopes.length === 0 ? <Badge tone="high">Not covered</Badge> : <Name mono>{row.scopes.join(', ')}</Name>,
  },
  { id: 'success', title: 'Success', width: '84px', align: 'right', cell: (row) => formatCount(row.success) },
  { id: 'denied', title: 'Denied', width: '76px', align: 'right', cell: (row) => formatCount(row.denied) },
  { id: 'attempted', title: 'Attempted', width: '92px', align: 'right', cell: (row) => formatCount(row.attempted) },
  { id: 'people', title: 'People', width: '76px', align: 'right', cell: (row) => formatCount(row.people) },
  { id: 'first', title: 'First', width: '112px', cell: (row) => formatDate(row.first) },
  { id: 'last', title: 'Last', width: '112px', cell: (row) => formatDate(row.last) },
];
