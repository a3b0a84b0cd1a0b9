import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, TestInfo } from '@playwright/test';
import { z } from 'zod';
import { hasTool } from '../unit/signing/fixtures.ts';
import { HAS_SOFTHSM, makeSoftCard, PIN, type SoftCard, SOFTHSM } from '../unit/signing/soft-card.ts';
import { exportP12, issue, makeAuthorities, openssl, P256 } from '../unit/signing/test-pki.ts';
import { expect, test } from './fixtures.ts';
import { cli, json } from './helpers/cli.ts';
import { makePopulation } from './helpers/population.ts';
import { openQueue } from './pages/queue.ts';
import { chooseRadio, createKey, sign } from './pages/report.ts';
import { goTo, settled, toast } from './pages/shell.ts';

const PASSPHRASE = 'pässwört 漢字 #1';
const report = z.object({ ok: z.boolean(), signers: z.array(z.object({ name: z.string(), selfSigned: z.boolean() })) });

test.skip(!HAS_SOFTHSM || !hasTool('openssl'), 'softhsm2-util, pkcs11-tool or openssl is not installed here');

let pki = '';
let card: SoftCard;
const at = (name: string): string => join(pki, name);
test.beforeAll(() => {
  pki = mkdtempSync(join(tmpdir(), 'countersign-keys-'));
  makeAuthorities(at);
  // Before the app starts: it finds the card by this process's environment.
  card = makeSoftCard(at, 'Auditor card');
  card.addKey('01', 'rsa:2048', '/O=Example AG/CN=Cara Card');
  issue(at, 'olga', P256, '/O=Example AG/CN=Olga Organization');
  issue(at, 'eva', P256, '/O=Example AG/CN=Eva Elsewhere');
  exportP12(at, 'olga', PASSPHRASE);
  mkdirSync(at('hand-off'));
});
test.afterAll(() => rmSync(pki, { recursive: true, force: true }));

test('a report is signed with the key file of an organization, with a card, and by another program', async ({
  page,
  dialogs,
  folder,
}, testInfo) => {
  test.setTimeout(300_000);
  const workspace = join(folder, 'keys.countersign');
  makePopulation(workspace, folder, 3);
  await openQueue(page, dialogs, workspace);
  await goTo(page, 'Report');

  await test.step('a PKCS#12 file asks for its passphrase once to be added, and again to sign', async () => {
    dialogs.answer('open:key', [at('olga.p12')]);
    await page.getByRole('button', { name: 'Use a key file…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a key file' });
    await dialog.getByLabel('Passphrase of the file').fill('wrong');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await expect(dialog.getByText(/passphrase does not open this key file/)).toBeVisible();
    await dialog.getByLabel('Passphrase of the file').fill(PASSPHRASE);
    await dialog.getByRole('button', { name: 'Add' }).click();
    await expect(page.getByRole('radio', { name: /Olga Organization/ })).toBeChecked();
    await expect(page.getByLabel('Passphrase of the key')).toHaveValue('');
    await sign(page, dialogs, at('p12.zip'), PASSPHRASE);
    expectSigned('p12.zip', 'Olga Organization');
    await page.getByRole('button', { name: 'Sign again' }).click();
  });

  await test.step('a card is found through a library that was confirmed, and signs with its PIN', async () => {
    await page.getByRole('button', { name: 'Use a card…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Use a smart card or HSM' });
    dialogs.answer('open:card-library', [SOFTHSM]);
    dialogs.answer('confirm:card-library', false);
    await dialog.getByRole('button', { name: 'Choose a library…' }).click();
    await expect(dialog.getByRole('radio')).toHaveCount(0);
    dialogs.answer('open:card-library', [SOFTHSM]);
    dialogs.answer('confirm:card-library', true);
    await dialog.getByRole('button', { name: 'Choose a library…' }).click();
    await chooseRadio(dialog, /Cara Card/);
    dialogs.answer('open:certificate', [at('chain.pem')]);
    await dialog.getByRole('button', { name: 'Add its issuers…' }).click();
    await expect(dialog.getByText('chain.pem')).toBeVisible();
    await shoot(page, testInfo, 'card');
    await dialog.getByRole('button', { name: 'Use this key' }).click();
    await expect(page.getByRole('radio', { name: /Cara Card/ })).toBeChecked();
    await chooseRadio(page, /^Reviewed/);
    await page.getByLabel('PIN of the card').fill('000000');
    await shoot(page, testInfo, 'choice');
    dialogs.answer('save:bundle', at('wrong.zip'));
    await page.getByRole('button', { name: 'Sign and save…' }).click();
    await expect(page.getByText(/The PIN is wrong. Nothing was signed./)).toBeVisible();
    await page.getByLabel('PIN of the card').fill(PIN);
    dialogs.answer('save:bundle', at('card.zip'));
    await page.getByRole('button', { name: 'Sign and save…' }).click();
    await expect(page.getByRole('region', { name: 'Signed bundle' })).toBeVisible({ timeout: 90_000 });
    expectSigned('card.zip', 'Cara Card');
    expect(readdirSync(pki)).not.toContain('wrong.zip');
    await page.getByRole('button', { name: 'Sign again' }).click();
  });

  await test.step('another program makes three signatures, and a cancelled act leaves nothing', async () => {
    await page.getByRole('button', { name: 'Sign elsewhere…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign with another program' });
    dialogs.answer('open:certificate', [at('eva.pem')]);
    await dialog.getByRole('button', { name: 'Choose your certificate…' }).click();
    dialogs.answer('open:hand-off', [at('hand-off')]);
    await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
    await dialog.getByRole('button', { name: 'Use this certificate' }).click();
    await expect(page.getByRole('radio', { name: /Eva Elsewhere/ })).toBeChecked();
    await chooseRadio(page, /^Reviewed/);
    dialogs.answer('save:bundle', at('cancelled.zip'));
    await page.getByRole('button', { name: 'Sign and save…' }).click();
    await waiting(page, 1).getByRole('button', { name: 'Cancel signing' }).click();
    await expect(page.getByText(/not brought back, and nothing was signed/)).toBeVisible();
    expect(readdirSync(at('hand-off'))).toEqual([]);

    dialogs.answer('save:bundle', at('elsewhere.zip'));
    await page.getByRole('button', { name: 'Sign and save…' }).click();
    for (const number of [1, 2, 3]) {
      const step = waiting(page, number);
      await expect(step).toBeVisible({ timeout: 90_000 });
      if (number === 1) {
        await shoot(page, testInfo, 'hand-off');
        dialogs.answer('open:signature', [at('eva.pem')]);
        await step.getByRole('button', { name: 'Bring the signature back…' }).click();
        await expect(step.getByText(/no signature of Eva Elsewhere/)).toBeVisible();
      }
      dialogs.answer('open:signature', [signElsewhere()]);
      await step.getByRole('button', { name: 'Bring the signature back…' }).click();
    }
    await expect(page.getByRole('region', { name: 'Signed bundle' })).toBeVisible({ timeout: 90_000 });
    expectSigned('elsewhere.zip', 'Eva Elsewhere');
    expect(readdirSync(at('hand-off')).filter((name) => !name.endsWith('.sig'))).toEqual([]);
    expect(readdirSync(pki)).not.toContain('cancelled.zip');
    await page.getByRole('button', { name: 'Sign again' }).click();
  });

  await test.step('whoever signs elsewhere signs in that way too', async () => {
    await goTo(page, 'Campaign');
    await page.getByRole('tab', { name: 'People' }).click();
    await page.getByRole('button', { name: 'Add yourself…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add yourself' });
    await chooseRadio(dialog, /Eva Elsewhere/);
    await dialog.getByLabel('Reason').fill('Leads the review');
    await dialog.getByRole('button', { name: 'Add and sign in' }).click();
    const step = page.getByRole('dialog', { name: 'Signature 1 of 1' });
    await expect(step).toBeVisible();
    await shoot(page, testInfo, 'sign-in');
    dialogs.answer('open:signature', [signElsewhere()]);
    await step.getByRole('button', { name: 'Bring the signature back…' }).click();
    await expect(page.getByRole('button', { name: 'Signed in: Eva Elsewhere' })).toBeVisible();
    await goTo(page, 'Report');
  });

  await test.step('an authority issues a certificate for a key that was made here', async () => {
    const key = { path: at('nina.key.pem'), name: 'Nina New', organization: '', email: '', passphrase: PASSPHRASE };
    await createKey(page, dialogs, key);
    await page.getByRole('button', { name: 'Certificate of an authority…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Certificate of an authority' });
    await dialog.getByLabel('Passphrase of the key').fill(PASSPHRASE);
    dialogs.answer('save:request', at('nina.csr'));
    await dialog.getByRole('button', { name: 'Save the request…' }).click();
    await expect(toast(page, 'The request is in nina.csr')).toBeVisible();
    await shoot(page, testInfo, 'certificate');
    const by = ['-CA', at('issuing.pem'), '-CAkey', at('issuing.key'), '-set_serial', '77'];
    openssl('x509', '-req', '-in', at('nina.csr'), ...by, '-days', '9', '-out', at('nina.crt'));
    dialogs.answer('open:certificate', [at('olga.pem')]);
    await dialog.getByRole('button', { name: 'Choose the certificate…' }).click();
    await expect(dialog.getByText(/was issued for another key/)).toBeVisible();
    dialogs.answer('open:certificate', [at('nina.crt')]);
    await dialog.getByRole('button', { name: 'Choose the certificate…' }).click();
    await expect(dialog).toHaveCount(0);
    expect(readFileSync(at('nina.key.pem'), 'utf8')).toContain(readFileSync(at('nina.crt'), 'utf8').trim().slice(-100));
  });
});

/** What the person does at the other program; answers the file of the signature. */
function signElsewhere(): string {
  const file = readdirSync(at('hand-off')).find((name) => name.endsWith('.tbs')) ?? '';
  const signature = join(at('hand-off'), file.replace('.tbs', '.sig'));
  openssl('dgst', '-sha256', '-sign', at('eva.key'), '-out', signature, join(at('hand-off'), file));
  return signature;
}

function waiting(page: Page, number: number) {
  return page.getByRole('dialog', { name: `Signature ${number} of 3` });
}

function expectSigned(bundle: string, name: string): void {
  const verified = report.parse(json(cli('verify', at(bundle), '--json')));
  expect(verified).toMatchObject({ ok: true, signers: [{ name, selfSigned: false }] });
}

/** The screen as it is, in both colors. */
async function shoot(page: Page, testInfo: TestInfo, name: string): Promise<void> {
  await settled(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: testInfo.outputPath(`${name}-${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: null });
}
