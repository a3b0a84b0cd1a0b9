import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { createSigningKey } from '../../electron/engine/signing/create-key.ts';
import { expect, test } from './fixtures.ts';
import { expectAccessible } from './helpers/accessible.ts';
import { typeDate } from './pages/case.ts';
import { chooseByKey, itemOfAddress, lookAtUsage, startReview } from './pages/review.ts';
import { chooseRadio, fillKey } from './pages/report.ts';
import { goTo, gridRow, openSampleCase, toast } from './pages/shell.ts';

const PASSPHRASE = 'four unrelated short words';

interface Colleague {
  readonly key: string;
  readonly certificate: string;
}

/** What a colleague has made on their own machine: a key they keep, and a certificate they hand over. */
function colleague(folder: string, name: string): Colleague {
  const made = createSigningKey({
    name,
    email: `${name.split(' ')[0]?.toLowerCase()}@firm.example`,
    passphrase: PASSPHRASE,
  });
  const key = join(folder, `${name}.key.pem`);
  const certificate = join(folder, `${name}.crt.pem`);
  writeFileSync(key, made.pem);
  writeFileSync(certificate, made.certificatePem);
  return { key, certificate };
}

const signInForm = (page: Page): Locator => page.getByRole('dialog', { name: 'Sign in' });

test('two people with keys: roles, signing in, and nobody approves their own review', async ({
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(420_000);
  const vera = colleague(folder, 'Vera Watcher');
  await openSampleCase(page);
  await expect(page.getByRole('button', { name: /Signed in/ })).toHaveCount(0);

  await test.step('the first person adds themselves with their key and is signed in', async () => {
    await goTo(page, 'Campaign');
    await page.getByRole('tab', { name: 'People' }).click();
    await expectAccessible(page, 'People of a case with one reviewer');
    await page.getByRole('button', { name: 'Add yourself…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add yourself' });
    const form = await fillKey(page, {
      path: '',
      name: 'Ada Keyholder',
      organization: 'Firm',
      email: 'ada@firm.example',
      passphrase: PASSPHRASE,
    });
    dialogs.answer('save:key', join(folder, 'ada.key.pem'));
    await form.getByRole('button', { name: 'Create and save…' }).click();
    await expect(dialog.getByText('ada@firm.example')).toBeVisible({ timeout: 30_000 });
    await dialog.getByRole('checkbox', { name: /^Approver/ }).click({ force: true });
    await expect(dialog.getByText('cannot approve a report with decisions of their own')).toBeVisible();
    await dialog.getByLabel('Reason').fill('Leads the review');
    await dialog.getByLabel('Passphrase of the key').fill('not this one at all');
    await dialog.getByRole('button', { name: 'Add and sign in' }).click();
    await expect(dialog.getByText(/passphrase does not open this key file/)).toBeVisible();
    await expectAccessible(page, 'Add yourself');
    await dialog.getByLabel('Passphrase of the key').fill(PASSPHRASE);
    await dialog.getByRole('button', { name: 'Add and sign in' }).click();
    await expect(toast(page, 'Ada Keyholder takes part and is signed in.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Signed in: Ada Keyholder' })).toBeVisible();
  });

  await test.step('a colleague is added by their certificate alone', async () => {
    await page.getByRole('button', { name: 'Add a person…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a person' });
    dialogs.answer('open:key', [vera.certificate]);
    await dialog.getByRole('button', { name: 'Choose a certificate or key file…' }).click();
    await expect(dialog.getByText('vera@firm.example')).toBeVisible();
    await dialog.getByRole('checkbox', { name: /^Observer/ }).click({ force: true });
    await dialog.getByLabel('Address of the manager').fill('boss@firm.example');
    await dialog.getByLabel('Reason').fill('Looks on for the second line');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByRole('row').filter({ hasText: 'Vera Watcher' })).toContainText('Observer');
    await expectAccessible(page, 'People');
  });

  await test.step('the only preparer cannot give that role up', async () => {
    await page.getByRole('button', { name: 'Roles of Ada Keyholder' }).click();
    const dialog = page.getByRole('dialog', { name: 'Roles of Ada Keyholder' });
    await dialog.getByRole('checkbox', { name: /^Preparer/ }).click({ force: true });
    await dialog.getByLabel('Reason').fill('Enough of it');
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    await expect(dialog.getByText(/is the only preparer/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  await test.step('who decided an item is refused to approve the report', async () => {
    await goTo(page, 'Review');
    await startReview(page);
    await itemOfAddress(page);
    await lookAtUsage(page);
    await chooseByKey(page, 'revoke');
    await page.keyboard.type('Nobody needs it.');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/^1 of [\d,]+ decided/)).toBeVisible();
    await goTo(page, 'Report');
    await chooseRadio(page, 'Ada Keyholder');
    await chooseRadio(page, /^Approved/);
    await page.getByLabel('Passphrase of the key').fill(PASSPHRASE);
    dialogs.answer('save:bundle', join(folder, 'approved.zip'));
    await page.getByRole('button', { name: 'Sign and save…' }).click();
    await expect(
      page.getByText('Ada Keyholder decided one of the items in this report, and nobody approves their own review'),
    ).toBeVisible();
  });

  await test.step('signing out leaves a case that can be looked at', async () => {
    await goTo(page, 'Policy');
    await page.getByRole('button', { name: 'Signed in: Ada Keyholder' }).click();
    await expectAccessible(page, 'Session');
    await page.getByRole('button', { name: 'Sign out without sealing' }).click();
    await expect(page.getByText('Nobody is signed in. Everything can be looked at')).toBeVisible();
  });

  await test.step('an observer signs in, after a wrong passphrase, and cannot decide', async () => {
    await page.getByRole('button', { name: 'Sign in…' }).first().click();
    dialogs.answer('open:key', [vera.key]);
    await signInForm(page).getByRole('button', { name: 'Use a key file…' }).click();
    await expect(signInForm(page).getByRole('radio', { name: 'Vera Watcher' })).toBeChecked();
    await signInForm(page).getByLabel('Passphrase of the key').fill('not the passphrase');
    await page.keyboard.press('Enter');
    await expect(signInForm(page).getByText(/passphrase does not open this key file/)).toBeVisible();
    await expectAccessible(page, 'Sign in');
    await signInForm(page).getByLabel('Passphrase of the key').fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Signed in: Vera Watcher' })).toBeVisible();
    await goTo(page, 'Review');
    await page.keyboard.press('Shift+J');
    await expect.poll(() => page.url()).toMatch(/#\/review\/./);
    await itemOfAddress(page);
    await expect(page.getByRole('radio', { name: 'Revoke', disabled: false })).toHaveCount(0);
    await page.keyboard.press('4');
    await expect(page.getByLabel('Justification')).toHaveCount(0);
  });

  await test.step('the journal tells who signed for what, and is narrowed and saved', async () => {
    await goTo(page, 'Journal');
    await expect(page.getByText('Chain intact')).toBeVisible();
    await expect(page.getByText('all sealed')).toBeVisible();
    await page.getByRole('button', { name: '2 checkpoints…' }).click();
    const checkpoints = page.getByRole('dialog', { name: 'Signed checkpoints' });
    await expect(checkpoints.getByRole('row').filter({ hasText: 'Holds' })).toHaveCount(2);
    await expectAccessible(page, 'Checkpoints');
    await page.keyboard.press('Escape');
    await page.getByRole('searchbox', { name: 'Filter by names' }).fill('vera');
    await expect(gridRow(page, 'Journal entries', 'Vera Watcher takes part as observer')).toHaveCount(1);
    await expect(page.getByText(/^1 of \d+ entries$/)).toBeVisible();
    dialogs.answer('save:rows', join(folder, 'journal.csv'));
    await page.getByRole('button', { name: 'Save as CSV…' }).click();
    await expect(toast(page, '1 entry written to journal.csv.')).toBeVisible();
    await page.getByRole('button', { name: 'Show all' }).click();
    await typeDate(page, 'From', '2999-01-01');
    await expect(page.getByText('No entry matches')).toBeVisible();
    await page.getByRole('button', { name: 'Show all' }).click();
    await gridRow(page, 'Journal entries', 'Revoke').first().click();
    await expect(
      page
        .getByRole('dialog', { name: /^Entry/ })
        .getByText('Nobody needs it.')
        .first(),
    ).toBeVisible();
    await expectAccessible(page, 'An entry');
    await page.keyboard.press('Escape');
    await expectAccessible(page, 'Journal');
  });
});
