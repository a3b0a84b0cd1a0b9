import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { createSigningKey } from '../../electron/engine/signing/create-key.ts';
import { expect, test } from './fixtures.ts';
import { makePopulation } from './helpers/population.ts';
import { ask, itemsOf, openQueue, queue, queueRow } from './pages/queue.ts';
import { goTo } from './pages/shell.ts';

const PASSPHRASE = 'four unrelated short words';
const REASON = 'The team in Lyon no longer wants this one.';
const draft = z.object({ plan: z.record(z.string(), z.unknown()) });
const people = z.array(z.object({ id: z.string(), name: z.string() }));

test('a second reviewer decides without seeing the first decision; an approver settles what they disagree about', async ({
  page,
  dialogs,
  folder,
}, testInfo) => {
  test.setTimeout(420_000);
  const workspace = join(folder, 'second.countersign');
  makePopulation(workspace, folder, 9);
  await openQueue(page, dialogs, workspace);
  const keys = new Map(
    ['Ada First', 'Ben Second', 'Cara Approver'].map((name) => [name, keyOf(folder, name)] as const),
  );

  await test.step('three people take part, and a campaign gives each item to two of them', async () => {
    await goTo(page, 'Campaign');
    await page.getByRole('tab', { name: 'People' }).click();
    await add('Ada First', ['Preparer', 'Reviewer'], true);
    await add('Ben Second', ['Reviewer'], false);
    await add('Cara Approver', ['Approver'], false);
    const known = people.parse(await ask(page, 'people.list', {}));
    const id = (name: string): string => known.find((person) => person.name === name)?.id ?? '';
    const { plan } = draft.parse(await ask(page, 'campaign.draft', {}));
    await ask(page, 'campaign.stage', {
      plan: {
        ...plan,
        name: 'Autumn',
        reviewers: { people: [id('Ada First')], share: 'even' },
        second: { people: [id('Ben Second')], fromTier: 0, samplePercent: 0, nonce: '', nonceDigest: '' },
        canaryPercent: 0,
      },
    });
    await acceptStaging(page);
    await ask(page, 'campaign.open', { reason: 'Everything is in.' });
  });

  const [first] = await itemsOf(page);
  const name = first?.name ?? '';
  const part = (label: string) =>
    page.getByRole('group', { name: 'Part of the queue' }).getByRole('button', { name: label });

  await test.step('the first reviewer finds their own items and decides one', async () => {
    await goTo(page, 'Review');
    await part('Mine, open').click();
    await expect(queue(page).getByRole('row')).toHaveCount(10);
    await page.screenshot({ path: testInfo.outputPath('first.png') });
    await ask(page, 'review.decide', { itemId: first?.itemId, decision: 'revoke', reason: REASON });
    await expect(queue(page).getByRole('row')).toHaveCount(9);
    await part('Campaign').click();
    await expect(queueRow(page, name).getByText('Second review')).toBeVisible();
  });

  await test.step('the second reviewer sees that it waits, and nothing of the decision', async () => {
    await signIn('Ben Second');
    await goTo(page, 'Review');
    await part('Second review').click();
    await expect(queue(page).getByRole('row')).toHaveCount(10);
    await expect(queueRow(page, name).getByText('Revoke')).toHaveCount(0);
    await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'));
    await page.screenshot({ path: testInfo.outputPath('second-dark.png') });
    for (const [method, params] of [
      ['review.item', { itemId: first?.itemId }],
      ['connectors.detail', { connectorId: first?.connectorId }],
      ['journal.page', { offset: 0, limit: 100 }],
    ] as const)
      expect(JSON.stringify(await ask(page, method, params))).not.toContain(REASON);
    await goTo(page, 'Report');
    await expect(page.getByText(/names the first decisions on \d+ items of your second review/)).toBeVisible();
    const decision = {
      itemId: first?.itemId,
      decision: 'conditional',
      until: new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10),
      reason: 'Asks for more than it needs.',
      round: 'second',
    };
    await ask(page, 'review.decide', decision);
    await goTo(page, 'Review');
    await part('To settle').click();
    await expect(queueRow(page, name).getByText('Disagreement')).toBeVisible();
  });

  await test.step('neither of them may settle it; the approver does', async () => {
    const settle = {
      itemId: first?.itemId,
      decision: 'revoke',
      reason: 'Both texts read; revoke.',
      round: 'adjudication',
    };
    await expect(ask(page, 'review.decide', settle)).rejects.toThrow(/no approver/);
    await signIn('Cara Approver');
    await goTo(page, 'Review');
    await part('To settle').click();
    await expect(queueRow(page, name)).toBeVisible();
    await ask(page, 'review.decide', settle);
    await expect(queueRow(page, name)).toHaveCount(0);
    await part('Campaign').click();
    await expect(queueRow(page, name).getByText('Revoke')).toBeVisible();
    await page.screenshot({ path: testInfo.outputPath('settled-dark.png') });
  });

  async function add(who: string, roles: readonly string[], isFirst: boolean): Promise<void> {
    await page.getByRole('button', { name: isFirst ? 'Add yourself…' : 'Add a person…' }).click();
    const dialog = page.getByRole('dialog', { name: isFirst ? 'Add yourself' : 'Add a person' });
    dialogs.answer('open:key', [keys.get(who) ?? '']);
    await dialog
      .getByRole('button', { name: isFirst ? 'Use a key file…' : 'Choose a certificate or key file…' })
      .click();
    await expect(dialog.getByText(addressOf(who))).toBeVisible();
    for (const role of ['Preparer', 'Reviewer', 'Approver', 'Observer']) {
      const box = dialog.getByRole('checkbox', { name: new RegExp(`^${role}`) });
      if ((await box.isChecked()) !== roles.includes(role)) await box.click({ force: true });
    }
    await dialog.getByLabel('Reason').fill('Takes part in the review.');
    if (isFirst) await dialog.getByLabel('Passphrase of the key').fill(PASSPHRASE);
    await dialog.getByRole('button', { name: isFirst ? 'Add and sign in' : 'Add', exact: true }).click();
    await expect(page.getByRole('row').filter({ hasText: who })).toBeVisible();
  }

  async function signIn(who: string): Promise<void> {
    await page.getByRole('button', { name: /^Signed in: / }).click();
    await page.getByRole('button', { name: 'Switch person…' }).click();
    const form = page.getByRole('dialog', { name: 'Sign in' });
    dialogs.answer('open:key', [keys.get(who) ?? '']);
    await form.getByRole('button', { name: 'Use a key file…' }).click();
    await expect(form.getByRole('radio', { name: who })).toBeChecked();
    await form.getByLabel('Passphrase of the key').fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: `Signed in: ${who}` })).toBeVisible();
  }
});

const staging = z.object({ groups: z.array(z.object({ group: z.string(), open: z.int() })) });

/** Accepts what the staging check says about a case made for a test. */
async function acceptStaging(page: Page): Promise<void> {
  const { groups } = staging.parse(await ask(page, 'campaign.staging', {}));
  for (const { group } of groups.filter(({ open }) => open > 0))
    await ask(page, 'campaign.except', { group, keys: null, reason: 'Known.' });
}

function addressOf(name: string): string {
  return `${name.split(' ')[0]?.toLowerCase()}@firm.example`;
}

/** The key file that somebody made on their own machine. */
function keyOf(folder: string, name: string): string {
  const path = join(folder, `${name}.key.pem`);
  writeFileSync(path, createSigningKey({ name, email: addressOf(name), passphrase: PASSPHRASE }).pem);
  return path;
}
