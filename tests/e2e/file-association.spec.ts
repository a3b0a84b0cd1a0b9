import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { resolveRuntime } from '../../electron/runtime/runtime.mjs';
import { newBundle, newSigner } from '../unit/signing/fixtures.ts';
import { expect, launchApp, test } from './fixtures.ts';
import { makePopulation } from './helpers/population.ts';
import { openProtection, unlock } from './pages/protection.ts';
import { goTo, railLink, toast } from './pages/shell.ts';

const projectRoot = resolve(import.meta.dirname, '../..');
const PASSPHRASE = 'six words drawn by chance';
const INTACT = { name: 'The bundle is intact' };

/** A folder with a case and a bundle, whose names a shell would take apart. */
async function makeFiles(folder: string) {
  const home = join(folder, "it's a $HOME; folder");
  mkdirSync(home);
  const at = (name: string): string => join(home, name);
  makePopulation(at('--case "1" ü.countersign'), home, 3);
  writeFileSync(at('bundle 漢字.ZIP'), await newBundle(newSigner('Rita'), undefined, new Date()));
  writeFileSync(at('notes.txt'), 'notes');
  return { home, at };
}

function makeTwoCases(folder: string): readonly [string, string] {
  const home = join(folder, 'home');
  mkdirSync(home);
  const paths = [join(home, 'one.countersign'), join(home, 'other.countersign')] as const;
  for (const path of paths) makePopulation(path, home, 3);
  return paths;
}

/** Starts the app once more, by a shell in a folder of the caller's choice. Answers the exit code. */
function startAgain(dataFolder: string, cwd: string, quoted: string): Promise<number | null> {
  const runtime = resolveRuntime();
  const command = `exec "$ELECTRON" ${runtime.args.join(' ')} "$APP" ${quoted}`;
  const env = {
    ...process.env,
    ...runtime.env,
    ELECTRON: runtime.electronPath,
    APP: projectRoot,
    COUNTERSIGN_DATA: dataFolder,
  };
  const child = spawn('sh', ['-c', command], { cwd, env, stdio: 'ignore' });
  return new Promise((done) => void child.once('exit', done));
}

async function withApp(
  dataFolder: string,
  args: readonly string[],
  use: (page: Page, app: ElectronApplication) => Promise<void>,
): Promise<void> {
  const app = await launchApp({ dataFolder, args });
  await use(await app.firstWindow(), app);
  await app.close();
}

test('a start with a case opens it, with a bundle verifies it, with anything else says why not', async ({ folder }) => {
  test.setTimeout(240_000);
  const { at } = await makeFiles(folder);
  const data = join(folder, 'data');
  // Everything behind `--` is a file, whatever it begins with.
  await withApp(data, ['--', at('--case "1" ü.countersign')], async (page) => {
    await expect(railLink(page, 'Inventory')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    // What was opened is opened once: the page cannot ask for it again.
    expect(await page.evaluate(() => window.shell.call('shell.openedFile', {}))).toEqual({ ok: true, result: null });
  });
  await withApp(data, [at('bundle 漢字.ZIP')], async (page) => {
    await expect(page.getByRole('heading', INTACT)).toBeVisible();
    expect(page.url()).toMatch(/#\/verify$/);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: 'Verify a bundle' })).toBeVisible();
  });
  for (const [name, sentence] of [
    ['notes.txt', /notes\.txt is neither a case .* nor an evidence bundle/],
    ['gone.countersign', /gone\.countersign is not there/],
    ['../../../../../../etc/passwd', /passwd is neither/],
    ['right\u202Etfel.zip', /characters that cannot be seen/],
  ] as const)
    await withApp(data, [at(name)], async (page) => {
      const message = page.getByRole('alertdialog').filter({ hasText: 'Nothing was opened.' });
      await expect(message).toContainText(sentence);
      await expect(railLink(page, 'Inventory')).toHaveCount(0);
    });
});

test('a case that is opened from outside shows the screen on which it was left', async ({ folder }) => {
  test.setTimeout(240_000);
  const [one, other] = makeTwoCases(folder);
  const data = join(folder, 'data');
  const isOn = (page: Page, screen: 'Overview' | 'Inventory') =>
    expect(railLink(page, screen)).toHaveAttribute('aria-current', 'page');
  await withApp(data, [one], async (page) => {
    await isOn(page, 'Overview');
    await goTo(page, 'Inventory');
  });
  await withApp(data, [one], (page) => isOn(page, 'Inventory'));
  await withApp(data, [other], (page) => isOn(page, 'Overview'));
});

test('a start with a case that does not open by itself says what it takes', async ({ folder }) => {
  test.setTimeout(240_000);
  const [secret, damaged] = makeTwoCases(folder);
  truncateSync(damaged, Math.floor(statSync(damaged).size * 0.8));
  const data = join(folder, 'data');
  await withApp(data, [secret], async (page) => {
    await goTo(page, 'Inventory');
    await openProtection(page);
    await page.getByRole('button', { name: 'Protect with a passphrase…' }).click();
    const add = page.getByRole('dialog', { name: 'Protect the case' });
    await add.getByLabel('New passphrase').fill(PASSPHRASE);
    await add.getByLabel('The same once more').fill(PASSPHRASE);
    await add.getByRole('button', { name: 'Protect', exact: true }).click();
    await expect(toast(page, 'The case is protected.')).toBeVisible();
  });
  await withApp(data, [secret], async (page) => {
    await unlock(page, PASSPHRASE);
    await expect(railLink(page, 'Inventory')).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Screens' })).toContainText('Protected: ');
  });
  await withApp(data, [damaged], async (page) => {
    const dialog = page.getByRole('dialog', { name: 'This case is damaged' });
    await expect(dialog.getByText(/Nothing was changed\./)).toBeVisible();
    await expect(railLink(page, 'Inventory')).toHaveCount(0);
  });
});

test('a later start hands its file to the running app', async ({ folder }) => {
  test.setTimeout(240_000);
  const { home, at } = await makeFiles(folder);
  const data = join(folder, 'data');
  await withApp(data, [], async (page, app) => {
    // The name as it is seen from the folder of the later start, which is another than that of the running app.
    expect(await startAgain(data, home, `'bundle 漢字.ZIP'`)).toBe(0);
    await expect(page.getByRole('heading', INTACT)).toBeVisible();
    expect(await startAgain(data, folder, `-- '--case "1" ü.countersign'`)).toBe(0);
    await expect(page.getByRole('alertdialog').filter({ hasText: 'is not there' })).toBeVisible();
    await expect(railLink(page, 'Inventory')).toHaveCount(0);
    expect(await startAgain(data, home, `-- '--case "1" ü.countersign'`)).toBe(0);
    await expect(railLink(page, 'Inventory')).toBeVisible();
    // The case stays open while another bundle is verified, and while a start names nothing.
    expect(await startAgain(data, home, `"$PWD"/bundle*`)).toBe(0);
    await expect(page.getByRole('heading', INTACT)).toBeVisible();
    expect(await startAgain(data, home, '')).toBe(0);
    await goTo(page, 'Inventory');
    expect(await startAgain(data, home, `'bundle 漢字.ZIP' notes.txt`)).toBe(0);
    await expect(page.getByRole('alertdialog').filter({ hasText: 'Open one at a time' })).toBeVisible();
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    rmSync(at('notes.txt'));
  });
});

test('the Finder’s way of opening a file', async ({ folder }) => {
  const { at } = await makeFiles(folder);
  await withApp(join(folder, 'data'), [], async (page, app) => {
    const isHandled = await app.evaluate(({ app }, path) => {
      let isPrevented = false;
      app.emit('open-file', { preventDefault: () => (isPrevented = true) }, path);
      return isPrevented;
    }, at('bundle 漢字.ZIP'));
    expect(isHandled).toBe(true);
    await expect(page.getByRole('heading', INTACT)).toBeVisible();
  });
});
