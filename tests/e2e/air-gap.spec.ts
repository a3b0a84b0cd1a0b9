import { createSocket, type Socket } from 'node:dgram';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from './fixtures.ts';

test.describe('air gap', () => {
  let server: Server;
  let address = '';
  let requests: string[] = [];
  const datagrams: string[] = [];
  let socket: Socket;

  test.beforeAll(async () => {
    server = createServer(({ url }, response) => {
      requests.push(url ?? '');
      response.setHeader('Access-Control-Allow-Origin', '*').end('ok');
    });
    server.on('upgrade', ({ url }, stream) => {
      requests.push(url ?? '');
      stream.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // Anew each time: with tests spread over workers, this may run twice in one of them.
    socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    socket.on('message', (message) => datagrams.push(message.toString('hex')));
    address = `127.0.0.1:${(server.address() as AddressInfo).port}`; // listening on a port, so this is its form
  });
  test.beforeEach(() => (requests = []));
  test.afterAll(() => {
    server.close();
    socket.close();
  });

  test('the listener of these tests hears', async () => {
    await fetch(`http://${address}/control`);
    expect(requests).toEqual(['/control']);
  });

  test('nothing a page can do reaches a listener on this very machine', async ({ page }) => {
    await page.evaluate(
      async ([host, stun]) => {
        const quietly = async (attempt: () => unknown) => {
          try {
            await attempt();
          } catch {
            // refused: that is what the test hopes for; the listener decides
          }
        };
        const element = (tag: string, attributes: Record<string, string>) => {
          const node = document.createElement(tag);
          for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
          document.body.append(node);
        };
        const http = `http://${host}`;
        await quietly(() => fetch(`${http}/fetch`, { mode: 'no-cors' }));
        await quietly(() => {
          const request = new XMLHttpRequest();
          request.open('GET', `${http}/xhr`, false);
          request.send();
        });
        await quietly(() => navigator.sendBeacon(`${http}/beacon`, 'x'));
        await quietly(() => new WebSocket(`ws://${host}/socket`));
        await quietly(() => new EventSource(`${http}/events`));
        await quietly(() => element('img', { src: `${http}/img` }));
        await quietly(() => element('script', { src: `${http}/script` }));
        await quietly(() => element('link', { rel: 'stylesheet', href: `${http}/style` }));
        await quietly(() => element('link', { rel: 'prefetch', href: `${http}/prefetch` }));
        await quietly(() => element('link', { rel: 'preconnect', href: http }));
        await quietly(() => element('iframe', { src: `${http}/frame` }));
        await quietly(() => element('object', { data: `${http}/object` }));
        await quietly(() => element('video', { src: `${http}/video`, autoplay: '' }));
        await quietly(() => new FontFace('x', `url(${http}/font)`).load());
        await quietly(() => import(`${http}/module`));
        await quietly(() => new Worker(`${http}/worker`));
        await quietly(async () => {
          const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:${stun}` }] });
          connection.createDataChannel('x');
          await connection.setLocalDescription(await connection.createOffer());
        });
        await quietly(() => {
          const form = document.createElement('form');
          form.action = `${http}/form`;
          document.body.append(form);
          form.submit();
        });
      },
      [address, `127.0.0.1:${socket.address().port}`] as const,
    );
    // Long enough for a request that did get out to arrive on the same machine.
    await page.waitForTimeout(1500);
    expect(requests).toEqual([]);
    expect(datagrams).toEqual([]);
  });

  test('even the main process and a session nobody prepared cannot', async ({ app }) => {
    const outcome = await app.evaluate(async ({ net, session }, url) => {
      const attempt = (get: (url: string) => Promise<unknown>) =>
        get(url).then(
          () => 'reached',
          (error: unknown) => String(error),
        );
      return [
        await attempt((url) => net.fetch(url)),
        await attempt((url) => session.defaultSession.fetch(url)),
        await attempt((url) => session.fromPartition('made-up').fetch(url)),
        await attempt((url) => session.fromPartition('persist:made-up').fetch(url)),
      ];
    }, `http://${address}/main`);
    // Refused before a name is looked up, so this is the guard on requests and not the resolver's rule.
    for (const line of outcome) expect(line).toContain('ERR_BLOCKED_BY_CLIENT');
    expect(requests).toEqual([]);
  });

  test('no name is resolved, no proxy looked for, no dictionary fetched', async ({ app }) => {
    const state = await app.evaluate(async ({ app, session }) => ({
      host: await session.defaultSession.resolveHost('localhost').then(
        () => 'resolved',
        () => 'refused',
      ),
      proxy: await session.defaultSession.resolveProxy('https://example.com'),
      hasSpellChecker: session.defaultSession.isSpellCheckerEnabled(),
      hasRules: app.commandLine.getSwitchValue('host-resolver-rules'),
    }));
    expect(state).toEqual({ host: 'refused', proxy: 'DIRECT', hasSpellChecker: false, hasRules: 'MAP * ~NOTFOUND' });
  });
});
