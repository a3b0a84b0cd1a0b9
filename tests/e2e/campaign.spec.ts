import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { cli } from './helpers/cli.ts';
import { acceptAll, campaignView, giveReason } from './pages/campaign.ts';
import { createKey } from './pages/report.ts';
import { goTo, openSampleCase, settled, toast } from './pages/shell.ts';

const PASSPHRASE = 'quiet garden 77 lamps';

test('one reviewer plans, sees what it means, freezes, settles the evidence, opens and amends', async ({ page }) => {
  test.setTimeout(240_000);
  await openSampleCase(page);
  await goTo(page, 'Campaign');
  await page.getByRole('button', { name: 'Plan a campaign' }).click();
  const meaning = page.getByRole('complementary', { name: 'What this plan means' });
  const total = /of (\d+) items in scope/.exec((await meaning.innerText()).replaceAll('\n', ' '))?.[1] ?? 'none';
  await test.step('what the form says is worked out beside it, and the totals close', async () => {
    await page.getByLabel('Name').fill('Autumn review');
    await page.getByRole('button', { name: 'From tier' }).click();
    await page.getByRole('option', { name: 'Tier 3 and above' }).click();
    await page.keyboard.press('Escape');
    const rows = meaning.getByRole('table', { name: 'Review items in and out of scope' });
    await expect(rows.getByRole('row').filter({ hasText: 'Below the lowest tier' })).toBeVisible();
    const counts = await rows.getByRole('cell').allInnerTexts();
    const numbers = counts.map(Number);
    expect(numbers.at(-1)).toBe(Number(total));
    expect(numbers.slice(0, -1).reduce((sum, one) => sum + one, 0)).toBe(Number(total));
    await page.getByRole('group', { name: 'Tier 4' }).getByRole('textbox', { name: 'Minutes an item' }).fill('many');
    await expect(page.getByText('A whole number from 1 to 1440')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Freeze the population' })).toBeDisabled();
    await page.getByRole('group', { name: 'Tier 4' }).getByRole('textbox', { name: 'Minutes an item' }).fill('900');
    await expect(meaning.getByRole('row').filter({ hasText: 'T4' })).toContainText('75.0 h');
  });
  await page.getByRole('button', { name: 'Freeze the population' }).click();
  await expect(toast(page, /The population of Autumn review is frozen/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Copy Root of the frozen population [0-9a-f]{64}$/ })).toBeVisible();
  await campaignView(page, 'Staging check');
  await expect(page.getByRole('button', { name: 'Open the campaign…' })).toBeDisabled();
  await expect(page.getByText(/Still to be settled: \d+ limits of the evidence/)).toBeVisible();
  await acceptAll(page, 'The client cannot export again before the deadline.');
  await page.getByRole('button', { name: 'Open the campaign…' }).click();
  await giveReason(page, 'Everybody is ready.', 'Open the campaign');
  await campaignView(page, 'Plan');
  await page.getByRole('button', { name: 'Amend…' }).click();
  await page.getByRole('textbox', { name: 'Canaries, %' }).fill('2');
  await page.getByRole('textbox', { name: 'Reason' }).fill('Agreed with the client.');
  await page.getByRole('button', { name: 'Put this version in force' }).click();
  await expect(toast(page, 'Another version of Autumn review is in force.')).toBeVisible();
  const change = page
    .getByRole('table', { name: 'Changes of version 3' })
    .getByRole('row')
    .filter({ hasText: 'Canaries' });
  await expect(change).toContainText('0 %');
  await expect(change).toContainText('2 %');
  await goTo(page, 'Overview');
  await expect(page.getByText(/^Autumn review: 0 of \d+ items decided$/)).toBeVisible();
  await goTo(page, 'Journal');
  await expect(page.getByText('Campaign Autumn review, version 3: Agreed with the client.')).toBeVisible();
});

test('an owner who is to review her own app is found, and the app goes to somebody else', async ({
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(240_000);
  await openSampleCase(page);
  await goTo(page, 'Campaign');
  await campaignView(page, 'People');
  await addYourself(page, async () =>
    createKey(page, dialogs, {
      path: join(folder, 'yael.pem'),
      name: 'Yael Umberfield',
      organization: 'Tarnbrook Optics',
      email: 'yael.umberfield@tarnbrook.example',
      passphrase: PASSPHRASE,
    }),
  );
  writeFileSync(join(folder, 'pass.txt'), PASSPHRASE);
  const key = ['--out', join(folder, 'olga.pem'), '--passphrase-file', join(folder, 'pass.txt')];
  expect(cli('key', 'new', '--name', 'Olga Outsider', '--email', 'olga@audit.example', ...key).code).toBe(0);
  await page.getByRole('button', { name: 'Add a person…' }).click();
  const adding = page.getByRole('dialog', { name: 'Add a person' });
  dialogs.answer('open:key', [join(folder, 'olga.pem')]);
  await adding.getByRole('button', { name: 'Choose a certificate or key file…' }).click();
  await expect(adding.getByText('Olga Outsider')).toBeVisible();
  await adding.getByRole('textbox', { name: 'Reason' }).fill('Reviews from outside.');
  await adding.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(adding).toHaveCount(0);

  await campaignView(page, 'Plan');
  await page.getByRole('button', { name: 'Plan a campaign' }).click();
  await page.getByRole('button', { name: /Everything from/ }).click();
  await page.getByRole('option', { name: 'No tier' }).click();
  await page.getByRole('button', { name: 'Freeze the population' }).click();
  await expect(page.getByText('Population frozen').first()).toBeVisible();
  await campaignView(page, 'Staging check');
  await expect(page.getByText(/^No imported file names Olga Outsider/)).toBeVisible();
  const own = page.getByRole('table', { name: 'Yael Umberfield, first review' });
  const row = own.getByRole('row').filter({ hasText: 'is its business owner' }).first();
  await expect(row).toContainText('Yael Umberfield');
  const before = await own.getByRole('row').count();
  await row.getByRole('checkbox').check({ force: true });
  await page.getByRole('button', { name: 'Give 1 to somebody: Yael Umberfield, first review' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Choose…/ })
    .click();
  await page.getByRole('option', { name: 'Olga Outsider' }).click();
  await giveReason(page, 'Nobody reviews an app of their own.', 'Give');
  await expect(own.getByRole('row')).toHaveCount(before - 1);
  await acceptAll(page, 'Nobody else knows these.');
  await expect(page.getByText('Nothing is left to settle: the campaign can be opened.')).toBeVisible();
  await page.getByRole('button', { name: 'Open the campaign…' }).click();
  await giveReason(page, 'Everybody is ready.', 'Open the campaign');
  await goTo(page, 'Journal');
  await expect(page.getByText('1 item given to Olga Outsider: Nobody reviews an app of their own.')).toBeVisible();
});

/** Brings the first person into the case by a key that `makeKey` makes. */
async function addYourself(page: Page, makeKey: () => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: 'Add yourself…' }).click();
  await makeKey();
  const dialog = page.getByRole('dialog', { name: 'Add yourself' });
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Leads this review.');
  await dialog.getByLabel('Passphrase of the key').fill(PASSPHRASE);
  await dialog.getByRole('button', { name: 'Add and sign in' }).click();
  await expect(dialog).toHaveCount(0, { timeout: 30_000 });
  await settled(page);
}
