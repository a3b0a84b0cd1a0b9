import { useState } from 'react';
import type { PendingRequest } from '../../../shared/contract/timestamps.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { DataTable, type TableColumn } from '../../components/DataTable.tsx';
import { formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import { ImportAnswerDialog } from './ImportAnswerDialog.tsx';
import { STATES, TARGET_LABELS } from './timestamp-words.ts';
import styles from './TimestampPanel.module.css';

/** Time stamps that were asked for: what waits for an answer, what came of the others. */
export function TimestampRequests({
  requests,
  onChanged,
}: {
  readonly requests: readonly PendingRequest[];
  readonly onChanged: () => void;
}) {
  const [answering, setAnswering] = useState<PendingRequest | null>(null);
  const save = useEngineMutation('timestamps.export');
  const remove = useEngineMutation('timestamps.remove');

  async function act(work: () => Promise<unknown>) {
    try {
      await work();
      onChanged();
    } catch (error) {
      showToast({ tone: 'bad', text: errorMessage(error) });
    }
  }

  async function saveAgain({ id, bundleName, target }: PendingRequest) {
    const suggestedName = bundleName.replace(/(?:\.zip)?$/i, ` ${target}.tsq`);
    const place = await callShell('shell.pickSave', { purpose: 'timestamp-request', suggestedName });
    if (place !== null) await save.mutateAsync({ id, saveToken: place.token });
  }

  const columns: readonly TableColumn<PendingRequest>[] = [
    {
      id: 'state',
      title: 'State',
      width: '160px',
      cell: ({ state }) => (
        <Badge tone={STATES[state].tone} icon={STATES[state].icon}>
          {STATES[state].label}
        </Badge>
      ),
    },
    {
      id: 'what',
      title: 'What is stamped',
      cell: ({ target, bundleName }) => (
        <span className={styles.cell}>
          <strong>{TARGET_LABELS[target]}</strong>
          <Name mono wrap>
            {bundleName}
          </Name>
        </span>
      ),
    },
    { id: 'outcome', title: 'Outcome', width: '30%', cell: (request) => <Outcome request={request} /> },
    {
      id: 'actions',
      title: <span className="visually-hidden">Actions</span>,
      width: '344px',
      cell: (request) => (
        <span className={styles.actions}>
          {request.state !== 'imported' && (
            <>
              <Button
                size="small"
                variant={request.state === 'draft' ? 'secondary' : 'primary'}
                onPress={() => setAnswering(request)}
                isDisabled={request.state === 'draft'}
              >
                Import answer…
              </Button>
              <Button size="small" onPress={() => void act(() => saveAgain(request))}>
                Save request…
              </Button>
            </>
          )}
          <Button
            size="small"
            variant="ghost"
            aria-label={`Remove the request for ${TARGET_LABELS[request.target]}, ${request.bundleName}`}
            onPress={() => void act(() => remove.mutateAsync({ id: request.id }))}
          >
            Remove
          </Button>
        </span>
      ),
    },
  ];

  return (
    <>
      <Panel
        title={`Time stamps asked for (${requests.length})`}
        description="Kept on this computer, whichever case is open"
        flush
      >
        <DataTable
          caption="Time stamps asked for"
          columns={columns}
          rows={requests}
          rowKey={({ id }) => id}
          empty="None."
          wrap
        />
      </Panel>
      {answering !== null && (
        <ImportAnswerDialog
          request={answering}
          onClose={() => {
            setAnswering(null);
            onChanged();
          }}
        />
      )}
    </>
  );
}

function Outcome({ request: { createdAt, fileName, problem, result, state } }: { readonly request: PendingRequest }) {
  if (result !== null)
    return (
      <span className={styles.cell}>
        <span>
          Time proven by <Name strong>{result.authority}</Name> on {formatTime(result.time)}
        </span>
        <span className={styles.quiet}>
          {result.trusted === true
            ? 'Its certificates lead to the one you gave.'
            : 'Whether the authority can be trusted was not judged.'}
        </span>
        <span className={styles.quiet}>
          Saved as <bdi>{result.file}</bdi> in <bdi>{result.location}</bdi>
        </span>
      </span>
    );
  return (
    <span className={styles.cell}>
      {problem !== null && <span>{problem}</span>}
      <span className={styles.quiet}>
        Asked on {formatTime(createdAt)}
        {state !== 'draft' && fileName !== null && (
          <>
            , saved as <bdi>{fileName}</bdi>
          </>
        )}
      </span>
    </span>
  );
}
