import type { ParamsInput, Result } from '../../shared/contract/rpc.ts';
import type { PickedFile, ShellBridge, ShellContract, ShellReply } from '../../shared/contract/shell.ts';
import { RequestError } from './request-error.ts';

declare global {
  interface Window {
    readonly shell: ShellBridge;
  }
}

/** Asks the main process. Rejects with a `RequestError`. */
export async function callShell<M extends keyof ShellContract>(
  method: M,
  params: ParamsInput<ShellContract, M>,
): Promise<Result<ShellContract, M>> {
  // Main answers this method with the contract's result: the two sides are built together from one contract.
  return unwrap(await window.shell.call(method, params)) as Result<ShellContract, M>;
}

/** Tokens of files dropped on the page; a dropped folder stands for the files in it. Rejects with a `RequestError`. */
export async function tokensForDrop(files: readonly File[]): Promise<PickedFile[]> {
  // As above: main answers a drop with picked files.
  return unwrap(await window.shell.tokensForDrop(files)) as PickedFile[];
}

function unwrap(reply: unknown): unknown {
  const { ok, ...rest } = reply as ShellReply; // the bridge is typed `unknown` so that it stays a plain pipe
  if (ok && 'result' in rest) return rest.result;
  if ('error' in rest) throw new RequestError(rest.error);
  throw new RequestError({
    code: 'internal',
    message: 'The application answered in a form nobody understands. Restart it.',
  });
}
