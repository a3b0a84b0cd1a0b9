import { IconButton } from '../components/Button.tsx';
import { Progress } from '../components/Progress.tsx';
import { useEngineMutation, useRunningJob } from '../engine/hooks.ts';
import styles from './RailJob.module.css';

/** What the engine is busy with, wherever the user is; nothing when it is not. */
export function RailJob() {
  const job = useRunningJob();
  const cancel = useEngineMutation('jobs.cancel');
  if (job === null) return null;
  const files = job.fileCount > 1 ? `File ${Math.min(job.fileIndex + 1, job.fileCount)} of ${job.fileCount}` : null;
  const waiting = job.waiting > 0 ? `${job.waiting} waiting` : null;
  return (
    <div className={styles.job} role="group" aria-label="Under way">
      <div className={styles.top}>
        <span className={styles.label} title={job.label}>
          <bdi>{job.label}</bdi>
        </span>
        <IconButton
          icon="stop"
          label="Cancel"
          size="small"
          isDisabled={cancel.isPending}
          onPress={() => cancel.mutate({ jobId: job.jobId })}
        />
      </div>
      <Progress label={job.label} value={job.total > 0 ? job.done : null} total={job.total} hideLabel />
      <span className={styles.note}>{[files, job.note, waiting].filter(Boolean).join(' · ')}</span>
    </div>
  );
}
