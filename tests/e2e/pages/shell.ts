import type { Locator, Page } from '@playwright/test';
import { expect } from './expect.ts';

export type ScreenName =
  | 'Start'
  | 'Overview'
  | 'Imports'
  | 'Evidence'
  | 'Inventory'
  | 'Vendors'
  | 'Registers'
  | 'Policy'
  | 'Findings'
  | 'Campaign'
  | 'Review'
  | 'Remediation'
  | 'Report'
  | 'Catalog'
  | 'Journal'
  | 'Case'
  | 'Verify a bundle';

/** The link of a screen in the rail. */
export function railLink(page: Page, screen: ScreenName): Locator {
  return page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: new RegExp(`^${screen}`) });
}

/** Goes to a screen by the rail, and waits until it is drawn. */
export async function goTo(page: Page, screen: ScreenName): Promise<void> {
  await railLink(page, screen).click();
  await expect(railLink(page, screen)).toHaveAttribute('aria-current', 'page');
  await settled(page);
}

/** Waits until nothing is loading or moving any more. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('[aria-label=Loading], [aria-busy=true]')).toHaveCount(0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    const finite = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(finite.map((one) => one.finished));
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
}

/** Opens the sample case from the start screen; its import takes seconds. */
export async function openSampleCase(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the sample case' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Tarnbrook Optics/ })).toBeVisible({ timeout: 90_000 });
  await settled(page);
}

/** The row of a grid that contains `text`. */
export function gridRow(page: Page, grid: string, text: string | RegExp): Locator {
  return page.getByRole('grid', { name: grid }).getByRole('row').filter({ hasText: text });
}

/** The rows of a grid that are drawn, without the header. */
export function gridRows(page: Page, grid: string): Locator {
  return page.getByRole('grid', { name: grid }).locator('[role=row][aria-selected]');
}

/** The toast with this text. */
export function toast(page: Page, text: string | RegExp): Locator {
  return page.getByRole('alertdialog').filter({ hasText: text });
}
