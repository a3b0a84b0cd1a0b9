import type { ErrorCode, WireError } from '../../shared/contract/rpc.ts';

/** A request that failed: branch on `code`, show `message` to people. */
export class RequestError extends Error {
  readonly code: ErrorCode;
  constructor({ code, message }: WireError) {
    super(message);
    this.name = 'RequestError';
    this.code = code;
  }
}
