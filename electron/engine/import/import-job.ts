import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ImportOrder } from '../../../shared/contract/imports.ts';
import type { ImportSummary, JobFile, JobFinished } from '../../../shared/contract/jobs.ts';
import { diskFault } from '../lib/disk-fault.ts';
import { AppError } from '../lib/errors.ts';
import type { Log } from '../../common/log.ts';
import { shownFileName } from '../reading/containers/shown-name.ts';
import { sourceSize } from '../reading/sealed/source.ts';
import type { Job } from './job-queue.ts';
import { type ImportContext, type Origin, runImport } from './run-import.ts';

/** One file with what was stated about it. */
export interface FileOrder extends Omit<ImportOrder, 'token'> {
  readonly path: string;
  readonly origin: Origin | null;
}

/** The files of a job as they wait. */
export function waitingFiles(orders: readonly FileOrder[]): JobFile[] {
  return orders.map(({ path, origin }) => ({
    name: origin?.name ?? shownFileName(path),
    state: 'waiting',
    bytes: existsSync(path) ? sourceSize(path) : 0,
    summary: null,
    message: null,
  }));
}

/**
 * Imports files one after the other as one extraction. A file that fails leaves the case as it was before it and does not
 * stop the others; cancelling keeps the files that were finished. `finish` is called once at the end, whatever happened.
 */
export async function importFilesOf(
  job: Job,
  orders: readonly FileOrder[],
  context: Omit<ImportContext, 'signal' | 'onProgress' | 'extraction'> & { readonly log: Log },
  finish: () => void,
): Promise<JobFinished> {
  const extraction = orders.length > 1 ? randomUUID() : '';
  const imports: ImportSummary[] = [];
  const failures: { file: string; message: string }[] = [];
  const speed = createSpeed(job.files.reduce((sum, file) => sum + file.bytes, 0));
  const mark = (index: number, part: Partial<JobFile>): void => {
    const file = job.files[index];
    if (file !== undefined) job.files[index] = { ...file, ...part };
  };
  for (const [index, { path, origin, ...order }] of orders.entries()) {
    if (job.signal.aborted) {
      mark(index, { state: 'cancelled' });
      continue;
    }
    const file = origin?.name ?? shownFileName(path);
    mark(index, { state: 'running' });
    try {
      const summary = await runImport(
        {
          ...context,
          extraction,
          signal: job.signal,
          onProgress: (done, total, note) =>
            job.report({
              label: file,
              done,
              total,
              note,
              fileIndex: index,
              fileCount: orders.length,
              ...speed.at(done),
            }),
        },
        path,
        order,
        origin,
      );
      imports.push(summary);
      mark(index, { state: 'done', summary });
    } catch (cause) {
      if (job.signal.aborted) {
        mark(index, { state: 'cancelled' });
        continue;
      }
      context.log.error({ file, cause: cause instanceof Error ? cause.stack : String(cause) }, 'import failed');
      const message =
        cause instanceof AppError
          ? cause.message
          : `${file} could not be imported. ${diskFault(cause) ?? 'There was an unexpected fault.'} The case is as it was before this file.`;
      failures.push({ file, message });
      mark(index, { state: 'failed', message });
    }
    speed.finished(job.files[index]?.bytes ?? 0);
  }
  job.report({
    label: 'Comparing scopes with use',
    done: 1,
    total: 1,
    note: '',
    fileIndex: orders.length,
    fileCount: orders.length,
    rate: null,
    secondsLeft: null,
  });
  await nextTurn();
  finish();
  const wasCancelled = job.signal.aborted;
  return {
    jobId: job.id,
    kind: job.kind,
    outcome: wasCancelled ? 'cancelled' : failures.length > 0 && imports.length === 0 ? 'failed' : 'done',
    message: wasCancelled
      ? 'Files that were finished before stay imported. Nothing was kept of the file that was being read.'
      : null,
    imports,
    failures,
  };
}

/** Too short a time says nothing about speed. */
const TELLING = 1500;

/** Bytes a second since the job began, and what that means for the rest. */
function createSpeed(total: number) {
  const started = performance.now();
  let before = 0;
  return {
    finished(bytes: number): void {
      before += bytes;
    },
    at(done: number): { rate: number | null; secondsLeft: number | null } {
      const elapsed = performance.now() - started;
      if (elapsed < TELLING || before + done <= 0) return { rate: null, secondsLeft: null };
      const rate = (before + done) / (elapsed / 1000);
      return { rate, secondsLeft: Math.max(0, Math.round((total - before - done) / rate)) };
    },
  };
}
