import { useState } from 'react';
import { SNAPSHOT_CHANGES, type Snapshot, type SnapshotChange } from '../../../shared/contract/evidence.ts';
import { GRANT_KIND_LABELS, PLATFORM_LABELS } from '../../../shared/domain/terms.ts';
import { Badge, type Tone } from '../../components/Badge.tsx';
import { cx } from '../../components/cx.ts';
import { DataGrid, type GridColumn } from '../../components/DataGrid.tsx';
import { formatCount, formatCounted, formatTime } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { Callout, Panel } from '../../components/Page.tsx';
import { Select } from '../../components/Select.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery, usePagedRows } from '../../engine/hooks.ts';
import styles from './ChangesPanel.module.css';

type Change = SnapshotChange['change'];

const LABELS: Readonly<Record<Change, string>> = {
  appeared: 'Appeared',
  disappeared: 'Disappeared',
  grew: 'Scopes grew',
  shrank: 'Scopes shrank',
  changed: 'Scopes exchanged',
  reach: 'Reach changed',
};
const TONES: Readonly<Record<Change, Tone>> = {
  appeared: 'accent',
  disappeared: 'medium',
  grew: 'high',
  shrank: 'low',
  changed: 'high',
  reach: 'neutral',
};

/** What changed between two lists of grants: any two that the case holds. */
export function ChangesPanel() {
  const snapshots = useEngineQuery('snapshots.list', {});
  const [chosen, setChosen] = useState<{ readonly before: string; readonly after: string } | null>(null);
  if (snapshots.isPending) return <SkeletonRows rows={10} />;
  if (snapshots.isError) return <ErrorState error={snapshots.error} onRetry={() => void snapshots.refetch()} />;
  const pair = chosen ?? proposed(snapshots.data);
  if (pair === null)
    return (
      <EmptyState icon="clock" title="There is only one list of each kind">
        Import the same export of an earlier or later time, and what appeared, disappeared, grew or shrank between the
        two is shown here.
      </EmptyState>
    );
  const options = snapshots.data.map((one) => ({ value: one.id, label: labelOf(one) }));
  return (
    <Panel
      title="Changes between two lists"
      description="A grant that a newer list lacks has disappeared between the two. Whether somebody revoked it, the lists do not say."
      flush
    >
      <div className={styles.pair}>
        <Select
          label="Earlier list"
          value={pair.before}
          onChange={(before) => setChosen({ ...pair, before })}
          options={options}
        />
        <Select
          label="Later list"
          value={pair.after}
          onChange={(after) => setChosen({ ...pair, after })}
          options={options}
        />
      </div>
      {pair.before === pair.after ? (
        <p className={styles.same}>Choose two different lists.</p>
      ) : (
        <Diff key={`${pair.before} ${pair.after}`} before={pair.before} after={pair.after} />
      )}
    </Panel>
  );
}

function labelOf(one: Snapshot): string {
  const grants = `${formatCounted(one.grants, 'grant')}${one.isWhole ? '' : ', not whole'}`;
  return `${formatTime(one.asOf)}, ${grants}: ${PLATFORM_LABELS[one.platform]}, ${one.tenant}, ${one.formatLabel}`;
}

/** The newest two lists of one kind. */
function proposed(all: readonly Snapshot[]): { before: string; after: string } | null {
  for (const group of Map.groupBy(all, (one) => `${one.platform} ${one.tenant} ${one.format}`).values()) {
    const [after, before] = group;
    if (after !== undefined && before !== undefined) return { before: before.id, after: after.id };
  }
  return null;
}

function Diff({ before, after }: { readonly before: string; readonly after: string }) {
  const [change, setChange] = useState<Change | null>(null);
  const summary = useEngineQuery('snapshots.diff', { before, after, change: null, offset: 0, limit: 1 });
  const rows = usePagedRows('snapshots.diff', { before, after, change });
  if (summary.isError) return <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />;
  if (summary.isPending) return <SkeletonRows rows={8} />;
  const { counts, unchanged, caution } = summary.data;
  return (
    <>
      {caution !== null && (
        <div className={styles.caution}>
          <Callout tone="medium">{caution}</Callout>
        </div>
      )}
      <div className={styles.counts} role="group" aria-label="Kinds of change">
        {SNAPSHOT_CHANGES.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={change === name}
            className={cx(styles.count, change === name && styles.chosen)}
            onClick={() => setChange(change === name ? null : name)}
          >
            <strong>{formatCount(counts[name])}</strong> {LABELS[name].toLowerCase()}
          </button>
        ))}
        <span className={styles.unchanged}>{formatCount(unchanged)} unchanged</span>
      </div>
      <div className={styles.grid}>
        <DataGrid
          label="Changes"
          columns={COLUMNS}
          total={rows.total}
          row={rows.row}
          onRange={rows.onRange}
          isStale={rows.isStale}
          resetKey={change ?? ''}
          empty={<EmptyState title="No change of this kind">The two lists agree in this.</EmptyState>}
        />
      </div>
    </>
  );
}

const COLUMNS: readonly GridColumn<SnapshotChange>[] = [
  {
    id: 'change',
    title: 'Change',
    width: '124px',
    cell: (row) => <Badge tone={TONES[row.change]}>{LABELS[row.change]}</Badge>,
  },
  {
    id: 'connector',
    title: 'App',
    width: 'minmax(210px, 1fr)',
    cell: (row) => (
      <span className={styles.app}>
        <LinkText to={`/connectors/${encodeURIComponent(row.connectorId)}`}>
          <Name warning={row.nameWarning} staticWarning>
            {row.connector}
          </Name>
        </LinkText>
      </span>
    ),
  },
  {
    id: 'who',
    title: 'Whose',
    width: 'minmax(110px, 0.7fr)',
    cell: (row) =>
      row.change === 'reach' ? (
        'All people'
      ) : row.principal === null ? (
        GRANT_KIND_LABELS[row.kind]
      ) : (
        <Name>{row.principal}</Name>
      ),
  },
  {
    id: 'scopes',
    title: 'Scopes',
    width: 'minmax(150px, 1fr)',
    cell: (row) => (
      <span className={styles.scopes}>
        {row.added.length > 0 && <Name mono>{`+ ${row.added.join('  + ')}`}</Name>}
        {row.removed.length > 0 && <Name mono>{`− ${row.removed.join('  − ')}`}</Name>}
      </span>
    ),
  },
  {
    id: 'sentence',
    title: 'What the lists show',
    width: 'minmax(376px, 1.6fr)',
    cell: (row) => (
      <span className={styles.sentence} title={row.sentence}>
        {row.sentence}
      </span>
    ),
  },
];
