import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rulePackDigest, rules } from '../../../electron/engine/rules/index.ts';
import { coveredBetween, coversDays, type LogWindow } from '../../../electron/engine/rules/logs.ts';
import { poissonTail } from '../../../electron/engine/rules/poisson.ts';
import { DEFAULT_POLICY } from '../../../electron/engine/rules/policy.ts';
import { chanceText, counted, durationText, listed, percentText } from '../../../electron/engine/rules/wording.ts';
import { AS_OF } from './case.ts';

describe('Poisson tail', () => {
  test.each([
    // 1 - P(X < n), worked out by hand from the probabilities of 0 to n - 1.
    [1, 0.5, 1 - Math.exp(-0.5)],
    [3, 2, 1 - Math.exp(-2) * (1 + 2 + 2)],
    [5, 0.4666666666666667, 1.2529e-4],
    [2, 30, 1 - Math.exp(-30) * 31],
  ])('%i or more where %d are expected', (count, expected, chance) => {
    expect(poissonTail(count, expected) / chance).toBeCloseTo(1, 3);
  });

  test('ends and far tails', () => {
    expect(poissonTail(0, 3)).toBe(1);
    expect(poissonTail(5, 0)).toBe(0);
    expect(poissonTail(100, 0.1)).toBeGreaterThan(0);
    expect(poissonTail(100, 0.1)).toBeLessThan(1e-200);
  });
});

describe('coverage', () => {
  const day = (text: string): number => Date.parse(text) / 86_400_000;
  const window: LogWindow = {
    platform: 'google',
    tenant: 't',
    log: 'google.reports.token',
    label: '',
    grade: 'Q1',
    fromDay: day('2026-09-01'),
    toDay: day('2026-09-30'),
    asOf: AS_OF,
    coveredDays: 29,
    missingDays: new Set([day('2026-09-10')]),
    cutOff: null,
  };

  test('whole days before the day of the export', () => {
    expect(coveredBetween(window, day('2026-09-01'), day('2026-10-01'))).toBe(29);
    expect(coveredBetween(window, day('2026-08-01'), day('2026-09-02'))).toBe(1);
    expect(coveredBetween(window, day('2026-10-01'), day('2026-10-05'))).toBe(0);
    expect(coversDays(window, AS_OF, 20, 1)).toBe(true);
    expect(coversDays(window, AS_OF, 21, 1)).toBe(false);
    expect(coversDays(window, AS_OF, 21, 0.95)).toBe(true);
    expect(coversDays(window, AS_OF, 31, 0.95)).toBe(false);
  });
});

test('words', () => {
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
  expect(listed(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('a, b, c, d, e and 2 more');
  expect(counted(1, 'day', 'days')).toBe('1 day');
  expect(counted(1204, 'day', 'days')).toBe('1,204 days');
  expect([0, 60_000, 3_600_000, 9_780_000, 172_800_000].map(durationText)).toEqual([
    '0 minutes',
    '1 minute',
    '1 hour',
    '2 hours 43 minutes',
    '2 days',
  ]);
  expect([0, 0.0008, 0.0446, 0.5].map(percentText)).toEqual(['0 %', '0.08 %', '4.5 %', '50 %']);
  expect([0.5, 0.0001, 1e-9].map(chanceText)).toEqual(['1 in 2', '1 in 10,000', 'less than 1 in a million']);
});

test('the digest follows the policy and nothing else', () => {
  expect(rulePackDigest(DEFAULT_POLICY)).toMatch(/^[0-9a-f]{64}$/);
  expect(rulePackDigest({ ...DEFAULT_POLICY })).toBe(rulePackDigest(DEFAULT_POLICY));
  expect(rulePackDigest({ ...DEFAULT_POLICY, dormantDays: 45 })).not.toBe(rulePackDigest(DEFAULT_POLICY));
  const files = readdirSync(join(import.meta.dirname, '../../../electron/engine/rules'));
  const ids = files.flatMap((file) => /^cs-\d\d(?=-)/.exec(file)?.[0].toUpperCase() ?? []);
  expect(rules.map((rule) => rule.id)).toEqual(ids.toSorted());
});
