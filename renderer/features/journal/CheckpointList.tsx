import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import { Badge } from '../../components/Badge.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { formatCount, formatCounted, formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import styles from './JournalScreen.module.css';

/** Who signed for the journal and when, and whether it still is what they signed. */
export function CheckpointList({ state }: { readonly state: Result<EngineContract, 'journal.state'> }) {
  const { checkpoints, checkpointCount, unsealed } = state;
  return (
    <div className={styles.detail}>
      <p className={styles.quiet}>
        Each is a signature over number and hash of the entry before it.{' '}
        {unsealed === 0
          ? 'The last one covers everything.'
          : `${formatCounted(unsealed, 'entry', 'entries')} after the last one that holds could be cut off without a trace.`}
      </p>
      <DataTable
        caption="Signed checkpoints"
        wrap
        columns={[
          { id: 'seq', title: 'Entry', width: '70px', align: 'right', cell: ({ seq }) => formatCount(seq) },
          { id: 'at', title: 'Time', width: '190px', cell: ({ at }) => formatTime(at) },
          { id: 'name', title: 'Signed by', cell: ({ name }) => <Name>{name ?? 'unknown'}</Name> },
          { id: 'act', title: 'When', width: '130px', cell: ({ act }) => act },
          {
            id: 'state',
            title: 'State',
            cell: ({ problem }) =>
              problem === null ? (
                <Badge tone="good" icon="check">
                  Holds
                </Badge>
              ) : (
                <>
                  <Badge tone="critical" icon="warning">
                    Does not fit
                  </Badge>
                  <div className={styles.quiet}>{problem}</div>
                </>
              ),
          },
        ]}
        rows={checkpoints}
        rowKey={({ seq }) => seq}
        empty="None"
      />
      {checkpointCount > checkpoints.length && (
        <p className={styles.quiet}>
          The last {formatCount(checkpoints.length)} of {formatCount(checkpointCount)}.
        </p>
      )}
    </div>
  );
}
