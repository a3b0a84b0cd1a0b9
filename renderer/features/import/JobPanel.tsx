import { useEffect } from 'react';
import type { JobFinished, JobProgress } from '../../../shared/contract/imports.ts';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { formatBytes, formatCount, formatCounted } from '../../components/format.ts';
import { Icon, type IconName } from '../../components/Icon.tsx';
import { ButtonLink } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { Callout, Panel } from '../../components/Page.tsx';
import { Progress } from '../../components/Progress.tsx';
import { useConnectionState, useEngineMutation, useJobResult, useRunningJob } from '../../engine/hooks.ts';
import { changeDesk, type Desk } from './desk.ts';
import styles from './JobPanel.module.css';

/** The import under way, file by file, and what came of it. */
export function JobPanel({ caseKey, job }: { readonly caseKey: string; readonly job: Desk['job'] }) {
  const running = useRunningJob();
  const connection = useConnectionState();
  const result = useJobResult(job?.jobId ?? null);
  const isLost = connection === 'lost' && job !== null && result === null;
  useEffect(() => {
    if (!isLost) return;
    changeDesk(caseKey, (current) => ({
      ...current,
      job: current.job === null ? null : { ...current.job, isInterrupted: true },
    }));
  }, [caseKey, isLost]);
  useEffect(() => {
    if (result === null) return;
    const imported = new Set(result.imports.map((one) => one.sha256));
    changeDesk(caseKey, (current) => ({
      ...current,
      drafts: current.drafts.filter(
        (draft) => !(current.job?.tokens.includes(draft.token) === true && imported.has(draft.plan.sha256)),
      ),
    }));
  }, [caseKey, result]);

  if (job === null) return null;
  if (result !== null) {
    return <Outcome result={result} onDismiss={() => changeDesk(caseKey, (current) => ({ ...current, job: null }))} />;
  }
  if (job.isInterrupted) {
    return (
      <Callout
        tone="medium"
        title="The engine stopped during this import"
        actions={<Button onPress={() => changeDesk(caseKey, (current) => ({ ...current, job: null }))}>Dismiss</Button>}
      >
        Files that were finished are listed below. Nothing was kept of the file that was being read: import it again.
      </Callout>
    );
  }
  return <Running job={job} running={running?.jobId === job.jobId ? running : null} />;
}

function Running({ job, running }: { readonly job: NonNullable<Desk['job']>; readonly running: JobProgress | null }) {
  const cancel = useEngineMutation('jobs.cancel');
  const current = running?.fileIndex ?? 0;
  const isReading = running === null || running.label === job.files[current];
  return (
    <Panel
      title={`Importing ${formatCounted(job.files.length, 'file')}`}
      description={running === null ? 'Starting' : isReading ? running.note : running.label}
      actions={
        <Button
          icon="stop"
          isPending={cancel.isPending}
          onPress={() => cancel.mutate({ jobId: job.jobId })}
          aria-label="Cancel the import"
        >
          Cancel
        </Button>
      }
    >
      <ul className={styles.files}>
        {job.files.map((file, index) => {
          const state = index < current || !isReading ? 'done' : index === current ? 'now' : 'waiting';
          return (
            <li key={job.tokens[index] ?? index} className={cx(styles.file, styles[state])}>
              <Icon name={ICONS[state]} />
              <Name>{file}</Name>
              <span className={styles.progress}>
                {state === 'now' ? (
                  <Progress
                    label={`Importing ${file}`}
                    hideLabel
                    value={running !== null && running.total > 0 ? running.done : null}
                    total={running?.total ?? 0}
                  />
                ) : null}
              </span>
              <span className={styles.state}>
                {state === 'now'
                  ? running === null
                    ? 'Starting'
                    : `${formatBytes(running.done)} of ${formatBytes(running.total)}`
                  : state === 'done'
                    ? 'Done'
                    : 'Waiting'}
              </span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

const ICONS: Readonly<Record<'done' | 'now' | 'waiting', IconName>> = {
  done: 'check',
  now: 'upload',
  waiting: 'clock',
};

function Outcome({ result, onDismiss }: { readonly result: JobFinished; readonly onDismiss: () => void }) {
  const sum = (read: (one: JobFinished['imports'][number]) => number) =>
    result.imports.reduce((total, one) => total + read(one), 0);
  const title =
    result.outcome === 'done'
      ? `${formatCounted(result.imports.length, 'file')} imported`
      : result.outcome === 'cancelled'
        ? 'The import was cancelled'
        : 'The import failed';
  return (
    <div className={styles.outcome}>
      <Callout
        tone={result.outcome === 'done' && result.failures.length === 0 ? 'good' : 'medium'}
        title={title}
        actions={
          <>
            {result.outcome === 'done' && result.failures.length === 0 && (
              <ButtonLink to="/overview" icon="arrow-right">
                See the overview
              </ButtonLink>
            )}
            <Button onPress={onDismiss}>Dismiss</Button>
          </>
        }
      >
        {result.message !== null && <p>{result.message}</p>}
        {result.outcome === 'cancelled' && <p>Nothing was kept of the file that was being read.</p>}
        {result.imports.length > 0 && (
          <p>
            {formatCounted(
              sum((one) => one.read),
              'record',
            )}{' '}
            read = {formatCount(sum((one) => one.accepted))} accepted + {formatCount(sum((one) => one.rejected))}{' '}
            rejected + {formatCount(sum((one) => one.duplicate))} duplicate +{' '}
            {formatCount(sum((one) => one.notRelevant))} not relevant
          </p>
        )}
      </Callout>
      {result.failures.map((failure) => (
        <Callout key={failure.file} tone="critical" title={<Name>{failure.file}</Name>}>
          {failure.message}
        </Callout>
      ))}
    </div>
  );
}
