import { resolve } from 'node:path';
import { askEngine } from './engine-port.ts';
import { expect, test } from './fixtures.ts';
import { countContents, fetchInMain, mainLog, settle, violations } from './inspect-app.ts';

const preloadScript = resolve(import.meta.dirname, '../../out/preload/index.cjs');

/** The bridge as preload exposes it; a hostile script in the real page finds no more than this. */
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
