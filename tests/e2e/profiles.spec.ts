import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, launchApp, test } from './fixtures.ts';
import { TARNBROOK } from './helpers/sample.ts';
import { createCase } from './pages/case.ts';
import { createKey } from './pages/report.ts';
import { openProfiles, pressMenu, zoomOf, zoomTo } from './pages/settings.ts';
import { goTo, openSampleCase, railLink, settled, toast } from './pages/shell.ts';

const PASSPHRASE = 'correct horse battery staple';

test('two reviewers of one computer keep their keys, cases and settings apart', async ({
  app,
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(240_000);
  const profiles = page.getByRole('dialog', { name: 'Profiles of reviewers' });
  await test.step('what is there belongs to a first profile, which can be named', async () => {
    await createCase(page, dialogs, join(folder, 'ida'), TARNBROOK);
    await zoomTo(app, 125);
    await pressMenu(app, 'theme.dark');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await goTo(page, 'Start');
    await openProfiles(page);
    await profiles.getByRole('button', { name: 'Rename Profile without a name' }).click();
    await profiles.getByRole('textbox', { name: 'Name', exact: true }).fill('Ida Marlowe');
    await profiles.getByRole('button', { name: 'Save' }).click();
    await expect(profiles.getByRole('listitem').filter({ hasText: 'Ida Marlowe' })).toContainText('1 recent case');
  });
  await test.step('a second one starts with nothing, and closes the open case', async () => {
    await profiles.getByLabel('Name of a new profile').fill('Sam Second');
    await profiles.getByRole('button', { name: 'Make a profile' }).click();
    await expect(toast(page, 'This is now the profile of Sam Second')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'No cases yet' })).toBeVisible();
    await expect(railLink(page, 'Overview')).toHaveCount(0);
    await expect.poll(() => zoomOf(app)).toBe(100);
    await expect(page.locator('html')).not.toHaveAttribute('data-theme');
    await page.getByRole('button', { name: 'New case…' }).first().click();
    await expect(page.getByRole('dialog', { name: 'New case' }).getByLabel('Reviewer')).toHaveValue('Sam Second');
    await page.keyboard.press('Escape');
  });
  const key = {
    path: join(folder, 'sam.pem'),
    name: 'Sam Second',
    organization: '',
    email: '',
    passphrase: PASSPHRASE,
  };
  await test.step('a key made by one is not offered to the other', async () => {
    await openSampleCase(page);
    await goTo(page, 'Report');
    await createKey(page, dialogs, key);
    await page.getByRole('button', { name: 'Profile: Sam Second' }).click();
    await profiles.getByRole('button', { name: 'Go on as Ida Marlowe' }).click();
    await expect(page.getByRole('button', { name: `Open ${TARNBROOK.name}` })).toBeVisible();
    await expect.poll(() => zoomOf(app)).toBe(125);
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.getByRole('button', { name: `Open ${TARNBROOK.name}` }).click();
    await settled(page);
    await goTo(page, 'Report');
    await expect(page.getByText('No key yet')).toBeVisible();
  });
  await test.step('a profile that is removed says what goes, and leaves the key file', async () => {
    await goTo(page, 'Start');
    await openProfiles(page);
    await profiles.getByRole('button', { name: 'Remove Sam Second' }).click();
    const remove = page.getByRole('dialog', { name: 'Remove the profile of Sam Second' });
    await expect(remove.getByText('Sam Second (sam.pem)')).toBeVisible();
    await expect(remove.getByRole('checkbox', { name: /sam\.pem/ })).not.toBeChecked();
    await remove.getByRole('button', { name: 'Remove the profile' }).click();
    await expect(profiles.getByRole('listitem')).toHaveCount(1);
    expect(existsSync(key.path)).toBe(true);
  });
});

test('the profile and its settings are there after a restart, before anything is chosen', async ({ folder }) => {
  const dataFolder = join(folder, 'data');
  const first = await launchApp({ dataFolder });
  const page = await first.firstWindow();
  await openProfiles(page);
  await page.getByLabel('Name of a new profile').fill('Nina');
  await page.getByRole('button', { name: 'Make a profile' }).click();
  await expect(page.getByRole('button', { name: 'Profile: Nina', exact: true })).toBeVisible();
  await pressMenu(first, 'app.settings');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByText('High contrast').click();
  await settings.getByText('Single keys are shortcuts').click();
  await expect(settings.getByText('These settings belong to the profile of Nina.')).toBeVisible();
  await settings.getByRole('button', { name: 'Done' }).click();
  await first.close();

  const second = await launchApp({ dataFolder });
  const again = await second.firstWindow();
  await expect(again.getByRole('button', { name: 'Profile: Nina', exact: true })).toBeVisible();
  await expect(again.locator('html')).toHaveAttribute('data-contrast', 'high');
  await expect(again.locator('html')).toHaveAttribute('data-single-keys', 'off');
  await again.keyboard.press('?');
  await again.keyboard.press('g');
  await again.keyboard.press('v');
  await expect(again.getByRole('heading', { level: 1, name: 'Start' })).toBeVisible();
  await expect(again.getByRole('dialog')).toHaveCount(0);
  await pressMenu(second, 'help.about');
  await expect(again.getByRole('dialog', { name: 'About Countersign' }).getByText('Nina')).toBeVisible();
  await second.close();
});

test('a key leaves the list; its file goes only after it was said twice', async ({ page, dialogs, folder }) => {
  test.setTimeout(180_000);
  await openSampleCase(page);
  await goTo(page, 'Report');
  const [kept, gone] = ['kept', 'gone'].map((name) => ({
    path: join(folder, `${name}.pem`),
    name: `Key ${name}`,
    organization: '',
    email: '',
    passphrase: PASSPHRASE,
  }));
  if (kept === undefined || gone === undefined) throw new Error('two keys');
  await createKey(page, dialogs, kept);
  const dialog = page.getByRole('dialog', { name: 'Remove a key from the list' });
  await page.getByRole('button', { name: 'Remove from the list…' }).click();
  await expect(dialog.getByText(folder).first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Remove from the list' }).click();
  await expect(page.getByRole('radio', { name: kept.name })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Sign and save…' })).toBeDisabled();
  expect(existsSync(kept.path)).toBe(true);

  await createKey(page, dialogs, gone);
  await page.getByRole('button', { name: 'Remove from the list…' }).click();
  await dialog.getByText('Delete the key file as well').click();
  const confirm = dialog.getByRole('button', { name: 'Remove it and delete the file' });
  await expect(confirm).toBeDisabled();
  await dialog.getByText('I have a copy, or this key is not needed any more').click();
  await confirm.click();
  await expect(page.getByText('No key yet')).toBeVisible();
  expect(existsSync(gone.path)).toBe(false);
});
