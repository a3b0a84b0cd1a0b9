import { typeDate } from '../e2e/pages/case.ts';
import { expect } from '../e2e/pages/expect.ts';
import { goTo, gridRow, settled } from '../e2e/pages/shell.ts';
import type { Tour } from './stop.ts';

/** What a reviewer sets: registers by hand, a stricter policy before and after it is saved, a suppression. */
export async function tourPolicy({ page, camera }: Tour): Promise<void> {
  await goTo(page, 'Registers');
  await camera.shoot('registers');
  const grid = 'Apps and what is stated of them';
  for (const app of ['Scribewell AI Notes', 'Orrery Whiteboard']) await gridRow(page, grid, app).first().click();
  await page.getByRole('button', { name: 'State a field…' }).click();
  const dialog = page.getByRole('dialog', { name: 'State a field of 2 apps' });
  await dialog.getByRole('button', { name: /Business owner/ }).click();
  await page.getByRole('option', { name: 'Purpose code' }).click();
  await dialog.getByRole('button', { name: /Choose/ }).click();
  await page.getByRole('option', { name: /Video meetings/ }).click();
  await dialog.getByLabel('Reason').fill('Asked the teams on 2 October.');
  await camera.shoot('registers-state-a-field');
  await dialog.getByRole('button', { name: 'State', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await camera.shoot('registers-after');

  await goTo(page, 'Policy');
  await camera.shoot('policy');
  await page.getByRole('button', { name: /Start from/ }).click();
  await page.getByRole('option', { name: 'CIS 5.5' }).click();
  const window = page.getByRole('textbox', { name: 'Days a log must reach back' });
  await window.fill('120');
  const preview = page.getByRole('complementary', { name: 'What these values would find' });
  await expect(preview.getByRole('button', { name: /^CS-08/ })).toBeVisible();
  await camera.shoot('policy-preview');
  await window.fill('3');
  await camera.shoot('policy-error');
  await window.fill('120');
  await page.getByLabel('Reason').fill('Quarterly review as agreed with the audit committee.');
  await page.getByRole('button', { name: 'Save as new version' }).click();
  await settled(page);
  await camera.shoot('policy-saved');
  await page.getByRole('tab', { name: 'History' }).click();
  await camera.shoot('policy-history');
  await page.getByRole('tab', { name: /^Suppressions/ }).click();
  await camera.shoot('policy-suppressions-empty');

  await goTo(page, 'Inventory');
  await gridRow(page, 'Connectors', 'Scribewell AI Notes').first().click();
  await page.getByRole('tab', { name: /^Findings/ }).click();
  await page.getByRole('button', { name: 'Suppress…' }).first().click();
  const suppress = page.getByRole('dialog', { name: /^Suppress CS-/ });
  await suppress.getByLabel('Name').fill('Change 4711');
  await suppress.getByLabel('Reason').fill('Announced roll-out to the sales team.');
  await typeDate(suppress, 'Last day', '2999-12-31');
  await camera.shoot('suppress-dialog');
  await suppress.getByRole('button', { name: 'Suppress', exact: true }).click();
  await expect(suppress).toHaveCount(0);
  await camera.shoot('connector-suppressed');
  await page.getByRole('tab', { name: 'Owner and identity' }).click();
  await camera.shoot('connector-stated');
  await goTo(page, 'Policy');
  await page.getByRole('tab', { name: /^Suppressions/ }).click();
  await camera.shoot('policy-suppressions');
}
