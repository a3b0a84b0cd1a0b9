import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { settled } from '../e2e/pages/shell.ts';

export interface Camera {
  /** Takes a numbered picture of what is shown, light and dark. */
  readonly shoot: (name: string) => Promise<void>;
  /** The same without waiting for things to come to rest, for what is under way. */
  readonly shootMoving: (name: string) => Promise<void>;
  readonly count: () => number;
}

/** A camera that empties `folder` and leaves `NN-name-light.png` and `NN-name-dark.png` in it. */
export function createCamera(page: Page, folder: string): Camera {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let count = 0;

  async function take(name: string, isMoving: boolean): Promise<void> {
    count += 1;
    const number = String(count).padStart(2, '0');
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      if (!isMoving) await settled(page);
      await page.screenshot({ path: join(folder, `${number}-${name}-${theme}.png`), caret: 'initial' });
    }
    await page.emulateMedia({ colorScheme: 'light' });
    process.stdout.write(`${number} ${name}\n`);
  }

  return {
    shoot: (name) => take(name, false),
    shootMoving: (name) => take(name, true),
    count: () => count,
  };
}
