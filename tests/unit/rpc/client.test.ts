import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { nodePort } from '../../../electron/engine/rpc/node-port.ts';
import { createClient } from '../../../renderer/engine/client.ts';
import { engineEvents } from '../../../shared/contract/events.ts';
import type { Port } from '../../../shared/contract/rpc.ts';

/** Plays the engine by hand: each connection is one end of a real channel. */
function setUp() {
  const engines: { port: MessagePort; received: unknown[] }[] = [];
  let failures = 0;
  const connect = async (): Promise<Port> => {
    if (failures-- > 0) throw new Error('not yet');
    const { port1, port2 } = new MessageChannel();
    const received: unknown[] = [];
    port2.on('message', (message) => received.push(message));
    engines.push({ port: port2, received });
    open.push(port2);
    port2.postMessage({ event: 'connected', payload: null });
    return nodePort(port1, 'node');
  };
  const start = (longestHold = 1) =>
    createClient(connect, { backoff: () => 1, longestHold, checkedBy: async () => engineEvents });
  return { engines, start, failNext: (times: number) => (failures = times) };
}

const open: MessagePort[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

const ready = (client: ReturnType<typeof createClient>) => expect.poll(() => client.state()).toBe('ready');

describe('createClient', () => {
  test('sends calls made before the connection stands, and matches replies by id', async () => {
    const { engines, start } = setUp();
    const client = start();
    const first = client.call('workspace.close', {});
    const second = client.call('review.progress', {});
    await expect.poll(() => engines[0]?.received.length).toBe(2);
    expect(engines[0]?.received).toEqual([
      { id: 1, method: 'workspace.close', params: {} },
      { id: 2, method: 'review.progress', params: {} },
    ]);
    engines[0]?.port.postMessage({ id: 2, ok: true, result: { total: 9 } });
    engines[0]?.port.postMessage({ id: 1, ok: false, error: { code: 'io', message: 'The disk is full.' } });
    await expect(second).resolves.toEqual({ total: 9 });
    await expect(first).rejects.toMatchObject({ name: 'RequestError', code: 'io', message: 'The disk is full.' });
  });

  test('answers to what was asked before the connection stood are handed on together', async () => {
    const { engines, start } = setUp();
    const client = start(3_600_000);
    const settled: string[] = [];
    void client.call('workspace.close', {}).then(() => settled.push('first'));
    void client.call('review.progress', {}).then(() => settled.push('second'));
    await expect.poll(() => engines[0]?.received.length).toBe(2);
    const later = client.call('jobs.running', {});
    engines[0]?.port.postMessage({ id: 2, ok: true, result: {} });
    engines[0]?.port.postMessage({ id: 3, ok: true, result: {} });
    await later;
    expect(settled).toEqual([]);
    engines[0]?.port.postMessage({ id: 1, ok: true, result: {} });
    await expect.poll(() => settled).toEqual(['second', 'first']);
  });

  test('one that takes long does not keep the others', async () => {
    const { engines, start } = setUp();
    const client = start();
    void client.call('workspace.close', {}).catch(() => undefined);
    const second = client.call('review.progress', {});
    await expect.poll(() => engines[0]?.received.length).toBe(2);
    engines[0]?.port.postMessage({ id: 2, ok: true, result: {} });
    await expect(second).resolves.toEqual({});
  });

  test('rejects all that is pending when the port closes, connects again and says so', async () => {
    const { engines, start, failNext } = setUp();
    const client = start();
    const states: string[] = [];
    client.subscribe(() => states.push(client.state()));
    await ready(client);
    const calls = [client.call('workspace.close', {}), client.call('review.progress', {})];
    failNext(2);
    engines[0]?.port.close();
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'engine-stopped' });
    await ready(client);
    expect(states).toEqual(['ready', 'lost', 'ready']);
    const again = client.call('workspace.close', {});
    await expect.poll(() => engines[1]?.received.length).toBe(1);
    engines[1]?.port.postMessage({ id: 3, ok: true, result: {} });
    await expect(again).resolves.toEqual({});
  });

  test('a port that closes before the engine has greeted is not a connection', async () => {
    const ends: MessagePort[] = [];
    const states: string[] = [];
    const client = createClient(
      async () => {
        const { port1, port2 } = new MessageChannel();
        ends.push(port2);
        open.push(port2);
        if (ends.length === 1) port2.close();
        else port2.postMessage({ event: 'connected', payload: null });
        return nodePort(port1, 'node');
      },
      { backoff: () => 1 },
    );
    client.subscribe(() => states.push(client.state()));
    await ready(client);
    expect(states).toEqual(['lost', 'ready']);
    expect(ends).toHaveLength(2);
  });

  test('while the engine is lost, calls fail at once instead of waiting for ever', async () => {
    const { start, failNext } = setUp();
    failNext(1_000_000);
    const client = start();
    const early = client.call('workspace.close', {});
    await expect(early).rejects.toMatchObject({ code: 'engine-stopped' });
    await expect(client.call('workspace.close', {})).rejects.toMatchObject({ code: 'engine-stopped' });
    failNext(0);
    await ready(client);
  });

  test('an aborted signal cancels at the engine and rejects once, whatever comes later', async () => {
    const { engines, start } = setUp();
    const client = start();
    await ready(client);
    const controller = new AbortController();
    const call = client.call('review.progress', {}, { signal: controller.signal });
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => engines[0]?.received).toContainEqual({ cancel: 1 });
    engines[0]?.port.postMessage({ id: 1, ok: true, result: {} });
    controller.abort();
    await expect(client.call('review.progress', {}, { signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(engines[0]?.received).toHaveLength(2);
  });

  test('hands events to their listeners until they leave', async () => {
    const { engines, start } = setUp();
    const client = start();
    const topics: string[][] = [];
    const leave = client.on('data.changed', (payload) => topics.push(payload.topics));
    await ready(client);
    engines[0]?.port.postMessage({ event: 'data.changed', payload: { topics: ['review'] } });
    engines[0]?.port.postMessage({ event: '__proto__', payload: {} });
    engines[0]?.port.postMessage({ event: 'data.changed', payload: { topics: ['journal'] } });
    await expect.poll(() => topics).toEqual([['review'], ['journal']]);
    leave();
    const done = client.call('workspace.close', {});
    engines[0]?.port.postMessage({ event: 'data.changed', payload: { topics: ['keys'] } });
    engines[0]?.port.postMessage({ id: 1, ok: true, result: {} });
    await done;
    expect(topics).toHaveLength(2);
  });
});
