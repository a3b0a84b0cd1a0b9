import { OUT_REASONS, type SimulatedLoad, type Simulation } from '../../../../shared/contract/campaign.ts';
import type { CampaignPlan } from '../../../../shared/contract/campaign-plan.ts';
import { sampleSize } from '../../evidence/frozen-population.ts';
import { outReason, type ScopedLot } from './scope.ts';
import { apportion, createDealer, inTurn, shareGroups } from './share.ts';

/** Tier 3, 4 and unrated. */
const HIGH = 3;

interface Work {
  first: number;
  second: number;
  /** By tier, both reviews together. */
  readonly tiers: Map<number, number>;
}

/**
 * What a plan means for a population: how many items are in scope and why others are out, how many are reviewed a second
 * time, and how long it takes whom. Follows from its arguments alone. Who reviews how much is exact, because items are dealt
 * as staging deals them; how the sample falls on tiers is what is to be expected, because it is drawn from the frozen population.
 * `names`: of the people of the plan; under '' that of the one reviewer of a case without people.
 */
export function simulate(
  plan: CampaignPlan,
  lots: readonly ScopedLot[],
  names: ReadonlyMap<string, string>,
  problems: readonly string[],
): Omit<Simulation, 'excluded'> {
  const judged = lots.map((lot) => ({ lot, reason: outReason(plan, lot) }));
  const inScope = judged.filter(({ reason }) => reason === null).map(({ lot }) => lot);
  const count = (some: readonly ScopedLot[]): number => some.reduce((sum, lot) => sum + lot.items, 0);
  const tiers = plan.tiers.map((tier) => {
    const own = inScope.filter((lot) => lot.tier === tier.tier);
    return { ...tier, lots: own, items: count(own), unrated: count(own.filter((lot) => lot.isUnrated)) };
  });
  const { fromTier, samplePercent } = plan.second;
  const isTwice = (tier: number): boolean => fromTier !== null && tier >= fromTier;
  const drawnFrom = tiers.map(({ tier, items }) => (isTwice(tier) ? 0 : items));
  const sample = sampleSize(
    drawnFrom.reduce((sum, items) => sum + items, 0),
    samplePercent,
  );
  const sampled = apportion(sample, drawnFrom);

  const work = new Map<string, Work>();
  const minutesOf = new Map(plan.tiers.map(({ tier, minutes }) => [tier, minutes]));
  const minutes = (tier: number): number => minutesOf.get(tier) ?? 0;
  const give = (person: string | null, round: 'first' | 'second', tier: number): void => {
    const own: Work = work.get(person ?? '') ?? { first: 0, second: 0, tiers: new Map() };
    own[round] += 1;
    own.tiers.set(tier, (own.tiers.get(tier) ?? 0) + 1);
    work.set(person ?? '', own);
  };
  const reviewers = plan.reviewers.people;
  const dealer = createDealer(
    plan.reviewers.share,
    reviewers,
    plan.second.people,
    shareGroups(inScope, reviewers, minutes),
  );
  for (const [index, tier] of tiers.entries()) {
    const twice = isTwice(tier.tier) ? tier.items : (sampled[index] ?? 0);
    let dealt = 0;
    for (const lot of tier.lots)
      for (let item = 0; item < lot.items; item += 1) {
        const reviewer = dealer.first(lot.group);
        give(reviewer, 'first', tier.tier);
        // Spread evenly over the tier.
        if (Math.floor(((dealt + 1) * twice) / tier.items) > Math.floor((dealt * twice) / tier.items))
          give(dealer.second(reviewer), 'second', tier.tier);
        dealt += 1;
      }
  }
  const everybody =
    reviewers.length === 0 && plan.second.people.length === 0 ? [''] : inTurn([...reviewers, ...plan.second.people]);
  const people = [...everybody, ...(work.has('') && !everybody.includes('') ? [''] : [])];
  const total = count(lots);
  return {
    total,
    inScope: count(inScope),
    out: OUT_REASONS.map((reason) => ({
      reason,
      items: count(judged.filter((one) => one.reason === reason).map(({ lot }) => lot)),
    })),
    tiers: tiers.map(({ tier, items, unrated, due }, index) => {
      const second = isTwice(tier) ? items : (sampled[index] ?? 0);
      return { tier, items, unrated, second, minutes: (items + second) * minutes(tier), due };
    }),
    second: { byTier: tiers.reduce((sum, { tier, items }) => sum + (isTwice(tier) ? items : 0), 0), bySample: sample },
    canaries: sampleSize(count(inScope), plan.canaryPercent),
    minutes: tiers.reduce(
      (sum, { tier, items }, index) => sum + (items + (isTwice(tier) ? items : (sampled[index] ?? 0))) * minutes(tier),
      0,
    ),
    loads: people.map((person) => loadOf(plan, person, names.get(person) ?? 'Nobody', work.get(person))),
    problems: [
      ...problems,
      ...(total === 0
        ? ['Nothing was imported yet, so there is nothing to review.']
        : count(inScope) === 0
          ? ['No review item is in the scope of this plan.']
          : []),
    ],
  };
}

function loadOf(plan: CampaignPlan, person: string, name: string, work: Work | undefined): SimulatedLoad {
  const inTier = (tier: number): number => work?.tiers.get(tier) ?? 0;
  const sum = (tiers: CampaignPlan['tiers'], weight: (tier: CampaignPlan['tiers'][number]) => number): number =>
    tiers.reduce((total, tier) => total + inTier(tier.tier) * weight(tier), 0);
  const { dailyLoad, hoursPerDay } = plan.thresholds;
  const deadlines = [...new Set(plan.tiers.filter(({ tier }) => inTier(tier) > 0).map(({ due }) => due))].toSorted();
  return {
    person: person === '' ? null : person,
    name,
    first: work?.first ?? 0,
    second: work?.second ?? 0,
    high: sum(plan.tiers, ({ tier }) => (tier >= HIGH ? 1 : 0)),
    minutes: sum(plan.tiers, ({ minutes }) => minutes),
    steps: deadlines.map((due) => {
      const until = plan.tiers.filter((tier) => tier.due <= due);
      const byTime = Math.ceil(sum(until, ({ minutes }) => minutes) / 60 / hoursPerDay);
      const byLoad = Math.ceil(sum(until, ({ tier }) => (tier >= HIGH ? 1 : 0)) / dailyLoad);
      return { due, needed: Math.max(byTime, byLoad), available: workingDays(plan.starts, due) };
    }),
  };
}

const DAY = 86_400_000;

/** Mondays to Fridays from one ISO date to another, both counted; holidays are not known. */
export function workingDays(from: string, to: string): number {
  const first = Date.parse(`${from}T00:00:00Z`) / DAY;
  const last = Date.parse(`${to}T00:00:00Z`) / DAY;
  if (last < first) return 0;
  // 1970-01-01 was a Thursday: day 0 of a week that begins on a Monday is 3 days before it.
  const upTo = (day: number): number => Math.floor((day + 4) / 7) * 5 + Math.min(5, (((day + 4) % 7) + 7) % 7);
  return upTo(last) - upTo(first - 1);
}
