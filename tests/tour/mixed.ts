import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '../e2e/pages/expect.ts';
import { mixedFolder } from '../e2e/helpers/mixed-folder.ts';
import { createCase } from '../e2e/pages/case.ts';
import { EVIDENCE_TABS, openEvidence } from '../e2e/pages/evidence.ts';
import { addFiles, addFolder, chooseZone, draft, ledgerRow, runImport, stateSources } from '../e2e/pages/imports.ts';
import { goTo, settled } from '../e2e/pages/shell.ts';
import { TARNBROOK } from '../e2e/helpers/sample.ts';
import type { Tour } from './stop.ts';

const GAM = 'gam tokens 2026-10.csv';

/** A folder of mixed exports: how to collect them, the desk, what came of them, the evidence from all sides, vendors. */
export async function tourMixed(tour: Tour): Promise<void> {
  const { page, dialogs, folder, camera } = tour;
  const handedOver = mixedFolder(folder);
  await goTo(page, 'Start');
  await createCase(page, dialogs, join(folder, 'mixed'), { ...TARNBROOK, name: 'Tarnbrook: all that was handed over' });
  for (const screen of ['Evidence', 'Vendors'] as const) {
    await goTo(page, screen);
    await camera.shoot(`${screen.toLowerCase()}-empty`);
  }
  await goTo(page, 'Imports');
  await tourKits(tour);
  await tourDesk(tour, handedOver);
  await tourParts(tour, handedOver);
  await tourVendors(tour);
}

async function tourKits({ page, camera }: Tour): Promise<void> {
  await page.getByRole('button', { name: 'How to collect…' }).click();
  const drawer = page.getByRole('dialog', { name: 'How to collect exports' });
  await expect(drawer.getByText('Limits')).toBeVisible();
  await camera.shoot('collect');
  await drawer.getByRole('tab', { name: 'Microsoft Entra' }).click();
  await expect(drawer.getByText('Limits')).toBeVisible();
  await drawer.locator('pre').first().scrollIntoViewIfNeeded();
  await camera.shoot('collect-commands');
  await page.keyboard.press('Escape');
  await expect(drawer).toHaveCount(0);
}

async function tourDesk({ page, dialogs, camera }: Tour, handedOver: string): Promise<void> {
  const content = page.locator('[data-page-content]');
  await addFolder(page, dialogs, handedOver);
  await camera.shoot('imports-folder');
  await page.getByRole('button', { name: /^Import \d+ files$/ }).click();
  const logins = draft(page, 'LoginHistory1764000000.csv');
  await expect(logins.getByText('In which time zone were the times of this file written?')).toBeVisible();
  await logins.evaluate((line) => line.scrollIntoView());
  await camera.shoot('imports-folder-question');
  await chooseZone(page, logins, 'America/Los_Angeles');
  await logins.getByRole('button', { expanded: true }).click();
  await page.getByRole('button', { name: /^2 files of / }).click();
  await content.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await camera.shoot('imports-folder-archive');
  await draft(page, 'casb-apps.csv').getByRole('checkbox').focus();
  await page.keyboard.press('Space');
  await stateSources(
    page,
    { asOf: '2026-10-01T06:00', extractedBy: 'Kwame Vinterlykt' },
    Object.fromEntries(
      ['Google Workspace', 'Microsoft Entra', 'Salesforce', 'Okta', 'Slack', 'GitHub'].map((platform) => [
        platform,
        { tenant: 'firm.example', method: 'Handed over in one folder' },
      ]),
    ),
  );
  await content.evaluate((element) => element.scrollTo(0, 0));
  await camera.shoot('imports-folder-ready');
  await runImport(page);
  await content.evaluate((element) => element.scrollTo(0, 0));
  await camera.shoot('imports-folder-summary');
  await content.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await camera.shoot('imports-folder-ledger');
  await ledgerRow(page, GAM).getByRole('button').click();
  await expect(page.getByRole('dialog', { name: GAM })).toBeVisible();
  await camera.shoot('import-rejected-rows');
  await page.getByRole('table', { name: 'Rejected records' }).scrollIntoViewIfNeeded();
  await camera.shoot('import-rejected-rows-lower');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Clear' }).click();
  const dismiss = page.getByRole('button', { name: 'Dismiss', exact: true });
  while ((await dismiss.count()) > 0) await dismiss.first().click();
}

async function tourParts({ page, dialogs, folder, camera }: Tour, handedOver: string): Promise<void> {
  await openEvidence(page, 'Changes between lists');
  await camera.shoot('evidence-changes-one-list');
  const later = join(folder, 'gam tokens 2026-11.csv');
  const rows = readFileSync(join(handedOver, GAM), 'utf8')
    .replace(/^cid.*\n/m, 'fay@firm.example,555.apps.example,Newcomer,False,False,6,openid\n')
    .replace('222.apps.example,Minute Desk,False,False,2,', '$&https://www.googleapis.com/auth/drive ');
  writeFileSync(later, rows);
  await goTo(page, 'Imports');
  await addFiles(page, dialogs, [later]);
  await page.getByLabel('Tenant or domain').first().fill('firm.example');
  await page.getByLabel('Method').first().fill('Handed over later');
  await page.getByLabel('Extracted by').first().fill('Kwame Vinterlykt');
  await runImport(page);
  await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
  for (const tab of EVIDENCE_TABS) {
    await openEvidence(page, tab);
    await camera.shoot(`evidence-${tab.toLowerCase().replaceAll(' ', '-')}`);
    if (tab !== 'Checks') continue;
    await page.getByText('Show what is clear').click();
    await camera.shoot('evidence-checks-all');
  }
}

async function tourVendors({ page, camera }: Tour): Promise<void> {
  await goTo(page, 'Vendors');
  await camera.shoot('vendors');
  await page
    .getByRole('button', { name: /^Confirm \d+ apps…$/ })
    .first()
    .click();
  await page.getByRole('dialog').getByLabel('Reason').fill('One contract names them all.');
  await camera.shoot('vendors-reason');
  await page.getByRole('dialog').getByRole('button', { name: 'Confirm', exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page
    .getByRole('table', { name: /^Apps of / })
    .first()
    .getByRole('checkbox')
    .first()
    .focus();
  await page.keyboard.press('Space');
  await settled(page);
  await camera.shoot('vendors-confirmed');
  await page.getByRole('button', { name: 'Put apps under one vendor…' }).click();
  await expect(page.getByRole('dialog').getByRole('checkbox').first()).toBeVisible();
  await camera.shoot('vendors-put-together');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}
