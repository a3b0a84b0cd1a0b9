import { expect, test } from 'vitest';
import { createRateLimit } from '../../../electron/main/rate-limit.ts';

test('three attempts a minute go at once; the next waits until the first is a minute old', () => {
  let time = 1000;
  const limit = createRateLimit(3, 60_000, () => time);
  expect([limit.delay(), limit.delay(), limit.delay()]).toEqual([0, 0, 0]);
  time = 11_000;
  expect(limit.delay()).toBe(50_000);
  time = 130_000;
  expect(limit.delay()).toBe(0);
});
