import type { Locator, Page } from '@playwright/test';
import { expect } from './expect.ts';
import type { PreparedDialogs } from '../helpers/dialogs.ts';
import { settled } from './shell.ts';

/** Checks a bundle on the verify screen; answers the verdict with the checks below it. */
export async function verifyBundle(page: Page, dialogs: PreparedDialogs, path: string): Promise<Locator> {
  dialogs.answer('open:bundle', [path]);
  await page.getByRole('button', { name: /^Choose (a bundle|another)…/ }).click();
  const verdict = page.getByRole('heading', { name: /The bundle is intact|Do not rely on this bundle/ });
  await expect(verdict).toBeVisible({ timeout: 30_000 });
  await settled(page);
  return verdict;
}
