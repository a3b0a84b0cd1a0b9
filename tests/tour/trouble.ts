import { expect } from '../e2e/pages/expect.ts';
import { enginePid } from '../e2e/helpers/engine-pid.ts';
import { goTo, railLink, settled } from '../e2e/pages/shell.ts';
import type { Tour } from './stop.ts';

/** The help beside a screen, what its search finds, and the help by itself. */
async function tourHelp({ page, camera }: Pick<Tour, 'page' | 'camera'>): Promise<void> {
  await page.keyboard.press('F1');
  const help = page.getByRole('complementary', { name: 'Help' });
  await expect(help.getByRole('heading', { level: 2, name: 'Overview' })).toBeVisible();
  await camera.shoot('help-beside');
  await help.getByRole('searchbox').fill('sign');
  await camera.shoot('help-search');
  await page.keyboard.press('Escape');
  await help.getByRole('button', { name: 'Help on the whole screen' }).click();
  await camera.shoot('help-whole');
  await page.getByRole('button', { name: 'Back to the work' }).click();
}

/** What floats above all screens, and what the app says when something is wrong. */
export async function tourTrouble({ app, page, camera }: Tour): Promise<void> {
  await goTo(page, 'Overview');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Find or do anything' })).toBeVisible();
  await camera.shoot('palette');
  await page.keyboard.type('ma');
  await expect(page.getByRole('option').first()).toBeVisible();
  await camera.shoot('palette-search');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await camera.shoot('keys');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'About Countersign' }).click();
  await expect(page.getByRole('dialog', { name: 'About Countersign' })).toBeVisible();
  await camera.shoot('about');
  await page.getByRole('button', { name: 'Save a diagnostic file…' }).click();
  await expect(page.getByLabel('Text of README.txt')).toBeVisible();
  await camera.shoot('diagnostic-file');
  await page.keyboard.press('Escape');
  await tourHelp({ page, camera });

  await page.evaluate(() => (location.hash = '#/connectors/none'));
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible({ timeout: 30_000 });
  await camera.shoot('connector-not-there');
  await page.evaluate(() => (location.hash = '#/nowhere'));
  await camera.shoot('no-such-screen');
  await goTo(page, 'Overview');
  process.kill(await enginePid(app), 'SIGKILL');
  await expect(page.getByText('The engine is running again.')).toBeVisible({ timeout: 30_000 });
  await camera.shoot('engine-back');
  await goTo(page, 'Start');
  await page.getByRole('button', { name: 'Close case' }).click();
  await expect(railLink(page, 'Inventory')).toHaveCount(0);
  await settled(page);
  await page.evaluate(() => (location.hash = '#/inventory'));
  await expect(page.getByText('No case is open')).toBeVisible();
  await camera.shoot('no-case-open');
}
