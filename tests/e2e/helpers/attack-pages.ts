import type { Page } from '@playwright/test';
import { askEngine } from '../engine-port.ts';
import { settle } from '../inspect-app.ts';
import { expect } from '../pages/expect.ts';
import { goTo, openSampleCase, type ScreenName } from '../pages/shell.ts';

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

/** What a hostile script in the page can try. Each needs the page alone, so that it runs against the sources and a package alike. */
export interface Attack {
  readonly name: string;
  /** Fails when the attack succeeds. The page may be used for the next one afterwards. */
  readonly run: (page: Page) => Promise<void>;
}

const NAVIGATIONS = [
  'https://example.com/',
  'file:///etc/passwd',
  'data:text/html,hello',
  'app://countersign/print.html',
  'app://countersign/index.html?other',
  'app://elsewhere/index.html',
  'app://countersign.example/index.html',
  'javascript:document.title="taken over"',
  'mailto:somebody@example.com',
];

/** Addresses that lead out of the built pages. */
export const OUTSIDE = [
  'app://countersign/',
  'app://countersign/none.html',
  'app://countersign/../main/program.js',
  'app://countersign/%2e%2e/main/program.js',
  'app://countersign/..%2fmain%2fprogram.js',
  'app://countersign/assets/..%2f..%2fmain%2fprogram.js',
  'app://countersign/..%5cmain%5cprogram.js',
  'app://countersign//etc/passwd',
  'app://countersign/%2fetc%2fpasswd',
  'app://countersign/index.html%00.js',
  'app://countersign/%E0%A4%A',
  'app://elsewhere/index.html',
  'app://countersign.example/index.html',
  'app://user:password@countersign/index.html',
];

const PERMISSIONS = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'];

export const ATTACKS: readonly Attack[] = [
  { name: 'finds nothing of Node, and four functions on window.shell', run: findNode },
  { name: 'asks for permissions', run: askPermissions },
  { name: 'asks for devices after a click', run: askDevices },
  { name: 'puts a webview into the page', run: useWebview },
  { name: 'opens a second window', run: openWindows },
  { name: 'puts frames into the page', run: useFrames },
  { name: 'runs text as code', run: runText },
  { name: 'reaches for the network', run: reachOut },
  { name: 'calls what the bridge does not have', run: misuseBridge },
  { name: 'makes up files and tokens', run: makeUpFiles },
  ...NAVIGATIONS.map((target) => ({ name: `goes to ${target}`, run: (page: Page) => navigate(page, target) })),
];

async function findNode(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    globals: ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
      (name) => name in globalThis,
    ),
    shell: Object.keys(window.shell).sort(),
    isSecure: isSecureContext,
  }));
  const shell = ['call', 'connectEngine', 'onMenu', 'tokensForDrop'];
  expect(found).toEqual({ globals: [], shell, isSecure: true });
}

async function askPermissions(page: Page): Promise<void> {
  const answers = await page.evaluate(async (names) => {
    const name = (error: unknown) => (error instanceof Error ? error.name : String(error));
    const states = names.map(async (permission) => {
      const status = await navigator.permissions.query({ name: permission as PermissionName });
      return `${permission}: ${status.state}`;
    });
    return {
      states: await Promise.all(states),
      position: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('located'),
          ({ code }) => resolve(`position error ${code}`),
        ),
      ),
      others: [
        await navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'heard', name),
        await navigator.mediaDevices.getDisplayMedia().then(() => 'seen', name),
        await navigator.clipboard.readText().then(() => 'read', name),
      ],
      notification: await Notification.requestPermission(),
    };
  }, PERMISSIONS);
  expect(answers.states).toEqual(PERMISSIONS.map((name) => `${name}: denied`));
  expect(answers.position).toBe('position error 1');
  for (const answer of answers.others) expect(['heard', 'seen', 'read']).not.toContain(answer);
  expect(answers.notification).toBe('denied');
}

/** Devices are only given after a gesture, so a real click asks for them. */
async function askDevices(page: Page): Promise<void> {
  await page.evaluate(() => {
    const button = document.createElement('button');
    button.id = 'devices';
    button.style.setProperty('position', 'fixed');
    button.style.setProperty('inset', '0');
    button.style.setProperty('z-index', '99999');
    button.addEventListener('click', () => {
      const devices = navigator as unknown as Record<
        string,
        { [method: string]: (options: object) => Promise<unknown> }
      >; // not in every lib
      const asked = [
        devices['usb']?.['requestDevice']?.({ filters: [] }),
        devices['hid']?.['requestDevice']?.({ filters: [] }).then((found) => {
          if (Array.isArray(found) && found.length === 0) throw new Error('none');
        }),
        devices['serial']?.['requestPort']?.({}),
        devices['bluetooth']?.['requestDevice']?.({ acceptAllDevices: true }),
      ];
      const within = (one: Promise<unknown> | undefined) =>
        Promise.race([
          Promise.resolve(one ?? Promise.reject(new Error('absent'))).then(
            () => 'given',
            () => 'refused',
          ),
          new Promise((resolve) => setTimeout(() => resolve('no answer'), 5000)),
        ]);
      void Promise.all(asked.map(within)).then((answers) => (button.title = answers.join()));
    });
    document.body.append(button);
  });
  await page.locator('#devices').click();
  await expect(page.locator('#devices')).toHaveAttribute('title', /,/);
  expect(await page.locator('#devices').getAttribute('title')).not.toContain('given');
  await page.evaluate(() => document.querySelector('#devices')?.remove());
}

async function useWebview(page: Page): Promise<void> {
  await page.evaluate(() => {
    const element = document.createElement('webview');
    element.setAttribute('src', 'app://countersign/index.html');
    document.body.append(element);
  });
  await settle(page);
  expect(await page.evaluate(() => 'getWebContentsId' in (document.querySelector('webview') ?? {}))).toBe(false);
  expect(page.frames()).toHaveLength(1);
}

async function openWindows(page: Page): Promise<void> {
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
  expect(page.context().pages()).toHaveLength(1);
}

async function useFrames(page: Page): Promise<void> {
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
  await page.evaluate(() => document.querySelectorAll('iframe').forEach((frame) => frame.remove()));
}

async function runText(page: Page): Promise<void> {
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
  const expected = { eval: 'EvalError', function: 'EvalError', html: 'TypeError', script: 'TypeError' };
  expect(outcome).toEqual({ ...expected, isInjected: false });
}

/** By every way out that a page has: each fails, and none by a time-out. */
async function reachOut(page: Page): Promise<void> {
  const ways = await page.evaluate(async () => {
    const attempt = (run: () => Promise<string>) => run().catch(() => 'refused');
    const loads = (element: HTMLElement) =>
      new Promise<string>((resolve) => {
        element.addEventListener('load', () => resolve('loaded'));
        element.addEventListener('error', () => resolve('refused'));
        document.body.append(element);
      });
    return {
      fetch: await attempt(async () => `fetched ${(await fetch('https://example.com/')).status}`),
      own: await attempt(async () => `fetched ${(await fetch('app://countersign/index.html')).status}`),
      picture: await loads(Object.assign(new Image(), { src: 'https://example.com/x.png' })),
      traversal: await loads(Object.assign(new Image(), { src: 'app://countersign/..%2fmain%2fprogram.js' })),
      socket: await attempt(
        () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket('wss://example.com/');
            socket.addEventListener('open', () => resolve('opened'));
            socket.addEventListener('error', () => reject(new Error('refused')));
          }),
      ),
      beacon: navigator.sendBeacon('https://example.com/', 'x') ? 'queued' : 'refused',
      worker: await attempt(async () => {
        const worker = new Worker('app://countersign/assets/none.js');
        return new Promise((resolve, reject) => {
          worker.addEventListener('message', () => resolve('ran'));
          worker.addEventListener('error', () => reject(new Error('refused')));
        });
      }),
    };
  });
  const { beacon, ...others } = ways;
  // A beacon is queued before the policy is asked; that nothing leaves is told by the test of the sockets.
  expect(['queued', 'refused']).toContain(beacon);
  expect(Object.values(others)).toEqual(Object.keys(others).map(() => 'refused'));
}

async function misuseBridge(page: Page): Promise<void> {
  const invalid: readonly [string, unknown][] = [
    ['shell.nothing', {}],
    ['shell.openExternal', { url: 'https://example.com' }],
    ['__proto__', {}],
    ['constructor', {}],
    ['shell:drop', {}],
    ['shell.reveal', { path: '/etc/passwd' }],
    ['shell.pickFiles', { purpose: 'anything' }],
    ['shell.copyText', { text: 'x'.repeat(100_001) }],
  ];
  const unknown: readonly [string, unknown][] = [
    ['shell.printDocument', { printId: 'x' }],
    ['shell.printReady', { printId: 'x' }],
    ['shell.reveal', { token: '/etc/passwd' }],
  ];
  const call = ([method, params]: readonly [string, unknown]) =>
    page.evaluate(([method, params]) => window.shell.call(method, params), [method, params] as const);
  for (const one of invalid) {
    expect(await call(one), one[0]).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
  }
  for (const one of unknown) expect(await call(one), one[0]).toMatchObject({ ok: false, error: { code: 'not-found' } });
  expect(await call(['shell.openedFile', { path: '/etc/passwd' }])).toEqual({ ok: true, result: null });
}

async function makeUpFiles(page: Page): Promise<void> {
  const reply = await page.evaluate(() => {
    const fake = new File(['x'], '../../etc/passwd');
    Object.assign(fake, { path: '/etc/passwd' });
    return window.shell.tokensForDrop([fake, { path: '/etc/passwd' }]);
  });
  expect(reply).toEqual({ ok: true, result: [] });
  for (const token of ['/etc/passwd', '../x.countersign', 'file:///etc/passwd'])
    expect(await askEngine(page, 'workspace.open', { token })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  for (const method of ['__proto__', 'constructor', 'toString', 'workspace.nothing'])
    expect(await askEngine(page, method, {})).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
}

async function navigate(page: Page, target: string): Promise<void> {
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
  expect(page.context().pages()).toHaveLength(1);
}

const WALK: readonly ScreenName[] = [
  'Overview',
  'Imports',
  'Evidence',
  'Inventory',
  'Vendors',
  'Registers',
  'Policy',
  'Findings',
  'Campaign',
  'Review',
  'Remediation',
  'Report',
  'Catalog',
  'Journal',
  'Verify a bundle',
];

/** Walks through every screen of the sample case and answers what violated the content policy: nothing should. */
export async function violationsOfWalk(page: Page): Promise<string[]> {
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, { violations });
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
      violations.push(`${effectiveDirective} ${blockedURI} ${sample}`),
    );
  });
  await page.reload();
  await expect(page.locator('#root')).not.toBeEmpty();
  await openSampleCase(page);
  for (const screen of WALK) await goTo(page, screen);
  const found = await noted(page);
  // The control: a violation is noted.
  await page.evaluate(() => {
    const style = document.createElement('style');
    style.append('body { color: red }');
    document.head.append(style);
  });
  await expect.poll(async () => (await noted(page)).length).toBe(found.length + 1);
  return found;
}

function noted(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { violations: string[] }).violations); // put there by the init script
}
