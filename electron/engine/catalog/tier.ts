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
