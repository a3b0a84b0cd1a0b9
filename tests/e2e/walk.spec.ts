import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { JUDGES, judgeBundle, missingPrograms } from './helpers/bundle.ts';
import { cli } from './helpers/cli.ts';
import type { PreparedDialogs } from './helpers/dialogs.ts';
import { flipped, placesToFlip } from './helpers/flips.ts';
import { SAMPLE_FOLDER, type SampleSystem, sampleFiles, TARNBROOK, TENANTS } from './helpers/sample.ts';
import { createCase } from './pages/case.ts';
import { addFiles, draft, ledgerRow, runImport, stateSource } from './pages/imports.ts';
import { createKey, sign } from './pages/report.ts';
import {
  canCertify,
  countScopes,
  decideByKeys,
  inTwentyDays,
  itemOfAddress,
  decidedCount,
  type KeyboardDecision,
  lookAtUsage,
  startReview,
} from './pages/review.ts';
import { goTo, gridRow, gridRows, railLink, settled, toast } from './pages/shell.ts';
import { verifyBundle } from './pages/verify.ts';

const PASSPHRASE = 'lantern orchid gravel seventeen';
const lacking = missingPrograms(JUDGES);

test.describe.serial('the whole main job', () => {
  // Outlives the first test, for the second.
  let kept = '';
  let bundle = '';
  test.beforeAll(() => {
    kept = mkdtempSync(join(tmpdir(), 'countersign-walk-'));
    bundle = join(kept, 'tarnbrook.zip');
  });
  test.afterAll(() => rmSync(kept, { recursive: true, force: true }));

  test('from export files to a signed report', async ({ page, dialogs, folder }) => {
    test.setTimeout(240_000);
    await walk(page, dialogs, folder, bundle);
  });

  test('programs that know nothing of this one accept the bundle', () => {
    test.skip(lacking.length > 0, `not installed here: ${lacking.join(', ')}`);
    const { unzip, qpdf, pdfsig, cms, sums } = judgeBundle(bundle, join(kept, 'unpacked'));
    expect(unzip).toMatchObject({ code: 0 });
    expect(qpdf.stdout).toContain('No syntax or stream encoding errors found');
    expect(pdfsig.stdout).toContain('Signature is Valid.');
    expect(pdfsig.stdout).toContain('Total document signed');
    expect(cms).toMatchObject({ code: 0 });
    expect(sums).toMatchObject({ code: 0 });
    expect(sums.stdout).not.toContain('FAILED');
  });
});

async function walk(page: Page, dialogs: PreparedDialogs, folder: string, bundle: string): Promise<void> {
  await test.step('a case is made where the person says, and is listed', async () => {
    await createCase(page, dialogs, join(folder, 'tarnbrook'), TARNBROOK);
    await goTo(page, 'Start');
    await expect(page.getByRole('button', { name: `Open ${TARNBROOK.name}` })).toBeVisible();
  });
  await test.step('the exports are recognized, imported, and every record is accounted for', async () => {
    await goTo(page, 'Imports');
    for (const system of ['entra', 'register', 'google'] as const) await importSystem(page, dialogs, system);
    await expect(page.getByRole('table', { name: 'Imports of this case' }).getByText('Closes')).toHaveCount(11);
    await expect(page.getByText('Does not close')).toHaveCount(0);
    await openNotRelevant(page);
  });
  await test.step('the inventory sorts, searches, filters and opens', () => browseInventory(page));
  await test.step('a connector shows its evidence down to the source record', () => readConnector(page));
  await test.step('the queue is decided with keys, and a decision can be taken back', () => decideQueue(page));
  await test.step('the journal holds every decision in an intact chain', () => readJournal(page));
  await test.step('the report is previewed and signed with a key made here', async () => {
    await goTo(page, 'Report');
    const preview = page.getByRole('region', { name: 'Preview of the report' });
    await expect(preview.getByRole('heading', { name: TARNBROOK.name })).toBeVisible();
    await expect(page.getByText(/\d+ items undecided/)).toBeVisible();
    const key = {
      path: join(folder, 'marlowe.key.pem'),
      name: 'Ida Marlowe',
      organization: 'Marlowe Assurance',
      email: 'ida@marlowe.example',
      passphrase: PASSPHRASE,
    };
    await createKey(page, dialogs, key);
    expect(readFileSync(key.path, 'latin1')).toContain('BEGIN ENCRYPTED PRIVATE KEY');
    const card = await sign(page, dialogs, bundle, PASSPHRASE);
    await expect(card.getByText(/All \d+ checks passed/)).toBeVisible();
    expect(existsSync(bundle)).toBe(true);
  });
  await test.step('a good bundle passes, here and on the command line', async () => {
    await goTo(page, 'Verify a bundle');
    await expect(await verifyBundle(page, dialogs, bundle)).toHaveText('The bundle is intact');
    await expect(page.getByText('Ida Marlowe').first()).toBeVisible();
    expect(cli('verify', bundle, '--json')).toMatchObject({ code: 0, stderr: '' });
  });
  await test.step('the findings come out again when computed from the original files', async () => {
    dialogs.answer('open:folder', [SAMPLE_FOLDER]);
    await page.getByRole('button', { name: /^Choose the folder of originals/ }).click();
    const again = page.getByRole('table', { name: 'What came out when it was computed again' });
    await expect(again.getByText('findings.csv comes out the same, byte for byte')).toBeVisible({ timeout: 60_000 });
    await expect(again.getByText('Failed')).toHaveCount(0);
  });
  await test.step('a changed byte is named, wherever it is', async () => {
    const altered = join(folder, 'altered.zip');
    for (const { what, offset } of placesToFlip(readFileSync(bundle), 8, 20261001)) {
      writeFileSync(altered, flipped(bundle, offset));
      const { code, stdout } = cli('verify', altered, '--json');
      expect(code, `${what}, byte ${offset}`).toBe(1);
      const failed = (JSON.parse(stdout) as { checks: { ok: boolean; detail: string }[] }).checks.filter(
        ({ ok }) => !ok,
      ); // verify's own schema
      expect(failed.length, `${what}, byte ${offset}`).toBeGreaterThan(0);
    }
    await expect(await verifyBundle(page, dialogs, altered)).toHaveText('Do not rely on this bundle');
    await expect(page.getByRole('table', { name: 'Checks' }).getByText('Failed').first()).toBeVisible();
  });
}

async function importSystem(page: Page, dialogs: PreparedDialogs, system: SampleSystem): Promise<void> {
  const files = sampleFiles(system);
  await addFiles(page, dialogs, files);
  for (const file of files) await expect(draft(page, basename(file))).toContainText(/Recognized/);
  await stateSource(page, TENANTS[system]);
  await expect(page.getByText('Ready', { exact: true }).first()).toBeVisible();
  const outcome = await runImport(page);
  await expect(outcome).toHaveText(`${files.length} files imported`);
  await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
}

async function openNotRelevant(page: Page): Promise<void> {
  await ledgerRow(page, 'directory-audit.json')
    .getByRole('button', { name: /directory-audit/ })
    .click();
  const drawer = page.getByRole('dialog', { name: 'directory-audit.json' });
  await expect(drawer.getByRole('table', { name: 'Reasons' }).getByText('Not relevant').first()).toBeVisible();
  const records = drawer.getByRole('table', { name: 'Not relevant records' }).getByRole('row');
  await expect(records.nth(1)).toContainText(/\{/);
  await page.keyboard.press('Escape');
  await expect(drawer).toHaveCount(0);
}

async function browseInventory(page: Page): Promise<void> {
  await goTo(page, 'Inventory');
  const names = () => gridRows(page, 'Connectors').locator('[role=gridcell]:first-child').allInnerTexts();
  await page.getByRole('button', { name: 'Connector', exact: true }).click();
  await expect(page.getByRole('columnheader', { name: 'Connector' })).toHaveAttribute('aria-sort', 'ascending');
  await settled(page);
  await expect(gridRows(page, 'Connectors').nth(10)).toBeVisible();
  const sorted = await names();
  const collator = new Intl.Collator('en', { sensitivity: 'base' });
  expect(collator.compare(sorted[0] ?? '', sorted[5] ?? '')).toBeLessThanOrEqual(0);
  const all = Number(await page.getByRole('grid', { name: 'Connectors' }).getAttribute('aria-rowcount')) - 1;

  await page.getByRole('button', { name: 'Platform', exact: true }).first().click();
  await page.getByRole('option', { name: 'Microsoft Entra' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByText(new RegExp(`^\\d+ matching connectors$`))).toBeVisible();
  await settled(page);
  await expect(gridRow(page, 'Connectors', 'Google Workspace')).toHaveCount(0);
  const filtered = Number(await page.getByRole('grid', { name: 'Connectors' }).getAttribute('aria-rowcount')) - 1;
  expect(filtered).toBeGreaterThan(0);
  expect(filtered).toBeLessThan(all);

  await page.keyboard.press('/');
  await page.keyboard.type('no such connector');
  await expect(page.getByText('No connector matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(page.getByRole('grid', { name: 'Connectors' })).toHaveAttribute('aria-rowcount', String(all + 1));
}

async function readConnector(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Last use' }).click();
  await expect(page.getByRole('columnheader', { name: 'Last use' })).toHaveAttribute('aria-sort', 'descending');
  await settled(page);
  const row = gridRow(page, 'Connectors', 'Microsoft Entra').first();
  const [name = ''] = (await row.getByRole('rowheader').first().innerText()).split('\n');
  await row.click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  const matrix = page.getByRole('table', { name: 'Granted scopes against observed operations' });
  await expect(matrix.first().getByText('Observed', { exact: true }).first()).toBeVisible();
  await expect(page.locator('.recharts-bar-rectangle').first()).toBeAttached();
  for (const [tab, grid] of [
    ['Holders', 'Holders'],
    ['Lifecycle', 'Lifecycle events'],
    ['Evidence rows', 'Evidence rows'],
  ] as const) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(gridRows(page, grid).or(page.getByText('No lifecycle events')).first()).toBeVisible();
  }
  await settled(page);
  await gridRows(page, 'Evidence rows').first().click();
  const record = page.getByRole('dialog', { name: 'Source record' });
  await expect(record.getByLabel('Record text')).toContainText('graph.microsoft.com');
  await page.keyboard.press('Escape');
  await expect(record).toHaveCount(0);
}

async function decideQueue(page: Page): Promise<void> {
  await goTo(page, 'Review');
  await startReview(page);
  const wanted: KeyboardDecision[] = [
    { decision: 'revoke', reason: 'No owner, and nobody can say what it is for.' },
    { decision: 'conditional', reason: 'Stays until the vendor assessment is done.', until: inTwentyDays() },
    { decision: 'need-info', reason: 'The purpose is unknown.' },
    { decision: 'escalate', reason: 'The consent pattern looks illicit.' },
  ];
  for (const decision of wanted) await decideByKeys(page, decision);
  await reduceOne(page);
  await certifyOneAfterAnOwner(page);
  await undoOne(page);
}

async function reduceOne(page: Page): Promise<void> {
  while ((await countScopes(page)) < 2) await nextItem(page);
  await decideByKeys(page, { decision: 'reduce', reason: 'The first scope goes beyond the stated purpose.' });
}

/** An item without an owner cannot be certified; with one it can. */
async function certifyOneAfterAnOwner(page: Page): Promise<void> {
  while (await canCertify(page)) await nextItem(page);
  const address = page.url();
  await page.keyboard.press('1');
  await expect(toast(page, /Certify is locked/).first()).toBeVisible();
  await decideByKeys(page, {
    decision: 'assign-owner',
    reason: 'No business owner is on record.',
    owner: 'abena.dunemarrow@tarnbrook.example',
  });
  const before = await decidedCount(page);
  await page.evaluate((url) => (location.hash = new URL(url).hash), address);
  await expect(page.getByText('Abena Dunemarrow').first()).toBeVisible();
  await itemOfAddress(page);
  await lookAtUsage(page);
  await page.keyboard.press('1');
  await page.getByLabel('Justification').fill('Owner confirmed the need. Petra Vale plans the next campaign with it.');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url()).not.toBe(address);
  await settled(page);
  expect(await decidedCount(page)).toBe(before + 1);
}

async function undoOne(page: Page): Promise<void> {
  await decideByKeys(page, { decision: 'revoke', reason: 'Nobody answers for it.' });
  const before = await decidedCount(page);
  await page.keyboard.press('z');
  await expect(toast(page, /taken back/).first()).toBeVisible();
  await expect.poll(() => decidedCount(page)).toBe(before - 1);
}

async function nextItem(page: Page): Promise<void> {
  const shown = page.url();
  await page.keyboard.press('j');
  await expect.poll(() => page.url()).not.toBe(shown);
  await itemOfAddress(page);
}

async function readJournal(page: Page): Promise<void> {
  await goTo(page, 'Journal');
  await expect(page.getByText('Chain intact')).toBeVisible();
  const count = Number(await page.getByRole('grid', { name: 'Journal entries' }).getAttribute('aria-rowcount')) - 1;
  await expect(railLink(page, 'Journal')).toContainText(String(count));
  await expect(gridRow(page, 'Journal entries', 'Ida Marlowe').first()).toBeVisible();
  await gridRows(page, 'Journal entries').first().click();
  await expect(page.getByText('What was recorded')).toBeVisible();
  await page.getByText('The text the hash covers').click();
  await expect(page.getByLabel('Payload')).toBeVisible();
  await page.keyboard.press('Escape');
}
