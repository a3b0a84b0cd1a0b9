import { join } from 'node:path';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from '../e2e/pages/expect.ts';
import { createKey, fillKey, sign } from '../e2e/pages/report.ts';
import { goTo } from '../e2e/pages/shell.ts';
import { verifyBundle } from '../e2e/pages/verify.ts';
import type { Tour } from './stop.ts';

const PASSPHRASE = 'lantern orchid gravel seventeen';

/** Preview, key, signature, and checking what was signed. */
export async function tourReport({ page, dialogs, folder, camera }: Tour): Promise<void> {
  await goTo(page, 'Report');
  const preview = page.getByRole('region', { name: 'Preview of the report' });
  await expect(preview.getByRole('heading').first()).toBeVisible();
  await camera.shoot('report-preview');
  const height = await preview.evaluate((desk) => desk.scrollHeight);
  for (const [part, share] of [0.15, 0.4, 0.7, 1].entries()) {
    await preview.evaluate((desk, top) => desk.scrollTo(0, top), height * share);
    await camera.shoot(`report-preview-part-${part + 2}`);
  }
  const key = {
    path: join(folder, 'marlowe.key.pem'),
    name: 'Ida Marlowe',
    organization: 'Marlowe Assurance',
    email: 'ida@marlowe.example',
    passphrase: PASSPHRASE,
  };
  const dialog = await fillKey(page, { ...key, passphrase: 'short' });
  await camera.shoot('key-passphrase-too-short');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await fillKey(page, key);
  await camera.shoot('key-new');
  await page.keyboard.press('Escape');
  await createKey(page, dialogs, key);
  await page.getByRole('radio', { name: /^Reviewed/ }).check({ force: true });
  await page.getByLabel('Passphrase of the key').fill('not the passphrase');
  dialogs.answer('save:bundle', join(folder, 'never.zip'));
  await page.getByRole('button', { name: 'Sign and save…' }).click();
  await expect(page.getByText('Not signed', { exact: true })).toBeVisible();
  await page.getByText('Not signed', { exact: true }).scrollIntoViewIfNeeded();
  await camera.shoot('sign-wrong-passphrase');
  const bundle = join(folder, 'tarnbrook.zip');
  await sign(page, dialogs, bundle, PASSPHRASE);
  await camera.shoot('signed');

  await goTo(page, 'Verify a bundle');
  await verifyBundle(page, dialogs, bundle);
  await camera.shoot('verify-intact');
  const tampered = join(folder, 'tampered.zip');
  const bytes = readFileSync(bundle);
  const at = bytes.indexOf('"decision"');
  bytes[at + 1] = 'D'.charCodeAt(0);
  writeFileSync(tampered, bytes);
  await verifyBundle(page, dialogs, tampered);
  await camera.shoot('verify-tampered');
  const foreign = join(folder, 'holiday.zip');
  writeFileSync(foreign, 'This is no archive.');
  dialogs.answer('open:bundle', [foreign]);
  await page.getByRole('button', { name: /^Choose another…/ }).click();
  await expect(page.getByText('holiday.zip').first()).toBeVisible();
  await camera.shoot('verify-no-archive');
}
