import { CopyText } from '../../components/CopyText.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import type { PacketRow } from '../../../shared/contract/exchange.ts';
import styles from './exchange.module.css';

/** Packets that left and came, newest first. */
export function PacketsTable() {
  const packets = useEngineQuery('exchange.list', {});
  return (
    <Panel
      title="Packets out and in"
      description="With the digest of each file, and where it stands in the journal."
      flush
    >
      {packets.isPending && <SkeletonRows rows={2} />}
      {packets.isError && <ErrorState error={packets.error} onRetry={() => void packets.refetch()} />}
      {packets.data !== undefined && (
        <DataTable
          caption="Packets out and in"
          wrap
          columns={[
            {
              id: 'what',
              title: 'Packet',
              cell: (packet) => (
                <>
                  {whatOf(packet)}
                  <div className={styles.quiet}>
                    <bdi>{packet.file}</bdi>
                  </div>
                </>
              ),
            },
            { id: 'name', title: 'Signed by', width: '200px', cell: (packet) => <Name>{packet.name}</Name> },
            { id: 'acts', title: 'Acts', width: '230px', cell: actsOf },
            {
              id: 'digest',
              title: 'SHA-256',
              width: '190px',
              cell: (packet) => <CopyText text={packet.digest} length={16} label="SHA-256 of the packet" />,
            },
            {
              id: 'at',
              title: 'When',
              width: '190px',
              cell: (packet) => (
                <>
                  {formatTime(packet.at)}
                  <div className={styles.quiet}>journal {packet.journalSeq}</div>
                </>
              ),
            },
          ]}
          rows={packets.data}
          rowKey={(packet) => packet.journalSeq}
          empty="No packet has left or come yet."
        />
      )}
    </Panel>
  );
}

function whatOf({ direction, kind, number }: PacketRow): string {
  if (kind === 'case') return direction === 'out' ? 'Campaign handed out' : 'This case came with it';
  return direction === 'out' ? `Decisions sent back, number ${number ?? 1}` : `Decisions merged, number ${number ?? 1}`;
}

function actsOf({ kind, direction, acts }: PacketRow): string {
  if (kind === 'case') return '';
  if (direction === 'out') return `${acts.read} in it`;
  const rest = [
    ...(acts.aside > 0 ? [`${acts.aside} aside`] : []),
    ...(acts.refused > 0 ? [`${acts.refused} refused`] : []),
  ];
  return [`${acts.new} new`, `${acts.known} already here`, ...rest].join(', ');
}
