import type { ElectronApplication, Page } from '@playwright/test';
import type { MenuCommand } from '../../../shared/contract/shell.ts';
import { expect } from './expect.ts';

/** Presses an item of the application menu. */
export async function pressMenu(app: ElectronApplication, command: MenuCommand): Promise<void> {
  await app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), command);
}

/** How much the window is enlarged, in percent. */
export function zoomOf(app: ElectronApplication): Promise<number> {
  return app.evaluate(({ BrowserWindow }) =>
    Math.round((BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor() ?? 0) * 100),
  );
}

/** Enlarges by the menu, step by step. */
export async function zoomTo(app: ElectronApplication, percent: number): Promise<void> {
  for (let steps = 0; steps < 12; steps += 1) {
    const now = await zoomOf(app);
    if (now === percent) return;
    await pressMenu(app, now < percent ? 'zoom.in' : 'zoom.out');
    await expect.poll(() => zoomOf(app)).not.toBe(now);
  }
  throw new Error(`${percent} % was not reached`);
}

/** Makes the inside of the window so large, in device-independent pixels. */
export async function sizeWindow(app: ElectronApplication, width: number, height: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  );
}

/** Opens the profiles from the start screen. */
export async function openProfiles(page: Page): Promise<void> {
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Profile/ })
    .click();
  await expect(page.getByRole('dialog', { name: 'Profiles of reviewers' })).toBeVisible();
}
