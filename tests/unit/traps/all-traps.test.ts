import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Traps of real exports that the list of them knows, 1 to 95. */
const TRAPS = 95;

/** Traps without a test, each with the reason why there is none. */
const WITHOUT_TEST: ReadonlyMap<number, string> = new Map();

function titles(): number[] {
  const folder = join(import.meta.dirname, '..');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts'));
  return files.flatMap((name) =>
    Array.from(readFileSync(join(folder, name), 'utf8').matchAll(/\(\s*['"`]trap (\d+): \S/g), (match) =>
      Number(match[1]),
    ),
  );
}

test('every known trap of real exports has a test that names its number', () => {
  const named = new Set(titles());
  const missing = Array.from({ length: TRAPS }, (_, index) => index + 1).filter(
    (number) => !named.has(number) && !WITHOUT_TEST.has(number),
  );
  expect(missing).toEqual([]);
  expect([...named].filter((number) => number < 1 || number > TRAPS)).toEqual([]);
});

test('what has no test has a reason, and nothing has both', () => {
  const named = new Set(titles());
  for (const [number, reason] of WITHOUT_TEST) {
    expect(named.has(number), `trap ${number} has a test`).toBe(false);
    expect(reason.length, `trap ${number}`).toBeGreaterThan(40);
  }
  expect(WITHOUT_TEST.size).toBeLessThanOrEqual(5);
});
