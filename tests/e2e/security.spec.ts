import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { askEngine } from './engine-port.ts';
import { expect, test } from './fixtures.ts';

const preloadScript = resolve(import.meta.dirname, '../../out/preload/index.cjs');

/** What a hostile page finds: everything here runs in the real page, with the bridge as preload exposes it. */
interface Shell {
  call(method: string, params: unknown): Promise<{ ok: boolean; error?: { code: string }; result?: unknown }>;
  connectEngine(nonce: string): void;
  tokensForDrop(files: readonly object[]): Promise<{ ok: boolean; result?: unknown[] }>;
}
declare global {
  interface Window {
    readonly shell: Shell;
  }
}

test.describe('the page has nothing of Node', () => {
  test('no require, process, module or Buffer, and four functions on window.shell', async ({ page }) => {
    const found = await page.evaluate(() => ({
      globals: ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
        (name) => name in globalThis,
      ),
      shell: Object.keys(window.shell).sort(),
      isSecure: isSecureContext,
    }));
    expect(found).toEqual({
      globals: [],
      shell: ['call', 'connectEngine', 'onMenu', 'tokensForDrop'],
      isSecure: true,
    });
  });

  test('every window has a sandbox, its own world and no Node', async ({ app }) => {
    const preferences = await app.evaluate(({ webContents }) =>
      // Electron documents this method only in its security guide, not in its types.
      webContents
        .getAllWebContents()
        .map((contents) => (contents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences()),
    );
    expect(preferences).toHaveLength(1);
    expect(preferences[0]).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    });
  });

  test('a webview element stays empty', async ({ app, page }) => {
    await page.evaluate(() => {
      const element = document.createElement('webview');
      element.setAttribute('src', 'app://countersign/index.html');
      document.body.append(element);
    });
    expect(await countContents(app)).toBe(1);
  });
});

test.describe('permissions', () => {
  test('every permission asked for is denied', async ({ page }) => {
    const answers = await page.evaluate(async () => {
      const name = (error: unknown) => (error instanceof Error ? error.name : String(error));
      const states = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'].map(
        async (permission) => {
          const status = await navigator.permissions.query({ name: permission as PermissionName });
          return `${permission}: ${status.state}`;
        },
      );
      return [
        ...(await Promise.all(states)),
        await new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('located'),
            ({ code }) => resolve(`position error ${code}`),
          ),
        ),
        await navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'heard', name),
        await navigator.mediaDevices.getDisplayMedia().then(() => 'seen', name),
        await navigator.clipboard.readText().then(() => 'read', name),
        await Notification.requestPermission(),
      ];
    });
    expect(answers.slice(0, 6)).toEqual(
      ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'].map(
        (name) => `${name}: denied`,
      ),
    );
    expect(answers[6]).toBe('position error 1');
    expect(answers.slice(7)).not.toContain('heard');
    expect(answers.slice(7)).not.toContain('seen');
    expect(answers.slice(7)).not.toContain('read');
    expect(answers[10]).toBe('denied');
  });
});

test.describe('the page goes nowhere', () => {
  const targets = [
    'https://example.com/',
    'file:///etc/passwd',
    'data:text/html,hello',
    'app://countersign/print.html',
    'app://countersign/index.html?other',
    'app://elsewhere/index.html',
    'app://countersign.example/index.html',
    'javascript:document.title="taken over"',
  ];
  for (const target of targets) {
    test(`navigation to ${target}`, async ({ app, page }) => {
      const before = page.url();
      await page.evaluate((address) => {
        window.location.href = address;
      }, target);
      await settle(page);
      await page.evaluate((address) => {
        const link = document.createElement('a');
        link.href = address;
        document.body.append(link);
        link.click();
      }, target);
      await settle(page);
      expect(page.url()).toBe(before);
      expect(await page.title()).not.toBe('taken over');
      expect(await countContents(app)).toBe(1);
    });
  }

  test('from about:blank, which nothing can forbid, the page is taken back', async ({ page }) => {
    const home = page.url();
    const wentAway = page.waitForEvent('framenavigated', (frame) => frame.url() === 'about:blank');
    await page.evaluate(() => {
      window.location.href = 'about:blank';
    });
    await wentAway;
    await expect.poll(() => page.url()).toBe(home);
    await expect(page.locator('#root')).not.toBeEmpty();
  });

  test('no second window, whatever opens it', async ({ app, page }) => {
    const opened = await page.evaluate(() => {
      for (const target of ['_blank', 'named']) {
        const link = document.createElement('a');
        link.href = 'app://countersign/index.html';
        link.target = target;
        document.body.append(link);
        link.click();
      }
      return ['https://example.com', 'about:blank', '', 'app://countersign/index.html'].map((address) =>
        window.open(address),
      );
    });
    await settle(page);
    expect(opened).toEqual([null, null, null, null]);
    expect(await countContents(app)).toBe(1);
  });

  test('a reload is allowed', async ({ page }) => {
    await page.evaluate(() => Object.assign(window, { mark: 1 }));
    await page.evaluate(() => window.location.reload());
    await expect.poll(() => page.evaluate(() => 'mark' in window).catch(() => true)).toBe(false);
  });

  test('a frame shows nothing and gets no bridge', async ({ page }) => {
    const frames = await page.evaluate(async () => {
      const make = (fill: (frame: HTMLIFrameElement) => void) =>
        new Promise<string>((resolve) => {
          const frame = document.createElement('iframe');
          fill(frame);
          frame.addEventListener('load', () => {
            try {
              resolve(
                `bridge: ${'shell' in (frame.contentWindow ?? {})}, text: ${frame.contentDocument?.body.textContent ?? ''}`,
              );
            } catch {
              resolve('out of reach');
            }
          });
          setTimeout(() => resolve('never loaded'), 3000);
          document.body.append(frame);
        });
      return Promise.all([
        make((frame) => (frame.src = 'app://countersign/index.html')),
        make((frame) => (frame.src = 'https://example.com/')),
        make((frame) => (frame.src = 'about:blank')),
      ]);
    });
    for (const frame of frames) expect(['never loaded', 'out of reach', 'bridge: false, text: ']).toContain(frame);
  });

  test('a download is refused', async ({ app, page }) => {
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['taken']));
      link.download = 'taken.txt';
      document.body.append(link);
      link.click();
    });
    await expect.poll(() => mainLog(app)).toContain('download refused');
  });
});

test.describe('app:// serves the built pages and nothing else', () => {
  test('a page is served with its policy', async ({ app }) => {
    const [status, policy] = await fetchInMain(app, 'app://countersign/index.html');
    expect(status).toBe(200);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/style-src 'self' 'nonce-[A-Za-z0-9+/=]{24}'/);
    const [, second] = await fetchInMain(app, 'app://countersign/index.html');
    expect(second).not.toBe(policy);
  });

  const outside = [
    'app://countersign/',
    'app://countersign/none.html',
    'app://countersign/../main/index.js',
    'app://countersign/%2e%2e/main/index.js',
    'app://countersign/..%2fmain%2findex.js',
    'app://countersign/assets/..%2f..%2fmain%2findex.js',
    'app://countersign/..%5cmain%5cindex.js',
    'app://countersign//etc/passwd',
    'app://countersign/%2fetc%2fpasswd',
    'app://countersign/index.html%00.js',
    'app://countersign/%E0%A4%A',
    'app://elsewhere/index.html',
    'app://countersign.example/index.html',
    'app://user:password@countersign/index.html',
  ];
  for (const address of outside) {
    test(`not ${address}`, async ({ app }) => {
      const [status] = await fetchInMain(app, address);
      expect([404, 'refused']).toContain(status);
    });
  }

  test('reading is all one can do', async ({ app }) => {
    const [status] = await fetchInMain(app, 'app://countersign/index.html', 'POST');
    expect([404, 'refused']).toContain(status);
  });
});

test.describe('air gap', () => {
  let server: Server;
  let address = '';
  let requests: string[] = [];
  const datagrams: string[] = [];
  const socket = createSocket('udp4');

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

test.describe('content security policy', () => {
  test('loading the app violates nothing', async ({ app, page }) => {
    await app.context().addInitScript(() => {
      const violations: string[] = [];
      Object.assign(window, { violations });
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
        violations.push(`${effectiveDirective} ${blockedURI} ${sample}`),
      );
    });
    await page.reload();
    await expect(page.locator('#root')).not.toBeEmpty();
    await settle(page);
    expect(await violations(page)).toEqual([]);
    await page.evaluate(() => {
      const style = document.createElement('style');
      style.append('body { color: red }');
      document.head.append(style);
    });
    await expect.poll(() => violations(page)).toHaveLength(1);
  });

  test('text does not become code', async ({ page }) => {
    const outcome = await page.evaluate(async () => {
      const later = (run: () => string) => new Promise<string>((resolve) => setTimeout(() => resolve(run())));
      const attempt = (run: () => unknown) => {
        try {
          run();
          return 'ran';
        } catch (error) {
          return error instanceof Error ? error.name : String(error);
        }
      };
      attempt(() => {
        const script = document.createElement('script');
        script.append('window.injected = 1');
        document.body.append(script);
      });
      return {
        // In a task of their own: what a debugger evaluates may evaluate.
        eval: await later(() => attempt(() => globalThis.eval('1'))),
        function: await later(() => attempt(() => new Function('return 1'))),
        html: attempt(() => (document.createElement('div').innerHTML = '<b>x</b>')),
        script: attempt(() => (document.createElement('script').src = 'data:text/javascript,1')),
        isInjected: 'injected' in window,
      };
    });
    expect(outcome).toEqual({
      eval: 'EvalError',
      function: 'EvalError',
      html: 'TypeError',
      script: 'TypeError',
      isInjected: false,
    });
  });
});

test.describe('the bridge', () => {
  test('unknown methods, wrong parameters and the print windows’ methods are refused', async ({ page }) => {
    const calls: [string, unknown][] = [
      ['shell.nothing', {}],
      ['__proto__', {}],
      ['constructor', {}],
      ['shell:drop', {}],
      ['shell.reveal', { path: '/etc/passwd' }],
      ['shell.pickFiles', { purpose: 'anything' }],
      ['shell.copyText', { text: 'x'.repeat(100_001) }],
    ];
    for (const [method, params] of calls) {
      const reply = await page.evaluate(([method, params]) => window.shell.call(method, params), [
        method,
        params,
      ] as const);
      expect(reply, method).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
    }
    for (const [method, params] of [
      ['shell.printDocument', { printId: 'x' }],
      ['shell.reveal', { token: '/etc/passwd' }],
    ] as const) {
      const reply = await page.evaluate(([method, params]) => window.shell.call(method, params), [
        method,
        params,
      ] as const);
      expect(reply, method).toMatchObject({ ok: false, error: { code: 'not-found' } });
    }
  });

  test('a file the page makes up has no token', async ({ page }) => {
    const reply = await page.evaluate(() => {
      const fake = new File(['x'], '../../etc/passwd');
      Object.assign(fake, { path: '/etc/passwd' });
      return window.shell.tokensForDrop([fake, { path: '/etc/passwd' }]);
    });
    expect(reply).toEqual({ ok: true, result: [] });
  });

  test('the engine knows no token but those handed out, and no method but its contract’s', async ({ page }) => {
    expect(await askEngine(page, 'workspace.open', { token: '/etc/passwd' })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
    for (const method of ['__proto__', 'constructor', 'workspace.nothing']) {
      expect(await askEngine(page, method, {})).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
    }
  });

  test('a window that shows another page is refused, even with our preload', async ({ app }) => {
    const replies = await app.evaluate(async ({ BrowserWindow }, preload) => {
      const forged = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, nodeIntegrationInSubFrames: true },
      });
      const ask = (path: string) =>
        forged.webContents.executeJavaScript(
          `${path}.shell.connectEngine('00000000-0000-4000-8000-000000000000'), ${path}.shell.call('shell.about', {})`,
        );
      // Without the guard on requests, so that the check of the sender is all that is left.
      forged.webContents.session.webRequest.onBeforeRequest(null);
      await forged.loadURL('data:text/html,<title>forged</title>');
      const foreignPage: unknown = await ask('window');
      await forged.loadURL('app://countersign/index.html');
      const ownPage: unknown = await ask('window');
      const subframe: unknown = await forged.webContents.executeJavaScript(
        `new Promise((resolve) => { const frame = document.createElement('iframe'); document.body.append(frame);
          resolve(frame.contentWindow.shell === undefined ? 'no bridge' : frame.contentWindow.shell.call('shell.about', {})); })`,
      );
      forged.destroy();
      return { foreignPage, ownPage, subframe };
    }, preloadScript);
    expect(replies.foreignPage).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
    // The control: the same window is answered while it shows our page.
    expect(replies.ownPage).toMatchObject({ ok: true });
    if (replies.subframe !== 'no bridge')
      expect(replies.subframe).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
    expect(await mainLog(app)).toContain('a request for an engine port was refused');
  });
});

function countContents(app: ElectronApplication): Promise<number> {
  return app.evaluate(
    ({ webContents }) => webContents.getAllWebContents().filter((contents) => contents.getType() !== 'remote').length,
  );
}

/** Two turns of the page's event loop after a turn of main's: a navigation that was allowed would have begun. */
async function settle(page: Page): Promise<void> {
  await page.waitForTimeout(200);
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)));
}

function violations(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { violations: string[] }).violations); // put there by the init script
}

/** Status and policy of a request that bypasses the page's own policy. */
function fetchInMain(app: ElectronApplication, address: string, method = 'GET'): Promise<[number | 'refused', string]> {
  return app.evaluate(
    async ({ session }, [address, method]) => {
      try {
        const response = await session.defaultSession.fetch(address, { method });
        return [response.status, response.headers.get('content-security-policy') ?? ''] as [number, string];
      } catch {
        return ['refused', ''] as ['refused', string];
      }
    },
    [address, method] as const,
  );
}

async function mainLog(app: ElectronApplication): Promise<string> {
  const folder = await app.evaluate(({ app }) => app.getPath('userData'));
  return readFileSync(join(folder, 'logs', 'main.log'), 'utf8');
}
