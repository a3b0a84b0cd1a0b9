import { describe, expect, it } from 'vitest';
import { activeMs, type ActiveTime, outOfSight, signOf } from '../../../../renderer/features/review/trace.ts';

const MINUTE = 60_000;
const NEW: ActiveTime = { total: 0, last: null };
/** Signs of the person at these times; `hidden` is when the window goes out of sight. */
const at = (...times: readonly number[]): ActiveTime => times.reduce(signOf, NEW);

describe('active time', () => {
  it('adds up between signs of the person', () => {
    expect(activeMs(at(1000, 4000, 9000), 10_000)).toBe(9000);
  });

  it('counts the first minute of a pause and nothing of the break behind it', () => {
    const before = at(0, 10_000);
    expect(activeMs(before, 10_000 + 3 * MINUTE)).toBe(10_000 + MINUTE);
    expect(activeMs(signOf(before, 10_000 + 30 * MINUTE), 30 * MINUTE + 15_000)).toBe(10_000 + MINUTE + 5000);
  });

  it('stops while the window is out of sight', () => {
    const away = outOfSight(at(0, 10_000), 12_000);
    expect(activeMs(away, 500_000)).toBe(12_000);
    expect(activeMs(signOf(away, 500_000), 503_000)).toBe(15_000);
  });

  it('never runs backwards', () => {
    expect(activeMs(at(5000), 4000)).toBe(0);
  });
});
