import { expect, it } from 'vitest';
import { isNewStreak, noteStreak } from '../../../../renderer/features/review/use-nudge.ts';

it('asks about a row of quick decisions once for each ten of them, and anew after a shorter one', () => {
  expect(isNewStreak(9)).toBe(false);
  expect(isNewStreak(10)).toBe(true);
  noteStreak(10);
  expect([11, 15, 19].map(isNewStreak)).toEqual([false, false, false]);
  expect(isNewStreak(20)).toBe(true);
  noteStreak(23);
  expect(isNewStreak(29)).toBe(false);
  expect(isNewStreak(30)).toBe(true);
  noteStreak(30);
  expect(isNewStreak(10)).toBe(true);
});
