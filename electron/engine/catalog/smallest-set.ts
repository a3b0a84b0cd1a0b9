import { scopeWeight } from './tier.ts';
import type { ScopeFact } from './types.ts';

/** Above this number of scopes that could still be chosen, the search is bounded instead of exact. */
const EXACT_LIMIT = 24;

export interface SmallestSet {
  /** Sorted. */
  readonly ids: readonly string[];
  readonly method: 'exact' | 'bounded';
}

/**
 * The lightest set of scopes that holds at least one member of every requirement (each a non-empty list of ids), by the
 * sum of `scopeWeight`; among equal weights the first in order of ids wins. `exact`: proven lightest, for up to 24 scopes
 * among which there is a choice.
 */
export function smallestSet(
  requirements: readonly (readonly string[])[],
  scopes: ReadonlyMap<string, ScopeFact>,
): SmallestSet {
  const weigh = (id: string): number => {
    const scope = scopes.get(id);
    return scope === undefined ? Number.MAX_SAFE_INTEGER / 2 ** 12 : scopeWeight(scope);
  };
  const { forced, open } = reduced(requirements, weigh);
  const candidates = [...new Set(open.flat())].toSorted();
  const isExact = candidates.length <= EXACT_LIMIT;
  const chosen = isExact ? exact(open, candidates, weigh) : bounded(open, weigh);
  return { ids: [...forced, ...chosen].toSorted(), method: isExact ? 'exact' : 'bounded' };
}

interface Problem {
  /** In every lightest set. */
  readonly forced: ReadonlySet<string>;
  /** What is still to be met, with the scopes among which there is a choice. */
  readonly open: readonly (readonly string[])[];
}

/** Takes what has no alternative and drops what cannot be in the answer, until nothing changes: the answer stays the same. */
function reduced(requirements: readonly (readonly string[])[], weigh: (id: string) => number): Problem {
  const forced = new Set<string>();
  let open = distinct(requirements);
  for (;;) {
    for (const options of open) if (options.length === 1) for (const id of options) forced.add(id);
    const rest = minimal(open.filter((options) => !options.some((id) => forced.has(id))));
    const worse = dominated(rest, weigh);
    if (rest.length === open.length && worse.size === 0) return { forced, open: rest };
    open = distinct(rest.map((options) => options.filter((id) => !worse.has(id))));
  }
}

function distinct(requirements: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(requirements.map((options) => [options.toSorted().join('\n'), options.toSorted()])).values()];
}

/** Without requirements that are met whenever a stricter one is. */
function minimal(requirements: readonly (readonly string[])[]): (readonly string[])[] {
  return requirements.filter(
    (options) =>
      !requirements.some((other) => other.length < options.length && other.every((id) => options.includes(id))),
  );
}

/** Scopes for which another one meets the same requirements and weighs less, or as much and comes first. */
function dominated(requirements: readonly (readonly string[])[], weigh: (id: string) => number): ReadonlySet<string> {
  const meets = new Map<string, Set<number>>();
  for (const [position, options] of requirements.entries())
    for (const id of options) meets.set(id, (meets.get(id) ?? new Set<number>()).add(position));
  const worse = new Set<string>();
  for (const [id, own] of meets) {
    for (const [other, others] of meets) {
      const isLighter = weigh(other) < weigh(id) || (weigh(other) === weigh(id) && other < id);
      if (!isLighter || others.size < own.size || ![...own].every((position) => others.has(position))) continue;
      worse.add(id);
      break;
    }
  }
  return worse;
}

interface Best {
  weight: number;
  /** Positions of the chosen candidates, ascending. */
  chosen: readonly number[];
}

/** Branch and bound. Scopes are positions in `candidates`, which is sorted by id; a requirement is a bit mask of them. */
function exact(
  open: readonly (readonly string[])[],
  candidates: readonly string[],
  weigh: (id: string) => number,
): readonly string[] {
  const weights = candidates.map(weigh);
  const masks = open.map((options) => options.reduce((mask, id) => mask | (1 << candidates.indexOf(id)), 0));
  const best: Best = { weight: Infinity, chosen: [] };
  search(masks, [], 0, weights, best);
  return best.chosen.flatMap((position) => candidates[position] ?? []);
}

function search(
  open: readonly number[],
  chosen: readonly number[],
  weight: number,
  weights: readonly number[],
  best: Best,
): void {
  if (open.length === 0) {
    const sorted = chosen.toSorted((a, b) => a - b);
    if (weight < best.weight || (weight === best.weight && comesFirst(sorted, best.chosen))) {
      best.weight = weight;
      best.chosen = sorted;
    }
    return;
  }
  // A mask without bits: what is left out on this branch makes a requirement impossible.
  if (open.includes(0) || weight + atLeast(open, weights) > best.weight) return;
  const tightest = open.reduce((least, mask) => (bits(mask).length < bits(least).length ? mask : least));
  let leftOut = 0;
  for (const position of bits(tightest)) {
    const bit = 1 << position;
    const rest = open.filter((mask) => (mask & bit) === 0).map((mask) => mask & ~leftOut);
    search(rest, [...chosen, position], weight + (weights[position] ?? 0), weights, best);
    // Sets with this one have been looked at: the other branches do without it.
    leftOut |= bit;
  }
}

/** No set weighs less than the lightest options of requirements that share none. */
function atLeast(open: readonly number[], weights: readonly number[]): number {
  let taken = 0;
  let sum = 0;
  for (const mask of open) {
    if ((mask & taken) !== 0) continue;
    taken |= mask;
    sum += Math.min(...bits(mask).map((position) => weights[position] ?? 0));
  }
  return sum;
}

function bits(mask: number): number[] {
  const positions: number[] = [];
  for (let position = 0; mask >> position > 0; position += 1) if ((mask >> position) & 1) positions.push(position);
  return positions;
}

/** Order of sorted lists, member by member. */
function comesFirst(left: readonly number[], right: readonly number[]): boolean {
  const at = left.findIndex((position, index) => position !== right[index]);
  return at >= 0 && (left[at] ?? 0) < (right[at] ?? Infinity);
}

/** Takes the scope that meets most open requirements for its weight, again and again, then drops what was not needed. */
function bounded(requirements: readonly (readonly string[])[], weigh: (id: string) => number): readonly string[] {
  const chosen: string[] = [];
  let open = requirements;
  while (open.length > 0) {
    const counts = new Map<string, number>();
    for (const id of open.flat()) counts.set(id, (counts.get(id) ?? 0) + 1);
    const price = (id: string) => weigh(id) / (counts.get(id) ?? 1);
    const [next] = [...counts.keys()].toSorted((left, right) => price(left) - price(right) || (left < right ? -1 : 1));
    if (next === undefined) break;
    chosen.push(next);
    open = open.filter((options) => !options.includes(next));
  }
  const heaviestFirst = chosen.toSorted((left, right) => weigh(right) - weigh(left) || (left < right ? 1 : -1));
  return heaviestFirst.reduce<readonly string[]>((kept, id) => {
    const without = kept.filter((other) => other !== id);
    return requirements.every((options) => options.some((option) => without.includes(option))) ? without : kept;
  }, chosen);
}
