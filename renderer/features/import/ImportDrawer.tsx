import { useState } from 'react';
import type { ImportSummary } from '../../../shared/contract/jobs.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { Drawer } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { formatBytes, formatCount, formatCounted, formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Callout, Facts, Panel } from '../../components/Page.tsx';
import { errorMessage, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import styles from './ImportDrawer.module.css';

type RowOutcome = 'rejected' | 'duplicate' | 'not-relevant';
const OUTCOMES: Readonly<Record<RowOutcome, string>> = {
  rejected: 'Rejected',
  duplicate: 'Duplicate',
  'not-relevant': 'Not relevant',
};
const PAGE = 100;

/** One import in full: its statement of origin, its ledger with reasons, and the records that were not accepted. */
export function ImportDrawer({
  summary,
  onClose,
}: {
  readonly summary: ImportSummary | null;
  readonly onClose: () => void;
}) {
  return (
    <Drawer isOpen={summary !== null} onClose={onClose} title={summary?.file ?? 'Import'} size="large">
      {summary !== null && <ImportDetails key={summary.importId} summary={summary} />}
    </Drawer>
  );
}

function ImportDetails({ summary }: { readonly summary: ImportSummary }) {
  const first = summary.rejected > 0 ? 'rejected' : summary.duplicate > 0 ? 'duplicate' : 'not-relevant';
  const [outcome, setOutcome] = useState<RowOutcome>(first);
  const counts: Readonly<Record<RowOutcome, number>> = {
    rejected: summary.rejected,
    duplicate: summary.duplicate,
    'not-relevant': summary.notRelevant,
  };
  const left = counts.rejected + counts.duplicate + counts['not-relevant'];
  return (
    <div className={styles.details}>
      {summary.warnings.map((warning) => (
        <Callout key={warning} tone="medium">
          {warning}
        </Callout>
      ))}
      <p className={styles.equation}>
        <span>
          <strong>{formatCount(summary.read)}</strong> read
        </span>
        =
        <span>
          <strong>{formatCount(summary.accepted)}</strong> accepted
        </span>
        +
        <span>
          <strong>{formatCount(summary.rejected)}</strong> rejected
        </span>
        +
        <span>
          <strong>{formatCount(summary.duplicate)}</strong> duplicate
        </span>
        +
        <span>
          <strong>{formatCount(summary.notRelevant)}</strong> not relevant
        </span>
        <Badge tone={summary.closes ? 'good' : 'critical'} icon={summary.closes ? 'check' : 'warning'}>
          {summary.closes ? 'Closes' : 'Does not close'}
        </Badge>
      </p>
      <Facts
        rows={[
          { label: 'Read as', value: summary.formatLabel },
          ...(summary.profile === null
            ? []
            : [
                {
                  label: 'Mapping profile',
                  value: <CopyText text={summary.profile} label="Digest of the mapping profile" wrap />,
                },
              ]),
          { label: 'System', value: <Name wrap>{summary.system}</Name> },
          { label: 'Tenant', value: <Name wrap>{summary.tenant}</Name> },
          { label: 'True as of', value: formatTime(summary.asOf) },
          { label: 'Extracted by', value: <Name wrap>{summary.extractedBy}</Name> },
          { label: 'Method', value: <Name wrap>{summary.method}</Name> },
          { label: 'Imported at', value: formatTime(summary.importedAt) },
          {
            label: 'Gave',
            value: [
              formatCounted(summary.connectors, 'connector'),
              formatCounted(summary.grants, 'grant'),
              formatCounted(summary.events, 'event'),
            ].join(', '),
          },
          {
            label: 'Events from, to',
            value:
              summary.firstEvent === null
                ? 'No events'
                : `${formatTime(summary.firstEvent)} to ${formatTime(summary.lastEvent)}`,
          },
          ...(summary.unattributed === 0
            ? []
            : [
                {
                  label: 'Without an app',
                  value: `${formatCounted(summary.unattributed, 'accepted record')} without an app: counted, and given to none`,
                },
              ]),
          {
            label: 'Source says',
            value:
              summary.statedTotal !== null
                ? `${formatCounted(summary.statedTotal, 'record')}, as stated`
                : summary.foundTotal !== null
                  ? `${formatCounted(summary.foundTotal, 'record')}, as the file says`
                  : 'No total is known',
          },
          { label: '', value: <StateTotal summary={summary} /> },
          {
            label: 'Covers',
            value: summary.completeness === 'whole' ? 'The whole, as stated' : 'Not stated to be the whole',
          },
          ...(summary.zone === null ? [] : [{ label: 'Zone', value: `${summary.zone}, as stated` }]),
          ...(summary.dayOrder === null
            ? []
            : [{ label: 'Dates', value: `${summary.dayOrder === 'day-first' ? 'Day' : 'Month'} first, as stated` }]),
          ...(summary.subject === '' ? [] : [{ label: 'About', value: <Name wrap>{summary.subject}</Name> }]),
          ...(summary.container === null
            ? []
            : [
                { label: 'Out of', value: <Name wrap>{summary.container.name}</Name> },
                {
                  label: 'SHA-256 of the archive',
                  value: <CopyText text={summary.container.sha256} label="SHA-256 of the archive" wrap />,
                },
              ]),
          { label: 'Size', value: `${formatBytes(summary.bytes)}, ${summary.encoding}` },
          { label: 'SHA-256', value: <CopyText text={summary.sha256} label="SHA-256" wrap /> },
          {
            label: 'Copy',
            value: !summary.hasCopy
              ? 'Declined: raw records cannot be shown'
              : summary.secrets === 0
                ? 'Kept with the case, byte for byte'
                : `Kept with the case without ${formatCounted(summary.secrets, 'secret')} (${summary.secretKinds.join(', ')}); the digest above is that of the original`,
          },
        ]}
      />
      {left === 0 ? (
        <Callout tone="good">Every record of this file was accepted.</Callout>
      ) : (
        <>
          <Panel title="Records that were not accepted, by reason" flush>
            <DataTable
              caption="Reasons"
              columns={[
                { id: 'outcome', title: 'Outcome', width: '120px', cell: (row) => OUTCOMES[row.outcome] },
                { id: 'reason', title: 'Reason', cell: (row) => row.reason },
                {
                  id: 'count',
                  title: 'Records',
                  align: 'right',
                  width: '100px',
                  cell: (row) => formatCount(row.count),
                },
              ]}
              rows={summary.reasons}
              rowKey={(row) => `${row.outcome} ${row.reason}`}
              empty="No reasons were recorded."
              wrap
            />
          </Panel>
          <Panel
            title="The records themselves"
            actions={
              <>
                {(['rejected', 'duplicate', 'not-relevant'] as const).map((key) => (
                  <Button
                    key={key}
                    size="small"
                    aria-pressed={outcome === key}
                    isDisabled={counts[key] === 0}
                    onPress={() => setOutcome(key)}
                  >
                    {OUTCOMES[key]} {formatCount(counts[key])}
                  </Button>
                ))}
                <ExportRowsButton summary={summary} />
              </>
            }
            flush
          >
            <Records key={outcome} importId={summary.importId} outcome={outcome} />
          </Panel>
        </>
      )}
    </div>
  );
}

/** States how many records the source has, after the import. */
function StateTotal({ summary }: { readonly summary: ImportSummary }) {
  const [text, setText] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  const mutation = useEngineMutation('imports.stateTotal');
  const digits = text.replace(/[,\s]/g, '');
  const isNumber = /^\d{1,12}$/.test(digits);
  function state() {
    setIsAsked(!isNumber);
    if (!isNumber || mutation.isPending) return;
    mutation.mutate(
      { importId: summary.importId, total: Number(digits) },
      {
        onSuccess: () => setText(''),
        onError: (error) => showToast({ tone: 'bad', text: errorMessage(error) }),
      },
    );
  }
  return (
    <form
      className={styles.total}
      onSubmit={(event) => {
        event.preventDefault();
        state();
      }}
    >
      <TextField
        label="Total that the system shows"
        hideLabel
        value={text}
        onChange={setText}
        placeholder="Total that the system shows"
        error={isNumber || (text === '' && !isAsked) ? null : 'Give a number of records.'}
      />
      {/* Never disabled: a button that goes dead under the focus would leave the keys with nobody. */}
      <Button type="submit" size="small" isPending={mutation.isPending}>
        State it
      </Button>
    </form>
  );
}

/** Saves the records that were not accepted, with file, line and reason, for whoever made the export. */
function ExportRowsButton({ summary }: { readonly summary: ImportSummary }) {
  const save = useEngineMutation('imports.exportRows');
  async function start() {
    const name = `${summary.file.replace(/\.[^.]*$/, '')} not accepted.csv`;
    const target = await callShell('shell.pickSave', { purpose: 'rows', suggestedName: name.slice(-200) });
    if (target === null) return;
    save.mutate(
      { importId: summary.importId, saveToken: target.token },
      {
        onSuccess: ({ note }) => showToast({ tone: 'good', text: `Saved. ${note}` }),
        onError: (error) => showToast({ tone: 'bad', text: errorMessage(error) }),
      },
    );
  }
  return (
    <Button
      size="small"
      isPending={save.isPending}
      onPress={() => void start().catch((error: unknown) => showToast({ tone: 'bad', text: errorMessage(error) }))}
    >
      Save as CSV…
    </Button>
  );
}

function Records({ importId, outcome }: { readonly importId: number; readonly outcome: RowOutcome }) {
  const [offset, setOffset] = useState(0);
  const page = useEngineQuery('imports.rows', { importId, outcome, offset, limit: PAGE }, { keepPrevious: true });
  if (page.isPending) return <SkeletonRows rows={6} />;
  if (page.isError) return <ErrorState error={page.error} onRetry={() => void page.refetch()} />;
  const { total, kept, rows } = page.data;
  return (
    <>
      {kept < total && (
        <p className={styles.note}>
          The first {formatCount(kept)} of {formatCount(total)} are kept for reading; all are counted.
        </p>
      )}
      <DataTable
        caption={`${OUTCOMES[outcome]} records`}
        columns={[
          { id: 'line', title: 'Line', align: 'right', width: '80px', cell: (row) => row.line },
          { id: 'reason', title: 'Reason', width: '34%', cell: (row) => row.reason },
          {
            id: 'excerpt',
            title: 'Record',
            cell: (row) => (
              <Name mono wrap>
                {row.excerpt}
              </Name>
            ),
          },
        ]}
        rows={rows}
        rowKey={(row, index) => `${row.line} ${index}`}
        empty="There are none."
        wrap
      />
      {kept > PAGE && (
        <div className={styles.pager}>
          <span>
            {formatCount(offset + 1)} to {formatCount(offset + rows.length)} of {formatCount(kept)}
          </span>
          <Button size="small" isDisabled={offset === 0} onPress={() => setOffset(Math.max(0, offset - PAGE))}>
            Previous
          </Button>
          <Button size="small" isDisabled={offset + PAGE >= kept} onPress={() => setOffset(offset + PAGE)}>
            Next
          </Button>
        </div>
      )}
    </>
  );
}
