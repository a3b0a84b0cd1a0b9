import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { FileDrop } from '../../components/FileDrop.tsx';
import { formatCounted } from '../../components/format.ts';
import { useHotkeys } from '../../components/keyboard.ts';
import { Callout, Page } from '../../components/Page.tsx';
import { Progress } from '../../components/Progress.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery, useInspectProgress } from '../../engine/hooks.ts';
import { callShell, tokensForDrop } from '../../engine/shell.ts';
import { CollectDrawer } from '../collect/CollectDrawer.tsx';
import { changeDesk, useDesk } from './desk.ts';
import { DraftsPanel } from './DraftsPanel.tsx';
import { draftFrom, orderFrom } from './drafts.ts';
import { FailedFiles } from './FailedFiles.tsx';
import { ImportsTable } from './ImportsTable.tsx';
import { JobPanel } from './JobPanel.tsx';
import { ProfilesDialog } from './ProfilesDialog.tsx';

const DROP_TEXT =
  'Exports of grants, apps, sign-in and audit logs, and registers of your own, as CSV or JSON; folders, .zip and .gz are opened. Files are only read, hashed and copied; nothing is sent anywhere.';

/** The import desk: add files, state where they come from, import them, and account for every record. */
export function ImportScreen() {
  const status = useEngineQuery('workspace.status', {}).data ?? null;
  const caseKey = status === null ? '' : `${status.location}/${status.fileName}`;
  const imports = useEngineQuery('imports.list', {});
  const desk = useDesk(caseKey);
  const busyTokens = new Set(desk.jobs.flatMap((job) => (job.isInterrupted || job.isFinished ? [] : [...job.tokens])));
  const firstJob = desk.jobs.find((job) => !job.isInterrupted && !job.isFinished);
  const waiting = desk.drafts.filter((draft) => !busyTokens.has(draft.token));
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
  const pickFolder = () => void add(() => callShell('shell.pickFiles', { purpose: 'folder' }));

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
            jobs: [
              ...current.jobs,
              {
                jobId,
                files: included.map((draft) => draft.fileName),
                tokens: included.map((draft) => draft.token),
                isInterrupted: false,
                isFinished: false,
              },
            ],
          })),
        onError: tell,
      },
    );
  }
  useHotkeys('Imports', [
    { keys: 'a', label: 'Add files', run: pick },
    { keys: 'f', label: 'Add a folder', run: pickFolder },
  ]);

  const isFirst = imports.data?.length === 0 && desk.drafts.length === 0 && desk.jobs.length === 0;
  return (
    <Page
      title="Imports"
      meta={imports.data && formatCounted(imports.data.length, 'import')}
      actions={
        <>
          <CollectDrawer />
          <ProfilesDialog caseKey={caseKey} />
          {!isFirst && (
            <>
              <Button icon="folder" onPress={pickFolder} isPending={isBusy} shortcut="f">
                Add a folder…
              </Button>
              <Button icon="plus" onPress={pick} isPending={isBusy} shortcut="a">
                Add files…
              </Button>
            </>
          )}
        </>
      }
    >
      {isFirst && (
        <FileDrop
          title="Drop export files here"
          description={DROP_TEXT}
          buttonLabel="Choose files…"
          onDropFiles={(files) => void add(() => tokensForDrop(files))}
          onPick={pick}
          onPickFolder={pickFolder}
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
      {inspect.isPending && <Inspecting />}
      {desk.jobs.map((job) => (
        <JobPanel key={job.jobId} caseKey={caseKey} job={job} isFirst={job === firstJob} />
      ))}
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

/** How far the look at added files is. */
function Inspecting() {
  const progress = useInspectProgress();
  return (
    <Callout title="Looking at the files">
      {progress === null ? (
        'Hashing, recognizing, counting records…'
      ) : (
        <Progress label={progress.label} value={progress.total > 0 ? progress.done : null} total={progress.total} />
      )}
    </Callout>
  );
}

function tell(error: unknown): void {
  showToast({ tone: 'bad', text: errorMessage(error) });
}
