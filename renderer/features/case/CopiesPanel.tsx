import { useState } from 'react';
import type { CaseKeeping } from '../../../shared/contract/case-life.ts';
import { Button } from '../../components/Button.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { formatBytes, formatCounted, formatTime } from '../../components/format.ts';
import { Callout, Facts, Panel } from '../../components/Page.tsx';
import { errorMessage, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { useCaseActions } from '../workspace/CaseActions.tsx';
import { CaseWork } from './CaseWork.tsx';
import { DuplicateDialog } from './DuplicateDialog.tsx';
import { stemOf, useChosenFile } from './use-chosen-file.ts';
import styles from './CasePanels.module.css';

/** Where the case lies and what belongs to it; backing up, restoring, duplicating, moving, and looking whether it is whole. */
export function CopiesPanel() {
  const keeping = useEngineQuery('case.keeping', {});
  if (keeping.isError) return <ErrorState error={keeping.error} onRetry={() => void keeping.refetch()} />;
  if (keeping.isPending) return <SkeletonRows rows={8} />;
  return (
    <>
      <Backups keeping={keeping.data} />
      <Place keeping={keeping.data} />
      <Check />
    </>
  );
}

function Backups({ keeping }: { readonly keeping: CaseKeeping }) {
  const { lastBackup, fileName } = keeping;
  const actions = useCaseActions();
  const backup = useEngineMutation('case.backup', {
    onSuccess: ({ fileName: file }) =>
      showToast({ tone: 'good', text: `Backed up as ${file}. It was read back and is whole.` }),
  });
  const { problem, save } = useChosenFile(backup.error);
  const make = () => save('backup', stemOf(fileName), (saveToken) => backup.mutate({ saveToken }));
  return (
    <Panel
      title="Backups"
      description="A backup is one file with the whole case and the kept copies of the imported files. Put it on another disk."
      actions={
        <>
          <Button onPress={actions.restore}>Restore a backup…</Button>
          <Button variant="primary" onPress={make} isPending={backup.isPending}>
            Back up…
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        {lastBackup === null ? (
          <p>No backup of this case was made yet.</p>
        ) : (
          <Facts
            rows={[
              {
                label: 'Last backup',
                value: (
                  <>
                    {formatTime(lastBackup.at)} as <bdi>{lastBackup.file}</bdi>
                  </>
                ),
              },
              {
                label: 'Changed since',
                value:
                  lastBackup.changedSince === 0
                    ? 'Nothing was recorded since'
                    : `${formatCounted(lastBackup.changedSince, 'act')} recorded since`,
              },
              {
                label: 'Journal',
                value: <CopyText text={lastBackup.head} length={16} label="Head of the journal in it" />,
              },
            ]}
          />
        )}
        <CaseWork />
        {problem !== null && <Callout tone="critical">{problem}</Callout>}
        {backup.data !== undefined && backup.data.notes.length > 0 && (
          <Callout tone="medium" title="What the backup could not hold">
            {backup.data.notes.join(' ')}
          </Callout>
        )}
      </div>
    </Panel>
  );
}

function Place({ keeping }: { readonly keeping: CaseKeeping }) {
  const { copies, earlierVersions } = keeping;
  const [isDuplicating, setIsDuplicating] = useState(false);
  const move = useEngineMutation('case.move', {
    onSuccess: ({ fileName }) => showToast({ tone: 'good', text: `The case is now ${fileName}.` }),
  });
  const { problem, save } = useChosenFile(move.error);
  const choose = () => save('case', stemOf(keeping.fileName), (saveToken) => move.mutate({ saveToken }));
  return (
    <Panel
      title="Where the case is"
      description="Move it from here, not in the file manager: what belongs to it goes along."
      actions={
        <>
          <Button onPress={() => setIsDuplicating(true)}>Duplicate…</Button>
          <Button onPress={choose} isPending={move.isPending}>
            Move or rename…
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        <Facts
          rows={[
            {
              label: 'File',
              value: (
                <>
                  <bdi>{keeping.fileName}</bdi>, {formatBytes(keeping.caseBytes)}
                </>
              ),
            },
            { label: 'In the folder', value: <bdi>{keeping.location}</bdi> },
            {
              label: 'Kept copies',
              value:
                copies.count === 0 ? (
                  'None'
                ) : (
                  <>
                    {formatCounted(copies.count, 'file')} in the folder “<bdi>{copies.folder}</bdi>” beside it,{' '}
                    {formatBytes(copies.bytes)}
                  </>
                ),
            },
            ...(earlierVersions.count === 0
              ? []
              : [
                  {
                    label: 'Before newer versions',
                    value: `${formatCounted(earlierVersions.count, 'copy', 'copies')} of the case file, ${formatBytes(earlierVersions.bytes)}`,
                  },
                ]),
            { label: 'Case id', value: <CopyText text={keeping.caseId} length={12} label="Case id" /> },
          ]}
        />
        {problem !== null && <Callout tone="critical">{problem}</Callout>}
      </div>
      {isDuplicating && <DuplicateDialog fileName={keeping.fileName} onClose={() => setIsDuplicating(false)} />}
    </Panel>
  );
}

function Check() {
  const check = useEngineMutation('case.check');
  const found = check.data;
  return (
    <Panel
      title="Is everything whole?"
      description="Reads the case file, the chain of the journal and every kept copy, and compares digests."
      actions={
        <Button onPress={() => check.mutate({})} isPending={check.isPending}>
          Check the case
        </Button>
      }
    >
      {check.error !== null && <Callout tone="critical">{errorMessage(check.error)}</Callout>}
      {found === undefined && check.error === null && <p>Not checked since the screen was opened.</p>}
      {found?.problems.length === 0 && (
        <Callout tone="good" title="Everything is as it should be">
          {formatCounted(found.entries, 'act')} in the journal,{' '}
          {formatCounted(found.copies, 'kept copy', 'kept copies')}.
        </Callout>
      )}
      {found !== undefined && found.problems.length > 0 && (
        <Callout tone="critical" title="Something is not as it should be">
          <ul>
            {found.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Callout>
      )}
    </Panel>
  );
}
