import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { compiledCode } from './helpers/compiled-code.ts';

test('the built app opens its window on a sandboxed page', async ({ app, page }) => {
  await page.waitForLoadState('load');
  expect(page.url()).toMatch(/^app:\/\/countersign\//);
  await expect(page).toHaveTitle(/Countersign/);
  await expect(page.locator('#root')).not.toBeEmpty();
  const reach = await page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in globalThis));
  expect(reach).toEqual([]);
  expect(await app.evaluate(({ app: electronApp }) => electronApp.getName())).toBe('Countersign');
});

for (const name of ['main', 'engine'] as const)
  test(`${name} is read with the code that V8 made of it in the build`, async ({ page, folder }) => {
    await expect(page.getByRole('navigation').first()).toBeVisible();
    await expect.poll(() => compiledCode(join(folder, 'data'), name)).toMatchObject({ refused: 0 });
    expect(compiledCode(join(folder, 'data'), name)?.used).toBeGreaterThan(3);
  });
