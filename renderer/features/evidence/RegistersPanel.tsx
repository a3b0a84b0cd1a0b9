import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import { Badge } from '../../components/Badge.tsx';
import { DataTable, type TableColumn } from '../../components/DataTable.tsx';
import { formatCounted } from '../../components/format.ts';
import { ButtonLink } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';

type Register = Result<EngineContract, 'registers.list'>[number];

/** The lists of your own that a review rests on, and what cannot be said while one is missing. */
export function RegistersPanel() {
  const registers = useEngineQuery('registers.list', {});
  if (registers.isPending) return <SkeletonRows rows={7} />;
  if (registers.isError) return <ErrorState error={registers.error} onRetry={() => void registers.refetch()} />;
  return (
    <Panel
      title="Registers"
      description="Lists of your own, as CSV or JSON with columns like those named here. They are recognized by their columns when you import them."
      actions={
        <ButtonLink to="/imports" icon="inbox">
          Import a register
        </ButtonLink>
      }
      flush
    >
      <DataTable
        caption="Registers"
        columns={COLUMNS}
        rows={registers.data}
        rowKey={(row) => row.id}
        empty="No registers"
        wrap
      />
    </Panel>
  );
}

const COLUMNS: readonly TableColumn<Register>[] = [
  { id: 'label', title: 'Register', width: '200px', cell: (row) => <strong>{row.label}</strong> },
  {
    id: 'state',
    title: 'In this case',
    width: '170px',
    cell: (row) =>
      row.entries === 0 ? (
        <Badge tone="medium">Missing</Badge>
      ) : (
        <>
          {formatCounted(row.entries, 'entry', 'entries')} from <Name>{row.names.join(', ')}</Name>
          {row.files > row.names.length && ` and ${formatCounted(row.files - row.names.length, 'further file')}`}
        </>
      ),
  },
  {
    id: 'disables',
    title: 'Cannot be said without it',
    cell: (row) => row.disables,
  },
  { id: 'columns', title: 'Columns', width: '26%', cell: (row) => row.columns },
];
