import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { expect, test } from './fixtures.ts';

const startedLine = z.object({ compiled: z.object({ used: z.number(), refused: z.number() }) });

test('the built app opens its window on a sandboxed page', async ({ app, page }) => {
  await page.waitForLoadState('load');
  expect(page.url()).toMatch(/^app:\/\/countersign\//);
  await expect(page).toHaveTitle(/Countersign/);
  await expect(page.locator('#root')).not.toBeEmpty();
  const reach = await page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in globalThis));
  expect(reach).toEqual([]);
  expect(await app.evaluate(({ app: electronApp }) => electronApp.getName())).toBe('Countersign');
});

for (const [name, message] of [
  ['main', 'started'],
  ['engine', 'engine started'],
] as const)
  test(`${name} is read with the code that V8 made of it in the build`, async ({ page, folder }) => {
    await expect(page.getByRole('navigation').first()).toBeVisible();
    const log = await readFile(join(folder, 'data', 'logs', `${name}.log`), 'utf8');
    const [started] = log
      .split('\n')
      .filter((line) => line.includes(`"msg":"${message}"`))
      .map((line) => startedLine.parse(JSON.parse(line)));
    expect(started?.compiled.used).toBeGreaterThan(3);
    expect(started?.compiled.refused).toBe(0);
  });
