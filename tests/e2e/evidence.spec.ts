import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { PreparedDialogs } from './helpers/dialogs.ts';
import {
  ARCHIVE_NAME,
  IMPORTED,
  mixedFolder,
  PLAIN_SECRETS,
  REFUSED,
  SECRETS,
  UNKNOWN,
} from './helpers/mixed-folder.ts';
import { TARNBROOK } from './helpers/sample.ts';
import { createCase } from './pages/case.ts';
import { checkRows, openEvidence } from './pages/evidence.ts';
import { addFolder, chooseZone, draft, ledgerRow, ledgerRows, runImport, stateSources } from './pages/imports.ts';
import { goTo, gridRow, railLink, settled } from './pages/shell.ts';

const GAM = 'gam tokens 2026-10.csv';
const NAMES = Object.keys(IMPORTED);

test('a folder of mixed exports: what came in, what did not and why, from the screens alone', async ({
  app,
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(240_000);
  const handedOver = mixedFolder(folder);
  const workspace = join(folder, 'mixed.countersign');
  await createCase(page, dialogs, workspace, TARNBROOK);
  await test.step('the desk says what each file is, and asks what no file says', async () => {
    await addFolder(page, dialogs, handedOver);
    await readDesk(page);
    await answerDesk(page);
  });
  await test.step('what can be imported is imported, and every record is accounted for', async () => {
    await expect(await runImport(page)).toHaveText(`${NAMES.length} files imported`);
    await expect(page.getByText(/^7 live secrets were taken out before anything was stored/)).toBeVisible();
    for (const [name, counts] of Object.entries(IMPORTED)) expect(await ledger(page, name), name).toEqual(counts);
    await expect(ledgerRows(page)).toHaveCount(NAMES.length);
    // What was not imported stays in view, with the reason.
    await readRefused(page);
  });
  await test.step('the ledger closes from file to population, and names the archive', () => readLedger(page));
  await test.step('the checks say what is not known, and a day without a record is a gap', async () => {
    await openEvidence(page, 'Checks');
    await expect(checkRows(page, 'EV-1').filter({ hasText: GAM })).toContainText('no total of the source is known');
    await expect(checkRows(page, 'EV-4').filter({ hasText: '3 day(s) inside it hold no record' })).toHaveCount(1);
    await openEvidence(page, 'Coverage of logs');
    await expect(page.getByText('Without a record: 2026-09-03, 2026-09-04, 2026-09-06.')).toBeVisible();
    await openEvidence(page, 'Registers');
    await expect(page.getByRole('table', { name: 'Registers' }).getByText('Missing').first()).toBeVisible();
  });
  const rows = join(folder, 'not accepted.csv');
  await test.step('a rejected record is saved with line and reason, without the token in it', async () => {
    await saveRejected(page, dialogs, rows);
    const saved = readFileSync(rows, 'utf8');
    expect(saved).toContain('the client id was damaged by a spreadsheet');
    expect(saved).toMatch(new RegExp(`^${GAM},[0-9a-f]{64},6,rejected,`, 'm'));
    expect(saved).toMatch(/\[secret:[0-9a-f]{8}\]/);
  });
  await test.step('a total that is stated afterwards turns the check clear', async () => {
    await stateTotal(page, '5');
    await openEvidence(page, 'Checks');
    await expect(checkRows(page, 'EV-1').filter({ hasText: GAM })).toHaveCount(0);
    await page.getByText('Show what is clear').click();
    const row = checkRows(page, 'EV-1').filter({ hasText: GAM });
    await expect(row).toContainText('5 records read, as stated');
    await expect(row).toContainText('Clear');
    await goTo(page, 'Journal');
    await expect(gridRow(page, 'Journal entries', /total/i).first()).toBeVisible();
  });
  await test.step('no secret and no path of the archive is on the disk', async () => {
    await goTo(page, 'Start');
    await page.getByRole('button', { name: 'Close case' }).click();
    await expect(railLink(page, 'Imports')).toHaveCount(0);
    await app.close();
    const written = filesUnder(folder).filter((path) => !path.startsWith(handedOver));
    expect(written).toContain(workspace);
    expect(written.filter((path) => path.includes('mixed evidence')).length).toBe(NAMES.length);
    for (const secret of [...Object.values(SECRETS), ...PLAIN_SECRETS]) {
      const holders = written.filter((path) => readFileSync(path).includes(secret));
      expect(
        holders.map((path) => relative(folder, path)),
        secret.slice(0, 8),
      ).toEqual([]);
    }
    expect(written.filter((path) => /outside|PT1H|MACOSX/.test(path))).toEqual([]);
    expect(readdirSync(dirname(folder)).filter((name) => name === 'outside.csv')).toEqual([]);
  });
});

/** Files that are no exports, or of no known format, and why. */
async function readRefused(page: Page): Promise<void> {
  for (const [name, sentence] of Object.entries(REFUSED))
    await expect(page.getByRole('alert').filter({ hasText: name })).toContainText(sentence);
  await expect(draft(page, UNKNOWN)).toContainText('No known format fits the columns of this file');
}

/** The desk as it is before anything is answered. */
async function readDesk(page: Page): Promise<void> {
  await readRefused(page);
  await expect(page.getByText(/1 hidden or system file or folder, such as “__MACOSX\/\._PT1H\.json”/)).toBeVisible();
  await expect(page.getByText('read without this path: it points outside the archive').first()).toBeVisible();
  await expect(page.getByRole('checkbox', { name: `Import 2 files of ${ARCHIVE_NAME}` })).toBeChecked();
  await expect(draft(page, 'LoginHistory1764000000.csv')).toContainText('Needs an answer');
}

async function answerDesk(page: Page): Promise<void> {
  const logins = draft(page, 'LoginHistory1764000000.csv');
  await logins.getByRole('button', { expanded: false }).click();
  await chooseZone(page, logins, 'America/Los_Angeles');
  await draft(page, UNKNOWN).getByRole('checkbox').focus();
  await page.keyboard.press('Space');
  await expect(draft(page, UNKNOWN).getByRole('checkbox')).not.toBeChecked();
  await stateSources(
    page,
    { asOf: '2026-10-01T06:00', extractedBy: 'Erik Extractor' },
    Object.fromEntries(
      ['Google Workspace', 'Microsoft Entra', 'Salesforce', 'Okta', 'Slack', 'GitHub'].map((platform) => [
        platform,
        { tenant: 'firm.example', method: 'Handed over in one folder' },
      ]),
    ),
  );
  await expect(page.getByText('Ready', { exact: true }).first()).toBeVisible();
}

/** Read, accepted, rejected and not relevant of an import that closes. */
async function ledger(page: Page, fileName: string): Promise<number[]> {
  const row = ledgerRow(page, fileName);
  await expect(row).toContainText('Closes');
  const cells = await row.getByRole('cell').allInnerTexts();
  const [read, accepted, rejected, , notRelevant] = cells.slice(-6, -1).map(Number);
  return [read ?? NaN, accepted ?? NaN, rejected ?? NaN, notRelevant ?? NaN];
}

async function readLedger(page: Page): Promise<void> {
  await openEvidence(page, 'Population ledger');
  await expect(page.getByText('Every sum closes')).toBeVisible();
  const tables = page.getByRole('table', { name: 'Files of firm.example' });
  await expect(tables).toHaveCount(6);
  await expect(tables.getByRole('row').filter({ hasText: `from ${ARCHIVE_NAME}` })).toHaveCount(3);
  await expect(tables.getByRole('row').filter({ hasText: 'from graph-activity.csv.gz' })).toHaveCount(1);
  const google = page.locator('section').filter({ has: tables.filter({ hasText: GAM }) });
  const chain = google.getByRole('list', { name: 'From records to the population' }).getByRole('listitem');
  await expect(chain.nth(0)).toHaveText(/Read\s*6/);
  await expect(chain.nth(1)).toHaveText(/Accepted\s*5\s*1 rejected/);
  await expect(chain.nth(4)).toHaveText(/In the population\s*5/);
}

async function openGam(page: Page) {
  await openEvidence(page, 'Population ledger');
  await page.getByRole('row').filter({ hasText: GAM }).getByRole('button').click();
  const drawer = page.getByRole('dialog', { name: GAM });
  await expect(
    drawer
      .getByText('No total is known')
      .or(drawer.getByText(/as stated/))
      .first(),
  ).toBeVisible();
  await settled(page);
  return drawer;
}

async function saveRejected(page: Page, dialogs: PreparedDialogs, path: string): Promise<void> {
  const drawer = await openGam(page);
  dialogs.answer('save:rows', path);
  await drawer.getByRole('button', { name: 'Save as CSV…' }).click();
  await expect(page.getByText('Saved. It holds the one record that was not accepted.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(drawer).toHaveCount(0);
}

async function stateTotal(page: Page, total: string): Promise<void> {
  const drawer = await openGam(page);
  await drawer.getByLabel('Total that the system shows').fill(total);
  await drawer.getByRole('button', { name: 'State it' }).click();
  await expect(drawer.getByText(`${total} records, as stated`)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(drawer).toHaveCount(0);
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
