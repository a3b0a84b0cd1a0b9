import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { PreparedDialogs } from './helpers/dialogs.ts';
import { mixedFolder } from './helpers/mixed-folder.ts';
import { TARNBROOK, TENANTS } from './helpers/sample.ts';
import { createCase } from './pages/case.ts';
import { openEvidence } from './pages/evidence.ts';
import { addFiles, runImport, stateSource } from './pages/imports.ts';
import { goTo, gridRow, gridRows, railLink, settled } from './pages/shell.ts';

const DRIVE = 'https://www.googleapis.com/auth/drive';
const MAIL = 'https://mail.google.com/';

const SEPTEMBER = {
  name: 'tokens september.csv',
  asOf: '2026-09-14T06:00',
  grants: [
    ['ada', 'Tide Sync', DRIVE],
    ['bob', 'Tide Sync', DRIVE],
    ['bob', 'Minute Desk', MAIL],
    ['cid', 'Old Clock', MAIL],
    ['dan', 'Grower', DRIVE],
    ['eve', 'Shrinker', `${DRIVE} ${MAIL}`],
  ],
} as const;
const OCTOBER = {
  name: 'tokens october.csv',
  asOf: '2026-09-28T06:00',
  grants: [
    ['ada', 'Tide Sync', DRIVE],
    ['bob', 'Minute Desk', MAIL],
    ['dan', 'Grower', `${DRIVE} ${MAIL}`],
    ['eve', 'Shrinker', DRIVE],
    ['fay', 'Newcomer', MAIL],
  ],
} as const;

test('of two lists two weeks apart, what appeared, disappeared, grew and shrank is named, and nothing is called revoked', async ({
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(180_000);
  await createCase(page, dialogs, join(folder, 'lists'), TARNBROOK);
  await openEvidenceOf(page, dialogs, folder, SEPTEMBER);
  await expect(page.getByText('There is only one list of each kind')).toBeVisible();
  await openEvidenceOf(page, dialogs, folder, OCTOBER);

  const kinds = page.getByRole('group', { name: 'Kinds of change' });
  for (const [count, kind] of [
    [1, 'appeared'],
    [2, 'disappeared'],
    [1, 'scopes grew'],
    [1, 'scopes shrank'],
    [0, 'scopes exchanged'],
    [3, 'reach changed'],
  ] as const)
    await expect(kinds.getByRole('button', { name: `${count} ${kind}` })).toBeVisible();
  await expect(kinds).toContainText('2 unchanged');
  await expect(gridRow(page, 'Changes', 'Newcomer').filter({ hasText: 'Appeared' })).toHaveCount(1);
  await expect(gridRow(page, 'Changes', 'Grower')).toContainText(`+ ${MAIL}`);
  await expect(gridRow(page, 'Changes', 'Shrinker')).toContainText(`− ${MAIL}`);
  await kinds.getByRole('button', { name: '2 disappeared' }).click();
  await settled(page);
  await expect(gridRows(page, 'Changes')).toHaveCount(2);
  await expect(gridRow(page, 'Changes', 'Old Clock')).toContainText('Disappeared between 2026-09-14 and 2026-09-28');
  await expectNothingCalledRevoked(page);

  await goTo(page, 'Inventory');
  await expect(gridRow(page, 'Connectors', 'Newcomer')).toContainText('Undecided');
  await expect(gridRow(page, 'Connectors', 'Old Clock')).toContainText('No grant');
  await expect(railLink(page, 'Review')).toContainText('0 of 5');
  await gridRow(page, 'Connectors', 'Old Clock').click();
  await page.getByRole('tab', { name: 'Owner and identity' }).click();
  await expect(
    page.getByText(/1 disappeared between .+; the lists do not say whether they were revoked/),
  ).toBeVisible();
  await expect(page.getByText('No: no grant of it stands any more')).toBeVisible();
  await openEvidence(page, 'Population ledger');
  await expect(page.getByRole('term').filter({ hasText: '2 excluded' })).toBeVisible();
  await expect(
    page.getByText('not in the newer list: disappeared between 2026-09-14 and 2026-09-28', { exact: false }),
  ).toBeVisible();
  await expectNothingCalledRevoked(page);
});

test('apps that only an id names get their names as soon as the file that has them comes', async ({
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(180_000);
  const handedOver = mixedFolder(folder);
  await createCase(page, dialogs, join(folder, 'names'), TARNBROOK);
  await importFile(page, dialogs, join(handedOver, 'grants.json'));
  await goTo(page, 'Inventory');
  await expect(gridRows(page, 'Connectors')).toHaveCount(2);
  await expect(gridRows(page, 'Connectors').filter({ hasText: 'name unknown' })).toHaveCount(2);
  await goTo(page, 'Imports');
  await importFile(page, dialogs, join(handedOver, 'service-principals.json'));
  await goTo(page, 'Inventory');
  await expect(gridRows(page, 'Connectors')).toHaveCount(2);
  for (const name of ['Tide Sync', 'Ledgerly']) await expect(gridRow(page, 'Connectors', name)).toHaveCount(1);
  await expect(gridRows(page, 'Connectors').filter({ hasText: 'name unknown' })).toHaveCount(0);
});

interface List {
  readonly name: string;
  readonly asOf: string;
  readonly grants: readonly (readonly [person: string, app: string, scopes: string])[];
}

/** Imports a list of grants and opens the changes between lists. */
async function openEvidenceOf(page: Page, dialogs: PreparedDialogs, folder: string, list: List): Promise<void> {
  const rows = list.grants.map(
    ([person, app, scopes]) =>
      `${person}@firm.example,${app.toLowerCase().replace(' ', '-')}.apps.example,${app},False,False,${person},${scopes}`,
  );
  const path = join(folder, list.name);
  writeFileSync(path, `user,clientId,displayText,anonymous,nativeApp,userKey,scopes\n${rows.join('\n')}\n`);
  await goTo(page, 'Imports');
  await addFiles(page, dialogs, [path]);
  await stateSource(page, { ...TENANTS.google, asOf: list.asOf });
  await runImport(page);
  await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
  await openEvidence(page, 'Changes between lists');
}

async function importFile(page: Page, dialogs: PreparedDialogs, path: string): Promise<void> {
  await addFiles(page, dialogs, [path]);
  await stateSource(page, TENANTS.entra);
  await runImport(page);
  await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
}

/** The word stands only where it is said that the lists do not tell. */
async function expectNothingCalledRevoked(page: Page): Promise<void> {
  const shown = await page.getByRole('main').innerText();
  const rest = shown
    .replaceAll('Whether it was revoked, or ended otherwise, the lists do not say.', '')
    .replaceAll('Whether somebody revoked it, the lists do not say.', '')
    .replaceAll('whether it was revoked is not said', '');
  expect(rest).toContain('isappeared');
  expect(rest).not.toMatch(/revoked/i);
}
