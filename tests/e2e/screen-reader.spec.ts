import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { expectReadable } from './helpers/readable.ts';
import { sampleFiles, TARNBROOK, TENANTS } from './helpers/sample.ts';
import { fillCase } from './pages/case.ts';
import { addFiles, startImport, stateSource } from './pages/imports.ts';
import { createKey, sign } from './pages/report.ts';
import { chooseByKey, lookAtUsage, startReview } from './pages/review.ts';
import { goTo, settled } from './pages/shell.ts';
import { verifyBundle } from './pages/verify.ts';

const PASSPHRASE = 'correct horse battery staple';

/**
 * The journey as Chromium's accessibility tree gives it to a screen reader, with the tree of its screens kept as text. What a
 * screen reader makes of it in sound is not tested here.
 */
test('from the start to a verified bundle, a screen reader is told everything', async ({ page, dialogs, folder }) => {
  test.setTimeout(300_000);
  const main = page.getByRole('main');
  const heading = page.getByRole('heading', { level: 1 });

  await test.step('the start, and a case whose missing name is said at its field', async () => {
    await expect(page.getByRole('button', { name: 'Open the sample case' })).toBeVisible();
    await expectReadable(page, 'Start');
    await expect(main).toMatchAriaSnapshot({ name: 'start.aria.yml' });
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to the screen' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(heading).toBeFocused();
    const opener = page.getByRole('button', { name: 'New case…' }).first();
    await opener.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New case' });
    await expect(dialog.getByLabel('Case name')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(opener).toBeFocused();
    await opener.press('Enter');
    await dialog.getByRole('button', { name: 'Choose place and create…' }).press('Enter');
    await expect(dialog.getByLabel('Case name')).toBeFocused();
    await expect(dialog.getByLabel('Case name')).toHaveAccessibleDescription('Give the case a name.');
    await expectReadable(page, 'New case');
    await expect(dialog).toMatchAriaSnapshot({ name: 'new-case.aria.yml' });
    await fillCase(dialog, TARNBROOK);
    dialogs.answer('save:case', join(folder, 'heard'));
    await dialog.getByRole('button', { name: 'Choose place and create…' }).press('Enter');
    await expect(heading).toHaveText('Imports');
    await expect(heading).toBeFocused();
  });

  await test.step('an import says that it runs, and what came of it', async () => {
    await expectReadable(page, 'Imports, empty');
    await addFiles(page, dialogs, sampleFiles('google'));
    await stateSource(page, TENANTS.google);
    await expectReadable(page, 'Import desk');
    // Noted in the page: the words change while a test looks elsewhere.
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      const status = document.querySelector('[data-job-status]');
      if (status === null) throw new Error('nothing says how far a job is');
      new MutationObserver(() => said.push(status.textContent)).observe(status, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    await startImport(page);
    await expect(page.getByRole('status').filter({ hasText: '4 files imported' })).toBeVisible({ timeout: 90_000 });
    const said = await page.evaluate(() => (window as unknown as { said: string[] }).said); // put there just above
    expect(
      said.some((words) => /begun|%/.test(words)),
      said.join(' | '),
    ).toBe(true);
    await settled(page);
    await expectReadable(page, 'Imports');
    await expect(page.getByRole('table', { name: 'Imports of this case' })).toMatchAriaSnapshot({
      name: 'imports.aria.yml',
    });
  });

  await test.step('the inventory is a grid with counts, column and row headers', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await expect(heading).toHaveText('Inventory');
    await expect(heading).toBeFocused();
    await settled(page);
    await expectReadable(page, 'Inventory');
    const grid = page.getByRole('grid', { name: 'Connectors' });
    const rows = Number(await grid.getAttribute('aria-rowcount'));
    expect(rows).toBeGreaterThan(10);
    await expect(grid).toHaveAttribute('aria-colcount', /\d+/);
    const first = grid.getByRole('row').nth(1);
    await expect(first).toHaveAttribute('aria-rowindex', '2');
    await expect(first.getByRole('rowheader')).toHaveCount(1);
    await expect(grid.getByRole('rowgroup').first()).toMatchAriaSnapshot({ name: 'inventory-columns.aria.yml' });
    await expect(first).toMatchAriaSnapshot({ name: 'inventory-row.aria.yml' });
  });

  await test.step('an item is decided with the keys of a form, and the next one is announced', async () => {
    await goTo(page, 'Review');
    await expectReadable(page, 'Review');
    await startReview(page);
    await expectReadable(page, 'Review item');
    const choices = page.getByRole('radiogroup', { name: 'Decision' });
    await expect(choices).toMatchAriaSnapshot({ name: 'decision.aria.yml' });
    await choices.getByRole('radio', { name: 'Certify' }).focus();
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight');
    await expect(choices.getByRole('radio', { name: 'Revoke' })).toBeFocused();
    await expect(choices.getByRole('radio', { checked: true })).toHaveCount(0);
    await lookAtUsage(page);
    await chooseByKey(page, 'revoke');
    await expect(choices.getByRole('radio', { name: 'Revoke' })).toBeChecked();
    const item = (await heading.innerText()).trim();
    // A shortcut is a letter like any other in a text field.
    await page.keyboard.type('No longer needed; jump, keep, go.');
    await expect(page.getByLabel('Justification')).toHaveValue('No longer needed; jump, keep, go.');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alertdialog').filter({ hasText: `Revoke: ${item}` })).toBeVisible();
    await expect(heading).not.toHaveText(item);
    await expect(heading).toBeFocused();
    await expect(page).toHaveTitle(`${(await heading.innerText()).trim()} – Countersign`);
  });

  const bundle = join(folder, 'heard.zip');
  await test.step('signing names its fields and says what was written', async () => {
    await goTo(page, 'Report');
    await expectReadable(page, 'Report');
    await expect(page.getByRole('complementary', { name: 'Conclusion and signature' })).toMatchAriaSnapshot({
      name: 'sign.aria.yml',
    });
    await createKey(page, dialogs, {
      path: join(folder, 'heard.pem'),
      name: 'Ida Marlowe',
      organization: '',
      email: '',
      passphrase: PASSPHRASE,
    });
    await expectReadable(page, 'Report with a key');
    await sign(page, dialogs, bundle, PASSPHRASE);
    await expectReadable(page, 'Signed');
  });

  await test.step('verification says its verdict in a heading', async () => {
    await goTo(page, 'Verify a bundle');
    await expectReadable(page, 'Verify');
    await expect(await verifyBundle(page, dialogs, bundle)).toHaveText('The bundle is intact');
    await expectReadable(page, 'Verified');
  });
});
