import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { resolveRuntime } from '../../electron/runtime/runtime.mjs';
import { type PreparedDialogs, prepareDialogs } from './helpers/dialogs.ts';

export { expect } from '@playwright/test';

const projectRoot = resolve(import.meta.dirname, '../..');

export interface LaunchOptions {
  /** The folder for settings, logs and recent cases. */
  readonly dataFolder: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** Starts the built app and waits for its window. The caller closes it. */
export async function launchApp({ dataFolder, env = {}, args = [] }: LaunchOptions): Promise<ElectronApplication> {
  const runtime = resolveRuntime();
  const app = await _electron.launch({
    executablePath: runtime.electronPath,
    args: [...runtime.args, join(import.meta.dirname, 'helpers', 'held-app'), ...args],
    cwd: projectRoot,
    env: { ...definedEnvironment(), ...runtime.env, COUNTERSIGN_DATA: dataFolder, ...env },
  });
  await app.evaluate(() => (globalThis as unknown as { letGo(): void }).letGo()); // put there by the held app
  const page = await app.firstWindow();
  // The window is there before its page: what a test does must not meet an empty document.
  await page.waitForFunction(() => location.protocol === 'app:' && document.body !== null);
  return app;
}

interface Fixtures {
  /** A fresh folder, deleted after the test. */
  folder: string;
  /** Answers for the dialogs of the operating system. */
  dialogs: PreparedDialogs;
  /** The built app on a data folder of its own. */
  app: ElectronApplication;
  /** Its first window. */
  page: Page;
}

/** Playwright's `test` on the built app; everything a test makes is gone after it. */
export const test = base.extend<Fixtures>({
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  dialogs: async ({ folder }, use) => use(prepareDialogs(folder)),
  app: async ({ folder, dialogs }, use) => {
    const app = await launchApp({
      dataFolder: join(folder, 'data'),
      env: { COUNTERSIGN_TEST_DIALOGS: dialogs.file },
    });
    await use(app);
    await app.close();
  },
  page: async ({ app }, use) => {
    await use(await app.firstWindow());
  },
});

function definedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
