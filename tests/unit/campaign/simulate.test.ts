import { describe, expect, test } from 'vitest';
import type { CampaignPlan, Share } from '../../../shared/contract/campaign-plan.ts';
import { GRANT_KINDS, PLATFORMS } from '../../../shared/domain/vocabulary.ts';
import { outReason, type ScopedLot } from '../../../electron/engine/review/campaign/scope.ts';
import { apportion, createDealer, shareGroups } from '../../../electron/engine/review/campaign/share.ts';
import { simulate, workingDays } from '../../../electron/engine/review/campaign/simulate.ts';
import { createRandom, type Random } from '../../generator/random.ts';
import { planOf } from './plans.ts';

const PEOPLE = ['A', 'B', 'C', 'D', 'E'];
const NAMES = new Map(PEOPLE.map((id) => [id, `Person ${id}`]));

function randomLots(random: Random, share: Share): ScopedLot[] {
  return Array.from({ length: random.between(1, 30) }, (): ScopedLot => {
    const platform = random.pick(PLATFORMS);
    const tier = random.between(0, 4);
    return {
      platform,
      tenant: random.pick(['one', 'two']),
      kind: random.pick(GRANT_KINDS),
      tier,
      isUnrated: tier === 3 && random.chance(0.3),
      isExcluded: random.chance(0.1),
      hasFinding: random.chance(0.8),
      group: share === 'even' ? '' : share === 'platform' ? platform : random.pick(['Sales', 'IT', '']),
      items: random.between(1, 40),
    };
  });
}

function randomPlan(random: Random, share: Share): CampaignPlan {
  const people = random.sample(PEOPLE, random.between(2, 5));
  return planOf({
    scope: {
      platforms: random.chance(0.5) ? [] : random.sample(PLATFORMS, 4),
      tenants: random.chance(0.5) ? [] : ['one'],
      kinds: random.chance(0.5) ? [] : random.sample(GRANT_KINDS, 2),
      lowestTier: random.between(0, 2),
      rules: [],
      excluded: [],
    },
    reviewers: { people, share },
    second: {
      people: random.sample(people, random.between(2, people.length)),
      fromTier: random.chance(0.3) ? null : random.between(2, 4),
      samplePercent: random.pick([0, 5, 10, 100]),
      nonce: 'a word of the auditor',
      nonceDigest: '',
    },
    canaryPercent: random.between(0, 5),
  });
}

describe('the simulator', () => {
  test('closes: every item is in scope or out for one reason, and every review is somebody’s', () => {
    const random = createRandom(7, 'simulate');
    for (let run = 0; run < 400; run += 1) {
      const share = random.pick(['even', 'platform', 'department'] as const);
      const lots = randomLots(random, share);
      const plan = randomPlan(random, share);
      const result = simulate(plan, lots, NAMES, []);
      const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
      expect(result.total).toBe(sum(lots.map((lot) => lot.items)));
      expect(result.inScope + sum(result.out.map((out) => out.items))).toBe(result.total);
      expect(sum(result.tiers.map((tier) => tier.items))).toBe(result.inScope);
      const seconds = result.second.byTier + result.second.bySample;
      expect(sum(result.tiers.map((tier) => tier.second))).toBe(seconds);
      expect(sum(result.loads.map((load) => load.first))).toBe(result.inScope);
      expect(sum(result.loads.map((load) => load.second))).toBe(seconds);
      expect(sum(result.loads.map((load) => load.minutes))).toBe(result.minutes);
      expect(sum(result.tiers.map((tier) => tier.minutes))).toBe(result.minutes);
      expect(result.loads.map((load) => load.name)).not.toContain('Nobody');
      for (const { steps } of result.loads)
        expect(steps.map((step) => step.needed)).toEqual(steps.map((step) => step.needed).toSorted((a, b) => a - b));
      expect(simulate(plan, random.sample(lots, lots.length), NAMES, [])).toMatchObject({
        total: result.total,
        out: result.out,
        minutes: result.minutes,
        second: result.second,
      });
    }
  });

  test('counts what each reviewer has to do by each deadline, by time and by the daily load', () => {
    const plan = planOf({
      reviewers: { people: ['A'], share: 'even' },
      thresholds: { dailyLoad: 10, hoursPerDay: 6, smallestActiveSeconds: 20 },
    });
    const lot = (tier: number, items: number): ScopedLot => ({
      platform: 'google',
      tenant: 't',
      kind: 'application',
      tier,
      isUnrated: false,
      isExcluded: false,
      hasFinding: true,
      group: '',
      items,
    });
    const { loads } = simulate(plan, [lot(4, 41), lot(1, 700)], NAMES, []);
    // 41 items of 21 minutes are 2.4 days, but 10 a day make 5; 700 items of 6 minutes come to them.
    expect(loads).toEqual([
      {
        person: 'A',
        name: 'Person A',
        first: 741,
        second: 0,
        high: 41,
        minutes: 41 * 21 + 700 * 6,
        steps: [
          { due: '2026-10-16', needed: 5, available: 10 },
          { due: '2026-10-30', needed: 15, available: 20 },
        ],
      },
    ]);
  });

  test('shows a case without people as one load, and says why a plan cannot be staged', () => {
    const alone = new Map([['', 'Rita Reviewer']]);
    expect(simulate(planOf(), [], alone, ['One problem.']).problems).toEqual([
      'One problem.',
      'Nothing was imported yet, so there is nothing to review.',
    ]);
    expect(simulate(planOf(), [], alone, []).loads).toMatchObject([{ person: null, name: 'Rita Reviewer', first: 0 }]);
  });
});

describe('sharing', () => {
  test('in turn, nobody has more than one item more than another, whoever is listed first', () => {
    for (const people of [PEOPLE, PEOPLE.toReversed()]) {
      const dealer = createDealer('even', people, [], new Map());
      const counts = Map.groupBy(
        Array.from({ length: 23 }, () => dealer.first('')),
        (person) => person,
      );
      expect([...counts].map(([person, own]) => [person, own.length])).toEqual([
        ['A', 5],
        ['B', 5],
        ['C', 5],
        ['D', 4],
        ['E', 4],
      ]);
    }
  });

  test('by group, the largest groups go to whoever has the least', () => {
    const groups = shareGroups(
      [
        { tier: 4, group: 'small', items: 1 },
        { tier: 1, group: 'large', items: 90 },
        { tier: 1, group: 'middle', items: 50 },
        { tier: 1, group: 'other', items: 30 },
      ],
      ['B', 'A'],
      () => 1,
    );
    expect(Object.fromEntries(groups)).toEqual({ large: 'A', middle: 'B', other: 'B', small: 'B' });
  });

  test('nobody reviews an item twice, and the second reviews of one person are spread over the others', () => {
    const dealer = createDealer('even', PEOPLE, PEOPLE, new Map());
    const pairs = Array.from({ length: 100 }, () => {
      const first = dealer.first('');
      return [first, dealer.second(first)] as const;
    });
    expect(pairs.every(([first, second]) => second !== null && first !== second)).toBe(true);
    const counts = [...Map.groupBy(pairs, ([, second]) => second).values()].map((own) => own.length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(createDealer('even', ['A'], ['A'], new Map()).second('A')).toBeNull();
  });

  test('a whole is split without a rest', () => {
    const random = createRandom(3, 'apportion');
    for (let run = 0; run < 300; run += 1) {
      const weights = Array.from({ length: random.between(1, 6) }, () => random.below(50));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const whole = random.below(total + 1);
      const parts = apportion(whole, weights);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole);
      for (const [index, part] of parts.entries()) expect(part).toBeLessThanOrEqual(weights[index] ?? 0);
    }
  });
});

test('an item is out for the first reason only', () => {
  const plan = planOf({
    scope: { platforms: ['google'], tenants: ['one'], kinds: ['application'], lowestTier: 2, rules: [], excluded: [] },
  });
  const item = {
    platform: 'google',
    tenant: 'one',
    kind: 'application',
    tier: 2,
    isUnrated: false,
    isExcluded: false,
    hasFinding: true,
    group: '',
  } as const;
  expect(outReason(plan, item)).toBeNull();
  expect(outReason(plan, { ...item, platform: 'slack', tier: 0, isExcluded: true })).toBe('platform');
  expect(outReason(plan, { ...item, tenant: 'two', tier: 0 })).toBe('tenant');
  expect(outReason(plan, { ...item, kind: 'delegated-user' })).toBe('kind');
  expect(outReason(plan, { ...item, tier: 1, isExcluded: true })).toBe('tier');
  expect(outReason(plan, { ...item, hasFinding: false, isExcluded: true })).toBe('finding');
  expect(outReason(plan, { ...item, isExcluded: true })).toBe('excluded');
});

test('working days are Mondays to Fridays, both ends counted', () => {
  const random = createRandom(5, 'days');
  const day = 86_400_000;
  for (let run = 0; run < 500; run += 1) {
    const from = Date.UTC(2025, 0, 1) + random.below(900) * day;
    const to = from + random.below(80) * day;
    let expected = 0;
    for (let at = from; at <= to; at += day) if (![0, 6].includes(new Date(at).getUTCDay())) expected += 1;
    const iso = (at: number): string => new Date(at).toISOString().slice(0, 10);
    expect(workingDays(iso(from), iso(to))).toBe(expected);
  }
  expect(workingDays('2026-10-05', '2026-10-04')).toBe(0);
});
