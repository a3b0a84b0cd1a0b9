import { randomUUID } from 'node:crypto';
import type { WireError } from '../../../shared/contract/rpc.ts';
import { diskFault } from '../lib/disk-fault.ts';
import { AppError } from '../lib/errors.ts';
import type { Log } from '../../common/log.ts';

/**
 * Turns whatever a handler threw into a code and a message for people. An error that is not an `AppError` gets an
 * incident id, under which the log has its stack.
 */
export function encodeError(error: unknown, method: string, log: Pick<Log, 'error'>): WireError {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  if (error instanceof Error && error.name === 'AbortError') {
    return { code: 'cancelled', message: 'The work was cancelled on request.' };
  }
  const incident = randomUUID().slice(0, 8);
  log.error({ err: error, method, incident }, 'a request failed unexpectedly');
  const disk = diskFault(error);
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
