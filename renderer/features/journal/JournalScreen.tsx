import { useState } from 'react';
import type { z } from 'zod';
import type { journalEntry } from '../../../shared/contract/review.ts';
import { Badge } from '../../components/Badge.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { DataGrid, type GridColumn } from '../../components/DataGrid.tsx';
import { Drawer } from '../../components/Dialog.tsx';
import { formatCount, formatCounted, formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Callout, Facts, Page } from '../../components/Page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery, usePagedRows } from '../../engine/hooks.ts';
import styles from './JournalScreen.module.css';

type Entry = z.output<typeof journalEntry>;

/** Everything that was done in this case: an append-only chain in which each entry carries the hash of the one before. */
export function JournalScreen() {
  const journal = usePagedRows('journal.page', {});
  const chain = useEngineQuery('journal.page', { offset: 0, limit: 1 });
  const [entry, setEntry] = useState<Entry | null>(null);
  return (
    <Page
      fill
      title="Journal"
      meta={formatCounted(journal.total, 'entry', 'entries')}
      actions={chain.data !== undefined && <ChainState chain={chain.data.chain} />}
    >
      {chain.data?.chain.ok === false && (
        <div className={styles.broken}>
          <Callout tone="critical" title="The chain is broken">
            {chain.data.chain.message} Do not sign from this case. Open the latest backup and compare.
          </Callout>
        </div>
      )}
      {journal.error !== null ? (
        <ErrorState error={journal.error} onRetry={journal.retry} />
      ) : journal.isPending ? (
        <SkeletonRows rows={14} height={36} />
      ) : (
        <DataGrid
          label="Journal entries"
          columns={COLUMNS}
          total={journal.total}
          row={journal.row}
          onRange={journal.onRange}
          onOpen={setEntry}
          isStale={journal.isStale}
          stateKey="journal"
          empty={<EmptyState icon="journal" title="The journal is empty" />}
        />
      )}
      <Drawer
        isOpen={entry !== null}
        onClose={() => setEntry(null)}
        title={entry === null ? '' : `Entry ${formatCount(entry.seq)}`}
        size="large"
      >
        {entry !== null && <EntryDetail entry={entry} />}
      </Drawer>
    </Page>
  );
}

function ChainState({ chain }: { readonly chain: { readonly ok: boolean; readonly message: string } }) {
  return (
    <span className={styles.chain}>
      <Badge tone={chain.ok ? 'good' : 'critical'} icon={chain.ok ? 'check' : 'warning'}>
        {chain.ok ? 'Chain intact' : 'Chain broken'}
      </Badge>
      {chain.ok && <span className={styles.quiet}>{chain.message}</span>}
    </span>
  );
}

function EntryDetail({ entry }: { readonly entry: Entry }) {
  return (
    <div className={styles.detail}>
      <Facts
        rows={[
          { label: 'Time', value: formatTime(entry.at) },
          { label: 'By', value: <Name>{entry.actor}</Name> },
          { label: 'Type', value: <Name mono>{entry.type}</Name> },
          { label: 'Summary', value: <bdi>{entry.summary}</bdi> },
          { label: 'Hash', value: <CopyText text={entry.hash} label="hash" wrap /> },
          { label: 'Hash before', value: <CopyText text={entry.prev} label="hash of the entry before" wrap /> },
        ]}
      />
      <pre className={styles.payload} tabIndex={0} aria-label="Payload">
        <bdi>{readable(entry.payload)}</bdi>
      </pre>
    </div>
  );
}

function readable(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    // A payload that is no JSON is still evidence: it is shown as it is stored.
    return payload;
  }
}

const COLUMNS: readonly GridColumn<Entry>[] = [
  { id: 'seq', title: 'No.', width: '72px', align: 'right', cell: (row) => formatCount(row.seq) },
  { id: 'at', title: 'Time', width: '164px', cell: (row) => formatTime(row.at) },
  { id: 'actor', title: 'By', width: '150px', cell: (row) => <Name>{row.actor}</Name> },
  { id: 'type', title: 'Type', width: '180px', cell: (row) => <Name mono>{row.type}</Name> },
  { id: 'summary', title: 'What', width: 'minmax(260px, 3fr)', cell: (row) => <Name>{row.summary}</Name> },
  {
    id: 'hash',
    title: 'Hash',
    width: '150px',
    cell: (row) => <span className={styles.hash}>{row.hash.slice(0, 16)}…</span>,
  },
];
