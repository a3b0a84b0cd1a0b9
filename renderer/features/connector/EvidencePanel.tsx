import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import { DataGrid, type GridColumn } from '../../components/DataGrid.tsx';
import { formatCount, formatCounted, formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Select } from '../../components/Select.tsx';
import { EmptyState, ErrorState } from '../../components/State.tsx';
import { useEngineClient, useEngineQuery } from '../../engine/hooks.ts';
import { EvidenceDrawer, type EvidenceReference } from './EvidenceDrawer.tsx';
import { EventBadge, ResultText } from './LifecyclePanel.tsx';
import styles from './EvidencePanel.module.css';
import { SourceText } from './SourceText.tsx';

type Row = Result<EngineContract, 'connectors.evidence'>['rows'][number];

const PAGE = 200;
const EVERY = '';

/** The rows of the logs themselves, newest first, with file and line; one operation or all. */
export function EvidencePanel({ connectorId }: { readonly connectorId: string }) {
  const client = useEngineClient();
  const usage = useEngineQuery('connectors.usage', { connectorId });
  const [operation, setOperation] = useState(EVERY);
  const [record, setRecord] = useState<EvidenceReference | null>(null);
  const evidence = useInfiniteQuery({
    queryKey: ['connectors.evidence', { connectorId, operation }],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        'connectors.evidence',
        {
          connectorId,
          limit: PAGE,
          ...(operation === EVERY ? {} : { operation }),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
        { signal },
      ),
    initialPageParam: null as string | null, // the first page has no cursor; later ones are strings
    getNextPageParam: (page) => page.cursor,
  });
  if (evidence.isError) return <ErrorState error={evidence.error} onRetry={() => void evidence.refetch()} />;
  const rows = evidence.data?.pages.flatMap((page) => page.rows) ?? [];
  const options = [
    { value: EVERY, label: 'Every operation' },
    ...(usage.data?.operations ?? []).map((entry) => ({ value: entry.operation, label: entry.operation })),
  ];

  function loadMore(_first: number, last: number) {
    if (last >= rows.length - 40 && evidence.hasNextPage && !evidence.isFetchingNextPage) void evidence.fetchNextPage();
  }

  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        <Select label="Operation" hideLabel value={operation} onChange={setOperation} options={options} />
        <span className={styles.count}>
          {formatCounted(rows.length, 'row')} {evidence.hasNextPage ? 'so far, newest first' : 'in all, newest first'}
        </span>
      </div>
      <DataGrid
        label="Evidence rows"
        columns={COLUMNS}
        total={rows.length}
        isPending={evidence.isPending}
        row={(index) => rows[index]}
        onRange={loadMore}
        onOpen={setRecord}
        resetKey={operation}
        empty={
          <EmptyState title="No evidence rows">
            No imported log holds an event of this connector{operation === EVERY ? '' : ' with this operation'}.
          </EmptyState>
        }
      />
      <EvidenceDrawer reference={record} onClose={() => setRecord(null)} />
    </div>
  );
}

const COLUMNS: readonly GridColumn<Row>[] = [
  { id: 'at', title: 'Time', width: '160px', cell: (row) => formatTime(row.at) },
  { id: 'kind', title: 'Event', width: '124px', cell: (row) => <EventBadge kind={row.kind} /> },
  {
    id: 'operation',
    title: 'Operation',
    width: 'minmax(200px, 2fr)',
    cell: (row) => (row.operation === null ? '–' : <Name mono>{row.operation}</Name>),
  },
  {
    id: 'principal',
    title: 'Who',
    width: 'minmax(160px, 1.4fr)',
    cell: (row) => (row.principal === null ? '–' : <Name>{row.principal}</Name>),
  },
  { id: 'result', title: 'Result', width: '100px', cell: (row) => <ResultText result={row.result} /> },
  {
    id: 'count',
    title: 'Calls',
    width: '76px',
    align: 'right',
    cell: (row) => (row.count === 1 ? '1' : formatCount(row.count)),
  },
  { id: 'ip', title: 'Address', width: '120px', cell: (row) => (row.ip === null ? '–' : <Name mono>{row.ip}</Name>) },
  {
    id: 'source',
    title: 'Source',
    width: 'minmax(150px, 1.4fr)',
    cell: (row) => <SourceText file={row.file} line={row.line} />,
  },
];
