import type { ErrorCode } from '../../../shared/contract/rpc.ts';

/**
 * An error with a closed code and a message written for the person at the screen: what happened, where, what is
 * safe, what to do next. Anything else that is thrown counts as `internal`.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
  }
}

/** What the system, SQLite or a library calls an error, such as `ENOENT`; empty where it has no such name. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
