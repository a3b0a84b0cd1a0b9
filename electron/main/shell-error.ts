import type { ErrorCode } from '../../shared/contract/rpc.ts';

/** A failed request of the page: a code for the page, a message for the person. */
export class ShellError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = 'ShellError';
    this.code = code;
  }
}
