import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { TARNBROOK } from './helpers/sample.ts';
import { createCase } from './pages/case.ts';
import { addFiles, draft, ledgerRow, runImport, stateSource } from './pages/imports.ts';
import { settled } from './pages/shell.ts';

const SOURCE = {
  system: 'Cloud watch tool',
  tenant: 'firm.example',
  asOf: '2026-10-01T06:00',
  extractedBy: 'Erik Extractor',
  method: 'Download as CSV',
};

/** One row per app, person and scope; the header, dates and times as an admin in Spain sees them. */
const FIRST = [
  'Aplicación;Clave;Correo;Ámbitos;Autorizado el',
  'Tejenotas;app-1;ana@firm.example;https://www.googleapis.com/auth/drive;03/04/2026 10:00',
  'Tejenotas;app-1;ana@firm.example;https://www.googleapis.com/auth/calendar;03/04/2026 10:00',
  'Zorrolibro;1.23E+17;bea@firm.example;openid;05/06/2026 09:30',
  'Zorrolibro;app-2;bea@firm.example;openid email;05/06/2026 09:30',
  '',
].join('\r\n');
const SECOND = FIRST.replaceAll('Tejenotas', 'Otranota').replaceAll('app-1', 'app-9').replace('1.23E+17', 'app-3');

test('an unknown export is mapped, kept as a profile, imported, and recognized the second time', async ({
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(180_000);
  const first = join(folder, 'watch-june.csv');
  const second = join(folder, 'watch-july.csv');
  writeFileSync(first, FIRST);
  writeFileSync(second, SECOND);
  await createCase(page, dialogs, join(folder, 'case.countersign'), TARNBROOK);
  await addFiles(page, dialogs, [first]);
  await expect(draft(page, 'watch-june.csv')).toContainText('Not recognized');

  const wizard = await openWizard(page, 'watch-june.csv');
  await expectField(wizard, 'Aplicación', 'App name');
  await expectField(wizard, 'Correo', 'Person or account');
  await expectField(wizard, 'Ámbitos', 'Scopes');
  await expectField(wizard, 'Autorizado el', 'Granted at');
  await choose(page, wizard, 'Field for column Clave', 'App id');
  const result = wizard.getByRole('complementary', { name: 'What the mapping gives' });
  await expect(result).toContainText(/Usable\s*3/);
  await expect(result).toContainText(/Rejected\s*1/);
  await expect(result).toContainText('id damaged by a spreadsheet');
  const rows = wizard.getByRole('table', { name: 'First records as they would be read' });
  await expect(rows.getByRole('row').nth(1)).toContainText('2026-03-04 10:00:00 UTC');
  await expect(wizard.getByRole('button', { name: 'Save and use this mapping' })).toBeDisabled();

  await choose(page, result, 'Dates such as 3/4/2026', 'Day first (April 3)');
  await expect(rows.getByRole('row').nth(1)).toContainText('2026-04-03 10:00:00 UTC');
  await pickZone(page, result);
  await expect(rows.getByRole('row').nth(1)).toContainText('2026-04-03 08:00:00 UTC');
  await result.getByLabel('Name of the profile').fill('Cloud watch');
  await expect(result).toContainText('It becomes version 1');
  await expectAccessible(page, 'the wizard');
  await wizard.getByRole('button', { name: 'Save and use this mapping' }).click();
  await expect(wizard).toHaveCount(0);

  await expect(draft(page, 'watch-june.csv')).toContainText('Read by your profile “Cloud watch”, version 1');
  await stateSource(page, SOURCE);
  await runImport(page);
  await expect(ledgerRow(page, 'watch-june.csv')).toContainText('Closes');
  await expectCounts(ledgerRow(page, 'watch-june.csv'), { read: 4, accepted: 3, rejected: 1 });

  await addFiles(page, dialogs, [second]);
  await expect(draft(page, 'watch-july.csv')).toContainText('Read by your profile “Cloud watch”, version 1');
  await expect(draft(page, 'watch-july.csv').getByRole('button', { name: /^Map the columns/ })).toHaveCount(0);
  await stateSource(page, SOURCE);
  await runImport(page);
  await expectCounts(ledgerRow(page, 'watch-july.csv'), { read: 4, accepted: 4, rejected: 0 });
});

test('a recognized profile is changed into its next version, exported, removed and brought back', async ({
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(180_000);
  const file = join(folder, 'watch.csv');
  writeFileSync(file, 'App,Who,Permissions\nNoteweaver,ann@firm.example,mail:read\n');
  await createCase(page, dialogs, join(folder, 'case.countersign'), TARNBROOK);
  await addFiles(page, dialogs, [file]);
  const wizard = await openWizard(page, 'watch.csv');
  await wizard.getByLabel('Name of the profile').fill('Watch');
  await wizard.getByRole('button', { name: 'Save and use this mapping' }).click();
  await expect(wizard).toHaveCount(0);

  // Opened again from the details, changed, and saved under the same name.
  await draft(page, 'watch.csv').getByRole('button', { expanded: false }).click();
  await page.getByRole('button', { name: 'Change the mapping…' }).click();
  const again = page.getByRole('dialog', { name: 'Map the columns of watch.csv' });
  await expect(again.getByRole('button', { name: 'Use this mapping' })).toBeVisible();
  await choose(page, again, 'Field for column Who', 'Not used');
  await expect(again).toContainText('every record counts as a consent for the whole tenant');
  await expect(again).toContainText('It becomes version 2');
  await again.getByRole('button', { name: 'Save and use this mapping' }).click();
  await expect(again).toHaveCount(0);
  await expect(draft(page, 'watch.csv')).toContainText('Read by your profile “Watch”, version 2');

  await page.getByRole('button', { name: 'Mapping profiles…' }).click();
  const list = page.getByRole('dialog', { name: 'Mapping profiles' });
  await expect(list.getByRole('row', { name: /Watch/ })).toContainText('2 of 3');
  await expectAccessible(page, 'the list of profiles');
  const saved = join(folder, 'watch-profile.json');
  dialogs.answer('save:profile', saved);
  await list.getByRole('button', { name: 'Export Watch' }).click();
  await expect(page.getByText('“Watch”, version 2, was saved')).toBeVisible();
  await list.getByRole('button', { name: 'Remove Watch' }).click();
  await list.getByRole('button', { name: 'Remove every version of Watch' }).click();
  await expect(list).toContainText('None is kept yet');

  const edited = join(folder, 'edited.json');
  writeFileSync(edited, readFileSync(saved, 'utf8').replace('"Permissions"', '"Who"'));
  dialogs.answer('open:profile', [edited]);
  await list.getByRole('button', { name: 'Import a profile…' }).click();
  await expect(page.getByText(/its digest does not fit/)).toBeVisible();
  await expect(list).toContainText('None is kept yet');
  dialogs.answer('open:profile', [saved]);
  await list.getByRole('button', { name: 'Import a profile…' }).click();
  await expect(list.getByRole('row', { name: /Watch/ })).toContainText('2');
  await list.getByRole('button', { name: 'Done' }).click();
  await expect(draft(page, 'watch.csv')).toContainText('Read by your own column mapping, not kept as a profile');
});

async function openWizard(page: Page, file: string): Promise<Locator> {
  await page.getByRole('button', { name: `Map the columns of ${file}` }).click();
  const wizard = page.getByRole('dialog', { name: `Map the columns of ${file}` });
  await expect(wizard.getByRole('table', { name: 'Columns and the fields they fill' })).toBeVisible();
  await settled(page);
  return wizard;
}

/** Whether a column fills a field, as its select says. */
async function expectField(wizard: Locator, column: string, field: string): Promise<void> {
  await expect(wizard.getByRole('button', { name: `Field for column ${column}` })).toContainText(field);
}

async function choose(page: Page, parent: Locator, label: string, option: string): Promise<void> {
  await parent.getByRole('button', { name: label }).click();
  await page.getByRole('option', { name: option, exact: false }).first().click();
  await settled(page);
}

/** Chooses the zone without a mouse: opened by key, jumped to by typing. */
async function pickZone(page: Page, parent: Locator): Promise<void> {
  await parent.getByRole('button', { name: 'Zone of times that name none' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option', { name: 'UTC', exact: true })).toBeFocused();
  // Letters that come too far apart begin a new word, so a slow machine has to type again.
  await expect(async () => {
    await page.keyboard.type('Europe/Mad');
    await expect(page.getByRole('option', { name: 'Europe/Madrid' })).toBeFocused({ timeout: 1500 });
  }).toPass();
  await page.keyboard.press('Enter');
  await settled(page);
}

async function expectCounts(
  row: Locator,
  counts: { readonly read: number; readonly accepted: number; readonly rejected: number },
): Promise<void> {
  const cells = row.getByRole('cell');
  await expect(cells.nth(2)).toHaveText(String(counts.read));
  await expect(cells.nth(3)).toHaveText(String(counts.accepted));
  await expect(cells.nth(4)).toHaveText(String(counts.rejected));
}

async function expectAccessible(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await settled(page);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
    expect.soft(serious, `${what}, ${colorScheme}`).toEqual([]);
  }
}
