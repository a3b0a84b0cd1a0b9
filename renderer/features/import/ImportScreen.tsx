import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { FileDrop } from '../../components/FileDrop.tsx';
import { formatCounted } from '../../components/format.ts';
import { useHotkeys } from '../../components/keyboard.ts';
import { Callout, Page } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery, useJobResult } from '../../engine/hooks.ts';
import { callShell, tokensForDrop } from '../../engine/shell.ts';
import { changeDesk, useDesk } from './desk.ts';
import { DraftsPanel } from './DraftsPanel.tsx';
import { draftFrom, orderFrom } from './drafts.ts';
import { FailedFiles } from './FailedFiles.tsx';
import { ImportsTable } from './ImportsTable.tsx';
import { JobPanel } from './JobPanel.tsx';

const DROP_TEXT =
  'Exports of grants, service principals, sign-in and audit logs, as CSV or JSON. Files are only read, hashed and copied; nothing is sent anywhere.';

/** The import desk: add files, state where they come from, import them, and account for every record. */
export function ImportScreen() {
  const status = useEngineQuery('workspace.status', {}).data ?? null;
  const caseKey = status === null ? '' : `${status.location}/${status.fileName}`;
  const imports = useEngineQuery('imports.list', {});
  const desk = useDesk(caseKey);
  const { job } = desk;
  const isRunning = useJobResult(job?.jobId ?? null) === null && job !== null && !job.isInterrupted;
  const waiting = isRunning ? desk.drafts.filter((draft) => !job.tokens.includes(draft.token)) : desk.drafts;
  const [isPicking, setIsPicking] = useState(false);
  const inspect = useEngineMutation('imports.inspect', {
    onSuccess: (plans) =>
      changeDesk(caseKey, (current) => {
        const known = new Set(current.drafts.map((draft) => `${draft.fileName} ${draft.plan.sha256}`));
        const fresh = plans.filter((plan) => 'error' in plan || !known.has(`${plan.fileName} ${plan.sha256}`));
        return {
          ...current,
          drafts: [
            ...current.drafts,
            ...fresh.flatMap((plan) => ('error' in plan ? [] : [draftFrom(plan, imports.data ?? [])])),
          ],
          failed: [...current.failed, ...fresh.flatMap((plan) => ('error' in plan ? [plan] : []))],
        };
      }),
  });
  const run = useEngineMutation('imports.run');
  const isBusy = isPicking || inspect.isPending;

  async function add(files: () => Promise<readonly { readonly token: string }[]>) {
    setIsPicking(true);
    try {
      const tokens = (await files()).map((file) => file.token);
      if (tokens.length > 0) inspect.mutate({ tokens }, { onError: tell });
    } catch (error) {
      tell(error);
    } finally {
      setIsPicking(false);
    }
  }
  const pick = () => void add(() => callShell('shell.pickFiles', { purpose: 'exports' }));

  function start() {
    changeDesk(caseKey, (current) => ({ ...current, isChecked: true }));
    const included = waiting.filter((draft) => draft.isIncluded);
    const orders = included.map(orderFrom);
    if (orders.length === 0 || orders.includes(null)) return;
    run.mutate(
      { orders: orders.filter((order) => order !== null) },
      {
        onSuccess: ({ jobId }) =>
          changeDesk(caseKey, (current) => ({
            ...current,
            isChecked: false,
            job: {
              jobId,
              files: included.map((draft) => draft.fileName),
              tokens: included.map((draft) => draft.token),
              isInterrupted: false,
            },
          })),
        onError: tell,
      },
    );
  }
  useHotkeys('Imports', [{ keys: 'a', label: 'Add files', run: pick }]);

  const isFirst = imports.data?.length === 0 && desk.drafts.length === 0 && desk.job === null;
  return (
    <Page
      title="Imports"
      meta={imports.data && formatCounted(imports.data.length, 'import')}
      actions={
        isFirst ? undefined : (
          <Button icon="plus" onPress={pick} isPending={isBusy} shortcut="a">
            Add files…
          </Button>
        )
      }
    >
      {isFirst && (
        <FileDrop
          title="Drop export files here"
          description={DROP_TEXT}
          buttonLabel="Choose files…"
          onDropFiles={(files) => void add(() => tokensForDrop(files))}
          onPick={pick}
          isBusy={isBusy}
        />
      )}
      {!isFirst && (
        <FileDrop
          isCompact
          title="Drop more export files here"
          description="Several at once are welcome; their order does not matter."
          buttonLabel="Choose files…"
          onDropFiles={(files) => void add(() => tokensForDrop(files))}
          onPick={pick}
          isBusy={isBusy}
        />
      )}
      {inspect.isPending && <Callout title="Looking at the files">Hashing, recognizing, counting records…</Callout>}
      <JobPanel caseKey={caseKey} job={desk.job} />
      <FailedFiles caseKey={caseKey} failed={desk.failed} />
      {waiting.length > 0 && (
        <DraftsPanel
          caseKey={caseKey}
          desk={{ ...desk, drafts: waiting }}
          onImport={start}
          isStarting={run.isPending}
        />
      )}
      {!isFirst && <ImportsTable imports={imports} />}
    </Page>
  );
}

function tell(error: unknown): void {
  showToast({ tone: 'bad', text: errorMessage(error) });
}
