import type { Tier } from '../../shared/domain/terms.ts';

/** What stands for "not in the catalog" in an address. */
const UNRATED = 'unrated';

/** Exact tiers in an address: "4,unrated". */
export function writeTiers(tiers: readonly Tier[] | undefined): string | undefined {
  return tiers?.map((tier) => tier ?? UNRATED).join(',');
}

/** The same read back, unchecked; undefined when not asked. */
export function readTiers(name: string, params: URLSearchParams): (number | null)[] | undefined {
  return params
    .get(name)
    ?.split(',')
    .map((tier) => (tier === UNRATED ? null : Number(tier)));
}
