import type { z } from 'zod';

/** The closed list of reasons a request can fail. Callers branch on the code; people read the message. */
export const ERROR_CODES = [
  'invalid-request',
  'not-found',
  'conflict',
  'cancelled',
  'corrupt-input',
  'wrong-passphrase',
  'workspace-damaged',
  'newer-workspace',
  'foreign-file',
  'io',
  'engine-stopped',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** A contract maps a method name to the zod schemas of its parameters and result. */
export type Contract = Record<string, { readonly params: z.ZodType; readonly result: z.ZodType }>;
export type Params<C extends Contract, M extends keyof C> = z.output<C[M]['params']>;
export type ParamsInput<C extends Contract, M extends keyof C> = z.input<C[M]['params']>;
export type Result<C extends Contract, M extends keyof C> = z.output<C[M]['result']>;

/** One function per method of a contract; a missing or misnamed one does not compile. */
export type Handlers<C extends Contract, Ctx> = {
  [M in keyof C]: (params: Params<C, M>, context: Ctx) => Result<C, M> | Promise<Result<C, M>>;
};

/** The methods of a contract as they are called from the same process. */
export type Calls<C extends Contract> = {
  readonly [M in keyof C]: (params: Params<C, M>, context: unknown) => Promise<Result<C, M>>;
};

export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
}
export type WireReply =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number; readonly ok: false; readonly error: WireError };
/** The first message on a port is always the event `connected`. */
export interface WireEvent {
  readonly event: string;
  readonly payload: unknown;
}

/** The least that a transport must offer: browser MessagePort, Node MessageChannel and Electron's port all fit. */
export interface Port {
  post(message: unknown): void;
  listen(handler: (message: unknown) => void): void;
  onClose(handler: () => void): void;
}
