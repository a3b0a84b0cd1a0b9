import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from '../e2e/pages/expect.ts';
import { createCase, fillCase } from '../e2e/pages/case.ts';
import { addFiles, draft, ledgerRow, runImport, startImport, stateSource, stateSources } from '../e2e/pages/imports.ts';
import { goTo } from '../e2e/pages/shell.ts';
import { TARNBROOK, TENANTS, sampleFiles } from '../e2e/helpers/sample.ts';
import type { Tour } from './stop.ts';

const projectRoot = resolve(import.meta.dirname, '../..');

/** The start, a new case, and its import desk in every state. */
export async function tourNewCase(tour: Tour): Promise<void> {
  const { page, dialogs, folder, camera } = tour;
  await expect(page.getByRole('heading', { level: 1, name: 'Start' })).toBeVisible();
  await camera.shoot('start-empty');
  await goTo(page, 'Verify a bundle');
  await camera.shoot('verify-empty');
  await goTo(page, 'Start');

  await page.getByRole('button', { name: 'New case…' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New case' });
  await dialog.getByRole('button', { name: 'Choose place and create…' }).click();
  await camera.shoot('new-case-missing-name');
  await fillCase(dialog, TARNBROOK);
  await camera.shoot('new-case');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await createCase(page, dialogs, join(folder, 'tarnbrook'), TARNBROOK);
  await camera.shoot('imports-empty');
  for (const screen of ['Overview', 'Inventory', 'Findings', 'Review', 'Report'] as const) {
    await goTo(page, screen);
    await camera.shoot(`${screen.toLowerCase()}-empty`);
  }
  await goTo(page, 'Imports');
  await tourDesk(tour);
  await tourRunning(tour);
}

async function tourDesk({ page, dialogs, folder, camera }: Tour): Promise<void> {
  await addFiles(page, dialogs, sampleFiles('entra'));
  await camera.shoot('imports-files-recognized');
  await draft(page, 'graph-activity.csv')
    .getByRole('button', { name: /graph-activity\.csv/, expanded: false })
    .click();
  await page.getByRole('heading', { name: 'First records' }).evaluate((title) => title.scrollIntoView());
  await camera.shoot('imports-file-preview');
  await draft(page, 'graph-activity.csv').getByRole('button', { expanded: true }).click();
  await page.getByRole('button', { name: /^Import \d+ files?$/ }).click();
  await camera.shoot('imports-details-missing');
  await stateSource(page, TENANTS.entra);
  await camera.shoot('imports-ready');
  await runImport(page);
  await camera.shoot('imports-summary');
  await ledgerRow(page, 'directory-audit.json')
    .getByRole('button', { name: /directory-audit/ })
    .click();
  await expect(page.getByRole('dialog', { name: 'directory-audit.json' })).toBeVisible();
  await camera.shoot('import-not-relevant-rows');
  await page.keyboard.press('Escape');

  await addFiles(page, dialogs, oddFiles(folder));
  await camera.shoot('imports-odd-files');
  await page.getByRole('button', { name: 'Map the columns of vendors.csv' }).click();
  await expect(page.getByRole('table', { name: 'Columns and the fields they fill' })).toBeVisible();
  await camera.shoot('imports-mapping');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Clear' }).click();
  const dismiss = page.getByRole('button', { name: 'Dismiss', exact: true });
  while ((await dismiss.count()) > 0) await dismiss.first().click();
}

/** Files that are no exports, or of no known format. */
function oddFiles(folder: string): string[] {
  const files = {
    'empty.csv': '',
    'sign-in page.json': '<!doctype html><html><head><title>Sign in</title></head><body>Sign in to go on</body></html>',
    'vendors.csv':
      'Application;Vendor;Rights;Since\nTide Sync;Tide Ltd;files.read mail.read;2026-01-05\nMinute Desk;Minute BV;calendar.write;2026-02-11\n',
  };
  return Object.entries(files).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
}

async function tourRunning({ page, dialogs, folder, camera }: Tour): Promise<void> {
  const large = join(folder, 'graph-activity-large.csv');
  const generator = resolve(projectRoot, 'tests/generator/main.ts');
  const args = [generator, '--events', '300000', '--only', 'graph-activity', '--out', large];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The generator failed: ${stderr}`);
  await addFiles(page, dialogs, [large, ...sampleFiles('register').slice(0, 1)]);
  const { tenant, method, asOf, extractedBy } = TENANTS.entra;
  await stateSources(page, { asOf, extractedBy }, { 'Microsoft Entra': { tenant, method }, Other: { tenant, method } });
  await draft(page, 'people.csv').getByRole('checkbox').focus();
  await page.keyboard.press('Space');
  await startImport(page);
  await draft(page, 'people.csv').getByRole('checkbox').focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Queue 1 file' }).click();
  await expect(page.getByText('1 file waiting')).toBeVisible();
  await expect(page.getByText(/[1-9][\d.]* MiB of/)).toBeVisible();
  await camera.shootMoving('imports-running');
  await page.getByRole('button', { name: 'Cancel the import' }).click();
  await expect(page.getByText('The import was cancelled')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('1 file imported')).toBeVisible({ timeout: 30_000 });
  await camera.shoot('imports-cancelled');
}
