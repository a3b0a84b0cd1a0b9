import { expect, test } from './fixtures.ts';

test('the built app opens its window on a sandboxed page', async ({ app, page }) => {
  await page.waitForLoadState('load');
  expect(page.url()).toMatch(/^app:\/\/countersign\//);
  await expect(page).toHaveTitle(/Countersign/);
  await expect(page.locator('#root')).not.toBeEmpty();
  const reach = await page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in globalThis));
  expect(reach).toEqual([]);
  expect(await app.evaluate(({ app: electronApp }) => electronApp.getName())).toBe('Countersign');
});
