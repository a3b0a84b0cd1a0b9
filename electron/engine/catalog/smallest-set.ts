import { breadthRank, tierRank } from './tier.ts';
import type { ScopeFact } from './types.ts';

/** Above this number of scopes that could still be chosen, the search is bounded instead of exact. */
const EXACT_LIMIT = 24;

export interface SmallestSet {
  /** Sorted. */
  readonly ids: readonly string[];
  readonly method: 'exact' | 'bounded';
}

/**
 * The lightest set of scopes that holds at least one member of every requirement (each a non-empty list of ids). A
 * scope weighs 1 + 10 times its tier + its reach; among equal weights the first in order of ids wins.
 */
export function smallestSet(
  requirements: readonly (readonly string[])[],
  scopes: ReadonlyMap<string, ScopeFact>,
): SmallestSet {
  const forced = new Set(requirements.flatMap((options) => (options.length === 1 ? options : [])));
  const open = distinct(requirements.filter((options) => !options.some((id) => forced.has(id))));
  const candidates = new Set(open.flat());
  const weights = new Map([...scopes].map(([id, scope]) => [id, weightOf(scope)]));
  const isExact = candidates.size <= EXACT_LIMIT;
  const chosen = isExact ? exact(open, weights) : bounded(open, weights);
  return { ids: [...forced, ...chosen].toSorted(), method: isExact ? 'exact' : 'bounded' };
}

function weightOf(scope: ScopeFact): number {
  return 1 + 10 * tierRank(scope.tier) + breadthRank(scope);
}

function distinct(requirements: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(requirements.map((options) => [options.toSorted().join('\n'), options.toSorted()])).values()];
}

interface Best {
  weight: number;
  ids: readonly string[];
}

function exact(open: readonly (readonly string[])[], weights: ReadonlyMap<string, number>): readonly string[] {
  const best: Best = { weight: Infinity, ids: [] };
  search(open, [], 0, weights, best);
  return best.ids;
}

function search(
  open: readonly (readonly string[])[],
  chosen: readonly string[],
  weight: number,
  weights: ReadonlyMap<string, number>,
  best: Best,
): void {
  if (weight > best.weight) return;
  const tightest = open.reduce<readonly string[] | undefined>(
    (least, options) => (least === undefined || options.length < least.length ? options : least),
    undefined,
  );
  if (tightest === undefined) {
    const ids = chosen.toSorted();
    if (weight < best.weight || ids.join('\n') < best.ids.join('\n')) {
      best.weight = weight;
      best.ids = ids;
    }
    return;
  }
  for (const id of tightest) {
    const rest = open.filter((options) => !options.includes(id));
    search(rest, [...chosen, id], weight + (weights.get(id) ?? Infinity), weights, best);
  }
}

/** Takes the scope that meets most open requirements for its weight, again and again. */
function bounded(
  requirements: readonly (readonly string[])[],
  weights: ReadonlyMap<string, number>,
): readonly string[] {
  const chosen: string[] = [];
  let open = requirements;
  while (open.length > 0) {
    const counts = new Map<string, number>();
    for (const id of open.flat()) counts.set(id, (counts.get(id) ?? 0) + 1);
    const price = (id: string) => (weights.get(id) ?? Infinity) / (counts.get(id) ?? 1);
    const [next] = [...counts.keys()].toSorted((left, right) => price(left) - price(right) || (left < right ? -1 : 1));
    if (next === undefined) break;
    chosen.push(next);
    open = open.filter((options) => !options.includes(next));
  }
  return chosen;
}
