import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { projectNode } from '../../electron/runtime/paths.mjs';
import { expect, launchApp, test } from './fixtures.ts';
import { run } from './helpers/bundle.ts';
import { cli, json } from './helpers/cli.ts';
import type { PreparedDialogs } from './helpers/dialogs.ts';
import { enginePid } from './helpers/engine-pid.ts';
import { sampleFiles, TARNBROOK, TENANTS } from './helpers/sample.ts';
import { createCase } from './pages/case.ts';
import { addFiles, ledgerRow, runImport, startImport, stateSource } from './pages/imports.ts';
import { goTo, railLink } from './pages/shell.ts';

const LARGE = 'graph-activity-large.csv';
const generator = resolve(import.meta.dirname, '../generator/main.ts');

test('the engine is killed while it imports: the case is as before that file, and says so', async ({
  app,
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(180_000);
  const before = await beginLargeImport(page, dialogs, folder);
  process.kill(await enginePid(app), 'SIGKILL');
  await expect(page.getByText('The engine stopped during this import')).toBeVisible();
  await expect(page.getByText(/The engine is running again/)).toBeVisible();
  await expect(railLink(page, 'Imports')).toContainText('2');
  await expectUntouched(page, before);
  await page.getByRole('button', { name: 'Dismiss', exact: true }).first().click();
  await page.getByRole('button', { name: 'Clear' }).click();
  await addFiles(page, dialogs, sampleFiles('register').slice(0, 1));
  await stateSource(page, TENANTS.register);
  await runImport(page);
  await expect(railLink(page, 'Imports')).toContainText('3');
  await expectNothingLeft(page, before);
});

test('the whole app is killed while it imports: the case opens again as before that file', async ({
  app,
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(180_000);
  const before = await beginLargeImport(page, dialogs, folder);
  await killAll(app);
  const again = await launchApp({
    dataFolder: join(folder, 'data'),
    env: { COUNTERSIGN_TEST_DIALOGS: dialogs.file },
  });
  try {
    const second = await again.firstWindow();
    // The case that was open is open again, and is shown.
    await expect(second.getByText(`The import of ${LARGE} was interrupted`).first()).toBeVisible();
    await expectUntouched(second, before);
    await expectNothingLeft(second, before);
  } finally {
    await again.close();
  }
});

test('a cancelled import leaves nothing', async ({ page, dialogs, folder }) => {
  test.setTimeout(180_000);
  const before = await beginLargeImport(page, dialogs, folder);
  await page.getByRole('button', { name: 'Cancel the import' }).click();
  await expect(page.getByText('The import was cancelled')).toBeVisible({ timeout: 30_000 });
  await expectUntouched(page, before);
  await expectNothingLeft(page, before);
});

interface CaseBefore {
  /** File of the case. */
  readonly workspace: string;
  /** The rail's words about the review. */
  readonly review: string;
}

/** A case with two imports in which a third, large one is under way, past hashing. Answers what it was before. */
async function beginLargeImport(page: Page, dialogs: PreparedDialogs, folder: string): Promise<CaseBefore> {
  const large = join(folder, LARGE);
  const made = run(projectNode(), [generator, '--events', '200000', '--only', 'graph-activity', '--out', large]);
  expect(made, made.stderr).toMatchObject({ code: 0 });
  const workspace = join(folder, 'tarnbrook.countersign');
  await createCase(page, dialogs, workspace, TARNBROOK);
  await addFiles(page, dialogs, sampleFiles('entra').slice(0, 2));
  await stateSource(page, TENANTS.entra);
  await runImport(page);
  await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
  await expect(railLink(page, 'Review')).toContainText(/0 of [1-9]/);
  const review = await railLink(page, 'Review').innerText();
  await addFiles(page, dialogs, [large]);
  await stateSource(page, TENANTS.entra);
  await startImport(page);
  await expect(page.getByText(/^[1-9][\d,]* records$/).first()).toBeVisible({ timeout: 30_000 });
  return { workspace, review };
}

/** The case holds the two imports from before, whole, and nothing of the third: on screen. */
async function expectUntouched(page: Page, { review }: CaseBefore): Promise<void> {
  await goTo(page, 'Imports');
  await expect(ledgerRow(page, 'service-principals.json')).toContainText('Closes');
  await expect(ledgerRow(page, LARGE)).toHaveCount(0);
  await expect(railLink(page, 'Review')).toHaveText(review, { useInnerText: true });
}

/** The same by the file of the case and its folder, once no window holds it any more. */
async function expectNothingLeft(page: Page, { workspace }: CaseBefore): Promise<void> {
  await goTo(page, 'Start');
  await page.getByRole('button', { name: 'Close case' }).click();
  await expect(railLink(page, 'Imports')).toHaveCount(0);
  const events = json(cli('query', 'events', '--workspace', workspace, '--json'));
  expect(events).toEqual([]);
  const evidence = workspace.replace(/\.countersign$/, ' evidence');
  if (existsSync(evidence))
    expect(readdirSync(evidence, { recursive: true }).filter((name) => /tmp|part/.test(String(name)))).toEqual([]);
}

/** Ends the app and all it started at once, as a power cut would. */
async function killAll(app: ElectronApplication): Promise<void> {
  const pids = await app.evaluate(({ app }) => app.getAppMetrics().map(({ pid }) => pid));
  const main = app.process();
  const isGone = new Promise<void>((resolve) => main.once('exit', () => resolve()));
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  main.kill('SIGKILL');
  await isGone;
}
