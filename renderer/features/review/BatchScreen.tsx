import { useState, type ReactNode } from 'react';
import { BATCH_DECISIONS, type BatchDecision, type BatchView } from '../../../shared/contract/batch.ts';
import type { QueueRow } from '../../../shared/contract/review.ts';
import { DECISION_LABELS } from '../../../shared/domain/terms.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { DataTable, type TableColumn } from '../../components/DataTable.tsx';
import { DateField } from '../../components/DateField.tsx';
import { RadioGroup, TextField } from '../../components/Field.tsx';
import { formatCounted } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Callout, Facts, Page, Panel } from '../../components/Page.tsx';
import { ErrorState, errorMessage, SkeletonRows } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useHotkeys } from '../../components/keyboard.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { BatchItemDrawer } from './BatchItemDrawer.tsx';
import { type BatchTraces, useBatchTraces } from './batch-traces.ts';
import styles from './BatchScreen.module.css';
import { today } from './review-actions.ts';

const MOST_PROBLEMS = 12;

/** Deciding several items of low tier together: what they share, in what they differ, and those to be looked at first. */
export function BatchScreen({
  itemIds,
  onBack,
  onDone,
}: {
  readonly itemIds: readonly string[];
  readonly onBack: () => void;
  readonly onDone: () => void;
}) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [shown, setShown] = useState<string | null>(null);
  const traces = useBatchTraces();
  const batch = useEngineQuery('review.batchOf', { itemIds: [...itemIds] });
  useHotkeys('Batch', [{ keys: 'Escape', label: 'Back to the queue', run: onBack }]);
  function open(itemId: string) {
    traces.open(itemId);
    setOpened(new Set([...opened, itemId]));
    setShown(itemId);
  }
  function close() {
    traces.close();
    setShown(null);
  }
  return (
    <Page
      title="Decide together"
      meta={formatCounted(itemIds.length, 'item')}
      actions={<Button onPress={onBack}>Back to the queue</Button>}
    >
      {batch.isError && <ErrorState error={batch.error} onRetry={() => void batch.refetch()} />}
      {batch.isPending && <SkeletonRows rows={10} height={36} />}
      {batch.data !== undefined && (
        <div className={styles.body}>
          <Problems batch={batch.data} />
          <Panel title="The same for all">
            <Facts
              rows={batch.data.facts
                .filter((fact) => fact.isSame)
                .map((fact) => ({ label: fact.label, value: <bdi>{fact.values[0]}</bdi> }))}
            />
          </Panel>
          <Panel title="Where they differ" description={drawnText(batch.data, opened)} flush>
            <div className={styles.table} tabIndex={0} role="region" aria-label="Items and where they differ">
              <DataTable
                caption="Items of the batch"
                columns={columnsOf(batch.data, opened, open)}
                rows={batch.data.rows}
                rowKey={(row) => row.itemId}
                empty="No items."
              />
            </div>
          </Panel>
          {batch.data.problems.length === 0 && (
            <BatchForm batch={batch.data} opened={opened} traces={traces} onDone={onDone} />
          )}
        </div>
      )}
      <BatchItemDrawer itemId={shown} onClose={close} />
    </Page>
  );
}

/** What stands against the batch; each sentence names its item. */
function Problems({ batch: { problems } }: { readonly batch: BatchView }) {
  if (problems.length === 0) return null;
  const more = problems.length - MOST_PROBLEMS;
  return (
    <Callout tone="medium" title="These items cannot be decided together">
      <ul className={styles.problems}>
        {problems.slice(0, MOST_PROBLEMS).map((problem) => (
          <li key={`${problem.itemId} ${problem.sentence}`}>
            <bdi>{problem.sentence}</bdi>
          </li>
        ))}
        {more > 0 && <li>{formatCounted(more, 'more condition')} not met.</li>}
      </ul>
    </Callout>
  );
}

function drawnText({ drawn }: BatchView, opened: ReadonlySet<string>): string {
  const left = drawn.filter((itemId) => !opened.has(itemId)).length;
  return left === 0
    ? 'Every row drawn at random was opened.'
    : `Open ${left === 1 ? 'the row' : `the ${left} rows`} marked as drawn: they were chosen at random to be looked at one by one.`;
}

function columnsOf(
  batch: BatchView,
  opened: ReadonlySet<string>,
  onOpen: (itemId: string) => void,
): TableColumn<QueueRow>[] {
  const drawn = new Set(batch.drawn);
  const differing = batch.facts.filter((fact) => !fact.isSame);
  return [
    {
      id: 'open',
      title: 'Evidence',
      width: '180px',
      cell: (row) => (
        <span className={styles.open}>
          <Button
            size="small"
            variant={drawn.has(row.itemId) && !opened.has(row.itemId) ? 'primary' : 'secondary'}
            aria-label={`Open ${row.name}`}
            onPress={() => onOpen(row.itemId)}
          >
            Open
          </Button>
          {opened.has(row.itemId) ? (
            <Badge tone="good" icon="check">
              Opened
            </Badge>
          ) : (
            drawn.has(row.itemId) && <Badge tone="accent">Drawn</Badge>
          )}
        </span>
      ),
    },
    {
      id: 'name',
      title: 'Connector',
      cell: (row) => (
        <>
          <Name strong warning={row.nameWarning}>
            {row.name}
          </Name>
          {row.sharedId !== null && (
            <Name mono wrap>
              {row.sharedId}
            </Name>
          )}
        </>
      ),
    },
    ...differing.map((fact): TableColumn<QueueRow> => ({
      id: fact.label,
      title: fact.label,
      cell: (_row, index) => <bdi>{fact.values[index]}</bdi>,
    })),
    {
      id: 'findings',
      title: 'Findings',
      cell: (row): ReactNode => row.findings.map((finding) => finding.rule).join(', ') || 'None',
    },
  ];
}

/** One justification for all of them. */
function BatchForm({
  batch,
  opened,
  traces,
  onDone,
}: {
  readonly batch: BatchView;
  readonly opened: ReadonlySet<string>;
  readonly traces: BatchTraces;
  readonly onDone: () => void;
}) {
  const [decision, setDecision] = useState<BatchDecision | null>(null);
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState<string | null>(null);
  const [owner, setOwner] = useState('');
  const mutation = useEngineMutation('review.batch');
  const problem = problemOf();

  function problemOf(): string | null {
    const left = batch.drawn.filter((itemId) => !opened.has(itemId)).length;
    if (left > 0) return `${formatCounted(left, 'drawn row')} still to be opened.`;
    if (decision === null) return 'Choose a decision.';
    if (decision === 'certify' && batch.certifyProblems.length > 0) return batch.certifyProblems[0]?.sentence ?? null;
    if (decision === 'conditional' && until === null) return 'A condition needs the date until which it holds.';
    if (decision === 'assign-owner' && owner.trim() === '') return 'Name the owner.';
    return reason.trim() === '' ? 'Give a justification.' : null;
  }

  function confirm() {
    if (decision === null || problem !== null) return;
    mutation.mutate(
      {
        itemIds: batch.rows.map((row) => row.itemId),
        decision,
        reason: reason.trim(),
        until: decision === 'conditional' ? until : null,
        owner: decision === 'assign-owner' ? owner.trim() : null,
        opened: [...opened],
        traces: traces.finish(batch.rows.map((row) => row.itemId)),
      },
      {
        onSuccess: ({ decided }) => {
          showToast({
            tone: 'good',
            text: `${DECISION_LABELS[decision]}: ${formatCounted(decided, 'item')}. Each decision can be taken back on its own.`,
          });
          onDone();
        },
        onError: (error) => showToast({ tone: 'bad', text: errorMessage(error) }),
      },
    );
  }

  return (
    <Panel title="One decision for all of them">
      <div className={styles.form}>
        <RadioGroup
          label="Decision"
          isHorizontal
          value={decision}
          onChange={setDecision}
          options={BATCH_DECISIONS.map((value) => ({ value, label: DECISION_LABELS[value] }))}
        />
        {decision === 'conditional' && (
          <DateField label="Holds until" value={until} onChange={setUntil} min={today()} isRequired />
        )}
        {decision === 'assign-owner' && (
          <TextField label="Business owner" value={owner} onChange={setOwner} maxLength={200} isRequired />
        )}
        <TextField
          label="Justification"
          value={reason}
          onChange={setReason}
          rows={3}
          maxLength={4000}
          isRequired
          description="Recorded with each of the decisions."
        />
        <div className={styles.confirm}>
          <span className={styles.hint} role="status">
            {problem ?? ''}
          </span>
          <Button variant="primary" isDisabled={problem !== null} isPending={mutation.isPending} onPress={confirm}>
            Decide {formatCounted(batch.rows.length, 'item')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
