import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { goTo, gridRows, openSampleCase, settled } from './pages/shell.ts';

const list = (page: Page) => page.getByRole('list', { name: 'Findings' });
const groups = (page: Page) => page.getByRole('navigation', { name: 'Groups of findings' });

/** How many findings the list has, drawn or not. */
async function total(page: Page): Promise<number> {
  return Number(await list(page).getByRole('listitem').first().getAttribute('aria-setsize'));
}

test('findings are grouped, narrowed and followed to record, connector, review item and control', async ({ page }) => {
  test.setTimeout(180_000);
  await openSampleCase(page);
  await goTo(page, 'Findings');
  const all = await total(page);
  await test.step('the worst stands first, with what to do and the record it rests on', async () => {
    const first = list(page).getByRole('listitem').first();
    await expect(first).toContainText('Critical');
    await expect(first).toContainText('By this finding alone:');
    // On high risk it is for whoever has judged.
    await expect(
      list(page)
        .getByText(/stays covered on high risk until you have decided/)
        .first(),
    ).toBeVisible();
    await first
      .getByRole('button', { name: /^Open the source record/ })
      .first()
      .click();
    await expect(page.getByLabel('Record text')).toBeVisible();
    await page.keyboard.press('Escape');
  });
  await test.step('a group narrows the list to the number that stands beside it', async () => {
    const rule = groups(page).getByRole('button', { name: /^CS-01/ });
    const beside = Number(/No accountable business owner\s*(\d+)/.exec(await rule.innerText())?.[1]);
    await rule.click();
    await expect(page.getByText(`${beside} findings`, { exact: true })).toBeVisible();
    await settled(page);
    expect(await total(page)).toBe(beside);
    expect(beside).toBeLessThan(all);
    await page.getByRole('button', { name: 'Remove the filter Rule CS-01' }).click();
    await expect(page.getByText(`${all} findings`, { exact: true })).toBeVisible();
  });
  await test.step('by business owner, those of nobody stand there too', async () => {
    await groups(page)
      .getByRole('button', { name: /By rule/ })
      .click();
    await page.getByRole('option', { name: 'By business owner' }).click();
    await groups(page)
      .getByRole('button', { name: /^No business owner on record/ })
      .click();
    await expect(page.getByRole('button', { name: 'Remove the filter No business owner' })).toBeVisible();
    await page.getByRole('button', { name: 'Clear filters' }).click();
  });
  await test.step('what could not be judged says what would help, and leads to its judgements', async () => {
    await page.getByRole('tab', { name: 'Could not be judged' }).click();
    const row = page.getByRole('table', { name: 'Missing evidence' }).getByRole('row').nth(1);
    const judgements = await row.getByRole('link').innerText();
    await row.getByRole('link').click();
    await expect(page.getByText(`${judgements}: could not be judged`)).toBeVisible();
    await expect(list(page).getByRole('listitem').first()).toContainText('Missing:');
  });
  await test.step('a control leads to the findings of its rules, and what cannot be assessed is said', async () => {
    await page.getByRole('tab', { name: 'By control' }).click();
    const owasp = page.getByRole('table', { name: 'OWASP NHI 2025' });
    await expect(owasp.getByRole('row').filter({ hasText: 'NHI6:2025' })).toContainText('Not assessable');
    const row = owasp.getByRole('row').filter({ hasText: 'NHI1:2025' });
    const found = Number(/\d+/.exec(await row.getByRole('cell').nth(2).innerText())?.[0]);
    await row.getByRole('cell').nth(2).getByRole('link').click();
    await expect(page.getByText(`${found} findings`, { exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Remove the filter Control OWASP NHI1:2025' })).toBeVisible();
  });
  await test.step('from a finding to its review item and back to the same filter', async () => {
    await list(page).getByRole('link', { name: 'Review item' }).first().click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page).toHaveURL(/#\/review\//);
    await page.goBack();
    await expect(page.getByRole('button', { name: 'Remove the filter Control OWASP NHI1:2025' })).toBeVisible();
  });
});

test('a figure of the overview leads to as many rows', async ({ page }) => {
  test.setTimeout(180_000);
  await openSampleCase(page);
  await test.step('items of a tier and platform', async () => {
    const cell = page
      .getByRole('table', { name: 'Review items by platform and tier' })
      .getByRole('link', { name: /tier 4 items of entra$/ });
    const items = Number(/\d+/.exec(await cell.innerText())?.[0]);
    await cell.click();
    await expect(page.getByRole('heading', { level: 1, name: 'Review' })).toBeVisible();
    await settled(page);
    await expect(gridRows(page, 'Review items')).toHaveCount(items);
  });
  await test.step('items whose last use is not known', async () => {
    await goTo(page, 'Overview');
    const band = page
      .getByRole('list', { name: 'Time since last use: items of each band' })
      .getByRole('link', { name: /^Not known/ });
    const items = Number(/\d+/.exec(await band.innerText())?.[0]);
    await band.click();
    await settled(page);
    await expect(gridRows(page, 'Review items')).toHaveCount(items);
  });
  await test.step('connectors without anybody accountable', async () => {
    await goTo(page, 'Overview');
    const link = page.getByRole('link', { name: /connectors without anybody accountable/ });
    const connectors = Number(/\d+/.exec(await link.innerText())?.[0]);
    await link.click();
    await settled(page);
    await expect(gridRows(page, 'Connectors')).toHaveCount(connectors);
  });
});
