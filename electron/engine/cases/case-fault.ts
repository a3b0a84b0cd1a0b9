import { AppError } from '../lib/errors.ts';
import { diskFault } from '../lib/disk-fault.ts';

/**
 * What stopped an act on a whole case, in one sentence of each kind: `what` could not be done and where, why, and what is
 * `safe`. What was said already passes; so does what nobody foresaw.
 */
export function caseFault(cause: unknown, { what, safe }: { readonly what: string; readonly safe: string }): unknown {
  if (cause instanceof AppError) return cause;
  if (cause instanceof Error && cause.name === 'AbortError')
    return new AppError('cancelled', `${what} It was cancelled. ${safe}`, { cause });
  const why = diskFault(cause);
  return why === null
    ? cause
    : new AppError('io', `${what} ${why} ${safe} Mend that, or choose another place.`, { cause });
}
