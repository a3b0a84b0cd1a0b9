import { randomUUID } from 'node:crypto';
import type { WireError } from '../../../shared/contract/rpc.ts';
import { AppError } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';

/** What the disk says in Node's and SQLite's words, and in ours. */
const DISK_ERRORS: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full.',
  SQLITE_FULL: 'The disk is full.',
  EACCES: 'The system refused access to a file.',
  EPERM: 'The system refused access to a file.',
  EROFS: 'The disk is read-only.',
  SQLITE_READONLY: 'The case file is read-only.',
  EIO: 'The disk reported a fault.',
  SQLITE_IOERR: 'The disk reported a fault.',
  EMFILE: 'Too many files are open.',
};

/**
 * Turns whatever a handler threw into a code and a message for people. An error that is not an `AppError` gets an
 * incident id, under which the log has its stack.
 */
export function encodeError(error: unknown, method: string, log: Pick<Logger, 'error'>): WireError {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  if (error instanceof Error && error.name === 'AbortError') {
    return { code: 'cancelled', message: 'The work was cancelled on request.' };
  }
  const incident = randomUUID().slice(0, 8);
  log.error({ err: error, method, incident }, 'a request failed unexpectedly');
  const disk = diskError(error);
  if (disk !== null) {
    return {
      code: 'io',
      message: `${disk} What was saved before is safe; this step was not finished. Mend that and try again. Incident ${incident}.`,
    };
  }
  return {
    code: 'internal',
    message: `Something went wrong inside Countersign. What was saved before is safe; this step may not have been finished. Try again; if it happens again, report incident ${incident} together with the log.`,
  };
}

function diskError(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  // SQLite's extended codes are the primary one with a suffix: SQLITE_IOERR_WRITE.
  const primary = error.code.replace(/^(SQLITE_[A-Z]+)_.*$/, '$1');
  return Object.hasOwn(DISK_ERRORS, primary) ? (DISK_ERRORS[primary] ?? null) : null;
}
