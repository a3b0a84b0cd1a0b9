import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { TARNBROOK, TENANTS } from './helpers/sample.ts';
import { createCase } from './pages/case.ts';
import { EVIDENCE_TABS, openEvidence, vendorPanel } from './pages/evidence.ts';
import { addFiles, draft, ledgerRow, runImport, stateSource } from './pages/imports.ts';
import { goTo, gridRow, gridRows, settled } from './pages/shell.ts';

const GAM_HEADER = 'user,clientId,displayText,anonymous,nativeApp,userKey,scopes\n';
const HTML_NAME = '<img src=x onerror=alert(1)><b>Bold</b>';
const BIDI_NAME = 'Invoice \u202Efdp.exe';
const FORMULA_NAME = "=cmd|' /C calc'!A0";
const LINK_NAME = 'https://evil.example/login';
/** A file name that shows as if it ended in something else. */
const HOSTILE_FILE = (asOf: string) => `tokens ${asOf.slice(0, 10)} \u202Egnp.csv`;

/** Files that are no exports, each with a word of the sentence that must say so. */
const REFUSED = {
  'empty.csv': ['', /empty/],
  'login.json': ['<!doctype html><html><head><title>Sign in</title></head><body></body></html>', /web page/],
  'picture.csv': ['\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR\u0000\u0000', /picture\.csv/],
} as const;

test('files that cannot be read say why, and the others are imported', async ({ page, dialogs, folder }) => {
  await createCase(page, dialogs, join(folder, 'odd'), TARNBROOK);
  const good = save(
    folder,
    'tokens.csv',
    `${GAM_HEADER}ada@a.example,1.apps.example,Tide Sync,False,False,1,https://www.googleapis.com/auth/drive\n`,
  );
  const refused = Object.entries(REFUSED).map(([name, [text]]) => save(folder, name, text, 'latin1'));
  await addFiles(page, dialogs, [...refused, good]);
  for (const [name, [, sentence]] of Object.entries(REFUSED)) {
    await expect(page.getByRole('alert').filter({ hasText: name }).or(draft(page, name))).toContainText(sentence);
  }
  for (const name of Object.keys(REFUSED)) {
    const remove = page.getByRole('button', { name: `Remove ${name}` });
    if ((await remove.count()) > 0) await remove.click();
  }
  await stateSource(page, TENANTS.google);
  await runImport(page);
  await expect(ledgerRow(page, 'tokens.csv')).toContainText('Closes');
  await goTo(page, 'Inventory');
  await expect(gridRows(page, 'Connectors')).toHaveCount(1);
});

test('a truncated file is imported as far as it goes, and says where it ends', async ({ page, dialogs, folder }) => {
  await createCase(page, dialogs, join(folder, 'cut'), TARNBROOK);
  const whole = JSON.stringify({
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#oauth2PermissionGrants',
    value: [1, 2, 3].map((number) => ({
      id: `grant-${number}`,
      clientId: `0000000${number}-0000-4000-8000-000000000000`,
      consentType: 'AllPrincipals',
      principalId: null,
      resourceId: '00000009-0000-4000-8000-000000000000',
      scope: 'User.Read',
    })),
  });
  const cut = save(folder, 'grants.json', whole.slice(0, whole.lastIndexOf('"clientId"') + 30));
  await addFiles(page, dialogs, [cut]);
  await stateSource(page, TENANTS.entra);
  await runImport(page);
  await expect(ledgerRow(page, 'grants.json')).toContainText('Closes');
  await ledgerRow(page, 'grants.json')
    .getByRole('button', { name: /grants/ })
    .click();
  const drawer = page.getByRole('dialog', { name: 'grants.json' });
  await expect(drawer).toContainText('2 accepted');
  await expect(drawer.getByText(/cut|truncated|ends|incomplete/i).first()).toBeVisible();
});

test('hostile names are text everywhere, and are flagged', async ({ page, dialogs, folder }) => {
  await createCase(page, dialogs, join(folder, 'hostile'), TARNBROOK);
  const rows = [HTML_NAME, BIDI_NAME, FORMULA_NAME, '__proto__'].map(
    (name, index) =>
      `ada@a.example,${index + 1}.apps.example,"${name}",False,False,1,https://www.googleapis.com/auth/drive`,
  );
  await addFiles(page, dialogs, [save(folder, 'tokens.csv', `${GAM_HEADER}${rows.join('\n')}\n`)]);
  await stateSource(page, TENANTS.google);
  await runImport(page);
  await goTo(page, 'Inventory');
  await expect(gridRows(page, 'Connectors')).toHaveCount(4);
  await expectOnlyText(page);
  await expect(gridRow(page, 'Connectors', 'fdp.exe')).toContainText('Check name');
  await expect(gridRow(page, 'Connectors', '=cmd|')).toContainText('Check name');
  await gridRow(page, 'Connectors', '<img src=x').click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(HTML_NAME);
  await expectOnlyText(page);
  await goTo(page, 'Report');
  await expect(page.getByRole('region', { name: 'Preview of the report' })).toContainText('<img src=x');
  await expectOnlyText(page);
});

test('hostile names stay text on the evidence, the changes and the vendors, marked, and nothing of them can be pressed', async ({
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(180_000);
  await createCase(page, dialogs, join(folder, 'hostile'), TARNBROOK);
  const names = [HTML_NAME, BIDI_NAME, FORMULA_NAME, LINK_NAME];
  for (const [asOf, shown] of [
    ['2026-09-14T06:00', names.slice(0, 2)],
    ['2026-09-28T06:00', names.slice(1)],
  ] as const) {
    const rows = shown.map(
      (name) =>
        `ada@a.example,${names.indexOf(name) + 1}.apps.example,"${name}",False,False,1,https://www.googleapis.com/auth/drive`,
    );
    const file = save(folder, HOSTILE_FILE(asOf), `${GAM_HEADER}${rows.join('\n')}\n`);
    await addFiles(page, dialogs, [file]);
    await stateSource(page, { ...TENANTS.google, asOf });
    await runImport(page);
    await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
  }
  for (const tab of EVIDENCE_TABS) {
    await openEvidence(page, tab);
    if (tab === 'Checks') await page.getByText('Show what is clear').click();
    await settled(page);
    await expectOnlyText(page);
    await expectNoWayOut(page);
    // A character that turns the reading order around turns nothing but the name it stands in.
    if (tab === 'Checks') await expect(page.getByText(/⟨U\+202E⟩gnp\.csv: 2 records were read/).first()).toBeVisible();
    if (tab !== 'Changes between lists') continue;
    await expect(gridRow(page, 'Changes', '<img src=x').first()).toContainText('Check name');
    await expect(gridRow(page, 'Changes', '=cmd|').first()).toContainText('Check name');
  }
  await goTo(page, 'Vendors');
  await page.getByRole('button', { name: 'Put apps under one vendor…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Put apps under one vendor' });
  await dialog.getByLabel('Vendor', { exact: false }).first().fill(HTML_NAME);
  await dialog.getByLabel('Reason').fill('They look alike.');
  for (const part of ['<img src=x', 'fdp.exe', 'evil.example'])
    await dialog.getByRole('checkbox', { name: part }).check({ force: true });
  await expect(dialog.getByRole('listitem').filter({ hasText: 'fdp.exe' })).toContainText('Check name');
  await dialog.getByRole('button', { name: 'Put 3 apps under it' }).click();
  await expect(dialog).toHaveCount(0);
  const panel = vendorPanel(page, HTML_NAME);
  await expect(panel.getByRole('row').filter({ hasText: 'fdp.exe' })).toContainText('Check name');
  await expectOnlyText(page);
  await expectNoWayOut(page);
});

/** Every link leads to a screen of this program. */
async function expectNoWayOut(page: Page): Promise<void> {
  const targets = await page.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  expect(targets.length).toBeGreaterThan(0);
  expect(targets.filter((target) => target !== '#content' && !target.startsWith('#/'))).toEqual([]);
}

/** No name became an element. */
async function expectOnlyText(page: Page): Promise<void> {
  await expect(page.locator('img[src=x], b:text-is("Bold")')).toHaveCount(0);
}

function save(folder: string, name: string, text: string, encoding: BufferEncoding = 'utf8'): string {
  writeFileSync(join(folder, name), text, encoding);
  return join(folder, name);
}
