import type { Page } from '@playwright/test';
import { goTo, settled } from './shell.ts';

export async function unlock(page: Page, passphrase: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Unlock the case' });
  await dialog.getByLabel('Passphrase').fill(passphrase);
  await dialog.getByRole('button', { name: 'Unlock', exact: true }).click();
}

export async function openProtection(page: Page): Promise<void> {
  await goTo(page, 'Case');
  await page.getByRole('tab', { name: 'Protection' }).click();
  await settled(page);
}
