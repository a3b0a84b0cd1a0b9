import type { z } from 'zod';
import type { caseProgress } from '../../../shared/contract/jobs.ts';
import { AppError } from '../lib/errors.ts';

/** What a step of the work is given: when to stop, and where to say how far it is, in bytes. */
export interface Work {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Work on a case as a whole, such as a backup: one at a time. */
export interface CaseWork {
  /** Does the work, named by a sentence's beginning. Throws `conflict` while another is under way. */
  readonly run: <T>(label: string, step: (work: Work) => Promise<T>) => Promise<T>;
  /** What is under way, as a sentence begins; null when nothing is. */
  readonly label: () => string | null;
  readonly cancel: () => void;
  /** Stops what is under way and waits for its end. */
  readonly stop: () => Promise<void>;
}

const PROGRESS_EVERY = 200;

/** `onProgress` is told a few times a second how far the work is, and zero of zero at its end. */
export function createCaseWork(onProgress: (progress: z.output<typeof caseProgress>) => void): CaseWork {
  let current: { readonly label: string; readonly abort: AbortController; readonly done: Promise<unknown> } | null =
    null;
  return {
    async run(label, step) {
      if (current !== null)
        throw new AppError('conflict', `${current.label} is under way. Wait for it or cancel it first.`);
      const abort = new AbortController();
      let lastSent = 0;
      const done = step({
        signal: abort.signal,
        onProgress: (bytes, total) => {
          const now = performance.now();
          if (now - lastSent < PROGRESS_EVERY && bytes < total) return;
          lastSent = now;
          onProgress({ label, done: bytes, total });
        },
      });
      current = { label, abort, done: done.catch(() => undefined) };
      try {
        return await done;
      } finally {
        current = null;
        onProgress({ label, done: 0, total: 0 });
      }
    },
    label: () => current?.label ?? null,
    cancel: () => current?.abort.abort(),
    async stop() {
      current?.abort.abort();
      await current?.done;
    },
  };
}
