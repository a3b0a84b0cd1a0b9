import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { cli, json } from './helpers/cli.ts';
import { MANY_APPS_SOURCE, manyApps } from './helpers/many-apps.ts';
import {
  canCertify,
  chooseByKey,
  decidedCount,
  inTwentyDays,
  itemOfAddress,
  lookAtUsage,
  startReview,
  writeByKey,
} from './pages/review.ts';
import { railLink, settled } from './pages/shell.ts';

const ITEMS = 200;

test('a campaign of 200 items is reviewed with the keyboard only', async ({ page, dialogs, folder }) => {
  test.setTimeout(1_500_000);
  const workspace = join(folder, 'case.countersign');
  const { tokens, people, owners } = manyApps(folder, ITEMS);
  const at = (name: string): string => join(folder, name);
  const campaign = (...args: readonly string[]) => cli('campaign', '--workspace', workspace, ...args);
  expect(cli('import', '--whole', '--workspace', workspace, ...MANY_APPS_SOURCE, tokens, people, owners).code).toBe(0);
  writeFileSync(at('plan.json'), JSON.stringify(json(campaign('--draft'))));
  expect(campaign('--plan', at('plan.json'), '--stage')).toMatchObject({ code: 0 });
  for (const group of Object.keys((json(campaign('--staging', '--json')) as { rows: object }).rows))
    campaign('--except', group, '--reason', 'Known and accepted for this review');
  expect(campaign('--open', '--reason', 'Planned and checked')).toMatchObject({ code: 0 });

  // From here on there is no mouse.
  dialogs.answer('open:case', [workspace]);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Open case');
  await page.keyboard.press('Enter');
  await expect(railLink(page, 'Review')).toBeVisible();
  await settled(page);
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await expect(page.getByText(`0 of ${ITEMS} decided`)).toBeVisible();
  await startReview(page);
  await itemOfAddress(page);
  for (let index = 0; index < ITEMS; index += 1) await decideNext(page, index);
  await expect(page.getByText(`${ITEMS} of ${ITEMS} decided`)).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('Close case');
  await page.keyboard.press('Enter');
  await expect(railLink(page, 'Review')).toHaveCount(0);
  const state = json(campaign('--status', '--json'));
  expect(state).toMatchObject({ state: 'open', items: ITEMS, decided: ITEMS });
  const decisions = json(cli('query', 'decisions', '--workspace', workspace, '--json'));
  expect(decisions).toHaveLength(ITEMS);
});

/** One item: the usage is looked at, a choice made, written and confirmed, and the next item is there. */
async function decideNext(page: Page, index: number): Promise<void> {
  const shown = page.url();
  const before = await decidedCount(page);
  await lookAtUsage(page);
  const decision = index % 3 === 0 ? 'revoke' : (await canCertify(page)) ? 'certify' : 'conditional';
  await chooseByKey(page, decision);
  if (decision === 'conditional') {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('spinbutton').first()).toBeFocused();
    await page.keyboard.type(inTwentyDays().replaceAll('-', ''));
    await page.keyboard.press('Escape');
    await writeByKey(page);
  }
  await page.keyboard.insertText(REASONS[decision](index));
  await page.keyboard.press('Enter');
  await expect.poll(async () => decidedCount(page)).toBe(before + 1);
  if (index + 1 < ITEMS) {
    await expect.poll(() => page.url()).not.toBe(shown);
    await itemOfAddress(page);
  }
}

const REASONS = {
  certify: (index: number) =>
    `Needed for a current business process. Its owner uses connector ${index} for the work of the team.`,
  revoke: (index: number) => `Item ${index}: nobody of the two holders could say what it is still needed for.`,
  conditional: (index: number) => `Item ${index}: may stay until an owner is found, at most for twenty days.`,
} as const;
