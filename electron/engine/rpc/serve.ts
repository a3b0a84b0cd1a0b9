import type { z } from 'zod';
import type { Port, WireEvent, WireReply } from '../../../shared/contract/rpc.ts';
import { AppError } from '../lib/errors.ts';
import type { Log } from '../../common/log.ts';
import { encodeError } from './encode-error.ts';
import type { Find } from './find.ts';
import { parseMessage } from './wire.ts';

/** What a handler is given besides its parameters. */
export interface RequestContext {
  /** Aborted when the caller cancels or its port closes. */
  readonly signal: AbortSignal;
}

export interface ServeOptions {
  readonly log: Pick<Log, 'error' | 'warn'>;
  /** Checks each result against the contract before it is sent: development and tests. */
  readonly checkResults: boolean;
}

/**
 * Answers the requests that arrive at a port, until it closes. Parameters are always validated, the page being the
 * side nobody trusts; an error reaches the caller as a code and a message, its stack only the log.
 */
export function serve(port: Port, find: Find, options: ServeOptions): void {
  const running = new Map<number, AbortController>();
  port.listen((message) => {
    const parsed = parseMessage(message);
    if (parsed === null) options.log.warn('a message that is neither a request nor a cancellation was dropped');
    else if (parsed.kind === 'cancel') running.get(parsed.id)?.abort();
    else void answer(parsed.id, parsed.method, parsed.params);
  });
  port.onClose(() => {
    for (const controller of running.values()) controller.abort();
    running.clear();
  });

  async function answer(id: number, method: string, params: unknown): Promise<void> {
    if (running.has(id)) {
      options.log.warn({ id, method }, 'a request with the id of one under way was dropped');
      return;
    }
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const result = await run(find, method, params, { signal: controller.signal }, options.checkResults);
      if (running.delete(id)) send(port, { id, ok: true, result });
    } catch (error) {
      const encoded = encodeError(error, method, options.log);
      if (running.delete(id)) send(port, { id, ok: false, error: encoded });
    }
  }

  /** A result that cannot be copied to the other side is the handler's mistake; the caller must not wait for ever. */
  function send(to: Port, reply: WireReply): void {
    try {
      to.post(reply);
    } catch (error) {
      to.post({ id: reply.id, ok: false, error: encodeError(error, 'reply', options.log) } satisfies WireReply);
    }
  }
}

/** The ports that get events. A port that closes leaves by itself. */
export interface EventHub {
  /** Greets the port, so that the page knows the engine is there, and sends it every event from now on. */
  add(port: Port): void;
  emit(event: string, payload: unknown): void;
}

/** An event hub without ports; `contract` names the events and, when given, each payload is checked against it. */
export function createEventHub(contract?: Readonly<Record<string, z.ZodType>>): EventHub {
  const ports = new Set<Port>();
  return {
    add(port) {
      ports.add(port);
      port.post({ event: 'connected', payload: null } satisfies WireEvent);
      port.onClose(() => ports.delete(port));
    },
    emit(event, payload) {
      if (contract !== undefined) {
        if (!Object.hasOwn(contract, event)) throw new Error(`the contract has no event ${event}`);
        contract[event]?.parse(payload);
      }
      for (const port of ports) port.post({ event, payload } satisfies WireEvent);
    },
  };
}

/** Throws what the handler throws, or an `AppError` `invalid-request`. */
async function run(
  find: Find,
  method: string,
  params: unknown,
  context: RequestContext,
  checkResults: boolean,
): Promise<unknown> {
  const found = await find(method);
  if (found === null)
    throw new AppError('invalid-request', `There is no method named "${method.slice(0, 80)}". Nothing was changed.`);
  const checked = found.params.safeParse(params);
  if (!checked.success) {
    throw new AppError(
      'invalid-request',
      `The request "${method}" is not valid: ${issues(checked.error)}. Nothing was changed.`,
    );
  }
  // Cancelled while what answers it was read.
  context.signal.throwIfAborted();
  const result: unknown = await found.handle(checked.data, context);
  if (checkResults) {
    const outcome = found.result.safeParse(result);
    if (!outcome.success) throw new Error(`the result of ${method} breaks the contract: ${issues(outcome.error)}`);
  }
  return result;
}

function issues(error: z.ZodError): string {
  const shown = error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.length === 0 ? 'request' : path.join('.')}: ${message}`);
  return shown.join('; ');
}
