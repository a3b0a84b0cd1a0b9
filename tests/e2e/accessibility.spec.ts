import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { expectAccessible, expectHighContrast } from './helpers/accessible.ts';
import { mixedFolder } from './helpers/mixed-folder.ts';
import { TARNBROOK } from './helpers/sample.ts';
import { campaignView } from './pages/campaign.ts';
import { createCase } from './pages/case.ts';
import { EVIDENCE_TABS, openEvidence } from './pages/evidence.ts';
import { addFiles, addFolder, draft, ledgerRow, runImport, stateSources } from './pages/imports.ts';
import { canCertify, chooseByKey, clearChoice, decideByKeys, decidedCount, startReview } from './pages/review.ts';
import { goTo, gridRow, gridRows, openSampleCase, railLink, settled, type ScreenName } from './pages/shell.ts';

const SCREENS: readonly ScreenName[] = [
  'Start',
  'Overview',
  'Imports',
  'Evidence',
  'Inventory',
  'Vendors',
  'Registers',
  'Policy',
  'Findings',
  'Campaign',
  'Review',
  'Remediation',
  'Report',
  'Catalog',
  'Journal',
  'Case',
  'Verify a bundle',
];

test('no screen has a serious accessibility problem, light or dark', async ({ page }) => {
  test.setTimeout(420_000);
  await expectAccessible(page, 'Start without a case');
  await page.getByRole('button', { name: 'New case…' }).first().click();
  await expectAccessible(page, 'New case');
  await page.keyboard.press('Escape');
  await openSampleCase(page);
  for (const screen of SCREENS) {
    await goTo(page, screen);
    await expectAccessible(page, screen);
  }
  await page.evaluate(() => {
    location.hash = '#/campaign/quality';
  });
  await expect(page.getByRole('tab', { name: 'Submit' })).toHaveAttribute('aria-selected', 'true');
  await expectAccessible(page, 'Submit');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Find or do anything' })).toBeVisible();
  // Its list is moved through from the text field, which keeps the focus; axe does not see that.
  await page.keyboard.press('ArrowDown');
  await expect(page.getByLabel('Search')).toHaveAttribute('aria-activedescendant', /./);
  await expectAccessible(page, 'Palette', ['scrollable-region-focusable']);
});

test('nor has the journey of a reviewer one in high contrast', async ({ page }) => {
  test.setTimeout(300_000);
  await expectHighContrast(page, 'Start');
  await page.getByRole('button', { name: 'New case…' }).first().click();
  await page.getByRole('button', { name: 'Choose place and create…' }).click();
  await expectHighContrast(page, 'New case with problems');
  await page.keyboard.press('Escape');
  await openSampleCase(page);
  for (const screen of ['Overview', 'Imports', 'Findings', 'Report', 'Verify a bundle', 'Review'] as const) {
    await goTo(page, screen);
    await expectHighContrast(page, screen);
  }
  await startReview(page);
  await chooseByKey(page, 'revoke');
  await expectHighContrast(page, 'Review item');
});

test('no part of the evidence and of the vendors has one', async ({ page, dialogs, folder }) => {
  test.setTimeout(420_000);
  const handedOver = mixedFolder(folder);
  const october = join(folder, 'later tokens.csv');
  writeFileSync(october, readFileSync(join(handedOver, 'gam tokens 2026-10.csv'), 'utf8').replace(/^cid.*\n/m, ''));
  await createCase(page, dialogs, join(folder, 'parts'), TARNBROOK);
  const stated = { tenant: 'firm.example', method: 'Handed over in one folder' };
  for (const [asOf, files] of [
    [
      '2026-09-14T06:00',
      ['gam tokens 2026-10.csv', 'oauth_tokens.csv', 'okta-syslog.csv'].map((name) => join(handedOver, name)),
    ],
    ['2026-10-01T06:00', [october, join(handedOver, 'graph-activity.csv.gz')]],
  ] as const) {
    await goTo(page, 'Imports');
    await addFiles(page, dialogs, files);
    const platforms =
      files.length === 3 ? ['Google Workspace', 'Salesforce', 'Okta'] : ['Google Workspace', 'Microsoft Entra'];
    await stateSources(
      page,
      { asOf, extractedBy: 'Erik Extractor' },
      Object.fromEntries(platforms.map((platform) => [platform, stated])),
    );
    await runImport(page);
    await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
  }
  await expectAccessible(page, 'Ledger of imports');
  await ledgerRow(page, 'gam tokens 2026').getByRole('button').click();
  await expect(page.getByRole('dialog', { name: 'gam tokens 2026-10.csv' })).toBeVisible();
  await expectAccessible(page, 'One import');
  await page.keyboard.press('Escape');
  for (const tab of EVIDENCE_TABS) {
    await openEvidence(page, tab);
    if (tab === 'Checks') await page.getByText('Show what is clear').click();
    if (tab === 'Changes between lists') await expect(gridRow(page, 'Changes', 'Disappeared').first()).toBeVisible();
    await expectAccessible(page, `Evidence, ${tab}`);
  }
  await goTo(page, 'Vendors');
  await expectAccessible(page, 'Vendors');
  await page
    .getByRole('button', { name: /^Confirm 2 apps/ })
    .first()
    .click();
  await expectAccessible(page, 'Reason for a vendor');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Put apps under one vendor…' }).click();
  await expectAccessible(page, 'Apps under one vendor');
});

test('no view of a campaign has one, planned, frozen and open', async ({ page }) => {
  test.setTimeout(420_000);
  await openSampleCase(page);
  await goTo(page, 'Campaign');
  await page.getByRole('button', { name: 'Plan a campaign' }).click();
  await expectAccessible(page, 'Plan of a campaign');
  await page.getByRole('button', { name: 'Leave out an app…' }).click();
  await expectAccessible(page, 'Leave out an app');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Freeze the population' }).click();
  await expect(page.getByText('Population frozen').first()).toBeVisible();
  await expectAccessible(page, 'Frozen campaign');
  await campaignView(page, 'Staging check');
  await expectAccessible(page, 'Staging check');
  await page.getByRole('button', { name: /^Accept all: Exports/ }).click();
  await expectAccessible(page, 'Accepting with a reason');
  await page.keyboard.press('Escape');
});

test('nothing on the import desk has one', async ({ page, dialogs, folder }) => {
  test.setTimeout(420_000);
  const handedOver = mixedFolder(folder);
  await createCase(page, dialogs, join(folder, 'desk'), TARNBROOK);
  await page.getByRole('button', { name: 'How to collect…' }).click();
  await expect(page.getByRole('dialog').getByText('Limits')).toBeVisible();
  await expectAccessible(page, 'Collection kits');
  await page.keyboard.press('Escape');
  await addFolder(page, dialogs, handedOver);
  await expectAccessible(page, 'Desk with a folder');
  await page.getByRole('button', { name: /^Import \d+ files$/ }).click();
  // The first file that asks for something is opened.
  const asked = draft(page, 'LoginHistory1764000000.csv');
  await expect(asked.getByText('In which time zone were the times of this file written?')).toBeVisible();
  await expectAccessible(page, 'Desk with details missing');
});

test('no side of a connector and of a review item has one', async ({ page }) => {
  test.setTimeout(420_000);
  await openSampleCase(page);
  await goTo(page, 'Inventory');
  await gridRow(page, 'Connectors', 'Scribewell AI Notes').click();
  for (const tab of ['Scopes and usage', 'Findings', 'Operations', 'Holders', 'Chain', 'Lifecycle', 'Evidence rows']) {
    await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
    await expectAccessible(page, `Connector, ${tab}`);
  }
  await gridRows(page, 'Evidence rows').first().click();
  await expect(page.getByLabel('Record text')).toBeVisible();
  await expectAccessible(page, 'Source record');
  await page.keyboard.press('Escape');
  await goTo(page, 'Review');
  await startReview(page);
  await expectAccessible(page, 'Review item');
  for (const key of ['s', 'o', 'c', 'e', 'h', 'i']) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page, `Review item, drawer of ${key}`);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  for (const decision of ['reduce', 'conditional', 'assign-owner'] as const) {
    await chooseByKey(page, decision);
    await expectAccessible(page, `Review item, ${decision}`);
    await clearChoice(page);
  }
});

test('ten items are reviewed without touching the mouse', async ({ page }) => {
  test.setTimeout(180_000);
  await expect(page.getByRole('button', { name: 'Open the sample case' })).toBeVisible();
  await pressUntilFocused(page, 'Open the sample case');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /Tarnbrook Optics/ })).toBeVisible({ timeout: 90_000 });
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await expect(railLink(page, 'Review')).toHaveAttribute('aria-current', 'page');
  await settled(page);
  await startReview(page);
  for (let item = 1; item <= 10; item += 1) {
    const decision = (await canCertify(page)) && item % 2 === 0 ? 'certify' : 'revoke';
    await decideByKeys(page, { decision, reason: `Owner confirmed the need. Reason ${item}, typed without a mouse.` });
    expect(await decidedCount(page)).toBe(item);
  }
  await page.keyboard.press('z');
  await expect.poll(() => decidedCount(page)).toBe(9);
});

/** Fails with what is wrong and where, for each theme. */
async function pressUntilFocused(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name });
  for (let presses = 0; presses < 40; presses += 1) {
    if (await button.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${name} cannot be reached with the Tab key`);
}

test('a button that is only an icon shows what it is called, to the pointer and to the keyboard', async ({ page }) => {
  const tip = page.locator('[popover]');
  const button = page.getByRole('button', { name: 'Keys of this screen' });
  const middle = async (of: typeof tip) => {
    const { x = 0, y = 0, width = 0, height = 0 } = (await of.boundingBox()) ?? {};
    return { x: x + width / 2, y: y + height / 2, top: y, bottom: y + height };
  };
  await expect(tip).toBeHidden();
  // As a hand does it: over the edge, and over the lines of the icon.
  const under = await middle(button);
  await page.mouse.move(under.x, under.y - 40);
  await page.mouse.move(under.x, under.y, { steps: 12 });
  await expect(tip).toBeVisible();
  await expect(tip).toHaveText('Keys of this screen');
  const over = await middle(tip);
  expect(over.bottom).toBeLessThan(under.top);
  expect(over.bottom).toBeGreaterThan(under.top - 12);
  // What is told can be reached without going away.
  await page.mouse.move(over.x, over.y, { steps: 8 });
  await page.waitForTimeout(400);
  await expect(tip).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(tip).toBeHidden();
  await page.getByRole('button', { name: 'Help (F1)' }).focus();
  await page.keyboard.press('Tab');
  await expect(tip).toBeVisible();
  await expect(tip).toHaveText('Keys of this screen');
  await page.keyboard.press('Tab');
  await expect(tip).toHaveText(/theme/);
  await page.keyboard.press('Enter');
  await expect(tip).toBeHidden();
});
