import type { Page } from '@playwright/test';
import { z } from 'zod';
import { expect, test } from './fixtures.ts';
import {
  canCertify,
  chooseByKey,
  countScopes,
  decideByKeys,
  decidedCount,
  decisions,
  inTwentyDays,
  itemOfAddress,
  lookAtUsage,
  startReview,
  writeByKey,
} from './pages/review.ts';
import { ask, itemsOf } from './pages/queue.ts';
import { goTo, gridRow, gridRows, openSampleCase, settled, toast } from './pages/shell.ts';

const payloadSchema = z.object({
  decision: z.string(),
  reason: z.string(),
  scopes: z.array(z.string()),
  principals: z.array(z.string()),
  blind: z.object({ provisional: z.string().nullable(), revealed: z.boolean() }).nullable(),
  trace: z.string().nullable(),
});

test('each of the seven decisions is taken with keys alone on the items of the sample', async ({ page }) => {
  test.setTimeout(240_000);
  await openReview(page);
  await decideByKeys(page, { decision: 'revoke', reason: 'No owner, and nobody can say what it is for.' });
  await decideByKeys(page, { decision: 'conditional', reason: 'The vendor assessment is due.', until: inTwentyDays() });
  await decideByKeys(page, { decision: 'need-info', reason: 'The purpose is unknown to everybody asked.' });
  await decideByKeys(page, { decision: 'escalate', reason: 'The consent pattern looks illicit to me.' });
  await decideByKeys(page, { decision: 'assign-owner', reason: 'The owner on record has left.', owner: 'Petra Vale' });
  while ((await countScopes(page)) < 2) await nextItem(page);
  await decideByKeys(page, { decision: 'reduce', reason: 'The first scope goes beyond the stated purpose.' });
  while (!(await canCertify(page))) await nextItem(page);
  await decideByKeys(page, {
    decision: 'certify',
    reason: 'Needed for a current business process. Petra plans the autumn campaign with it.',
  });
  const taken = await newestPayloads(page, 7);
  expect(new Set(taken.map(({ decision }) => decision)).size).toBe(7);
  for (const { trace } of taken) expect(trace).toMatch(/^[0-9a-f]{64}$/);
});

test('on high risk the recommendation is not in the page before a first choice, and a change after it is recorded', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await openReview(page);
  await openItem(page, 'Scribewell AI Notes');
  const box = page.getByRole('region', { name: 'Recommendation' });
  await expect(box).toContainText('Covered on high risk');
  await expect(page.getByText('Recommended:')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Advice for/ })).toHaveCount(0);

  await chooseByKey(page, 'certify');
  await expect(box).toContainText('Recommended: Reduce scopes');
  await expect(box).toContainText('You disagree');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+A');
  await expect(decisions(page).getByRole('radio', { name: 'Reduce scopes' })).toBeChecked();
  await expect(box).toContainText('Before it was shown you chose Certify. Both are recorded.');
  await expect(page.getByRole('checkbox', { name: 'Remove Mail.Read', exact: true })).toBeChecked();
  await lookAtUsage(page);
  await writeByKey(page);
  await confirmAfter(page, 'Reading is covered by the scope that stays.');

  const [reduced] = await newestPayloads(page, 1);
  expect(reduced).toMatchObject({
    decision: 'reduce',
    scopes: ['Mail.Read'],
    blind: { provisional: 'certify', revealed: true },
  });
});

test('who asks for the recommendation first is recorded as not having judged blind', async ({ page }) => {
  test.setTimeout(120_000);
  await openReview(page);
  await page.keyboard.press('r');
  await expect(page.getByText(/^Recommended:|^No recommendation/).first()).toBeVisible();
  await decideByKeys(page, { decision: 'revoke', reason: 'Nobody can say what it is for any more.' });
  expect((await newestPayloads(page, 1))[0]?.blind).toEqual({ provisional: null, revealed: true });
});

test('high risk is not decided before the usage was looked at, and the screen says by which key', async ({ page }) => {
  test.setTimeout(120_000);
  await openReview(page);
  const shown = page.url();
  await chooseByKey(page, 'revoke');
  await page.keyboard.type('Nobody can say what it is for.');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'Look at the usage matrix (u) first.' })).toBeVisible();
  expect(page.url()).toBe(shown);
  await page.keyboard.press('Escape');
  await lookAtUsage(page);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url()).not.toBe(shown);
});

test('each panel is reached by its key, and so is the palette', async ({ page }) => {
  test.setTimeout(120_000);
  await openReview(page);
  for (const [key, name] of [
    ['s', 'what each scope allows'],
    ['o', 'purpose and owner'],
    ['c', 'chain of trust'],
    ['e', 'evidence rows'],
    ['h', 'history'],
    ['i', 'steps on the platform'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog', { name: new RegExp(`${name}$`) })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  for (const [key, panel] of [
    ['d', 'change'],
    ['u', 'usage'],
    ['f', 'findings'],
    ['b', 'impact'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.locator(`[data-panel=${panel}]`)).toBeFocused();
  }
  await expect(page.getByTitle('You looked at this')).toHaveCount(7);
  await writeByKey(page);
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('scope cards');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: /what each scope allows$/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  for (const label of ['Write the justification', 'Next undecided item', 'Usage matrix', 'Show the recommendation'])
    await expect(keys.getByText(label)).toBeVisible();
});

test('a reduction that stops observed operations waits for a word on them, for some people where it is about some', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await openReview(page);
  await openItem(page, 'Fjordsign');
  await chooseByKey(page, 'reduce');
  const result = page.getByRole('complementary', { name: 'Result of the reduction' });
  await expect(result).toContainText('Nothing is marked yet.');
  await page.keyboard.press('Space');
  await expect(result).toContainText(/6 → 5/);
  const why = result.getByLabel(/may stop \(w\)/);
  await expect(why).toBeVisible();
  await writeByKey(page);
  await page.keyboard.type('Contacts go beyond what signing needs.');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: /Say why the observed operations may stop/ })).toBeVisible();
  await page.keyboard.press('Escape');

  await page.keyboard.press('p');
  const people = page.getByRole('dialog', { name: 'Whom is the decision about' });
  await people.getByLabel('Find people').fill('paloma');
  await expect(people.getByRole('listitem')).toHaveCount(1);
  await people.getByRole('checkbox').focus();
  await page.keyboard.press('Space');
  await people.getByRole('button', { name: '1 person' }).click();
  await expect(result).toContainText('1 person; the others keep everything');

  await page.keyboard.press('w');
  await expect(why).toBeFocused();
  await page.keyboard.type('Contacts move to the shared address book in May.');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Justification')).toBeFocused();
  await confirmAfter(page, '');
  const [reduced] = await newestPayloads(page, 1);
  expect(reduced?.reason).toMatch(
    /^Contacts go beyond what signing needs\.\nStops GET \/me\/contacts: Contacts move to the shared address book in May\.$/,
  );
  expect(reduced?.principals).toHaveLength(1);
});

test('grave findings are not certified by a code alone', async ({ page }) => {
  test.setTimeout(120_000);
  await openReview(page);
  expect(await canCertify(page)).toBe(true);
  await lookAtUsage(page);
  await chooseByKey(page, 'certify');
  await page.getByRole('button', { name: 'Needed for a current business process.' }).press('Enter');
  await writeByKey(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: /a reason from the list is not enough/ })).toBeVisible();
  await page.keyboard.press('End');
  await confirmAfter(page, ' It makes the accounts of joiners each morning.');
});

test('words used before are pointed out while they are typed', async ({ page }) => {
  test.setTimeout(120_000);
  await openReview(page);
  const name = await page.getByRole('heading', { level: 1 }).innerText();
  const reason = 'Nobody can say what this connector is for, and its owner has left.';
  await decideByKeys(page, { decision: 'revoke', reason });
  await writeByKey(page);
  await page.keyboard.type(reason);
  await expect(page.getByText('Nearly the same as your reason for')).toContainText(name);
  // It holds nothing up.
  await page.keyboard.press('Escape');
  const before = await decidedCount(page);
  await lookAtUsage(page);
  await chooseByKey(page, 'revoke');
  await page.keyboard.press('Enter');
  await expect.poll(() => decidedCount(page)).toBe(before + 1);
});

test('after ten quick decisions that are the same, an earlier one is offered for another look', async ({ page }) => {
  test.setTimeout(120_000);
  await openSampleCase(page);
  const items = await itemsOf(page);
  for (const { itemId } of items.slice(0, 10)) await decideQuickly(page, itemId);
  await goTo(page, 'Review');
  await startReview(page);
  const dialog = page.getByRole('dialog', { name: 'A moment to look back' });
  await expect(dialog).toContainText('Your last 10 decisions were the same');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  // Asked once for each ten.
  await nextItem(page);
  await expect(dialog).toHaveCount(0);
  for (const { itemId } of items.slice(10, 20)) await decideQuickly(page, itemId);
  await page.keyboard.press('Shift+J');
  await expect(dialog).toContainText('Your last 20 decisions were the same');
  await dialog.getByRole('button', { name: 'Look again' }).click();
  await expect(dialog).toHaveCount(0);
  await itemOfAddress(page);
  expect(items.slice(0, 20).map(({ itemId }) => `#/review/${encodeURIComponent(itemId)}`)).toContain(
    new URL(page.url()).hash,
  );
  await expect(page.getByText('Choosing again replaces this decision.')).toBeVisible();
});

test('the way through the queue ends with what stays open, and no message covers what is decided', async ({
  page,
}, testInfo) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 1280, height: 720 });
  await openSampleCase(page);
  const items = await itemsOf(page);
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) throw new Error('The sample has no items.');
  for (const { itemId } of items.slice(1, -1)) await decideQuickly(page, itemId);
  await goTo(page, 'Review');
  // The only one that fits is opened by Enter.
  await page.keyboard.press('/');
  await page.keyboard.type(first.name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(first.name);
  await itemOfAddress(page);
  await page.keyboard.press('Escape');
  await decideByKeys(page, { decision: 'need-info', reason: 'The purpose is unknown to everybody asked.' });
  await expect(page.getByRole('heading', { level: 1 })).toContainText(last.name);
  const message = await toast(page, `Need info: ${first.name}`).boundingBox();
  const box = await page.getByRole('region', { name: 'Recommendation' }).boundingBox();
  expect(message?.y, 'below the recommendation').toBeGreaterThanOrEqual((box?.y ?? 0) + (box?.height ?? 0));
  expect((message?.y ?? 0) + (message?.height ?? 0), 'on the screen').toBeLessThanOrEqual(720);
  await page.screenshot({ path: testInfo.outputPath('message.png') });
  await decideByKeys(page, { decision: 'revoke', reason: 'No owner, and nobody can say what it is for.' });
  await expect(page.getByText('Nothing left: every item has an answer')).toBeVisible();
  await expect(gridRows(page, 'Review items')).toHaveCount(1);
  await expect(gridRow(page, 'Review items', first.name)).toContainText('Need info');
  await expect(page.getByRole('button', { name: /^Next that waits/ })).toBeEnabled();
  await page.screenshot({ path: testInfo.outputPath('end.png') });
});

/** Decides in two seconds through the engine, as somebody does who does not look. */
async function decideQuickly(page: Page, itemId: string): Promise<void> {
  const trace = {
    shownAt: new Date().toISOString(),
    activeMs: 2000,
    panels: ['usage', 'change'],
    provisional: null,
    revealed: false,
  };
  await ask(page, 'review.decide', { itemId, decision: 'revoke', reason: 'Nobody asked for it.', trace });
}

async function openReview(page: Page): Promise<void> {
  await openSampleCase(page);
  await goTo(page, 'Review');
  await startReview(page);
}

/** Goes back to the queue and opens an item by its name. */
async function openItem(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Escape');
  await gridRow(page, 'Review items', name).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  await itemOfAddress(page);
}

async function nextItem(page: Page): Promise<void> {
  const shown = page.url();
  await page.keyboard.press('j');
  await expect.poll(() => page.url()).not.toBe(shown);
  await itemOfAddress(page);
}

/** Types the rest of the justification, confirms, and waits for the next item. */
async function confirmAfter(page: Page, text: string): Promise<void> {
  const shown = page.url();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url()).not.toBe(shown);
  await itemOfAddress(page);
}

/** Payloads of the newest decisions in the journal, newest first. */
async function newestPayloads(page: Page, count: number): Promise<z.output<typeof payloadSchema>[]> {
  await goTo(page, 'Journal');
  const payloads: z.output<typeof payloadSchema>[] = [];
  for (let index = 0; index < count; index += 1) {
    await gridRows(page, 'Journal entries').nth(index).click();
    const shown = page.getByLabel('Payload');
    await expect(shown).toBeAttached();
    payloads.push(payloadSchema.parse(JSON.parse((await shown.textContent()) ?? '')));
    await page.keyboard.press('Escape');
    await expect(shown).toHaveCount(0);
    await settled(page);
  }
  return payloads;
}
