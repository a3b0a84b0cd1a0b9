import { describe, expect, test } from 'vitest';
import { newIn } from '../../../electron/engine/rules/novelty.ts';
import type { Trait } from '../../../electron/engine/rules/traits.ts';
import { ceilingOf } from '../../../electron/engine/rules/volume.ts';

describe('the ceiling of a day', () => {
  test.each([
    // Median 100, deviations 0, 0, 0, 10, 20: their median 0 counts as 5 % of the median.
    ['equal days', [100, 100, 100, 110, 80], 8, 1, 100, 140],
    // Median 10, deviations 0, 2, 4, 6, 8: their median is 4.
    ['uneven days', [10, 12, 6, 16, 2], 8, 1, 10, 42],
    ['quiet days, the floor', [0, 0, 0, 0, 0], 8, 1, 0, 8],
    ['a weekly run is ordinary', [0, 0, 0, 0, 0, 0, 500], 8, 1, 0, 500],
    ['an even number of days', [10, 20], 2, 1, 15, 25],
  ])('%s', (_, values, factor, floor, median, limit) => {
    expect(ceilingOf(values, factor, floor)).toEqual({ median, limit });
  });
});

describe('what is new', () => {
  const day = (text: string): number => Date.parse(text);
  const periods = { base: day('2026-07-19'), recent: day('2026-09-17') };
  const until = day('2026-10-01');
  const seen = (value: string, first: string, last: string, more: Partial<Trait> = {}): Trait => ({
    connector: 1,
    tenant: 't',
    kind: 'country',
    value,
    isApp: true,
    count: 1,
    first: day(first),
    last: day(last),
    importId: 1,
    line: 2,
    log: 'entra.signin',
    ...more,
  });
  const values = (traits: readonly Trait[]): string[] => newIn(traits, periods, until).map((one) => one.value);

  test('a value first seen in the recent days', () => {
    expect(
      values([
        seen('DE', '2026-07-20', '2026-09-30'),
        seen('NL', '2026-09-16', '2026-09-16'),
        seen('BR', '2026-09-17', '2026-09-18'),
      ]),
    ).toEqual(['BR']);
  });

  test('a kind that the log did not show before is no news', () => {
    expect(values([seen('BR', '2026-09-20', '2026-09-21')])).toEqual([]);
    expect(values([seen('DE', '2026-01-01', '2026-02-01'), seen('BR', '2026-09-20', '2026-09-21')])).toEqual([]);
    expect(
      values([seen('DE', '2026-08-01', '2026-09-30', { log: 'okta.syslog' }), seen('BR', '2026-09-20', '2026-09-21')]),
    ).toEqual([]);
  });

  test('people move about: news only after days without any', () => {
    const person = { isApp: false };
    const steady = [seen('DE', '2026-07-20', '2026-09-30', person), seen('BR', '2026-09-20', '2026-09-21', person)];
    expect(values(steady)).toEqual(['BR']);
    expect(values([...steady, seen('FR', '2026-09-10', '2026-09-10', person)])).toEqual([]);
    expect(values([...steady, seen('FR', '2026-08-10', '2026-08-10', person)])).toEqual(['BR']);
  });

  test('clients are told apart by product', () => {
    const agent = { kind: 'agent' } as const;
    expect(
      values([
        seen('python-requests/2.1', '2026-08-01', '2026-09-30', agent),
        seen('python-requests/2.2', '2026-09-20', '2026-09-30', agent),
        seen('curl/8.1', '2026-09-20', '2026-09-30', agent),
      ]),
    ).toEqual(['curl']);
  });
});
