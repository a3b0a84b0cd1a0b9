import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportSummary } from '../../../shared/contract/jobs.ts';
import { Badge } from '../../components/Badge.tsx';
import { DataTable, type TableColumn } from '../../components/DataTable.tsx';
import { formatCount, formatTime } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { ImportDrawer } from './ImportDrawer.tsx';
import styles from './ImportsTable.module.css';

/** Every import of the case as a ledger that closes; a row opens its reasons and records. */
export function ImportsTable({ imports }: { readonly imports: UseQueryResult<ImportSummary[], Error> }) {
  const [openId, setOpenId] = useState<number | null>(null);
  const open = imports.data?.find((one) => one.importId === openId) ?? null;
  const rows = imports.data ?? [];
  const total = (read: (one: ImportSummary) => number) => formatCount(rows.reduce((sum, one) => sum + read(one), 0));
  const columns: TableColumn<ImportSummary>[] = [
    {
      id: 'file',
      title: 'File',
      cell: (one) => (
        <button type="button" className={styles.file} onClick={() => setOpenId(one.importId)}>
          <Name strong isPath>
            {one.file}
          </Name>
          <span className={styles.format} title={one.formatLabel}>
            {one.formatLabel}
          </span>
        </button>
      ),
    },
    {
      id: 'tenant',
      title: 'System and tenant',
      width: '16%',
      cell: (one) => (
        <span className={styles.two}>
          <Name>{one.system}</Name>
          <span className={styles.format} title={one.tenant}>
            <bdi>{one.tenant}</bdi>
          </span>
        </span>
      ),
    },
    { id: 'asOf', title: 'True as of (UTC)', width: '150px', cell: (one) => formatTime(one.asOf).replace(' UTC', '') },
    { id: 'read', title: 'Read', align: 'right', width: '92px', cell: (one) => formatCount(one.read) },
    { id: 'accepted', title: '= Accepted', align: 'right', width: '100px', cell: (one) => formatCount(one.accepted) },
    {
      id: 'rejected',
      title: '+ Rejected',
      align: 'right',
      width: '92px',
      cell: (one) => <Part value={one.rejected} isBad />,
    },
    {
      id: 'duplicate',
      title: '+ Duplicate',
      align: 'right',
      width: '96px',
      cell: (one) => <Part value={one.duplicate} />,
    },
    {
      id: 'notRelevant',
      title: '+ Not relevant',
      align: 'right',
      width: '108px',
      cell: (one) => <Part value={one.notRelevant} />,
    },
    { id: 'closes', title: 'Ledger', width: '116px', cell: (one) => <Ledger one={one} /> },
  ];
  return (
    <Panel
      title="Imports of this case"
      description={
        rows.length === 0
          ? 'Every record of every file will be accounted for here.'
          : `${total((one) => one.read)} read = ${total((one) => one.accepted)} accepted + ${total((one) => one.rejected)} rejected + ${total((one) => one.duplicate)} duplicate + ${total((one) => one.notRelevant)} not relevant`
      }
      flush
    >
      {imports.isPending && <SkeletonRows rows={5} height={44} />}
      {imports.isError && <ErrorState error={imports.error} onRetry={() => void imports.refetch()} />}
      {imports.data && (
        <DataTable
          caption="Imports of this case"
          columns={columns}
          rows={rows}
          rowKey={(one) => one.importId}
          empty="Nothing has been imported yet."
          onRowPress={(one) => setOpenId(one.importId)}
        />
      )}
      <ImportDrawer summary={open} onClose={() => setOpenId(null)} />
    </Panel>
  );
}

function Part({ value, isBad = false }: { readonly value: number; readonly isBad?: boolean }) {
  return <span className={value === 0 ? styles.zero : isBad ? styles.bad : undefined}>{formatCount(value)}</span>;
}

function Ledger({ one }: { readonly one: ImportSummary }) {
  return (
    <span className={styles.ledger}>
      {one.closes ? (
        <Badge tone="good" icon="check">
          Closes
        </Badge>
      ) : (
        <Badge tone="critical" icon="warning">
          Does not close
        </Badge>
      )}
      {one.warnings.length > 0 && (
        <span className={styles.warning} title={one.warnings.join('\n')}>
          <Icon name="warning" />
          <span className="visually-hidden">{one.warnings.length} warnings</span>
        </span>
      )}
    </span>
  );
}
