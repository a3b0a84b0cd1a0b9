import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures.ts';
import { typeDate } from './pages/case.ts';
import { goTo, gridRow, openSampleCase, settled, toast } from './pages/shell.ts';

test('a policy is previewed and saved with a reason, and what it finds is what the preview said', async ({ page }) => {
  test.setTimeout(120_000);
  await openSampleCase(page);
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await expect(page.getByRole('heading', { level: 1, name: 'Policy' })).toBeVisible();
  const preview = page.getByRole('complementary', { name: 'What these values would find' });
  await expect(preview).toContainText('The same as with the policy in force.');
  await page.getByRole('textbox', { name: 'Days a log must reach back' }).fill('200');
  await expect(preview.getByRole('button', { name: /^CS-08/ })).toBeVisible();
  await test.step('what is typed stays while one looks elsewhere, and a value is found by its words', async () => {
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByRole('tab', { name: 'Thresholds' }).click();
    await goTo(page, 'Findings');
    await goTo(page, 'Policy');
    const search = page.getByRole('searchbox', { name: 'Filter by value or rule' });
    await search.fill('reach back');
    await expect(page.getByRole('textbox', { name: 'Days a log must reach back' })).toHaveValue('200');
    await expect(page.getByRole('region', { name: /^CS-01/ })).toHaveCount(0);
    await search.fill('');
    await expect(page.getByRole('region', { name: /^CS-01/ })).toBeVisible();
    await expect(preview.getByRole('button', { name: /^CS-08/ })).toBeVisible();
  });
  const after = /→ ([\d,]+) ?findings/.exec((await preview.innerText()).replaceAll('\n', ' '))?.[1];
  const save = page.getByRole('button', { name: 'Save as new version' });
  await expect(save).toBeDisabled();
  await page.getByRole('textbox', { name: 'Reason' }).fill('Logs are kept for 200 days here.');
  await save.click();
  await expect(toast(page, 'Default, version 2, is in force.')).toBeVisible();
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Days a log must reach back' })).toContainText('90');
  await goTo(page, 'Findings');
  await expect(page.locator('header').filter({ has: page.getByRole('heading', { level: 1 }) })).toContainText(
    `${after ?? 'no number'} findings`,
  );
  await goTo(page, 'Journal');
  await expect(page.getByText('Policy Default, version 2: Logs are kept for 200 days here.')).toBeVisible();
});

test('a change that is not saved is lost by nothing but a yes', async ({ app, page, dialogs }) => {
  await openSampleCase(page);
  await goTo(page, 'Policy');
  const days = page.getByRole('textbox', { name: 'Days a log must reach back' });
  await days.fill('200');
  await goTo(page, 'Start');
  await page.getByRole('button', { name: 'Close case' }).click();
  const asked = page.getByRole('dialog', { name: 'Discard the changed policy?' });
  await asked.getByRole('button', { name: 'Back to the policy' }).click();
  await expect(days).toHaveValue('200');

  dialogs.answer('confirm:leave', false);
  await app.evaluate(({ app }) => app.quit());
  await expect.poll(() => readFileSync(dialogs.file, 'utf8')).toBe('{"confirm:leave":[]}');
  await expect(days).toHaveValue('200');

  dialogs.answer('confirm:leave', true);
  await page.evaluate(() => window.location.reload());
  await expect(days).toHaveValue('90');

  await days.fill('200');
  await goTo(page, 'Start');
  await page.getByRole('button', { name: 'Close case' }).click();
  await asked.getByRole('button', { name: 'Discard', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Close case' })).toHaveCount(0);
});

test('a purpose is stated for two apps at once by keys, and a finding is suppressed and counts again', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await openSampleCase(page);
  await goTo(page, 'Registers');
  const grid = 'Apps and what is stated of them';
  await page.getByRole('grid', { name: grid }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByText('2 apps selected')).toBeVisible();
  await page.getByRole('button', { name: 'State a field…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'State a field of 2 apps' });
  await dialog.getByRole('textbox', { name: 'Business owner' }).fill('nobody@else.example');
  await dialog.getByLabel('Reason').fill('Said so by phone.');
  await dialog.getByRole('button', { name: 'State', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByText('With conflicts').click();
  await settled(page);
  await expect(gridRow(page, grid, 'nobody@else.example is not in the register of people.')).toHaveCount(2);

  await goTo(page, 'Inventory');
  await gridRow(page, 'Connectors', 'Scribewell AI Notes').first().click();
  await page.getByRole('tab', { name: /^Findings/ }).click();
  await page.getByRole('button', { name: 'Suppress…' }).first().click();
  const suppress = page.getByRole('dialog', { name: /^Suppress CS-/ });
  await suppress.getByLabel('Name').fill('Change 4711');
  await typeDate(suppress, 'Last day', '2999-12-31');
  await suppress.getByLabel('Reason').fill('Announced roll-out.');
  await suppress.getByRole('button', { name: 'Suppress', exact: true }).click();
  await expect(page.getByText('until 2999-12-31 by Sample reviewer: Announced roll-out.')).toBeVisible();
  await goTo(page, 'Policy');
  await page.getByRole('tab', { name: /^Suppressions/ }).click();
  await page.getByRole('button', { name: 'Revoke Change 4711' }).click();
  const revoke = page.getByRole('dialog', { name: 'Revoke Change 4711' });
  await revoke.getByLabel('Reason').fill('Rolled out.');
  await revoke.getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Revoked' })).toContainText('Rolled out.');
});
