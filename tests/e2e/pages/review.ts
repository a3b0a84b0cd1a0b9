import type { Locator, Page } from '@playwright/test';
import { FINAL_DECISIONS } from '../../../shared/domain/vocabulary.ts';
import { expect } from './expect.ts';
import { settled } from './shell.ts';

export const DECISION_KEYS = {
  certify: '1',
  reduce: '2',
  conditional: '3',
  revoke: '4',
  'assign-owner': '5',
  'need-info': '6',
  escalate: '7',
} as const;
export type DecisionName = keyof typeof DECISION_KEYS;

/** How many review items are decided, as the screen says. */
export async function decidedCount(page: Page): Promise<number> {
  const text = await page.getByText(/^[\d,]+ of [\d,]+ decided/).innerText();
  return Number((/^[\d,]+/.exec(text)?.[0] ?? '').replaceAll(',', ''));
}

/** Opens the first undecided item from the queue by its key. */
export async function startReview(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: /^(Start review|Next )/ })).toBeEnabled();
  await page.keyboard.press('Shift+J');
  await expect(decisions(page)).toBeVisible();
  await settled(page);
}

/** The seven choices. */
export function decisions(page: Page): Locator {
  return page.getByRole('radiogroup', { name: 'Decision' });
}

/** Whether certify can be chosen for the item on screen. */
export async function canCertify(page: Page): Promise<boolean> {
  const certify = decisions(page).getByRole('radio', { name: 'Certify' });
  return (await certify.getAttribute('aria-disabled')) !== 'true';
}

/** The number of granted scopes of the item on screen. */
export function countScopes(page: Page): Promise<number> {
  return page.getByRole('region', { name: 'Scope rows' }).locator('th[scope=rowgroup]').count();
}

/** Chooses a decision by its key; the cursor is then in the justification, in the field of the owner, or among the scopes of a reduction. */
export async function chooseByKey(page: Page, decision: DecisionName): Promise<void> {
  await page.keyboard.press(DECISION_KEYS[decision]);
  const work =
    decision === 'reduce'
      ? scopeBoxes(page).first()
      : page.getByLabel(decision === 'assign-owner' ? 'New owner' : 'Justification');
  await expect(work).toBeFocused();
}

/** Takes the choice back by Escape, which first leaves the field it is in. */
export async function clearChoice(page: Page): Promise<void> {
  const chosen = decisions(page).getByRole('radio', { checked: true });
  while ((await chosen.count()) > 0) {
    await page.keyboard.press('Escape');
    await settled(page);
  }
}

/** Goes to the usage matrix by its key, as high risk asks for. */
export async function lookAtUsage(page: Page): Promise<void> {
  await page.keyboard.press('u');
  await expect(page.getByRole('region', { name: 'Scope rows' })).toBeFocused();
}

/** Puts the cursor into the justification by its key. */
export async function writeByKey(page: Page): Promise<void> {
  await page.keyboard.press('n');
  await expect(page.getByLabel('Justification')).toBeFocused();
}

export interface KeyboardDecision {
  readonly decision: DecisionName;
  readonly reason: string;
  readonly until?: string;
  readonly owner?: string;
}

/** Decides the item on screen with nothing but keys, and waits for the next one. A reduction marks the first scope. */
export async function decideByKeys(page: Page, { decision, reason, until, owner }: KeyboardDecision): Promise<void> {
  const before = await decidedCount(page);
  const shown = page.url();
  await lookAtUsage(page);
  await chooseByKey(page, decision);
  if (decision === 'reduce') {
    await markFirstScope(page);
    await answerForStops(page);
    await writeByKey(page);
  }
  if (until !== undefined) {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('spinbutton').first()).toBeFocused();
    await page.keyboard.type(until.replaceAll('-', ''));
  }
  if (owner !== undefined) {
    await page.keyboard.type(owner);
  }
  await page.getByLabel('Justification').focus();
  await page.keyboard.type(reason);
  await page.keyboard.press('Enter');
  // Need info, assign owner and escalate leave an item open.
  await expect.poll(() => decidedCount(page)).toBe(before + (FINAL_DECISIONS.includes(decision) ? 1 : 0));
  await expect.poll(() => page.url()).not.toBe(shown);
  await itemOfAddress(page);
}

/** Waits until the item on screen is the one of the address: the last one stays until the next is there. */
export async function itemOfAddress(page: Page): Promise<void> {
  const id = /#\/review\/([^/?]+)/.exec(page.url())?.[1];
  if (id !== undefined) await expect(page.locator(`[data-item="${decodeURIComponent(id)}"]`)).toBeVisible();
  await settled(page);
}

/** Soon enough for a condition on a connector that nobody answers for. */
export function inTwentyDays(): string {
  return new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
}

/** The boxes that mark scopes for removal. */
function scopeBoxes(page: Page): Locator {
  return page.getByRole('checkbox', { name: /^Remove / });
}

/** Marks exactly the first scope for removal, whatever was proposed, going from scope to scope with the arrow keys. */
async function markFirstScope(page: Page): Promise<void> {
  const boxes = scopeBoxes(page);
  const count = await boxes.count();
  for (let index = 0; index < count; index += 1) {
    const box = boxes.nth(index);
    await expect(box).toBeFocused();
    if ((await box.isChecked()) !== (index === 0)) await page.keyboard.press('Space');
    if (index < count - 1) await page.keyboard.press('ArrowDown');
  }
}

/** Says why observed operations may stop, where the marked scope stops any, and leaves the field. */
async function answerForStops(page: Page): Promise<void> {
  await settled(page);
  const why = page.getByLabel(/may stop \(w\)/);
  if ((await why.count()) === 0) return;
  await page.keyboard.press('w');
  await expect(why).toBeFocused();
  await page.keyboard.type('The work moves to another connector this month.');
  await page.keyboard.press('Escape');
}
