import type { JobFile, JobFinished, JobProgress } from '../../../shared/contract/jobs.ts';
import { AppError } from '../lib/errors.ts';
import type { Log } from '../../common/log.ts';

const PROGRESS_EVERY = 200;
/** Results and file lists of so many finished jobs are remembered. */
const REMEMBERED = 50;

export type JobKind = JobProgress['kind'];

/** A job while it waits and runs. */
export interface Job {
  readonly id: number;
  readonly kind: JobKind;
  readonly signal: AbortSignal;
  readonly files: JobFile[];
  /** Tells how far the job is; sends it on a few times a second at most. */
  readonly report: (progress: Omit<JobProgress, 'jobId' | 'kind' | 'waiting'>) => void;
}

export interface JobQueueOptions {
  readonly log: Log;
  readonly onProgress: (progress: JobProgress) => void;
  /** Called before the first job of a row and after the last one. */
  readonly onBusy: (isBusy: boolean) => void;
  readonly onFinished: (finished: JobFinished) => void;
}

export interface JobQueue {
  /** Runs the work when the jobs before it have ended. */
  readonly enqueue: (
    kind: JobKind,
    files: readonly JobFile[],
    work: (job: Job) => Promise<JobFinished>,
  ) => { readonly jobId: number; readonly done: Promise<JobFinished> };
  /** Stops a running job, or takes a waiting one out of the queue. */
  readonly cancel: (jobId: number) => void;
  readonly running: () => JobProgress | null;
  readonly files: (jobId: number) => readonly JobFile[];
  readonly result: (jobId: number) => JobFinished | null;
  /** From `stop` on. */
  readonly isStopping: () => boolean;
  /** Cancels everything and waits for the end. */
  readonly stop: () => Promise<void>;
}

interface Entry {
  readonly job: Job;
  readonly abort: AbortController;
  readonly work: (job: Job) => Promise<JobFinished>;
  readonly settle: (finished: JobFinished) => void;
  progress: JobProgress;
}

/** Jobs that write to the case, one after the other in the order they were asked for. */
export function createJobQueue(options: JobQueueOptions): JobQueue {
  const waiting: Entry[] = [];
  let current: Entry | null = null;
  let nextId = 1;
  let isStopping = false;
  let idle: Promise<void> = Promise.resolve();
  const results = new Map<number, JobFinished>();
  const files = new Map<number, readonly JobFile[]>();

  const finish = (entry: Entry, finished: JobFinished): void => {
    results.set(entry.job.id, finished);
    const oldest = results.keys().next().value;
    if (results.size > REMEMBERED && oldest !== undefined) {
      results.delete(oldest);
      files.delete(oldest);
    }
    entry.settle(finished);
  };

  const runAll = async (): Promise<void> => {
    options.onBusy(true);
    for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
      current = entry;
      const { job, work } = entry;
      const finished = await work(job).catch((cause: unknown): JobFinished => {
        options.log.error({ err: cause }, 'a job failed');
        return failed(job, cause);
      });
      current = null;
      if (waiting.length === 0) options.onBusy(false);
      finish(entry, finished);
      options.onFinished(finished);
    }
  };

  return {
    enqueue(kind, list, work) {
      const id = nextId;
      nextId += 1;
      const abort = new AbortController();
      let lastSent = 0;
      const job: Job = {
        id,
        kind,
        signal: abort.signal,
        files: [...list],
        report: (progress) => {
          entry.progress = { ...progress, jobId: id, kind, waiting: waiting.length };
          const now = performance.now();
          if (now - lastSent < PROGRESS_EVERY && progress.done < progress.total) return;
          lastSent = now;
          options.onProgress(entry.progress);
        },
      };
      files.set(id, job.files);
      let settle: (finished: JobFinished) => void = () => {};
      const done = new Promise<JobFinished>((resolve) => {
        settle = resolve;
      });
      const entry: Entry = { job, abort, work, settle, progress: startOf(job, waiting.length) };
      waiting.push(entry);
      if (current === null && waiting.length === 1) {
        // In the next turn, so that whoever asked has the job's number before its first message.
        idle = idle.then(runAll);
      }
      return { jobId: id, done };
    },
    cancel(jobId) {
      if (current?.job.id === jobId) current.abort.abort();
      const index = waiting.findIndex((entry) => entry.job.id === jobId);
      const [entry] = index < 0 ? [] : waiting.splice(index, 1);
      if (entry === undefined) return;
      const finished: JobFinished = {
        jobId,
        kind: entry.job.kind,
        outcome: 'cancelled',
        message: 'Cancelled before it began. Nothing was read.',
        imports: [],
        failures: [],
      };
      finish(entry, finished);
      options.onFinished(finished);
    },
    running: () => (current === null ? null : { ...current.progress, waiting: waiting.length }),
    files: (jobId) => files.get(jobId) ?? [],
    result: (jobId) => results.get(jobId) ?? null,
    isStopping: () => isStopping,
    async stop() {
      isStopping = true;
      for (const entry of waiting.splice(0))
        finish(entry, { ...failed(entry.job, null), outcome: 'cancelled', message: null });
      current?.abort.abort();
      await idle;
    },
  };
}

function startOf(job: Job, waiting: number): JobProgress {
  return {
    jobId: job.id,
    kind: job.kind,
    label: 'Starting',
    done: 0,
    total: 1,
    note: '',
    fileIndex: 0,
    fileCount: job.files.length,
    rate: null,
    secondsLeft: null,
    waiting,
  };
}

function failed(job: Job, cause: unknown): JobFinished {
  return {
    jobId: job.id,
    kind: job.kind,
    outcome: 'failed',
    message:
      cause instanceof AppError
        ? cause.message
        : 'The import failed unexpectedly. Files that were finished before stay imported; the others left nothing behind. Try again; if it happens again, report it together with the log.',
    imports: [],
    failures: [],
  };
}
