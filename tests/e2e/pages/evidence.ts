import type { Locator, Page } from '@playwright/test';
import { expect } from './expect.ts';
import { goTo, settled } from './shell.ts';

export const EVIDENCE_TABS = [
  'Population ledger',
  'Checks',
  'Coverage of logs',
  'Matching',
  'Changes between lists',
  'Registers',
] as const;

/** Opens a part of the evidence screen. */
export async function openEvidence(page: Page, tab: (typeof EVIDENCE_TABS)[number]): Promise<void> {
  await goTo(page, 'Evidence');
  await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
  await expect(page.getByRole('tab', { name: new RegExp(`^${tab}`), selected: true })).toBeVisible();
  await settled(page);
}

/** The lines of an evidence check, such as "EV-1". Clear ones are shown on request only. */
export function checkRows(page: Page, check: string): Locator {
  return page.getByRole('table', { name: new RegExp(`^${check} `) }).getByRole('row');
}

/** The panel of a vendor. */
export function vendorPanel(page: Page, vendor: string): Locator {
  return page.locator('section').filter({ has: page.getByRole('table', { name: `Apps of ${vendor}`, exact: true }) });
}
