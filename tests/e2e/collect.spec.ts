import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { TARNBROOK } from './helpers/sample.ts';
import { createCase } from './pages/case.ts';
import { settled } from './pages/shell.ts';

test('the collection kits open beside the desk by a key, and their commands are taken away whole', async ({
  app,
  page,
  dialogs,
  folder,
}) => {
  await createCase(page, dialogs, join(folder, 'kits'), TARNBROOK);
  await page.keyboard.press('c');
  const drawer = page.getByRole('dialog', { name: 'How to collect exports' });
  await expect(drawer.getByRole('tab', { name: 'Google Workspace', selected: true })).toBeVisible();
  await expect(drawer.getByText('Limits')).toBeVisible();
  await settled(page);

  // From tab to tab by arrows.
  await drawer.getByRole('tab', { name: 'Google Workspace' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(drawer.getByRole('tab', { name: 'Microsoft Entra', selected: true })).toBeFocused();
  await settled(page);
  const kits = drawer.getByRole('navigation', { name: 'Kits' }).getByRole('button');
  await expect(kits.first()).toHaveAttribute('aria-pressed', 'true');
  await kits.nth(1).focus();
  await page.keyboard.press('Enter');
  await expect(kits.nth(1)).toHaveAttribute('aria-pressed', 'true');
  await settled(page);

  const code = drawer.locator('pre').first();
  const text = await code.innerText();
  expect(text.length).toBeGreaterThan(20);
  await drawer
    .getByRole('button', { name: /^Copy .+, / })
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/ copied$/).first()).toBeVisible();
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe(text);

  await page.keyboard.press('Escape');
  await expect(drawer).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'How to collect…' })).toBeVisible();
});
