import { expect, test } from './fixtures.ts';
import { unreachable } from './helpers/reachable.ts';
import { startReview } from './pages/review.ts';
import { pressMenu, sizeWindow, zoomOf, zoomTo } from './pages/settings.ts';
import { goTo, openSampleCase, railLink, type ScreenName, settled } from './pages/shell.ts';

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
  'Verify a bundle',
];

test('at 200 % in a small window every control of every screen is in reach', async ({ app, page }) => {
  test.setTimeout(300_000);
  await expect(page.getByRole('button', { name: 'Open the sample case' })).toBeVisible();
  await sizeWindow(app, 1280, 720);
  await zoomTo(app, 200);
  await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([640, 360]);
  const inReach = async (what: string) => {
    await settled(page);
    expect.soft(await unreachable(page), what).toEqual([]);
  };
  for (const [opener, dialog] of [
    [/^New case…/, 'New case'],
    [/^Profiles…/, 'Profiles of reviewers'],
    [/^Settings/, 'Settings'],
    [/^Keys of this screen/, 'Keys'],
  ] as const) {
    await page.getByRole('button', { name: opener }).first().click();
    await expect(page.getByRole('dialog', { name: dialog })).toBeVisible();
    await inReach(dialog);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await openSampleCase(page);
  for (const screen of SCREENS) {
    await goTo(page, screen);
    await inReach(screen);
  }
  await goTo(page, 'Review');
  const last = page.getByRole('columnheader', { name: 'Status' });
  await expect(last).not.toBeInViewport();
  const right = page.getByRole('button', { name: 'Columns further right' });
  // The button can be switched off while it is being pressed: the grid tells a moment later that it has come to its end.
  await expect(async () => {
    if (await right.isEnabled()) await right.click({ timeout: 1000 });
    await expect(last).toBeInViewport({ ratio: 1, timeout: 500 });
  }).toPass();
  await expect(page.getByRole('rowheader').first()).toBeInViewport();
  await startReview(page);
  await inReach('Review item');
  await page.keyboard.press('4');
  await expect(page.getByLabel('Justification')).toBeFocused();
  await expect(page.getByLabel('Justification')).toBeInViewport();
  await inReach('Review item, revoke');
  await pressMenu(app, 'zoom.reset');
  await expect.poll(() => zoomOf(app)).toBe(100);
  await expect(railLink(page, 'Review')).toBeVisible();
});

test('the registers fit a window of the usual size', async ({ app, page }) => {
  await openSampleCase(page);
  await sizeWindow(app, 1280, 720);
  await goTo(page, 'Registers');
  const grid = page.getByRole('grid', { name: 'Apps and what is stated of them' });
  const isWide = () => grid.evaluate((element) => element.scrollWidth > element.clientWidth);
  expect(await isWide()).toBe(false);
  await page.getByRole('button', { name: /^Fields shown/ }).click();
  await page.getByRole('option', { name: 'Oversight' }).click();
  await page.keyboard.press('Escape');
  await expect(grid.getByRole('columnheader', { name: 'Oversight' })).toBeAttached();
});

test('nothing moves for those who do not want it, by the system or by the settings', async ({ app, page }) => {
  const moving = () =>
    page.evaluate(
      () =>
        [...document.querySelectorAll('*')]
          .flatMap((element) => [null, '::before', '::after'].map((part) => getComputedStyle(element, part)))
          .filter(
            ({ transitionDuration, animationName, animationDuration }) =>
              /[1-9]/.test(transitionDuration) || (animationName !== 'none' && /[1-9]/.test(animationDuration)),
          ).length,
    );
  await expect(page.getByRole('button', { name: 'Open the sample case' })).toBeVisible();
  // The buttons of this very screen fade while they are pressed, unless somebody wants it otherwise.
  await expect.poll(moving).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(moving).toBe(0);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect.poll(moving).toBeGreaterThan(0);
  await pressMenu(app, 'app.settings');
  await page.getByText('No motion').click();
  await expect.poll(moving).toBe(0);
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Open the sample case' }).click();
  await expect(page.getByRole('progressbar').first()).toBeVisible();
  await expect.poll(moving).toBe(0);
  await expect(page.getByRole('heading', { level: 1, name: /Tarnbrook Optics/ })).toBeVisible({ timeout: 90_000 });
});

test('high contrast comes with the menu, with the wish of the system, and with its own colors', async ({
  app,
  page,
}) => {
  const html = page.locator('html');
  await expect(page.getByRole('button', { name: 'Open the sample case' })).toBeVisible();
  await expect(html).not.toHaveAttribute('data-contrast');
  await pressMenu(app, 'theme.contrast');
  await expect(html).toHaveAttribute('data-contrast', 'high');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(0, 0, 0)');
  await expect(page.locator('body')).toHaveCSS('color', 'rgb(255, 255, 255)');
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the screen' })).toHaveCSS('outline-width', '3px');
  await pressMenu(app, 'theme.contrast');
  await expect(html).not.toHaveAttribute('data-contrast');
  for (const media of [{ contrast: 'more' }, { forcedColors: 'active' }] as const) {
    await page.emulateMedia(media);
    await expect(html).toHaveAttribute('data-contrast', 'high');
    await page.emulateMedia({ contrast: null, forcedColors: null });
    await expect(html).not.toHaveAttribute('data-contrast');
  }
});
