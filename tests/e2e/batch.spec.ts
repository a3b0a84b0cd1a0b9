import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { cli, json } from './helpers/cli.ts';
import { makePopulation } from './helpers/population.ts';
import { ask, itemsOf, openQueue, queue, queueRow } from './pages/queue.ts';
import { goTo, settled } from './pages/shell.ts';

test('items of low tier are decided together once the drawn ones were opened; others are refused by name', async ({
  page,
  dialogs,
  folder,
}, testInfo) => {
  test.setTimeout(240_000);
  const workspace = join(folder, 'batch.countersign');
  makePopulation(workspace, folder, 24);
  await openQueue(page, dialogs, workspace);
  const items = await itemsOf(page);
  const connectorIds = items.map(({ connectorId }) => connectorId);
  await twoVendors();
  await ask(page, 'vendors.merge', { vendor: 'Signpost', connectorIds, reason: 'One contract.' });

  // Two apps of one name are told apart by their ids.
  await expect(queueRow(page, 'Signpost 0')).toHaveCount(2);
  for (const id of ['0-a.apps', '3-a.apps'])
    await expect(queue(page).getByRole('row').filter({ hasText: id })).toBeVisible();

  await groupByVendor();
  await page.screenshot({ path: testInfo.outputPath('queue-by-vendor.png') });
  await page.getByRole('button', { name: 'Remove the filter Vendor Signpost' }).click();

  // x selects rows of low tier only.
  await queueRow(page, 'Signpost 2').locator('[role=gridcell]').nth(2).hover();
  await select(['Signpost 1', 'Signpost 4', 'Signpost 7', 'Signpost 10', 'Signpost 13', 'Signpost 16', 'Signpost 6']);
  await expect(page.getByText('7 items selected')).toBeVisible();
  await expect(queueRow(page, 'Signpost 2').locator('[data-mark]')).toHaveCount(0);
  await expect(queueRow(page, 'Signpost 2').getByTitle(/tier 3 and 4 are decided one by one/)).toBeVisible();
  await expect(page.getByText('All 7 conditions hold.')).toBeVisible();
  await page.screenshot({ path: testInfo.outputPath('queue-selected.png') });
  await page.keyboard.press('b');
  await expect(page.getByRole('heading', { level: 1, name: 'Decide together' })).toBeVisible();
  await settled(page);

  // One of them was decided meanwhile: the batch says which, and has no form.
  const taken = (await itemsOf(page)).find(({ name }) => name === 'Signpost 6');
  const decision = { itemId: taken?.itemId, decision: 'revoke', reason: 'Alone.' };
  await ask(page, 'review.decide', decision);
  await expect(page.getByText('“Signpost 6” is decided already.')).toBeVisible();
  await expect(page.getByLabel('Justification')).toHaveCount(0);
  await page.screenshot({ path: testInfo.outputPath('batch-refused.png') });
  await ask(page, 'review.undo', { itemId: taken?.itemId });

  const confirm = page.getByRole('button', { name: 'Decide 7 items' });
  await expect(confirm).toBeDisabled();
  await expect(page.getByText('5 drawn rows still to be opened.')).toBeVisible();
  const drawn = page.getByRole('row').filter({ hasText: 'Drawn' });
  await expect(drawn).toHaveCount(5);
  for (let left = 5; left > 0; left -= 1) {
    await drawn
      .first()
      .getByRole('button', { name: /^Open / })
      .click();
    await expect(page.getByRole('dialog', { name: 'Evidence' }).getByText(/granted scope/)).toBeVisible();
    if (left === 5) await page.screenshot({ path: testInfo.outputPath('batch-evidence.png') });
    await page.keyboard.press('Escape');
    await expect(drawn).toHaveCount(left - 1);
  }
  await page.getByRole('radio', { name: 'Certify' }).click({ force: true });
  await page.getByLabel('Justification').fill('Only sign people in; their owner was asked.');
  await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'));
  await page.screenshot({ path: testInfo.outputPath('batch-dark.png') });
  await confirm.click();
  await expect(page.getByText('Certify: 7 items.')).toBeVisible();
  await expect(queueRow(page, 'Signpost 13').getByText('Certify')).toBeVisible();
  await page.screenshot({ path: testInfo.outputPath('queue-dark.png') });

  await goTo(page, 'Journal');
  await expect(page.getByText('Certify, 7 items together: Only sign people in; their owner was asked.')).toBeVisible();
  await goTo(page, 'Start');
  await page.getByRole('button', { name: 'Close case' }).click();
  expect(json(cli('query', 'decisions', '--workspace', workspace, '--json'))).toHaveLength(7);

  // The selection says what keeps it from being decided together, and offers the part that can be.
  async function twoVendors(): Promise<void> {
    const merge = async (vendor: string, names: readonly string[]): Promise<unknown> =>
      ask(page, 'vendors.merge', {
        vendor,
        connectorIds: items.filter(({ name }) => names.includes(name)).map(({ connectorId }) => connectorId),
        reason: 'One contract.',
      });
    await merge('Tarnbrook', ['Signpost 1', 'Signpost 4']);
    await merge('Orlo', ['Signpost 7']);
    const before = await queue(page).boundingBox();
    await select(['Signpost 1', 'Signpost 4', 'Signpost 7']);
    await expect(page.getByText('One vendor at a time: the selection has Orlo and Tarnbrook.')).toBeVisible();
    const together = page.getByRole('button', { name: 'Decide together…' });
    await expect(together).toBeDisabled();
    // The bar has its own place: it covers no row.
    expect(await queue(page).boundingBox()).toEqual(before);
    await page.screenshot({ path: testInfo.outputPath('queue-two-vendors.png') });
    await page.getByRole('button', { name: 'Keep the 2 that fit' }).click();
    await expect(page.getByText('2 items selected')).toBeVisible();
    await expect(together).toBeEnabled();
    await page.getByRole('button', { name: 'Select none' }).click();
  }

  async function groupByVendor(): Promise<void> {
    await page.getByRole('button', { name: 'Group' }).click();
    await page.getByRole('option', { name: 'By vendor' }).click();
    await page.keyboard.press('Escape');
    const groups = page.getByRole('navigation', { name: 'Groups of review items' });
    await groups.getByRole('button', { name: 'Signpost' }).click();
    await expect(page.getByText('24 items').first()).toBeVisible();
  }

  async function select(names: readonly string[]): Promise<void> {
    for (const name of names) await queueRow(page, name).locator('[data-mark]').click();
  }
});
