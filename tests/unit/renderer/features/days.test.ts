import { describe, expect, it } from 'vitest';
import { dayRange, lastFullDay } from '../../../../renderer/features/overview/days.ts';

describe('lastFullDay', () => {
  it('is the day before, over the turn of a month', () => {
    expect(lastFullDay('2026-10-01T06:00:00.000Z')).toBe('2026-09-30');
    expect(lastFullDay('2028-03-01T00:00:00.000Z')).toBe('2028-02-29');
  });
});

describe('dayRange', () => {
  it('has every day once, over month ends and a leap day, both ends included', () => {
    expect(dayRange('2028-02-27', '2028-03-02')).toEqual([
      '2028-02-27',
      '2028-02-28',
      '2028-02-29',
      '2028-03-01',
      '2028-03-02',
    ]);
    expect(dayRange('2026-07-01', '2026-07-01')).toEqual(['2026-07-01']);
  });
  it('is empty without both ends, or when they are the wrong way round', () => {
    expect(dayRange(null, '2026-07-01')).toEqual([]);
    expect(dayRange('2026-07-01', null)).toEqual([]);
    expect(dayRange('2026-07-02', '2026-07-01')).toEqual([]);
  });
  it('stops at ten years, so that one absurd date cannot freeze the page', () => {
    const days = dayRange('1601-01-01', '2026-01-01');
    expect(days.length).toBe(3660);
    expect(days.at(-1)).toBe('2026-01-01');
  });
});
