import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePem } from '../../electron/engine/lib/pem.ts';
import { openKeyFile } from '../../electron/engine/signing/open-key.ts';
import { newBundle, newSigner } from '../unit/signing/fixtures.ts';
import { expect, test } from './fixtures.ts';
import { cli, json } from './helpers/cli.ts';
import { TARNBROOK } from './helpers/sample.ts';
import { createCase } from './pages/case.ts';
import { createKey, type NewKey } from './pages/report.ts';
import { goTo, settled } from './pages/shell.ts';
import { verifyBundle } from './pages/verify.ts';

const KEY: Omit<NewKey, 'path'> = {
  name: 'Ann Approver',
  organization: 'Example AG',
  email: 'ann@firm.example',
  passphrase: 'quiet garden 77 lamps',
};

test('somebody else approves a signed bundle on a machine without the case', async ({ page, dialogs, folder }) => {
  const signed = join(folder, 'signed.zip');
  const approved = join(folder, 'approved.zip');
  writeFileSync(signed, await newBundle(newSigner('Rita Reviewer'), undefined, new Date()));
  const before = readFileSync(signed);
  await goTo(page, 'Verify a bundle');
  await verifyBundle(page, dialogs, signed);
  // What it rests on changes: another fingerprint is expected, then the file is another one.
  const expected = page.getByLabel('Fingerprint you expect');
  const intact = page.getByRole('heading', { name: 'The bundle is intact' });
  await expected.fill('AB'.repeat(32));
  await expect(intact).toHaveCount(0);
  await expect(page.getByText('Another fingerprint is expected now.')).toBeVisible();
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(page.getByRole('heading', { name: 'Do not rely on this bundle' })).toBeVisible();
  await expected.fill('');
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(intact).toBeVisible();
  appendFileSync(signed, ' ');
  await expect(page.getByText('The file was changed after the check.')).toBeVisible();
  await expect(intact).toHaveCount(0);
  writeFileSync(signed, before);
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(intact).toBeVisible();
  await page.getByRole('button', { name: 'Approve with a second signature…' }).click();
  await createKey(page, dialogs, { ...KEY, path: join(folder, 'ann.pem') });
  const button = page.getByRole('button', { name: 'Approve and save…' });
  await page.getByLabel('Passphrase of the key').fill('not the passphrase');
  await expect(button).toBeDisabled();
  await page.getByText('I opened report.pdf from this bundle and read it').click();
  dialogs.answer('save:bundle', approved);
  await button.click();
  await expect(page.getByText('The passphrase does not open this key file')).toBeVisible();
  await page.getByLabel('Passphrase of the key').fill(KEY.passphrase);
  dialogs.answer('save:bundle', approved);
  await button.click();
  await expect(page.getByRole('region', { name: 'Signed bundle' })).toBeVisible();
  await settled(page);
  expect(readFileSync(signed).equals(before)).toBe(true);
  await verifyBundle(page, dialogs, approved);
  await expect(page.getByText('Signers (2)')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve with a second signature…' })).toHaveCount(0);
  const report = json(cli('verify', approved, '--json'));
  expect(report).toMatchObject({ ok: true, signers: [{ name: 'Rita Reviewer' }, { name: 'Ann Approver' }] });
});

test('a certificate that the case trusts is told of the signer, until it is taken out', async ({
  page,
  dialogs,
  folder,
}) => {
  const at = (name: string): string => join(folder, name);
  const signer = newSigner('Rita Reviewer');
  writeFileSync(at('signed.zip'), await newBundle(signer, undefined, new Date()));
  writeFileSync(at('rita.pem'), writePem('CERTIFICATE', signer.certificate));
  await createCase(page, dialogs, at('case.countersign'), TARNBROOK);
  await goTo(page, 'Verify a bundle');
  await verifyBundle(page, dialogs, at('signed.zip'));
  await expect(page.getByText('Identity not checked')).toBeVisible();
  await page.getByRole('button', { name: 'Add a certificate…' }).click();
  const dialog = page.getByRole('dialog');
  dialogs.answer('open:certificate', [at('rita.pem')]);
  await dialog.getByRole('button', { name: 'Choose a certificate…' }).click();
  await dialog.getByLabel('How it was compared').fill('Fingerprint read out by telephone');
  await dialog.getByRole('button', { name: 'Trust it' }).click();
  const table = page.getByRole('table', { name: 'Certificates that this case trusts' });
  await expect(table.getByText('Fingerprint read out by telephone')).toBeVisible();
  const badge = page.getByRole('listitem').filter({ hasText: 'Rita Reviewer' }).getByText('Trusted in this case');
  await expect(badge).toBeVisible();
  await settled(page);
  await table.getByRole('button', { name: 'Remove…' }).click();
  await dialog.getByLabel('Reason').fill('Key lost');
  await dialog.getByRole('button', { name: 'Remove it' }).click();
  await expect(badge).toHaveCount(0);
});

test('the command line approves, and refuses whoever signed', async ({ folder }) => {
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('pass.txt'), KEY.passphrase);
  const secret = ['--passphrase-file', at('pass.txt')];
  for (const who of ['rita', 'ann'])
    expect(cli('key', 'new', '--name', who, '--out', at(`${who}.pem`), ...secret)).toMatchObject({ code: 0 });
  const rita = openKeyFile(readFileSync(at('rita.pem'), 'utf8'), KEY.passphrase);
  writeFileSync(at('signed.zip'), await newBundle(rita, undefined, new Date()));
  const order = (key: string): string[] => ['--bundle', at('signed.zip'), '--key', at(key), ...secret];
  const refused = cli('approve', ...order('rita.pem'), '--out', at('no.zip'));
  expect(refused.stderr).toContain('nobody approves their own review');
  expect(refused.code).not.toBe(0);
  expect(existsSync(at('no.zip'))).toBe(false);
  const approved = cli('approve', ...order('ann.pem'), '--out', at('approved.zip'), '--json');
  expect(json(approved)).toMatchObject({
    verified: true,
    signers: [{ name: 'rita' }, { name: 'ann', role: 'approver' }],
  });
  expect(cli('verify', at('approved.zip')).code).toBe(0);
});
