import type { Page } from '@playwright/test';
import { expect } from './expect.ts';
import { settled } from './shell.ts';

/** Goes to a view of the campaign screen. */
export async function campaignView(page: Page, view: 'Plan' | 'Staging check' | 'People'): Promise<void> {
  await page.getByRole('tab', { name: view }).click();
  await settled(page);
}

/** Fills the reason of the dialog that is open, and confirms it. */
export async function giveReason(page: Page, reason: string, confirm: string | RegExp): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
  await dialog.getByRole('button', { name: confirm }).click();
  await expect(dialog).toHaveCount(0);
  await settled(page);
}

/** Accepts everything of the staging check that is open. */
export async function acceptAll(page: Page, reason: string): Promise<void> {
  const open = page.getByRole('button', { name: /^Accept all: / });
  for (let left = await open.count(); left > 0; left -= 1) {
    await open.first().click();
    await giveReason(page, reason, 'Accept');
  }
  await expect(open).toHaveCount(0);
}
