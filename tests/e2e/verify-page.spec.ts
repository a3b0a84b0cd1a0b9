import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, expect, test as base, type Browser, type Page } from '@playwright/test';
import { canonicalJsonBytes } from '../../electron/engine/evidence/canonical-json.ts';
import { readCanonicalZip } from '../../electron/engine/evidence/zip-read.ts';
import { countersign } from '../../electron/engine/report/countersign.ts';
import { buildVerifyPage } from '../../electron/engine/signing/verify-page.ts';
import { verifyBundle } from '../../electron/engine/verify/verify-bundle.ts';
import { newBundle, newSigner, organisationSigner, RESOURCES, SIGNED_AT } from '../unit/signing/fixtures.ts';
import { pdfOf, withFile } from '../unit/timestamps/attacks.ts';
import { newAuthority } from '../unit/timestamps/authority.ts';
import { stamped } from '../unit/timestamps/stamping.ts';
import { attacks } from './helpers/attacks.ts';
import { missingPrograms } from './helpers/bundle.ts';
import { cli } from './helpers/cli.ts';
import { corruptions } from './helpers/corruptions.ts';
import { flipped, placesToFlip } from './helpers/flips.ts';

// The page is for browsers that know nothing of the program: here Debian's Chromium, from a file.
const CHROMIUM = '/usr/bin/chromium';
const test = base.extend<{ folder: string }, { browserOfDebian: Browser }>({
  browserOfDebian: [
    async ({}, use) => {
      const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-page-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
});
test.skip(!existsSync(CHROMIUM), 'Chromium is not installed');

interface Answer {
  readonly ok: boolean;
  readonly checks: readonly { readonly ok: boolean; readonly detail: string }[];
  readonly digest: string | null;
}

async function openPage(browser: Browser, folder: string): Promise<Page> {
  const path = join(folder, 'verify.html');
  writeFileSync(path, buildVerifyPage(RESOURCES));
  const page = await browser.newPage();
  await page.goto(pathToFileURL(path).href);
  return page;
}

/** What the verifier of the page says of these bytes. */
async function judge(page: Page, bytes: Buffer): Promise<Answer> {
  return page.evaluate(async (base64): Promise<Answer> => {
    const raw = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    // The page offers its verifier to whoever checks many files.
    const { verifyBundle: verify } = window as unknown as { verifyBundle: (bytes: Uint8Array) => Promise<Answer> };
    return verify(raw);
  }, bytes.toString('base64'));
}

test('a good bundle passes, and the page says who signed and what it cannot know', async ({
  browserOfDebian,
  folder,
}) => {
  const bundle = Buffer.from(await newBundle(newSigner()));
  const path = join(folder, 'bundle.zip');
  writeFileSync(path, bundle);
  const page = await openPage(browserOfDebian, folder);
  const problems: string[] = [];
  page.on('console', (message) => problems.push(message.text()));
  await page.getByLabel('Evidence bundle').setInputFiles(path);
  await expect(page.getByRole('heading', { name: 'All checks passed' })).toBeVisible();
  await expect(page.getByText('Zofia Łącka').first()).toBeVisible();
  await expect(page.getByText('compare each fingerprint')).toBeVisible();
  if (process.env['COUNTERSIGN_PICTURES'] !== undefined)
    await page.screenshot({ path: join(process.env['COUNTERSIGN_PICTURES'], 'verify-page.png'), fullPage: true });
  await expect(page.locator('#result')).toContainText(verifyBundle(bundle).contentDigest ?? 'none');
  expect(problems).toEqual([]);
});

test('a bundle by an organisation passes with its chain, whatever its kind of key', async ({
  browserOfDebian,
  folder,
}) => {
  const page = await openPage(browserOfDebian, folder);
  const algorithms = [
    ['rsa:2048'],
    ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
    ['ec', '-pkeyopt', 'ec_paramgen_curve:P-521'],
  ];
  for (const [index, algorithm] of algorithms.entries()) {
    const signer = organisationSigner((name) => join(folder, `${index}-${name}`), algorithm);
    const answer = await judge(page, Buffer.from(await newBundle(signer, undefined, new Date())));
    expect(answer.checks.filter((check) => !check.ok)).toEqual([]);
    expect(answer.ok).toBe(true);
  }
});

test('an approved bundle shows both signers, and a change to the second is refused', async ({
  browserOfDebian,
  folder,
}) => {
  const page = await openPage(browserOfDebian, folder);
  const path = join(folder, 'approved.zip');
  const bundle = await newBundle(newSigner());
  const approver = newSigner('Ann Approver');
  await countersign({ bundle, signer: approver, target: path, fonts: [], now: SIGNED_AT.getTime() + 60_000 });
  await page.getByLabel('Evidence bundle').setInputFiles(path);
  await expect(page.getByRole('heading', { name: 'All checks passed' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Approved by Ann Approver' })).toBeVisible();
  const approved = readFileSync(path);
  const missed = placesToFlip(approved, 40, 77)
    .map(({ offset }) => offset)
    .concat(approved.indexOf('Signature2'), approved.lastIndexOf('attestations/02-approval.json.p7s') - 60)
    .filter((offset) => verifyBundle(flipped(path, offset)).ok);
  expect(missed).toEqual([]);
  for (const offset of [approved.indexOf('Signature2'), approved.indexOf('"role":"approver"')])
    expect((await judge(page, flipped(path, offset))).ok).toBe(false);
});

test('attached originals are checked, and a redacted copy is called one', async ({ browserOfDebian, folder }) => {
  const page = await openPage(browserOfDebian, folder);
  const attached = Buffer.from('a,b\n1,2\n');
  const digest = createHash('sha256').update(attached).digest('hex');
  const withOriginal = (files: Map<string, Uint8Array>, content: Uint8Array): void => {
    files.set('sources.json', canonicalJsonBytes({ files: [{ sha256: digest, copySha256: null }] }));
    files.set(`originals/${digest}-grants.csv`, content);
  };
  const good = await newBundle(newSigner(), (files) => withOriginal(files, attached));
  expect((await judge(page, Buffer.from(good))).checks.filter((check) => !check.ok)).toEqual([]);
  const other = await newBundle(newSigner(), (files) => withOriginal(files, Buffer.from('other')));
  expect((await judge(page, Buffer.from(other))).ok).toBe(false);

  const commitment = { token: '[person 1]', kind: 'person', sha256: '1'.repeat(64) };
  const copyWith = (commitments: readonly unknown[]): Promise<Uint8Array> =>
    newBundle(newSigner(), (files) => {
      const full = '2'.repeat(64);
      const file = { format: 'countersign-redacted/1', full, kinds: ['person'], commitments };
      files.set('commitments.json', canonicalJsonBytes(file));
    });
  const path = join(folder, 'copy.zip');
  const copy = await copyWith([commitment]);
  writeFileSync(path, copy);
  expect(verifyBundle(copy).ok).toBe(true);
  await page.getByLabel('Evidence bundle').setInputFiles(path);
  await expect(page.getByRole('heading', { name: 'All checks passed' })).toBeVisible();
  await expect(page.getByText('This is a redacted copy')).toBeVisible();
  const twice = Buffer.from(await copyWith([commitment, commitment]));
  expect((await judge(page, twice)).ok).toBe(false);
  expect(verifyBundle(twice).ok).toBe(false);
});

test('200 flipped bits and 32 corruptions are refused by the page and by the program', async ({
  browserOfDebian,
  folder,
}) => {
  test.setTimeout(300_000);
  const bundle = Buffer.from(await newBundle(newSigner()));
  const path = join(folder, 'bundle.zip');
  writeFileSync(path, bundle);
  const page = await openPage(browserOfDebian, folder);
  const missed: string[] = [];
  const cases = [
    ...placesToFlip(bundle, 200, 20261125).map(({ what, offset }) => ({ what, bytes: flipped(path, offset) })),
    ...corruptions(bundle),
  ];
  expect(cases.length).toBeGreaterThanOrEqual(230);
  for (const { what, bytes } of cases) {
    if ((await judge(page, bytes)).ok) missed.push(`the page: ${what}`);
    if (verifyBundle(bytes).ok) missed.push(`the program: ${what}`);
  }
  expect(missed).toEqual([]);
});

test('the report itself may not be drawn over after signing', async ({ browserOfDebian, folder }) => {
  const page = await openPage(browserOfDebian, folder);
  const bundle = Buffer.from(await newBundle(newSigner()));
  const drawn = corruptions(bundle).find(({ what }) => what === 'something drawn over the PDF');
  const answer = await judge(page, drawn?.bytes ?? Buffer.alloc(0));
  expect(
    answer.checks
      .filter((check) => !check.ok)
      .map((check) => check.detail)
      .join('\n'),
  ).toContain('drawn over');
  expect(readFileSync(join(folder, 'verify.html'), 'utf8')).not.toMatch(/https?:/);
});

test('time stamps are checked and shown, and hide nothing that was drawn over', async ({ browserOfDebian, folder }) => {
  test.skip(missingPrograms(['openssl']).length > 0, 'openssl is not installed');
  test.setTimeout(240_000);
  const path = (name: string): string => join(folder, name);
  const page = await openPage(browserOfDebian, folder);
  const authority = newAuthority(path);
  const curve = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'];
  const other = newAuthority(path, 'old', { algorithm: curve, essDigest: 'sha1' });
  const reviewer = newSigner();
  const signed = await newBundle(reviewer, undefined, new Date());
  const inside = await stamped(path, other, signed, 'signature', reviewer);
  const beside = await stamped(path, authority, inside, 'review');
  const approver = newSigner('Ann Approver');
  await countersign({ bundle: beside, signer: approver, target: path('two.zip'), fonts: [], now: Date.now() });
  const approved = await stamped(path, other, readFileSync(path('two.zip')), 'approval');
  const whole = await stamped(path, authority, approved, 'document');
  writeFileSync(path('whole.zip'), whole);
  await page.getByLabel('Evidence bundle').setInputFiles(path('whole.zip'));
  await expect(page.getByRole('heading', { name: 'All checks passed' })).toBeVisible();
  await expect(page.getByRole('heading', { name: /^Time proven by (?:tsa|old) authority on 20/ })).toHaveCount(4);
  if (process.env['COUNTERSIGN_PICTURES'] !== undefined)
    await page.screenshot({
      path: join(process.env['COUNTERSIGN_PICTURES'], 'verify-page-stamped.png'),
      fullPage: true,
    });

  const cases = await attacks(approved, authority);
  const tsr = 'attestations/01-review.json.p7s.tsr';
  const token = Buffer.from(readCanonicalZip(whole).get(tsr) ?? []);
  const revision = pdfOf(whole);
  for (let offset = 3; offset < token.length; offset += 41)
    cases.push({ what: `${tsr}, byte ${offset}`, bytes: withFile(whole, tsr, bitFlipped(token, offset)) });
  for (let offset = pdfOf(approved).length; offset < revision.length; offset += 997)
    cases.push({
      what: `report.pdf, byte ${offset}`,
      bytes: withFile(whole, 'report.pdf', bitFlipped(revision, offset)),
    });
  const missed: string[] = [];
  for (const { what, bytes } of cases) {
    if ((await judge(page, bytes)).ok) missed.push(`the page: ${what}`);
    if (verifyBundle(bytes).ok) missed.push(`the program: ${what}`);
  }
  expect(missed).toEqual([]);
  for (const { what, bytes } of await attacks(approved, authority)) {
    writeFileSync(path('attacked.zip'), bytes);
    expect(cli('verify', path('attacked.zip')).code, what).toBe(1);
  }
});

function bitFlipped(bytes: Buffer, offset: number): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt8(changed.readUInt8(offset) ^ 0x02, offset);
  return changed;
}
