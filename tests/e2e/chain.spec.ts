import { join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './fixtures.ts';
import { cli } from './helpers/cli.ts';
import { goTo, gridRow, settled } from './pages/shell.ts';

const FILES = resolve(import.meta.dirname, '../fixtures/rules/CS-35/graph');

test('the chain of a connector is drawn and listed, and each step leads to its record, by keys', async ({
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(180_000);
  const workspace = join(folder, 'chain.countersign');
  const stated = ['--system', 'Export', '--as-of', '2026-10-01T06:00:00Z', '--extracted-by', 'Erik', '--method', 'm'];
  for (const [tenant, ...names] of [
    ['firm.example', 'google-tokens.csv'],
    ['firm.onmicrosoft.com', 'service-principals.json', 'app-role-assignments.json', 'grants.json'],
  ] as const) {
    const files = names.map((name) => join(FILES, name));
    const ran = cli('import', '--whole', '--workspace', workspace, '--tenant', tenant, ...stated, ...files);
    expect(ran.code, ran.stderr).toBe(0);
  }
  dialogs.answer('open:case', [workspace]);
  await page.getByRole('button', { name: 'Open case…' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await settled(page);

  await goTo(page, 'Inventory');
  await gridRow(page, 'Connectors', 'Drive Mover').click();
  await page.getByRole('tab', { name: 'Chain' }).click();
  await expect(page.getByRole('img', { name: /^\d+ steps from Drive Mover/ })).toBeVisible();
  const steps = page.getByRole('table', { name: 'Steps of the chain' });
  await expect(steps.getByRole('row').filter({ hasText: 'acts as' })).toContainText('svc-sync@firm.example');
  await expect(steps.getByRole('row').filter({ hasText: 'holds a grant to' })).toHaveCount(2);
  await expect(steps.getByRole('row').filter({ hasText: 'Google Workspace tenant firm.example' })).toHaveCount(2);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await settled(page);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  }
  await steps.getByRole('button', { name: 'Open the source record: google-tokens.csv, line 5' }).first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Record text')).toContainText('svc-sync@firm.example');
  await page.keyboard.press('Escape');

  await steps.getByRole('link', { name: 'Ledger Bridge Connect (Microsoft Entra)' }).first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Ledger Bridge Connect' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Chain' })).toHaveAttribute('aria-selected', 'true');
  await goTo(page, 'Inventory');
  await gridRow(page, 'Connectors', 'Zapier for Outlook').click();
  await page.getByRole('tab', { name: 'Chain' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Inferred' })).toContainText('both are Zapier');
});
