import { useState } from 'react';
import type { JournalEntry, JournalFilter } from '../../../shared/contract/journal.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { DataGrid, type GridColumn } from '../../components/DataGrid.tsx';
import { Drawer } from '../../components/Dialog.tsx';
import { formatCount, formatCounted, formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Callout, Page } from '../../components/Page.tsx';
import { EmptyState, ErrorState, errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery, usePagedRows } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import type { EngineContract } from '../../../shared/contract/engine.ts';
import { SealDialog } from '../people/SealDialog.tsx';
import { CheckpointList } from './CheckpointList.tsx';
import { EntryDetail } from './EntryDetail.tsx';
import { JournalFilters } from './JournalFilters.tsx';
import styles from './JournalScreen.module.css';

type State = Result<EngineContract, 'journal.state'>;

/** Everything that was done in this case: an append-only chain in which each entry carries the hash of the one before. */
export function JournalScreen() {
  const [filter, setFilter] = useState<JournalFilter>({});
  const [open, setOpen] = useState<'checkpoints' | 'seal' | { readonly seq: number } | null>(null);
  const journal = usePagedRows('journal.page', { filter });
  const state = useEngineQuery('journal.state', {}, { keepPrevious: true }).data;
  const close = () => setOpen(null);
  const isNarrowed = Object.keys(filter).length > 0;
  return (
    <Page
      fill
      title="Journal"
      meta={
        isNarrowed && state !== undefined
          ? `${formatCount(journal.total)} of ${formatCounted(state.entries, 'entry', 'entries')}`
          : formatCounted(journal.total, 'entry', 'entries')
      }
      actions={
        state !== undefined && (
          <Actions
            state={state}
            filter={filter}
            onCheckpoints={() => setOpen('checkpoints')}
            onSeal={() => setOpen('seal')}
          />
        )
      }
      toolbar={<JournalFilters filter={filter} onChange={setFilter} />}
    >
      {state !== undefined && <Faults state={state} onCheckpoints={() => setOpen('checkpoints')} />}
      {journal.error !== null ? (
        <ErrorState error={journal.error} onRetry={journal.retry} />
      ) : (
        <DataGrid
          label="Journal entries"
          columns={COLUMNS}
          total={journal.total}
          isPending={journal.isPending}
          row={journal.row}
          onRange={journal.onRange}
          onOpen={({ seq }) => setOpen({ seq })}
          isStale={journal.isStale}
          stateKey="journal"
          empty={<EmptyState icon="journal" title={isNarrowed ? 'No entry matches' : 'The journal is empty'} />}
        />
      )}
      <Drawer
        isOpen={typeof open === 'object' && open !== null}
        onClose={close}
        title={typeof open === 'object' && open !== null ? `Entry ${formatCount(open.seq)}` : ''}
        size="large"
      >
        {typeof open === 'object' && open !== null && <EntryDetail seq={open.seq} />}
      </Drawer>
      <Drawer isOpen={open === 'checkpoints'} onClose={close} title="Signed checkpoints" size="large">
        {state !== undefined && <CheckpointList state={state} />}
      </Drawer>
      {open === 'seal' && <SealDialog onClose={close} />}
    </Page>
  );
}

/** The state of the chain, who signed for it, and what can be done with it. */
function Actions({
  state,
  filter,
  onCheckpoints,
  onSeal,
}: {
  readonly state: State;
  readonly filter: JournalFilter;
  readonly onCheckpoints: () => void;
  readonly onSeal: () => void;
}) {
  const { chain, unsealed, checkpointCount, entries } = state;
  const save = useEngineMutation('journal.export');
  async function saveList() {
    try {
      const target = await callShell('shell.pickSave', { purpose: 'rows', suggestedName: 'journal.csv' });
      if (target === null) return;
      const { rows } = await save.mutateAsync({ filter, saveToken: target.token });
      showToast({ tone: 'good', text: `${formatCounted(rows, 'entry', 'entries')} written to ${target.name}.` });
    } catch (error) {
      showToast({ tone: 'bad', text: errorMessage(error) });
    }
  }
  return (
    <>
      <Badge tone={chain.ok ? 'good' : 'critical'} icon={chain.ok ? 'check' : 'warning'} title={chain.message}>
        {chain.ok ? 'Chain intact' : 'Chain broken'}
      </Badge>
      <span className={styles.quiet}>
        {unsealed === 0
          ? 'all sealed'
          : unsealed === entries
            ? 'nothing sealed yet'
            : `${formatCounted(unsealed, 'entry', 'entries')} since the last checkpoint`}
      </span>
      {checkpointCount > 0 && (
        <Button size="small" icon="shield" onPress={onCheckpoints}>
          {formatCounted(checkpointCount, 'checkpoint')}…
        </Button>
      )}
      <Button size="small" icon="key" isDisabled={unsealed === 0 || !chain.ok} onPress={onSeal}>
        Seal…
      </Button>
      <Button size="small" icon="file" isPending={save.isPending} onPress={() => void saveList()}>
        Save as CSV…
      </Button>
    </>
  );
}

/** What a reader has to know before they trust the list. */
function Faults({ state, onCheckpoints }: { readonly state: State; readonly onCheckpoints: () => void }) {
  const { chain, brokenCheckpoints, clock } = state;
  if (chain.ok && brokenCheckpoints === 0 && clock.length === 0) return null;
  return (
    <div className={styles.faults}>
      {!chain.ok && (
        <Callout tone="critical" title="The chain is broken">
          {chain.message} Do not sign from this case. Open the latest backup and compare.
        </Callout>
      )}
      {brokenCheckpoints > 0 && (
        <Callout
          tone="critical"
          title={`${formatCounted(brokenCheckpoints, 'signed checkpoint')} ${brokenCheckpoints === 1 ? 'does' : 'do'} not fit`}
          actions={
            <Button size="small" onPress={onCheckpoints}>
              Show
            </Button>
          }
        >
          What stands in the journal is not what was signed. Do not sign from this case; open the latest backup and
          compare.
        </Callout>
      )}
      {clock.length > 0 && (
        <Callout tone="medium" title="The times cannot all be right">
          <ul className={styles.sentences}>
            {clock.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Callout>
      )}
    </div>
  );
}

const COLUMNS: readonly GridColumn<JournalEntry>[] = [
  { id: 'seq', title: 'No.', width: '72px', align: 'right', cell: (row) => formatCount(row.seq) },
  { id: 'at', title: 'Time', width: '164px', cell: (row) => formatTime(row.at) },
  { id: 'actor', title: 'By', width: '150px', cell: (row) => <Name>{row.actor}</Name> },
  { id: 'type', title: 'Type', width: '180px', cell: (row) => <Name>{row.label}</Name> },
  { id: 'summary', title: 'What', width: 'minmax(260px, 3fr)', cell: (row) => <Name>{row.summary}</Name> },
  {
    id: 'hash',
    title: 'Hash',
    width: '150px',
    cell: (row) => <span className={styles.hash}>{row.hash.slice(0, 16)}…</span>,
  },
];
