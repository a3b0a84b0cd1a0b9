import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from './fixtures.ts';
import { expectAccessible } from './helpers/accessible.ts';
import { createKey, sign } from './pages/report.ts';
import { chooseByKey, decideByKeys, decisions, startReview } from './pages/review.ts';
import { goTo, openSampleCase, settled, toast } from './pages/shell.ts';
import { verifyBundle } from './pages/verify.ts';

const panel = (page: Page) => page.getByRole('complementary', { name: 'Help' });
const title = (page: Page) => panel(page).getByRole('heading', { level: 2 });

test('F1 opens the page of the screen beside the work, which stays as it is', async ({ app, page }) => {
  test.setTimeout(180_000);
  await expect(page.getByRole('button', { name: 'Open the sample case' })).toBeVisible();
  await page.keyboard.press('F1');
  await expect(title(page)).toHaveText('Start');
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);

  await openSampleCase(page);
  await goTo(page, 'Review');
  await startReview(page);
  await chooseByKey(page, 'revoke');
  await page.getByLabel('Justification').fill('Begun before the help was read.');
  await page.keyboard.press('F1');
  await expect(title(page)).toHaveText('Deciding an item');
  await expect(page.getByLabel('Justification')).toHaveValue('Begun before the help was read.');
  await settled(page);
  await expectAccessible(page, 'Help beside an item');

  // A key that decides on the screen does nothing while the help is read.
  await panel(page).getByRole('region', { name: 'Deciding an item' }).focus();
  await page.keyboard.press('1');
  await expect(page.getByRole('radio', { name: 'Revoke' })).toHaveAttribute('aria-checked', 'true');
  await page.keyboard.press('F1');
  await expect(panel(page)).toHaveCount(0);
  await expect(page.getByLabel('Justification')).toHaveValue('Begun before the help was read.');

  // The menu does the same, on a third screen.
  await page.keyboard.press('Escape');
  await goTo(page, 'Report');
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.send('menu', 'help.contents'),
  );
  await expect(title(page)).toHaveText('Report and keys');

  // Over a dialog, since that keeps everything beside it still.
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Create a key…' }).click();
  await page.getByLabel('Your name').fill('Ida Marlowe');
  await page.keyboard.press('F1');
  const over = page.getByRole('dialog', { name: 'Help' });
  await expect(over.getByRole('heading', { level: 2, name: 'Report and keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(over).toHaveCount(0);
  await expect(page.getByLabel('Your name')).toHaveValue('Ida Marlowe');
});

test('pages are found by words, led through by links, and come back one by one', async ({ page }) => {
  await expect(page.getByRole('button', { name: 'Open the sample case' })).toBeVisible();
  await page.keyboard.press('F1');
  const field = panel(page).getByRole('searchbox', { name: 'Search the help' });
  await field.fill('time stam');
  const found = panel(page).getByRole('option');
  await expect(found.first()).toContainText('Time stamps');
  await expect(found.first().locator('mark').first()).toHaveText(/time/i);
  await page.keyboard.press('Enter');
  await expect(title(page)).toHaveText('Time stamps');
  await field.fill('grade');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(title(page)).not.toHaveText('Time stamps');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(title(page)).toHaveText('Time stamps');
  await panel(page).getByRole('button', { name: 'Back in the help' }).click();
  await expect(title(page)).toHaveText('Start');
  await panel(page).getByRole('button', { name: 'Forward in the help' }).click();
  await expect(title(page)).toHaveText('Time stamps');
  await field.fill('qqqzzz');
  await expect(panel(page).getByText(/^Nothing was found/)).toBeVisible();
  await page.keyboard.press('Escape');

  // A link leads to its page, and to the heading it names.
  await panel(page).getByRole('button', { name: 'Contents of the help' }).click();
  await panel(page).getByRole('link', { name: 'Glossary' }).click();
  await expect(title(page)).toHaveText('Glossary');
});

test('the panel is made wider, and goes on as a screen of its own that leads back', async ({ page }) => {
  await expect(page.getByRole('button', { name: 'Open the sample case' })).toBeVisible();
  await page
    .getByRole('button', { name: 'Verify a bundle' })
    .or(page.getByRole('link', { name: /^Verify a bundle/ }))
    .first()
    .click();
  await page.getByRole('button', { name: 'Help (F1)' }).click();
  await expect(title(page)).toHaveText('Verify a bundle');
  const width = async () => (await panel(page).boundingBox())?.width ?? 0;
  const before = await width();
  await panel(page).getByRole('separator', { name: 'Width of the help' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(width).toBeGreaterThan(before);

  await panel(page).getByRole('button', { name: 'Help on the whole screen' }).click();
  await expect(panel(page)).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 2, name: 'Verify a bundle' })).toBeVisible();
  await page.getByRole('navigation', { name: 'Pages of the help' }).getByRole('link', { name: 'Glossary' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Glossary' })).toBeVisible();
  await settled(page);
  await expectAccessible(page, 'Help on the whole screen');
  await page.getByRole('button', { name: 'Back to the work' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Verify a bundle' })).toBeVisible();
});

test('the first steps, read beside the work, lead to a signed and verified report', async ({
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(240_000);
  await expect(page.getByRole('button', { name: 'Open the sample case' })).toBeVisible();
  await page.keyboard.press('F1');
  await panel(page).getByRole('button', { name: 'Contents of the help' }).click();
  await panel(page)
    .getByRole('link', { name: /^First steps/ })
    .click();
  await expect(title(page)).toHaveText('First steps: from installation to a signed report');

  await openSampleCase(page);
  await goTo(page, 'Imports');
  await expect(page.getByText('Closes').first()).toBeVisible();
  await goTo(page, 'Review');
  await page.getByRole('button', { name: 'Start review' }).click();
  await expect(decisions(page)).toBeVisible();
  await settled(page);
  await decideByKeys(page, { decision: 'revoke', reason: 'Nobody can say what it is for.' });
  await goTo(page, 'Report');
  const passphrase = 'lantern orchid gravel seventeen';
  await createKey(page, dialogs, {
    path: join(folder, 'key.pem'),
    name: 'Ida Marlowe',
    organization: '',
    email: 'ida@marlowe.example',
    passphrase,
  });
  const bundle = join(folder, 'bundle.zip');
  await expect(await sign(page, dialogs, bundle, passphrase)).toContainText('Signed and saved');
  await goTo(page, 'Verify a bundle');
  await expect(await verifyBundle(page, dialogs, bundle)).toHaveText('The bundle is intact');
  await expect(title(page)).toHaveText('First steps: from installation to a signed report');
});

test('a diagnostic file is read before it is saved, and holds what was read', async ({ page, dialogs, folder }) => {
  test.setTimeout(180_000);
  await openSampleCase(page);
  await page.getByRole('button', { name: 'About Countersign' }).click();
  await page.getByRole('button', { name: 'Save a diagnostic file…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save a diagnostic file' });
  const files = dialog.getByRole('navigation', { name: 'Files in the diagnostic file' }).getByRole('button');
  await expect(files.filter({ hasText: 'logs/engine.txt' })).toBeVisible();
  await expect(files.filter({ hasText: 'case-counts.txt' })).toHaveCount(0);
  await dialog.getByText('Also say how much the open case holds, in numbers').click();
  await files.filter({ hasText: 'case-counts.txt' }).click();
  await expect(dialog.getByLabel('Text of case-counts.txt')).toContainText('review-items: 54');
  await files.filter({ hasText: 'logs/engine.txt' }).click();
  const text = dialog.getByLabel('Text of logs/engine.txt');
  await expect(text).toContainText('engine started');
  const read = (await text.textContent()) ?? '';
  await expectAccessible(page, 'Diagnostic file');

  const out = join(folder, 'diagnostics.zip');
  dialogs.answer('save:diagnostics', out);
  await dialog.getByRole('button', { name: 'Save…' }).click();
  await expect(toast(page, 'diagnostics.zip is saved. Nothing was sent.')).toBeVisible();
  const saved = unzipSync(readFileSync(out));
  expect(strFromU8(saved['logs/engine.txt'] ?? new Uint8Array())).toBe(read);
  const all = Object.values(saved)
    .map((bytes) => strFromU8(bytes))
    .join('\n');
  for (const name of ['Tarnbrook', folder, userInfo().homedir])
    expect(name.length < 4 || !all.includes(name), name).toBe(true);
});
