import { type Tier, tierRank } from '../../../shared/domain/terms.ts';

/** The riskiest tier of some items; unrated ranks with tier 3. Sign-in only when there are none. */
export function highestTier(items: readonly { readonly highestTier: Tier }[]): Tier {
  return items.reduce<Tier>(
    (highest, item) => (tierRank(item.highestTier) > tierRank(highest) ? item.highestTier : highest),
    0,
  );
}
