import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from '../pages/expect.ts';
import { settled } from '../pages/shell.ts';

/** What is on screen has no serious accessibility problem, light or dark. */
export async function expectAccessible(page: Page, what: string, exceptRules: readonly string[] = []): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await settled(page);
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode()
      .disableRules([...exceptRules])
      .analyze();
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, help, nodes }) =>
          `${id}: ${help}\n  ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join('\n  ')}`,
      );
    expect.soft(serious, `${what}, ${colorScheme}`).toEqual([]);
  }
}
