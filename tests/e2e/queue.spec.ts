import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectNode } from '../../electron/runtime/paths.mjs';
import { expect, test } from './fixtures.ts';
import { run } from './helpers/bundle.ts';
import { cli, json } from './helpers/cli.ts';
import { sampleFiles, TARNBROOK, TENANTS } from './helpers/sample.ts';
import { createCase } from './pages/case.ts';
import { addFiles, draft, ledgerRow, ledgerRows, startImport, stateSource } from './pages/imports.ts';
import { goTo, railLink } from './pages/shell.ts';

const LARGE = 'graph-activity-large.csv';
const generator = resolve(import.meta.dirname, '../generator/main.ts');

test('imports wait for the one that runs; taken out of the queue or stopped, they leave nothing; what waits goes on', async ({
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(240_000);
  const large = join(folder, LARGE);
  // Should a step fail while the import runs, the window must close all the same.
  dialogs.answer('confirm:quit', true);
  const made = run(projectNode(), [generator, '--events', '400000', '--only', 'graph-activity', '--out', large]);
  expect(made, made.stderr).toMatchObject({ code: 0 });
  const workspace = join(folder, 'queue.countersign');
  await createCase(page, dialogs, workspace, TARNBROOK);
  await addFiles(page, dialogs, [large, ...sampleFiles('register')]);
  await page.getByRole('group', { name: /^All files/ }).waitFor();
  for (const platform of [/^Microsoft Entra/, /^Other/])
    await page.getByRole('group', { name: platform }).getByLabel('Tenant or domain').fill(TENANTS.entra.tenant);
  for (const platform of [/^Microsoft Entra/, /^Other/])
    await page.getByRole('group', { name: platform }).getByLabel('Method').fill(TENANTS.entra.method);
  await stateSource(page, TENANTS.register);
  for (const name of ['people.csv', 'owners.csv']) await tick(name);

  await startImport(page);
  await expect(page.getByText('Importing 1 file')).toBeVisible();
  await tick('people.csv');
  await page.getByRole('button', { name: 'Queue 1 file' }).click();
  // The row of what waits is gone, and with it the group of two: the other one stands in a new place.
  await expect(page.getByText('1 file waiting')).toHaveCount(1);
  await tick('owners.csv');
  await page.getByRole('button', { name: 'Queue 1 file' }).click();
  await expect(page.getByText('1 file waiting')).toHaveCount(2);
  await expect(page.getByText(/^[1-9][\d,]* records/).first()).toBeVisible({ timeout: 30_000 });

  await page.getByRole('button', { name: 'Take these files out of the queue' }).first().click();
  await expect(page.getByText('Cancelled before it began. Nothing was read.')).toBeVisible();
  await expect(page.getByText('Importing 1 file')).toBeVisible();
  await expect(draft(page, 'people.csv')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel the import' }).click();
  await expect(page.getByText(/Nothing was kept of the file that was being read/)).toBeVisible({ timeout: 30_000 });

  // The third job had its turn all the same.
  await expect(page.getByText('1 file imported')).toBeVisible({ timeout: 60_000 });
  await expect(ledgerRows(page)).toHaveCount(1);
  await expect(ledgerRow(page, 'owners.csv')).toContainText('Closes');
  await expect(draft(page, LARGE)).toBeVisible();

  await goTo(page, 'Start');
  await page.getByRole('button', { name: 'Close case' }).click();
  await expect(railLink(page, 'Imports')).toHaveCount(0);
  expect(json(cli('query', 'events', '--workspace', workspace, '--json'))).toEqual([]);
  const evidence = workspace.replace(/\.countersign$/, ' evidence');
  expect(existsSync(evidence) ? readdirSync(evidence) : []).toHaveLength(1);

  async function tick(name: string): Promise<void> {
    await draft(page, name).getByRole('checkbox').focus();
    await page.keyboard.press('Space');
  }
});
