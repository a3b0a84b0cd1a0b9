import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import type { DecisionTrace } from '../../shared/contract/review.ts';
import { askEngine } from './engine-port.ts';
import { expect, test } from './fixtures.ts';
import { createKey, type NewKey } from './pages/report.ts';
import { goTo, openSampleCase, settled, toast } from './pages/shell.ts';

const KEY: Omit<NewKey, 'path'> = {
  name: 'Rita Reviewer',
  organization: 'Example AG',
  email: 'rita@firm.example',
  passphrase: 'quiet garden 77 lamps',
};

const queueAnswer = z.object({ rows: z.array(z.object({ itemId: z.string() })) });
const itemAnswer = z.object({ certifyLocked: z.string().nullable() });

async function ask(page: Page, method: string, params: unknown): Promise<unknown> {
  const reply = await askEngine(page, method, params);
  if (reply === 'closed' || !reply.ok) throw new Error(`${method}: ${JSON.stringify(reply)}`);
  return reply.result;
}

async function queueOf(page: Page): Promise<string[]> {
  const answer = await ask(page, 'review.queue', { filter: {}, offset: 0, limit: 500 });
  return queueAnswer.parse(answer).rows.map((row) => row.itemId);
}

const traceOf = (activeMs: number): DecisionTrace => ({
  shownAt: new Date().toISOString(),
  activeMs,
  panels: ['usage', 'change'],
  provisional: null,
  revealed: false,
});

/** Shows the tab of the campaign screen with the own figures. */
async function openSubmit(page: Page): Promise<void> {
  await page.evaluate(() => {
    location.hash = '#/campaign/quality';
  });
  await expect(page.getByRole('tab', { name: 'Submit' })).toHaveAttribute('aria-selected', 'true');
  await settled(page);
}

test('who decided sees their own figures first, signs for them with their key, and cannot take them back', async ({
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(240_000);
  await openSampleCase(page);
  await openSubmit(page);
  await expect(page.getByText('This case has one reviewer.')).toBeVisible();
  await expect(page.getByText('Figures appear here with your first decision.')).toBeVisible();

  await page.getByRole('tab', { name: 'People' }).click();
  await page.getByRole('button', { name: 'Add yourself…' }).click();
  await createKey(page, dialogs, { ...KEY, path: join(folder, 'rita.pem') });
  const dialog = page.getByRole('dialog', { name: 'Add yourself' });
  await dialog.getByLabel('Reason').fill('Takes part in the review');
  await dialog.getByLabel('Passphrase of the key').fill(KEY.passphrase);
  await dialog.getByRole('button', { name: 'Add and sign in' }).click();
  await expect(dialog).toHaveCount(0);

  const items = (await queueOf(page)).slice(0, 4);
  for (const [index, itemId] of items.entries())
    await ask(page, 'review.decide', {
      itemId,
      decision: 'revoke',
      reason: ['Asked the vendor.', 'Nobody answers for it.', 'Seen after it was revoked.', 'Beyond its purpose.'][
        index
      ],
      trace: traceOf(40_000 + index * 5000),
    });
  await openSubmit(page);
  const figures = page.getByRole('table', { name: 'Your figures' });
  await expect(figures.getByRole('row', { name: /^Items decided or answered/ })).toContainText('4 decisions');
  await expect(figures.getByRole('row', { name: /^Median active time, tier 3, 4 and unrated/ })).toContainText('s');
  await expect(page.getByText(/^Not measurable, so far: 4 of \d+ items decided$/).first()).toBeVisible();
  await expect(page.getByText('I took 4 decisions myself')).toBeVisible();
  await picture(page, 'submit');

  const submit = page.getByRole('button', { name: 'Submit 4 decisions' });
  await expect(submit).toBeDisabled();
  await page.getByLabel('Passphrase of the key').fill('not the passphrase');
  await submit.click();
  await expect(page.getByText('The passphrase does not open this key file')).toBeVisible();
  await page.getByLabel('Passphrase of the key').fill(KEY.passphrase);
  await submit.click();
  await expect(toast(page, '4 decisions submitted.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Submissions' })).toContainText('4 decisions submitted');
  await expect(page.getByText('There is no decision of yours that is not submitted yet.')).toBeVisible();
  const undo = await askEngine(page, 'review.undo', { itemId: items[0] });
  expect(undo).toMatchObject({ ok: false, error: { message: expect.stringContaining('submitted and signed for') } });
  await picture(page, 'submitted');
});

test('a script that approves everything is not effective, and the report says so', async ({ page }) => {
  test.setTimeout(240_000);
  await openSampleCase(page);
  for (const itemId of await queueOf(page)) {
    const { certifyLocked } = itemAnswer.parse(await ask(page, 'review.item', { itemId }));
    await ask(page, 'review.decide', {
      itemId,
      decision: certifyLocked === null ? 'certify' : 'conditional',
      reason: 'Needed for a current business process. Reviewed and approved by me.',
      until: certifyLocked === null ? null : new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10),
      trace: traceOf(2000),
    });
  }
  await openSubmit(page);
  await expect(page.getByText('Not effective').first()).toBeVisible();
  await picture(page, 'not-effective');
  await goTo(page, 'Report');
  await expect(page.getByText('The review was not effective by its own figures.').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'How the review was done' })).toBeVisible();
  await picture(page, 'report');

  const conclusion = page.getByRole('region', { name: 'Conclusion', exact: true });
  const preview = page.getByRole('region', { name: 'Preview of the report' });
  await expect(conclusion).toContainText('You can lower it with a reason below');
  await page.getByText('Lower the conclusion').click();
  await expect(page.getByRole('button', { name: 'Lower it' })).toBeDisabled();
  await page.getByLabel('Why, as it is printed').fill('The logs of July were lost.');
  await page.getByRole('button', { name: 'Lower it' }).click();
  await expect(page.getByRole('button', { name: 'Lowered' })).toBeDisabled();
  await expect(conclusion).toContainText('lowered by the signer from');
  await expect(preview.getByText('Lowered by the signer: The logs of July were lost.').first()).toBeVisible();
  await page.getByText('Lower the conclusion').click();
  await expect(conclusion).not.toContainText('lowered by the signer');

  // A reference leads to the line of the index that speaks of it, and that line back.
  const reference = preview.locator('caption a[href="#index-tick-marks"]');
  const line = preview.locator('#index-tick-marks');
  await reference.click();
  await expect(line).toBeInViewport();
  await line.getByRole('link').click();
  await expect(reference).toBeInViewport();
  await expect(page.getByRole('heading', { name: 'Report', exact: true })).toBeVisible();
});

/** Pictures of both themes, where somebody wants to look at them. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['COUNTERSIGN_PICTURES'];
  if (folder === undefined) return;
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await settled(page);
    await page.screenshot({ path: join(folder, `quality-${name}-${theme}.png`) });
  }
}
