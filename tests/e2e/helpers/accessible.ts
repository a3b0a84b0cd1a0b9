import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from '../pages/expect.ts';
import { settled } from '../pages/shell.ts';

/** What is on screen has no serious problem in high contrast, black on white and white on black; its texts reach 7:1. */
export async function expectHighContrast(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, contrast: 'more' });
    await settled(page);
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode()
      .options({ rules: { 'color-contrast-enhanced': { enabled: true } } })
      // The paper of the report looks as it is printed, whatever the theme.
      .exclude('article[lang]')
      .analyze();
    expect.soft(serious(violations), `${what}, high contrast, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ contrast: null });
}

/** What is on screen has no serious accessibility problem, light or dark. */
export async function expectAccessible(page: Page, what: string, exceptRules: readonly string[] = []): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await settled(page);
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode()
      .disableRules([...exceptRules])
      .analyze();
    expect.soft(serious(violations), `${what}, ${colorScheme}`).toEqual([]);
  }
}

function serious(violations: Awaited<ReturnType<AxeBuilder['analyze']>>['violations']): string[] {
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) =>
        `${id}: ${help}\n  ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join('\n  ')}`,
    );
}
