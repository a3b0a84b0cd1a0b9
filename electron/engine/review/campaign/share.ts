import type { Share } from '../../../../shared/contract/campaign-plan.ts';

/** Items that are alike for whoever shares them out. */
export interface Lot {
  readonly tier: number;
  /** Items of one group stay with one person; '' where they are shared in turn. */
  readonly group: string;
  readonly items: number;
}

/** The people among whom items are shared, in an order that does not depend on how they were listed. */
export function inTurn(people: readonly string[]): string[] {
  return [...new Set(people)].toSorted();
}

/** The position among `people` whose turn it is at the given turn. */
function at(people: readonly string[], turn: number): string | null {
  return people[turn % Math.max(1, people.length)] ?? null;
}

/**
 * Which person each group goes to: the largest first, always to whoever has the least work so far. `minutes` of one item by
 * tier. Null for everybody where there is nobody.
 */
export function shareGroups(
  lots: readonly Lot[],
  people: readonly string[],
  minutes: (tier: number) => number,
): ReadonlyMap<string, string | null> {
  const sums = new Map<string, number>();
  for (const { group, tier, items } of lots) sums.set(group, (sums.get(group) ?? 0) + items * minutes(tier));
  const order = inTurn(people);
  const work = new Map(order.map((person) => [person, 0]));
  const shared = new Map<string, string | null>();
  for (const [group, sum] of [...sums].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
    const [least] = order.toSorted((a, b) => (work.get(a) ?? 0) - (work.get(b) ?? 0));
    shared.set(group, least ?? null);
    if (least !== undefined) work.set(least, (work.get(least) ?? 0) + sum);
  }
  return shared;
}

/** Gives items out one by one; to be asked in the order of the queue. */
export interface Dealer {
  /** Who reviews the next item. */
  first(group: string): string | null;
  /** Who reviews it a second time: never who reviews it first. */
  second(reviewer: string | null): string | null;
}

/**
 * Deals as the plan says: in turn, or each group to its person. Second reviews of one person's items go in turn to the
 * second reviewers beside that person.
 */
export function createDealer(
  share: Share,
  people: readonly string[],
  seconds: readonly string[],
  groups: ReadonlyMap<string, string | null>,
): Dealer {
  const order = inTurn(people);
  let turn = 0;
  const others = new Map<string | null, { readonly people: readonly string[]; next: number }>();
  return {
    first: (group) => {
      if (share !== 'even') return groups.get(group) ?? null;
      turn += 1;
      return at(order, turn - 1);
    },
    second: (reviewer) => {
      let turns = others.get(reviewer);
      if (turns === undefined) {
        const rest = inTurn(seconds.filter((person) => person !== reviewer));
        // Everybody begins at another person, so that the first in the list is not everybody's second reviewer.
        turns = { people: rest, next: reviewer === null ? 0 : Math.max(0, order.indexOf(reviewer)) };
        others.set(reviewer, turns);
      }
      turns.next += 1;
      return at(turns.people, turns.next - 1);
    },
  };
}

/** Splits a whole number in the proportion of the weights, so that the parts add up to it: largest remainders first. */
export function apportion(whole: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum === 0) return weights.map(() => 0);
  const parts = weights.map((weight, index) => ({
    index,
    floor: Math.floor((whole * weight) / sum),
    rest: (whole * weight) % sum,
  }));
  let left = whole - parts.reduce((total, part) => total + part.floor, 0);
  const counts = parts.map((part) => part.floor);
  for (const { index } of parts.toSorted((a, b) => b.rest - a.rest || a.index - b.index)) {
    if (left === 0) break;
    counts[index] = (counts[index] ?? 0) + 1;
    left -= 1;
  }
  return counts;
}
