import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Locator, Page, TestInfo } from '@playwright/test';
import { projectNode } from '../../electron/runtime/paths.mjs';
import { expect, test } from './fixtures.ts';
import { expectAccessible } from './helpers/accessible.ts';
import { run } from './helpers/bundle.ts';
import { cli, json } from './helpers/cli.ts';
import type { PreparedDialogs } from './helpers/dialogs.ts';
import { sampleFiles, TARNBROOK, TENANTS } from './helpers/sample.ts';
import { createCase } from './pages/case.ts';
import { addFiles, runImport, startImport, stateSource } from './pages/imports.ts';
import { goTo, railLink, settled, toast } from './pages/shell.ts';

const generator = resolve(import.meta.dirname, '../generator/main.ts');

/** A case with two imports, open. */
async function madeCase(page: Page, dialogs: PreparedDialogs, folder: string): Promise<string> {
  const path = join(folder, 'tarnbrook.countersign');
  await createCase(page, dialogs, path, TARNBROOK);
  await addFiles(page, dialogs, sampleFiles('entra').slice(0, 2));
  await stateSource(page, TENANTS.entra);
  await runImport(page);
  await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
  return path;
}

async function openPart(page: Page, part: string): Promise<void> {
  await goTo(page, 'Case');
  await page.getByRole('tab', { name: part }).click();
  await settled(page);
}

async function picture(page: Page, testInfo: TestInfo, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await settled(page);
    await page.screenshot({ path: testInfo.outputPath(`${name}-${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

const panel = (page: Page, title: string): Locator =>
  page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name: title }) });

test('a case is backed up while an import runs, and restored to what it was', async ({
  page,
  dialogs,
  folder,
}, info) => {
  test.setTimeout(240_000);
  const path = await madeCase(page, dialogs, folder);
  await openPart(page, 'Copies and backups');
  await expect(page.getByText('No backup of this case was made yet.')).toBeVisible();
  await goTo(page, 'Imports');
  const large = join(folder, 'graph-activity-large.csv');
  const made = run(projectNode(), [generator, '--events', '200000', '--only', 'graph-activity', '--out', large]);
  expect(made, made.stderr).toMatchObject({ code: 0 });
  await addFiles(page, dialogs, [large]);
  await stateSource(page, TENANTS.entra);
  await startImport(page);
  await expect(page.getByText(/^[1-9][\d,]* records$/).first()).toBeVisible({ timeout: 30_000 });
  await openPart(page, 'Copies and backups');
  const backup = join(folder, 'kept.countersign-backup');
  dialogs.answer('save:backup', backup);
  await page.getByRole('button', { name: 'Back up…' }).click();
  await expect(toast(page, 'read back and is whole')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('kept.countersign-backup').first()).toBeVisible();
  await expect(railLink(page, 'Imports')).toContainText('3', { timeout: 90_000 });
  await settled(page);
  await expectAccessible(page, 'Copies and backups');
  await picture(page, info, 'copies');
  const checked = cli('case', 'restore', backup, '--check', '--json');
  expect(json(checked)).toMatchObject({ ok: true, purpose: 'backup', name: TARNBROOK.name, copies: 2 });

  await goTo(page, 'Start');
  await picture(page, info, 'start');
  await page.getByRole('button', { name: 'Restore a backup…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Restore a backup' });
  dialogs.answer('open:backup', [backup]);
  await dialog.getByRole('button', { name: 'Choose a backup…' }).click();
  await expect(dialog.getByText(TARNBROOK.name)).toBeVisible();
  await expectAccessible(page, 'Restore a backup');
  await picture(page, info, 'restore');
  // Where a case lies already nothing is written over.
  dialogs.answer('save:case', path);
  await dialog.getByRole('button', { name: 'Choose place and restore…' }).click();
  await expect(dialog.getByText(/There is a case at .* already\. Nothing was changed/)).toBeVisible();
  dialogs.answer('save:case', join(folder, 'restored'));
  await dialog.getByRole('button', { name: 'Choose place and restore…' }).click();
  await expect(railLink(page, 'Imports')).toContainText('2', { timeout: 30_000 });
  await goTo(page, 'Case');
  await openPart(page, 'Copies and backups');
  await expect(page.getByText('restored.countersign').first()).toBeVisible();
  await page.getByRole('button', { name: 'Check the case' }).click();
  await expect(page.getByText('Everything is as it should be')).toBeVisible();
});

test('a case is duplicated, moved, archived and taken out of the archive', async ({ page, dialogs, folder }, info) => {
  test.setTimeout(180_000);
  await madeCase(page, dialogs, folder);
  await openPart(page, 'Copies and backups');
  await page.getByRole('button', { name: 'Duplicate…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Duplicate the case' });
  await expect(dialog.getByLabel('Case name')).toHaveValue(`${TARNBROOK.name} (duplicate)`);
  await expectAccessible(page, 'Duplicate the case');
  dialogs.answer('save:case', join(folder, 'twin'));
  await dialog.getByRole('button', { name: 'Choose place and duplicate…' }).click();
  await expect(toast(page, 'Duplicated as twin.countersign')).toBeVisible();
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['twin.countersign', 'twin evidence']));

  dialogs.answer('save:case', join(folder, 'renamed'));
  await page.getByRole('button', { name: 'Move or rename…' }).click();
  await expect(toast(page, 'The case is now renamed.countersign')).toBeVisible();
  expect(existsSync(join(folder, 'tarnbrook.countersign'))).toBe(false);
  expect(existsSync(join(folder, 'renamed evidence'))).toBe(true);

  await openPart(page, 'Retention and deletion');
  await page.getByRole('button', { name: 'Archive…' }).click();
  const reason = page.getByRole('dialog', { name: 'Archive the case' });
  await reason.getByLabel(/^Reason/).fill('The engagement is over.');
  dialogs.answer('save:backup', join(folder, 'over'));
  await reason.getByRole('button', { name: 'Choose place and archive…' }).click();
  await expect(toast(page, 'The case is read-only now')).toBeVisible();
  await expect(panel(page, 'Archive').getByText('The engagement is over.')).toBeVisible();
  await expectAccessible(page, 'Retention and deletion of an archived case');
  await picture(page, info, 'retention');
  await page.getByRole('button', { name: 'Take out of the archive…' }).click();
  const back = page.getByRole('dialog', { name: 'Take the case out of the archive' });
  await back.getByLabel(/^Reason/).fill('A question came up.');
  await back.getByRole('button', { name: 'Take it out' }).click();
  await expect(page.getByText('The case is in work.')).toBeVisible();
});

test('a case is deleted with a record of what was removed', async ({ page, dialogs, folder }, info) => {
  test.setTimeout(180_000);
  const path = await madeCase(page, dialogs, folder);
  await openPart(page, 'Retention and deletion');
  await page.getByRole('button', { name: 'Delete this case…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete this case' });
  const confirm = dialog.getByRole('button', { name: 'Choose place of the record and delete…' });
  await expect(dialog.getByText('tarnbrook.countersign', { exact: true })).toBeVisible();
  await dialog.getByLabel(/^Type the name of the case/).fill('something else');
  await dialog.getByLabel(/^Reason/).fill('The client asked for it.');
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel(/^Type the name of the case/).fill(TARNBROOK.name);
  await expectAccessible(page, 'Delete this case');
  await picture(page, info, 'delete');
  dialogs.answer('save:deletion', join(folder, 'record.json'));
  await confirm.click();
  await expect(toast(page, /The case was deleted: [1-9]/)).toBeVisible();
  await expect(railLink(page, 'Imports')).toHaveCount(0);
  await expect(page.getByText('No cases yet')).toBeVisible();
  expect(existsSync(path)).toBe(false);
  expect(readdirSync(folder).filter((name) => name.startsWith('tarnbrook'))).toEqual([]);
  expect(JSON.parse(readFileSync(join(folder, 'record.json'), 'utf8'))).toMatchObject({
    state: 'done',
    reason: 'The client asked for it.',
    by: TARNBROOK.reviewer,
  });
  expect(readFileSync(join(folder, 'record.txt'), 'utf8')).toContain('What this does not prove:');
});

test('a second writer is told who has the case open, and whoever only reads is let in', async ({
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(180_000);
  const path = await madeCase(page, dialogs, folder);
  const writer = cli('case', 'retain', '--workspace', path, '--until', '2033-12-31', '--reason', 'x');
  expect(writer.code).toBe(3);
  expect(writer.stderr).toMatch(
    /^tarnbrook\.countersign is open by .* on the computer .*, process \d+, since .* UTC\. .* Nothing was changed\./,
  );
  for (const question of [['query', 'items'], ['analyse'], ['remediation'], ['case', 'info']]) {
    const reader = cli(...question, '--workspace', path, '--json');
    expect(reader, reader.stderr).toMatchObject({ code: 0 });
    expect(reader.stderr).toContain('is open in another program');
  }
  // The window goes on as if nobody had looked.
  await openPart(page, 'Retention and deletion');
  await page.getByRole('button', { name: 'State a date…' }).click();
  const dialog = page.getByRole('dialog', { name: 'How long the case is kept' });
  await dialog.getByLabel(/^Reason/).fill('Nothing is stated any more.');
  await dialog.getByRole('button', { name: 'State it' }).click();
  await expect(dialog).toBeHidden();
  const again = json(cli('query', 'journal', '--workspace', path, '--json'));
  expect(JSON.stringify(again)).toContain('case-retention');
});

test('a damaged case is not opened, and what can be read of it is recovered', async ({
  page,
  dialogs,
  folder,
}, info) => {
  test.setTimeout(180_000);
  const path = await madeCase(page, dialogs, folder);
  await goTo(page, 'Start');
  await page.getByRole('button', { name: 'Close case' }).click();
  await expect(railLink(page, 'Imports')).toHaveCount(0);
  const whole = readFileSync(path);
  truncateSync(path, Math.floor(whole.length * 0.8));
  await page.getByRole('button', { name: `Open ${TARNBROOK.name}` }).click();
  const dialog = page.getByRole('dialog', { name: 'This case is damaged' });
  await expect(dialog.getByText(/Nothing was changed\./)).toBeVisible();
  await expectAccessible(page, 'A damaged case');
  dialogs.answer('save:case', join(folder, 'recovered'));
  await dialog.getByRole('button', { name: 'Recover into a new case…' }).click();
  await expect(dialog.getByText(/rows were recovered\./)).toBeVisible({ timeout: 60_000 });
  await picture(page, info, 'recovered');
  expect(readFileSync(path)).toHaveLength(Math.floor(whole.length * 0.8));
  writeFileSync(path, whole);
  await dialog.getByRole('button', { name: 'Open the recovered case' }).click();
  await expect(railLink(page, 'Case')).toBeVisible({ timeout: 30_000 });
  await goTo(page, 'Case');
  await expect(page.getByText(/Recovered from a damaged file; nothing is signed from it/)).toBeVisible();
  await expectAccessible(page, 'A recovered case');
  await picture(page, info, 'details-recovered');
  await page.getByRole('button', { name: 'Accept with a reason…' }).click();
  const accept = page.getByRole('dialog', { name: 'Accept the recovery' });
  await accept.getByLabel(/^Reason/).fill('Compared with the exports.');
  await accept.getByRole('button', { name: 'Accept', exact: true }).click();
  await expect(page.getByText(/Accepted: Compared with the exports\./)).toBeVisible();
});
