import { useState } from 'react';
import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import { GRANT_KIND_LABELS } from '../../../shared/domain/terms.ts';
import { Badge } from '../../components/Badge.tsx';
import { DataGrid, type GridColumn } from '../../components/DataGrid.tsx';
import { formatCount, formatDate } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { EmptyState, ErrorState } from '../../components/State.tsx';
import { usePagedRows } from '../../engine/hooks.ts';
import { EvidenceDrawer, type EvidenceReference } from './EvidenceDrawer.tsx';
import { SourceText } from './SourceText.tsx';

type Holder = Result<EngineContract, 'connectors.holders'>['rows'][number];

/** Who holds a grant of this connector: one row per grant. Opening a row shows the record it came from. */
export function HoldersPanel({ connectorId }: { readonly connectorId: string }) {
  const holders = usePagedRows('connectors.holders', { connectorId });
  const [record, setRecord] = useState<EvidenceReference | null>(null);
  if (holders.error !== null) return <ErrorState error={holders.error} onRetry={holders.retry} />;
  return (
    <>
      <DataGrid
        label="Holders"
        columns={COLUMNS}
        total={holders.total}
        isPending={holders.isPending}
        row={holders.row}
        onRange={holders.onRange}
        isStale={holders.isStale}
        onOpen={setRecord}
        empty={<EmptyState title="No grants">The imported files hold no grant of this connector.</EmptyState>}
      />
      <EvidenceDrawer reference={record} onClose={() => setRecord(null)} />
    </>
  );
}

const COLUMNS: readonly GridColumn<Holder>[] = [
  {
    id: 'principal',
    title: 'Held by',
    width: 'minmax(140px, 1.5fr)',
    cell: (row) => <Name strong={row.name !== null}>{row.name ?? row.principal}</Name>,
  },
  {
    id: 'account',
    title: 'Account',
    width: 'minmax(150px, 1.5fr)',
    cell: (row) => (row.name === null ? '' : <Name>{row.principal}</Name>),
  },
  {
    id: 'status',
    title: 'Status',
    width: '84px',
    cell: (row) =>
      row.kind !== 'delegated-user' ? (
        '–'
      ) : row.status === null ? (
        'Unknown'
      ) : (
        <Badge tone={row.status === 'active' ? 'neutral' : 'high'}>
          <bdi>{row.status}</bdi>
        </Badge>
      ),
  },
  {
    id: 'department',
    title: 'Department',
    width: 'minmax(80px, 0.8fr)',
    cell: (row) => (row.department === null ? '–' : <Name>{row.department}</Name>),
  },
  { id: 'kind', title: 'Consent', width: '146px', cell: (row) => GRANT_KIND_LABELS[row.kind] },
  {
    id: 'scopes',
    title: 'Scopes',
    width: '56px',
    align: 'right',
    cell: (row) => <span title={row.scopes.join('\n')}>{formatCount(row.scopes.length)}</span>,
  },
  {
    id: 'granted',
    title: 'Granted',
    width: '96px',
    cell: (row) =>
      row.grantedAt === null ? 'Unknown' : <span title={row.grantedBasis ?? ''}>{formatDate(row.grantedAt)}</span>,
  },
  { id: 'lastUse', title: 'Last use', width: '96px', cell: (row) => formatDate(row.lastUse) },
  {
    id: 'source',
    title: 'Source',
    width: 'minmax(120px, 1fr)',
    cell: (row) => <SourceText file={row.file} line={row.line} />,
  },
];
