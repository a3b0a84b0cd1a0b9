import { useEffect } from 'react';
import type { JobFinished, JobProgress } from '../../../shared/contract/jobs.ts';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { formatBytes, formatCount, formatCounted } from '../../components/format.ts';
import { Icon, type IconName } from '../../components/Icon.tsx';
import { ButtonLink } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { Callout, Panel } from '../../components/Page.tsx';
import { Progress } from '../../components/Progress.tsx';
import { useConnectionState, useEngineMutation, useJobResult, useRunningJob } from '../../engine/hooks.ts';
import { changeDesk, withJob, type DeskJob } from './desk.ts';
import styles from './JobPanel.module.css';

/** One import job: waiting, under way file by file, or what came of it. */
export function JobPanel({
  caseKey,
  job,
  isFirst,
}: {
  readonly caseKey: string;
  readonly job: DeskJob;
  /** No job before it is still to end. */
  readonly isFirst: boolean;
}) {
  const running = useRunningJob();
  const connection = useConnectionState();
  const result = useJobResult(job.jobId);
  const isLost = connection === 'lost' && result === null;
  useEffect(() => {
    if (!isLost) return;
    changeDesk(caseKey, (current) => withJob(current, job.jobId, { isInterrupted: true }));
  }, [caseKey, isLost, job.jobId]);
  useEffect(() => {
    if (result === null) return;
    const imported = new Set(result.imports.map((one) => one.sha256));
    changeDesk(caseKey, (current) => ({
      ...withJob(current, job.jobId, { isFinished: true }),
      drafts: current.drafts.filter((draft) => !(job.tokens.includes(draft.token) && imported.has(draft.plan.sha256))),
    }));
  }, [caseKey, result, job.jobId, job.tokens]);
  const dismiss = () => changeDesk(caseKey, (current) => withJob(current, job.jobId, null));

  if (result !== null) return <Outcome result={result} onDismiss={dismiss} />;
  if (job.isInterrupted) {
    return (
      <Callout
        tone="medium"
        title="The engine stopped during this import"
        actions={<Button onPress={dismiss}>Dismiss</Button>}
      >
        Files that were finished are listed below. Nothing was kept of the file that was being read: import it again.
      </Callout>
    );
  }
  if (running === null ? !isFirst : running.jobId !== job.jobId) return <Waiting job={job} />;
  return <Running job={job} running={running} />;
}

function CancelButton({ jobId, label }: { readonly jobId: number; readonly label: string }) {
  const cancel = useEngineMutation('jobs.cancel');
  return (
    <Button icon="stop" isPending={cancel.isPending} onPress={() => cancel.mutate({ jobId })} aria-label={label}>
      Cancel
    </Button>
  );
}

function Waiting({ job }: { readonly job: DeskJob }) {
  return (
    <Panel
      title={`${formatCounted(job.files.length, 'file')} waiting`}
      description="Their turn comes as soon as the import before has ended."
      actions={<CancelButton jobId={job.jobId} label="Take these files out of the queue" />}
    >
      <ul className={styles.files}>
        {job.files.slice(0, LISTED).map((file, index) => (
          <li key={job.tokens[index] ?? index} className={cx(styles.file, styles.waiting)}>
            <Icon name="clock" />
            <Name>{file}</Name>
          </li>
        ))}
      </ul>
      {job.files.length > LISTED && <p className={styles.more}>and {job.files.length - LISTED} more</p>}
    </Panel>
  );
}

/** Of many files those around the present one are listed. */
const LISTED = 8;

function Running({ job, running }: { readonly job: DeskJob; readonly running: JobProgress | null }) {
  const current = running?.fileIndex ?? 0;
  const isReading = running === null || current < job.files.length;
  const first = Math.max(0, Math.min(current - 2, job.files.length - LISTED));
  const listed = job.files.slice(first, first + LISTED);
  return (
    <Panel
      title={`Importing ${formatCounted(job.files.length, 'file')}`}
      description={running === null ? 'Starting' : isReading ? pace(running) : running.label}
      actions={<CancelButton jobId={job.jobId} label="Cancel the import" />}
    >
      {first > 0 && <p className={styles.more}>{formatCounted(first, 'file')} before</p>}
      <ul className={styles.files}>
        {listed.map((file, position) => {
          const index = first + position;
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
      {first + LISTED < job.files.length && (
        <p className={styles.more}>{formatCounted(job.files.length - first - LISTED, 'file')} after</p>
      )}
    </Panel>
  );
}

/** Records so far, speed and time left, as far as they can be told. */
function pace(running: JobProgress): string {
  return [
    running.note,
    ...(running.rate === null ? [] : [`${formatBytes(running.rate)} a second`]),
    ...(running.secondsLeft === null ? [] : [`${formatSeconds(running.secondsLeft)} left`]),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
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
        {sum((one) => one.secrets) > 0 && (
          <p>
            {formatCounted(
              sum((one) => one.secrets),
              'live secret',
            )}{' '}
            {sum((one) => one.secrets) === 1 ? 'was' : 'were'} taken out before anything was stored. The originals still
            hold them.
          </p>
        )}
      </Callout>
      {result.failures.slice(0, LISTED).map((failure) => (
        <Callout key={failure.file} tone="critical" title={<Name>{failure.file}</Name>}>
          {failure.message}
        </Callout>
      ))}
      {result.failures.length > LISTED && (
        <Callout tone="critical" title={`${result.failures.length - LISTED} more files were not imported`}>
          <ul>
            {result.failures.slice(LISTED).map((failure) => (
              <li key={failure.file}>
                <Name strong>{failure.file}</Name> {failure.message}
              </li>
            ))}
          </ul>
        </Callout>
      )}
    </div>
  );
}
