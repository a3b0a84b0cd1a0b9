import { isDeepStrictEqual } from 'node:util';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../../electron/engine/lib/errors.ts';
import { findIn } from '../../../electron/engine/rpc/find.ts';
import { nodePort } from '../../../electron/engine/rpc/node-port.ts';
import { createEventHub, type RequestContext, serve } from '../../../electron/engine/rpc/serve.ts';
import type { Contract, Handlers } from '../../../shared/contract/rpc.ts';

const contract = {
  add: { params: z.object({ a: z.int(), b: z.int().default(1) }), result: z.object({ sum: z.int() }) },
  fail: { params: z.object({ how: z.enum(['app', 'raw', 'disk', 'uncopyable']) }), result: z.unknown() },
  wait: { params: z.object({}), result: z.object({}) },
  lie: { params: z.object({}), result: z.object({ count: z.int() }) },
} satisfies Contract;

interface Setup {
  readonly replies: unknown[];
  readonly logged: unknown[];
  readonly aborted: number[];
  send(message: unknown): void;
  next(): Promise<unknown>;
  close(): void;
}

function setUp(checkResults = true): Setup {
  const { port1, port2 } = new MessageChannel();
  const replies: unknown[] = [];
  const logged: unknown[] = [];
  const aborted: number[] = [];
  const log = {
    error: (...line: unknown[]) => void logged.push(line),
    warn: (...line: unknown[]) => void logged.push(line),
  };
  const handlers: Handlers<typeof contract, RequestContext> = {
    add: ({ a, b }) => ({ sum: a + b }),
    fail: ({ how }) => {
      if (how === 'app') throw new AppError('conflict', 'The case is locked. Nothing was changed.');
      if (how === 'disk') throw Object.assign(new Error('write'), { code: 'SQLITE_IOERR_WRITE' });
      if (how === 'uncopyable') return () => 1;
      throw new Error('secret detail /home/someone');
    },
    wait: (_params, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted.push(1);
          reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
        });
      }),
    // Wrong on purpose: TypeScript would refuse it, a value read from a file would not be.
    lie: () => ({ count: 'many' }) as unknown as { count: number },
  };
  serve(nodePort(port2, 'node'), findIn(contract, handlers), { log, checkResults });
  const waiting: ((message: unknown) => void)[] = [];
  port1.on('message', (message) => {
    const receiver = waiting.shift();
    if (receiver === undefined) replies.push(message);
    else receiver(message);
  });
  return {
    replies,
    logged,
    aborted,
    send: (message) => port1.postMessage(message),
    next: () =>
      replies.length > 0 ? Promise.resolve(replies.shift()) : new Promise((resolve) => waiting.push(resolve)),
    close: () => port1.close(),
  };
}

describe('serve', () => {
  test('answers a request and fills in defaults of the schema', async () => {
    const { send, next, close } = setUp();
    send({ id: 7, method: 'add', params: { a: 2 } });
    expect(await next()).toEqual({ id: 7, ok: true, result: { sum: 3 } });
    close();
  });

  test.each(['nothing', '__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'has no method %s',
    async (method) => {
      const { send, next, close } = setUp();
      send({ id: 1, method, params: {} });
      expect(await next()).toMatchObject({ id: 1, ok: false, error: { code: 'invalid-request' } });
      close();
    },
  );

  test.each([{}, { a: 1.5 }, { a: '1' }, null, undefined, 'x'])(
    'refuses the parameters %j and names no value',
    async (params) => {
      const { send, next, close } = setUp();
      send({ id: 1, method: 'add', params });
      expect(await next()).toMatchObject({
        ok: false,
        error: { code: 'invalid-request', message: expect.stringContaining('add') },
      });
      close();
    },
  );

  test('drops what is no request and goes on', async () => {
    const { send, next, logged, close } = setUp();
    for (const message of [null, 5, 'x', {}, { id: 'a', method: 'add' }, { id: 1 }, { id: 1.5, method: 'add' }])
      send(message);
    send({ id: 2, method: 'add', params: { a: 1 } });
    expect(await next()).toMatchObject({ id: 2, ok: true });
    expect(logged).toHaveLength(7);
    close();
  });

  test('passes the code and message of an error meant for people', async () => {
    const { send, next, logged, close } = setUp();
    send({ id: 1, method: 'fail', params: { how: 'app' } });
    expect(await next()).toEqual({
      id: 1,
      ok: false,
      error: { code: 'conflict', message: 'The case is locked. Nothing was changed.' },
    });
    expect(logged).toEqual([]);
    close();
  });

  test('hides any other error behind an incident id that the log has too', async () => {
    const { send, next, logged, close } = setUp();
    send({ id: 1, method: 'fail', params: { how: 'raw' } });
    const reply = JSON.stringify(await next());
    expect(reply).toContain('"code":"internal"');
    expect(reply).not.toContain('secret detail');
    const incident = /incident ([0-9a-f]{8})/.exec(reply)?.[1];
    expect(JSON.stringify(logged)).toContain(`"incident":"${incident}"`);
    close();
  });

  test('tells a failing disk from a failing program', async () => {
    const { send, next, close } = setUp();
    send({ id: 1, method: 'fail', params: { how: 'disk' } });
    expect(await next()).toMatchObject({
      error: { code: 'io', message: expect.stringContaining('The disk reported a fault.') },
    });
    close();
  });

  test('answers even when the result cannot be copied', async () => {
    const { send, next, close } = setUp();
    send({ id: 1, method: 'fail', params: { how: 'uncopyable' } });
    expect(await next()).toMatchObject({ id: 1, ok: false, error: { code: 'internal' } });
    close();
  });

  test('checks results when told to, and only then', async () => {
    const strict = setUp(true);
    strict.send({ id: 1, method: 'lie', params: {} });
    expect(await strict.next()).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(strict.logged)).toContain('lie');
    strict.close();
    const quick = setUp(false);
    quick.send({ id: 1, method: 'lie', params: {} });
    expect(await quick.next()).toMatchObject({ ok: true, result: { count: 'many' } });
    quick.close();
  });

  test('cancels one request and leaves the others alone', async () => {
    const { send, next, aborted, close } = setUp();
    send({ id: 1, method: 'wait', params: {} });
    send({ id: 2, method: 'wait', params: {} });
    send({ cancel: 1 });
    expect(await next()).toMatchObject({ id: 1, ok: false, error: { code: 'cancelled' } });
    expect(aborted).toHaveLength(1);
    send({ id: 3, method: 'add', params: { a: 1 } });
    expect(await next()).toMatchObject({ id: 3, ok: true });
    close();
  });

  test('aborts everything when the port closes', async () => {
    const { send, next, aborted, close } = setUp();
    send({ id: 1, method: 'wait', params: {} });
    send({ id: 2, method: 'wait', params: {} });
    send({ id: 3, method: 'add', params: { a: 1 } });
    await next();
    close();
    await expect.poll(() => aborted.length).toBe(2);
  });
});

describe('createEventHub', () => {
  const events = { 'data.changed': z.object({ topics: z.array(z.string()) }) };

  test('greets each port and sends an event to every open one', async () => {
    const hub = createEventHub(events);
    const received: unknown[] = [];
    const ports = [new MessageChannel(), new MessageChannel()].map(({ port1, port2 }) => {
      hub.add(nodePort(port2, 'node'));
      port1.on('message', (message) => received.push(message));
      return port1;
    });
    hub.emit('data.changed', { topics: ['review'] });
    const news = { event: 'data.changed', payload: { topics: ['review'] } };
    await expect.poll(() => received.filter((message) => isDeepStrictEqual(message, news)).length).toBe(2);
    expect(received).toHaveLength(4);
    ports[0]?.close();
    hub.emit('data.changed', { topics: ['report'] });
    await expect.poll(() => received.length).toBe(5);
    ports[1]?.close();
  });

  test('refuses an event or a payload that the contract does not have', () => {
    const hub = createEventHub(events);
    expect(() => hub.emit('other', {})).toThrow('no event other');
    expect(() => hub.emit('toString', {})).toThrow('no event toString');
    expect(() => hub.emit('data.changed', { topics: 5 })).toThrow();
  });
});
