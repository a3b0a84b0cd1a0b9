import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { mixedFolder } from './helpers/mixed-folder.ts';
import { TARNBROOK } from './helpers/sample.ts';
import { createCase } from './pages/case.ts';
import { vendorPanel } from './pages/evidence.ts';
import { addFiles, runImport, stateSources } from './pages/imports.ts';
import { goTo, gridRow, settled } from './pages/shell.ts';

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

async function expectEntry(page: Page, type: string, reason: string): Promise<void> {
  await gridRow(page, 'Journal entries', type).click();
  await settled(page);
  await expect(page.getByLabel('Payload')).toContainText(reason);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}
