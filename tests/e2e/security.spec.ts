import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from './fixtures.ts';
import { ATTACKS, OUTSIDE, violationsOfWalk } from './helpers/attack-pages.ts';
import { countContents, fetchInMain, mainLog } from './inspect-app.ts';

const built = resolve(import.meta.dirname, '../../out');
const preloadScript = resolve(built, 'preload/index.cjs');

test.describe('a hostile script in the page', () => {
  for (const { name, run } of ATTACKS) test(name, ({ page }) => run(page));
});

test.describe('the page has nothing of Node', () => {
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

test.describe('the page goes nowhere', () => {
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

  test('a reload is allowed', async ({ page }) => {
    await page.evaluate(() => Object.assign(window, { mark: 1 }));
    await page.evaluate(() => window.location.reload());
    await expect.poll(() => page.evaluate(() => 'mark' in window).catch(() => true)).toBe(false);
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

  for (const address of OUTSIDE) {
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

test('a walk through every screen violates nothing', async ({ page }) => {
  test.setTimeout(240_000);
  expect(await violationsOfWalk(page)).toEqual([]);
});

test.describe('no way out of the computer', () => {
  test('no name is resolved, and no request leaves', async ({ app }) => {
    const answers = await app.evaluate(async ({ net, session }) => {
      const said = (error: unknown) => (error instanceof Error ? error.message : String(error));
      return [
        await session.defaultSession.resolveHost('localhost').then(() => 'resolved', said),
        await session.defaultSession.fetch('https://example.com/').then(() => 'fetched', said),
        await session
          .fromPartition('another')
          .fetch('http://127.0.0.1:9/')
          .then(() => 'fetched', said),
        await net.fetch('http://localhost/').then(() => 'fetched', said),
      ];
    });
    expect(answers[0]).toContain('ERR_NAME_NOT_RESOLVED');
    for (const answer of answers) expect(answer).toMatch(/ERR_(NAME_NOT_RESOLVED|BLOCKED_BY_CLIENT)/);
  });

  test('nothing opens other programs, updates, sends crashes or reaches into main', () => {
    const program = ['main', 'main/chunks', 'engine', 'engine/chunks']
      .flatMap((folder) => readdirSync(resolve(built, folder)).map((name) => resolve(built, folder, name)))
      .filter((file) => file.endsWith('.js'))
      .map((file) => readFileSync(file, 'utf8'))
      .filter((text) => text.includes('require("electron")'))
      .join('\n');
    for (const known of ['utilityProcess.fork', 'ipcMain.handle', 'new electron.BrowserWindow'])
      expect(program).toContain(known);
    for (const word of ['openExternal', 'autoUpdater', 'crashReporter', '@electron/remote', 'enableRemoteModule'])
      expect(program, word).not.toContain(word);
    expect(readFileSync(preloadScript, 'utf8')).not.toMatch(/exposeInMainWorld\([^)]*ipcRenderer\b/);
  });

  test('crashes are not sent anywhere', async ({ app }) => {
    expect(await app.evaluate(({ crashReporter }) => crashReporter.getUploadToServer())).toBe(false);
  });
});

test.describe('the bridge', () => {
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
    await expect.poll(() => mainLog(app)).toContain('a request for an engine port was refused');
  });
});
