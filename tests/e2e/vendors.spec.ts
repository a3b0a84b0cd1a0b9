import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { expect, test } from './fixtures.ts';
import { mixedFolder } from './helpers/mixed-folder.ts';
import { sixPlatformFiles } from './helpers/six-platforms.ts';
import { TARNBROOK } from './helpers/sample.ts';
import { createCase } from './pages/case.ts';
import { vendorPanel } from './pages/evidence.ts';
import { addFiles, runImport, stateSources } from './pages/imports.ts';
import { goTo, gridRow, railLink, settled, toast } from './pages/shell.ts';

test('apps of one name on two platforms are suggested as one vendor, confirmed and taken out with a reason, by keys', async ({
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(180_000);
  const handedOver = mixedFolder(folder);
  await createCase(page, dialogs, join(folder, 'vendors'), TARNBROOK);
  await addFiles(
    page,
    dialogs,
    ['gam tokens 2026-10.csv', 'oauth_tokens.csv'].map((name) => join(handedOver, name)),
  );
  const stated = { tenant: 'firm.example', method: 'Handed over in one folder' };
  await stateSources(
    page,
    { asOf: '2026-10-01T06:00', extractedBy: 'Erik Extractor' },
    { 'Google Workspace': stated, Salesforce: stated },
  );
  await runImport(page);

  await page.keyboard.press('g');
  await page.keyboard.press('n');
  await expect(page.getByRole('heading', { level: 1, name: 'Vendors' })).toBeVisible();
  await expect(page.getByText('0 vendors confirmed, 2 suggested')).toBeVisible();
  const tide = vendorPanel(page, 'Tide Sync');
  await expect(tide).toContainText('Suggested');
  await expect(tide.getByRole('row').filter({ hasText: 'same name on several platforms' })).toHaveCount(2);

  await tide.getByRole('button', { name: 'Confirm 2 apps…' }).focus();
  await page.keyboard.press('Enter');
  const confirm = page.getByRole('dialog', { name: 'Confirm 2 apps as Tide Sync' });
  await expect(confirm.getByRole('button', { name: 'Confirm', exact: true })).toBeDisabled();
  await page.keyboard.type('One contract names both.');
  await confirm.getByRole('button', { name: 'Confirm', exact: true }).click();
  await expect(confirm).toHaveCount(0);
  await expect(page.getByText('1 vendor confirmed, 1 suggested')).toBeVisible();
  await expect(tide.getByRole('row').filter({ hasText: 'decided in this case' })).toHaveCount(2);

  await tide.getByRole('checkbox', { name: 'Select Tide Sync on salesforce' }).focus();
  await page.keyboard.press('Space');
  await tide.getByRole('button', { name: 'Take 1 app out…' }).click();
  const takeOut = page.getByRole('dialog', { name: 'Take 1 app out of Tide Sync' });
  await takeOut.getByLabel('Reason').fill('Another firm of the same name.');
  await takeOut.getByRole('button', { name: 'Take out' }).click();
  await expect(takeOut).toHaveCount(0);
  await expect(tide.getByRole('row').filter({ hasText: 'Salesforce' })).toHaveCount(0);
  await expect(tide.getByRole('row').filter({ hasText: 'Google Workspace' })).toHaveCount(1);

  await goTo(page, 'Journal');
  await expectEntry(page, 'vendor-merged', 'One contract names both.');
  await expectEntry(page, 'vendor-split', 'Another firm of the same name.');
});

test('what a vendor holds on six platforms, and how it is revoked, on one page', async ({ page, dialogs, folder }) => {
  test.setTimeout(240_000);
  await createCase(page, dialogs, join(folder, 'drill'), TARNBROOK);
  await addFiles(page, dialogs, sixPlatformFiles(folder));
  const stated = { tenant: 'firm.example', method: 'Handed over in one folder' };
  await stateSources(
    page,
    { asOf: '2026-10-01T06:00', extractedBy: 'Erik Extractor' },
    Object.fromEntries(SIX.map((platform) => [platform, stated])),
  );
  await runImport(page);
  await test.step('apps of all platforms are put under one vendor', async () => {
    await goTo(page, 'Vendors');
    await page.getByRole('button', { name: 'Put apps under one vendor…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Put apps under one vendor' });
    await dialog.getByLabel('Vendor').fill('Example Ltd');
    await dialog.getByLabel('Reason').fill('One contract names them all.');
    for (const name of APPS)
      for (const box of await dialog.getByRole('checkbox', { name, exact: true }).all()) {
        await box.focus();
        await page.keyboard.press('Space');
      }
    await dialog.getByRole('button', { name: /^Put \d+ apps under it$/ }).click();
    await expect(dialog).toHaveCount(0);
  });
  const shown: Record<string, number> = {};
  await test.step('the page says what it holds', async () => {
    await vendorPanel(page, 'Example Ltd').getByRole('link', { name: 'What it holds (Example Ltd)' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Example Ltd' })).toBeVisible();
    await settled(page);
    for (const label of Object.keys(COUNTS)) {
      const stat = page.locator('dl > div').filter({ has: page.getByText(label, { exact: true }) });
      shown[label] = Number(await stat.locator('dd').first().innerText());
    }
  });
  await test.step('each platform has its steps and what they do not stop', async () => {
    for (const platform of SIX) await expect(page.getByRole('list', { name: `Steps on ${platform}` })).toBeVisible();
    await expect(page.getByText('Restricting alone leaves an installed app fully usable.')).toBeVisible();
  });
  await test.step('it is copied as text and its grants are saved', async () => {
    await page.getByRole('button', { name: 'Copy as text' }).click();
    await expect(toast(page, 'Page copied')).toBeVisible();
    const path = join(folder, 'held.csv');
    dialogs.answer('save:rows', path);
    await page.getByRole('button', { name: 'Save grants as CSV…' }).click();
    await expect(toast(page, /grants saved/)).toBeVisible();
    expect(readFileSync(path, 'utf8')).toContain('platform,tenant,app,client_id');
  });
  await test.step('every count equals what SQL counts in the closed case', async () => {
    await goTo(page, 'Start');
    await page.getByRole('button', { name: 'Close case' }).click();
    await expect(railLink(page, 'Vendors')).toHaveCount(0);
    const db = new Database(join(folder, 'drill.countersign'), { readonly: true });
    const count = (what: string): number | undefined =>
      db
        .prepare<[], number>(
          `SELECT count(${what.replace('MEMBERS', `(SELECT connector FROM vendor_member WHERE vendor = 'Example Ltd')`)}`,
        )
        .pluck()
        .get();
    expect(shown).toEqual(Object.fromEntries(Object.entries(COUNTS).map(([label, what]) => [label, count(what)])));
    expect(count('DISTINCT platform) FROM connector WHERE id IN MEMBERS')).toBe(SIX.length);
    db.close();
  });
});

const SIX = ['Google Workspace', 'Microsoft Entra', 'Salesforce', 'Slack', 'GitHub', 'Okta'] as const;
/** Figures of the page and how SQL counts them, after `SELECT count(`. */
const COUNTS: Readonly<Record<string, string>> = {
  Apps: '*) FROM connector WHERE id IN MEMBERS',
  Grants: '*) FROM consent_grant WHERE connector IN MEMBERS',
  People: 'DISTINCT principal) FROM consent_grant WHERE principal <> 0 AND connector IN MEMBERS',
  'For everyone': `*) FROM item WHERE kind <> 'delegated-user' AND connector IN MEMBERS`,
  Scopes: `DISTINCT platform || ' ' || scope) FROM item_scope JOIN item ON item.id = item JOIN connector c ON c.id = item.connector WHERE c.id IN MEMBERS`,
  Findings: `*) FROM finding WHERE outcome = 'finding' AND connector IN MEMBERS`,
};
const APPS = ['Fieldnotes', 'Example Sync', 'Example Board', 'example-ci'] as const;

async function expectEntry(page: Page, type: string, reason: string): Promise<void> {
  await gridRow(page, 'Journal entries', type).click();
  await settled(page);
  await expect(page.getByLabel('Payload')).toContainText(reason);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}
