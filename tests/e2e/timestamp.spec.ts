import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { openKeyFile } from '../../electron/engine/signing/open-key.ts';
import { newBundle, newKey, newSigner, PASSPHRASE } from '../unit/signing/fixtures.ts';
import { newAuthority } from '../unit/timestamps/authority.ts';
import { expect, test } from './fixtures.ts';
import { missingPrograms } from './helpers/bundle.ts';
import { cli } from './helpers/cli.ts';
import { goTo, settled } from './pages/shell.ts';
import { verifyBundle } from './pages/verify.ts';

test('a time stamp is asked for by file, a wrong answer is refused, the right one is imported and shown', async ({
  page,
  dialogs,
  folder,
}) => {
  test.skip(missingPrograms(['openssl']).length > 0, 'openssl is not installed');
  const at = (name: string): string => join(folder, name);
  const authority = newAuthority(at);
  writeFileSync(at('signed.zip'), await newBundle(newSigner('Rita Reviewer'), undefined, new Date()));
  const before = readFileSync(at('signed.zip'));
  await goTo(page, 'Verify a bundle');
  await verifyBundle(page, dialogs, at('signed.zip'));
  await page.getByRole('button', { name: 'Ask for a time stamp…' }).click();
  await page.getByText('The report with all its signatures').click();
  await picture(page, 'ask');
  // The dialog is closed without a place: the request stays as a draft.
  await page.getByRole('button', { name: 'Save the request…' }).click();
  const row = page.getByRole('table', { name: 'Time stamps asked for' }).getByRole('row').nth(1);
  await expect(row).toContainText('Draft, not saved');
  dialogs.answer('save:timestamp-request', at('request.tsq'));
  await row.getByRole('button', { name: 'Save request…' }).click();
  await expect(row).toContainText('Exported, waits');

  const importAnswer = async (answer: string): Promise<void> => {
    dialogs.answer('open:timestamp', [at(answer)]);
    dialogs.answer('open:certificate', [authority.path('root')]);
    dialogs.answer('save:bundle', at('stamped.zip'));
    await row.getByRole('button', { name: 'Import answer…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import the answer of the authority' });
    await dialog.getByRole('button', { name: 'Choose: Answer (.tsr)' }).click();
    await expect(dialog).toContainText(answer);
    await dialog.getByRole('button', { name: /^Choose: Certificate/ }).click();
    await expect(dialog).toContainText('tsa-root');
    await picture(page, `import-${answer}`);
    await dialog.getByRole('button', { name: 'Import and save…' }).click();
  };
  writeFileSync(at('wrong.tsr'), 'a page that says: not found');
  await importAnswer('wrong.tsr');
  await expect(page.getByRole('alert').filter({ hasText: 'Not imported' })).toContainText('is not an answer');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(row).toContainText('Failed');
  await picture(page, 'failed');
  writeFileSync(at('right.tsr'), authority.reply(readFileSync(at('request.tsq'))));
  await importAnswer('right.tsr');
  await expect(row).toContainText('Imported');
  await expect(row).toContainText('Time proven by tsa authority on');
  await settled(page);
  expect(readFileSync(at('signed.zip')).equals(before)).toBe(true);

  await verifyBundle(page, dialogs, at('stamped.zip'));
  const times = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Proven times' }) });
  await expect(times).toContainText('Authority not judged');
  dialogs.answer('open:certificate', [authority.path('root')]);
  await times.getByRole('button', { name: 'Compare with a certificate…' }).click();
  await expect(times).toContainText('Leads to your certificate');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await settled(page);
    await picture(page, `proven-${colorScheme}`);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  }
  expect(cli('verify', at('stamped.zip'), '--authority', authority.path('root')).stdout).toContain(
    'Time proven by tsa authority on',
  );
});

test('a time stamp in the reviewer’s signature needs their key again, and shows as proven in the new bundle', async ({
  page,
  dialogs,
  folder,
}) => {
  test.skip(missingPrograms(['openssl']).length > 0, 'openssl is not installed');
  const at = (name: string): string => join(folder, name);
  const authority = newAuthority(at);
  for (const name of ['Rita Reviewer', 'Olga Other']) writeFileSync(at(`${name}.pem`), newKey(name).pem);
  const signer = openKeyFile(readFileSync(at('Rita Reviewer.pem'), 'utf8'), PASSPHRASE);
  writeFileSync(at('signed.zip'), await newBundle(signer, undefined, new Date()));
  await goTo(page, 'Verify a bundle');
  await verifyBundle(page, dialogs, at('signed.zip'));
  await page.getByRole('button', { name: 'Ask for a time stamp…' }).click();
  await page.getByText('The reviewer’s signature inside the report').click();
  dialogs.answer('save:timestamp-request', at('request.tsq'));
  await page.getByRole('button', { name: 'Save the request…' }).click();
  const row = page.getByRole('table', { name: 'Time stamps asked for' }).getByRole('row').nth(1);
  await expect(row).toContainText('Exported, waits');
  writeFileSync(at('right.tsr'), authority.reply(readFileSync(at('request.tsq'))));

  await row.getByRole('button', { name: 'Import answer…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import the answer of the authority' });
  dialogs.answer('open:timestamp', [at('right.tsr')]);
  await dialog.getByRole('button', { name: 'Choose: Answer (.tsr)' }).click();
  const save = dialog.getByRole('button', { name: 'Import and save…' });
  await expect(save).toBeDisabled();
  const useKey = async (name: string): Promise<void> => {
    dialogs.answer('open:key', [at(`${name}.pem`)]);
    await dialog.getByRole('button', { name: 'Use a key file…' }).click();
    await expect(dialog.getByRole('radio', { name })).toBeChecked();
    await dialog.getByLabel('Passphrase of the key').fill(PASSPHRASE);
    dialogs.answer('save:bundle', at('stamped.zip'));
    await save.click();
  };
  // Nobody signs the reviewer's list of files but the reviewer.
  await useKey('Olga Other');
  await expect(dialog.getByRole('alert').filter({ hasText: 'Not imported' })).toBeVisible();
  expect(existsSync(at('stamped.zip'))).toBe(false);
  await useKey('Rita Reviewer');
  await expect(row).toContainText('Imported');
  await expect(row).toContainText('Time proven by tsa authority on');
  await verifyBundle(page, dialogs, at('stamped.zip'));
  const times = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Proven times' }) });
  await expect(times).toContainText('tsa authority');
  expect(cli('verify', at('stamped.zip'), '--authority', authority.path('root'))).toMatchObject({ code: 0 });
});

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['COUNTERSIGN_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `timestamp-${name}.png`) });
}
