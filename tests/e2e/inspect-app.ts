import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';

/** How many pages of any kind there are. */
export function countContents(app: ElectronApplication): Promise<number> {
  return app.evaluate(
    ({ webContents }) => webContents.getAllWebContents().filter((contents) => contents.getType() !== 'remote').length,
  );
}

/** Two turns of the page's event loop after a turn of main's: a navigation that was allowed would have begun. */
export async function settle(page: Page): Promise<void> {
  await page.waitForTimeout(200);
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)));
}

/** Status and policy of a request that bypasses the page's own policy. */
export function fetchInMain(
  app: ElectronApplication,
  address: string,
  method = 'GET',
): Promise<[number | 'refused', string]> {
  return app.evaluate(
    async ({ session }, [address, method]) => {
      try {
        const response = await session.defaultSession.fetch(address, { method });
        return [response.status, response.headers.get('content-security-policy') ?? ''] as [number, string];
      } catch {
        return ['refused', ''] as ['refused', string];
      }
    },
    [address, method] as const,
  );
}

/** What the main process has written into its log, which it begins a moment after the start. */
export async function mainLog(app: ElectronApplication): Promise<string> {
  const folder = await app.evaluate(({ app }) => app.getPath('userData'));
  const file = join(folder, 'logs', 'main.log');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
