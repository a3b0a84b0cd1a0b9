import type { ScopeFact, Tier } from './types.ts';

/** Where a tier stands when sorting: unrated counts as 3, never as low. */
export function tierRank(tier: Tier | null): number {
  return tier ?? 3;
}

const BREADTH_RANK = { own: 0, selected: 0, shared: 1, unknown: 2, tenant: 3 } as const;

export function breadthRank(scope: ScopeFact): number {
  return BREADTH_RANK[scope.breadth];
}

/** Order of "smallest first": tier, then reach, then id. */
export function compareScopes(left: ScopeFact, right: ScopeFact): number {
  return (
    tierRank(left.tier) - tierRank(right.tier) ||
    breadthRank(left) - breadthRank(right) ||
    (left.id < right.id ? -1 : left.id > right.id ? 1 : 0)
  );
}

const VERB_RANK = { identity: 0, offline: 0, read: 0, unknown: 1, write: 1, admin: 2 } as const;

/**
 * What a scope weighs in a set that is to be as small as possible: its tier before all else, then its reach, then
 * whether it writes. No number of scopes of a lower tier (up to 31) outweighs one of a higher tier, so the lightest set
 * also has the lowest highest tier.
 */
export function scopeWeight(scope: ScopeFact): number {
  return 2 ** (5 * tierRank(scope.tier) + 20) + 2 ** 10 * (1 + breadthRank(scope)) + VERB_RANK[scope.verb];
}
