import type { ElectronApplication } from '@playwright/test';
import { askEngine } from './engine-port.ts';
import { expect, test } from './fixtures.ts';

test('the engine is killed: the page is told, the engine comes back, the page works on', async ({ app, page }) => {
  expect(await askEngine(page, 'workspace.recent', {})).toMatchObject({ ok: true });
  const first = await enginePid(app);
  const closed = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const nonce = crypto.randomUUID();
        window.addEventListener('message', ({ data, ports: [port] }) => {
          if (data !== nonce || port === undefined) return;
          port.addEventListener('close', () => resolve('closed'));
          port.start();
          document.documentElement.dataset['connected'] = 'yes';
        });
        (window as unknown as { shell: { connectEngine(nonce: string): void } }).shell.connectEngine(nonce); // preload's bridge
      }),
  );
  await expect(page.locator('html')).toHaveAttribute('data-connected', 'yes');
  process.kill(first, 'SIGKILL');
  expect(await closed).toBe('closed');
  await expect.poll(() => enginePid(app).catch(() => first)).not.toBe(first);
  await expect.poll(() => askEngine(page, 'workspace.recent', {})).toMatchObject({ ok: true });
});

test('the page reloads: it gets a fresh port to the same engine', async ({ app, page }) => {
  const before = await enginePid(app);
  await page.reload();
  expect(await askEngine(page, 'workspace.recent', {})).toMatchObject({ ok: true });
  expect(await enginePid(app)).toBe(before);
});

test('the page crashes: it is loaded again', async ({ app, page }) => {
  await page.waitForLoadState();
  const isAnswered = await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined) throw new Error('there is no window');
    const isBack = new Promise<void>((resolve) => contents.once('did-finish-load', () => resolve()));
    contents.forcefullyCrashRenderer();
    await isBack;
    const reply: unknown = await contents.executeJavaScript(
      `window.shell.call('shell.about', {}).then(({ ok }) => ok)`,
    );
    return reply;
  });
  expect(isAnswered).toBe(true);
});

test('quitting stops the engine', async ({ app }) => {
  const pid = await enginePid(app);
  await app.close();
  await expect.poll(() => isRunning(pid)).toBe(false);
});

async function enginePid(app: ElectronApplication): Promise<number> {
  const pid = await app.evaluate(
    ({ app }) => app.getAppMetrics().find(({ name }) => name === 'Countersign engine')?.pid,
  );
  if (pid === undefined) throw new Error('there is no engine process');
  return pid;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // no such process
  }
}
