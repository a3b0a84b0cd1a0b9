import type { z } from 'zod';
import type { EngineContract } from '../../shared/contract/engine.ts';
import type { EngineEvents } from '../../shared/contract/events.ts';
import type { ParamsInput, Port, Result, WireReply } from '../../shared/contract/rpc.ts';
import type { ShellBridge } from '../../shared/contract/shell.ts';
import { requestPort } from './port.ts';
import { RequestError } from './request-error.ts';

/** `lost` after the engine stopped: calls fail at once until the connection is `ready` again. */
export type ConnectionState = 'connecting' | 'ready' | 'lost';

/** The events of the contract, by name only: the page needs none of its schemas to listen. */
const EVENTS: Readonly<Record<keyof EngineEvents, true>> = {
  'job.progress': true,
  'job.finished': true,
  'inspect.progress': true,
  'case.progress': true,
  'data.changed': true,
};

type EventPayload<E extends keyof EngineEvents> = z.output<EngineEvents[E]>;

export interface EngineClient {
  /** Runs a method of the engine. Rejects with a `RequestError`; an aborted signal gives `cancelled`. */
  call<M extends keyof EngineContract>(
    method: M,
    params: ParamsInput<EngineContract, M>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Result<EngineContract, M>>;
  /** Listens to an event; the answer stops it. */
  on<E extends keyof EngineEvents>(event: E, handler: (payload: EventPayload<E>) => void): () => void;
  state(): ConnectionState;
  /** Calls the listener after each change of state; the answer stops it. */
  subscribe(listener: () => void): () => void;
}

export interface ClientOptions {
  /** Waiting time before attempt n (from 0) to get a port again, in milliseconds. */
  readonly backoff?: (attempt: number) => number;
  /** So long, at most, the first answers wait for one another, in milliseconds. */
  readonly longestHold?: number;
  /** Checks incoming events against these schemas. */
  readonly checkedBy?: () => Promise<EngineEvents>;
}

/** The page's client: connects at once, and again whenever the engine was lost. */
export function createEngineClient(bridge: Pick<ShellBridge, 'connectEngine'>): EngineClient {
  return createClient(() => requestPort(bridge), import.meta.env.DEV ? { checkedBy: loadEvents } : {});
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: RequestError): void;
}

/** A client over whatever gives it a port. */
export function createClient(connect: () => Promise<Port>, options: ClientOptions = {}): EngineClient {
  const { backoff = (attempt) => Math.min(200 * 2 ** attempt, 5000), longestHold = 30, checkedBy } = options;
  const listeners = new Set<() => void>();
  const handlers = new Map<string, Set<(payload: unknown) => void>>();
  const pending = new Map<number, Pending>();
  let state: ConnectionState = 'connecting';
  let port: Port | null = null;
  let waiting: (() => void)[] = [];
  /** What was asked before the engine was there. Its answers come close together, and are handed on together: drawn once, not one by one. */
  let first = new Set<number>();
  const held: WireReply[] = [];
  let lastId = 0;
  void connectUntilItWorks();

  return {
    async call(method, params, { signal } = {}) {
      // The engine validates results in development and tests; the two sides are built from one contract.
      return (await request(method, params, signal)) as Result<EngineContract, typeof method>;
    },
    on(event, handler) {
      const known = handlers.get(event) ?? new Set();
      handlers.set(event, known);
      const listener = (payload: unknown) => handler(payload as EventPayload<typeof event>); // checked in receive()
      known.add(listener);
      return () => void known.delete(listener);
    },
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };

  function request(method: string, params: unknown, signal: AbortSignal | undefined): Promise<unknown> {
    if (signal?.aborted === true) return Promise.reject(cancelled());
    if (state === 'lost') return Promise.reject(engineStopped());
    return new Promise((resolve, reject) => {
      const id = ++lastId;
      const cancel = () => {
        if (!pending.has(id)) return;
        settle(id)?.reject(cancelled());
        port?.post({ cancel: id });
      };
      const forget = () => signal?.removeEventListener('abort', cancel);
      pending.set(id, {
        resolve: (result) => (forget(), resolve(result)),
        reject: (error) => (forget(), reject(error)),
      });
      signal?.addEventListener('abort', cancel, { once: true });
      const send = () => {
        if (pending.has(id)) port?.post({ id, method, params });
      };
      if (port === null) waiting.push(send);
      else send();
    });
  }

  async function connectUntilItWorks(): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await adopt(await connect());
      } catch {
        // The engine is on its way back; the state already says so to whoever looks.
        setState('lost');
        rejectAll();
        await new Promise((resolve) => setTimeout(resolve, backoff(attempt)));
      }
    }
  }

  /** Resolves when the engine has greeted: a port alone may lead to a process that is just ending. */
  function adopt(fresh: Port): Promise<void> {
    return new Promise((resolve, reject) => {
      fresh.onClose(() => {
        reject(new Error('the engine closed the port'));
        if (port === fresh) lose();
      });
      fresh.listen((message) => {
        if (port === fresh) return receive(message);
        port = fresh;
        const queued = waiting;
        waiting = [];
        first = new Set(pending.keys());
        for (const send of queued) send();
        setState('ready');
        resolve();
      });
    });
  }

  function lose(): void {
    port = null;
    setState('lost');
    rejectAll();
    void connectUntilItWorks();
  }

  function receive(message: unknown): void {
    if (typeof message !== 'object' || message === null) return;
    if ('event' in message && typeof message.event === 'string') {
      return dispatch(message.event, 'payload' in message ? message.payload : undefined);
    }
    const reply = message as WireReply; // only the engine holds the other end of this port
    if (!first.delete(reply.id)) return take(reply);
    held.push(reply);
    if (first.size === 0) release();
    else if (held.length === 1) setTimeout(release, longestHold);
  }

  function take(reply: WireReply): void {
    const entry = settle(reply.id);
    if (reply.ok) entry?.resolve(reply.result);
    else entry?.reject(new RequestError(reply.error));
  }

  function release(): void {
    first.clear();
    for (const reply of held.splice(0)) take(reply);
  }

  function dispatch(event: string, payload: unknown): void {
    if (!Object.hasOwn(EVENTS, event)) return;
    void checkedBy?.().then((schemas) => schemas[event as keyof EngineEvents].parse(payload)); // the line above proves the key
    for (const handler of handlers.get(event) ?? []) handler(payload);
  }

  function settle(id: number): Pending | undefined {
    const entry = pending.get(id);
    pending.delete(id);
    return entry;
  }

  function rejectAll(): void {
    waiting = [];
    for (const id of pending.keys()) settle(id)?.reject(engineStopped());
  }

  function setState(next: ConnectionState): void {
    if (state === next) return;
    state = next;
    for (const listener of listeners) listener();
  }
}

async function loadEvents(): Promise<EngineEvents> {
  return (await import('../../shared/contract/events.ts')).engineEvents;
}

function cancelled(): RequestError {
  return new RequestError({ code: 'cancelled', message: 'The request was cancelled.' });
}

function engineStopped(): RequestError {
  return new RequestError({
    code: 'engine-stopped',
    message:
      'The engine of Countersign stopped. Everything saved before is safe; the last step may not have been saved. It is being restarted: try again in a moment.',
  });
}
