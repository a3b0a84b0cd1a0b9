import type { Policy } from './policy.ts';

/** Days between reviews, by the highest tier of an item; unrated counts as 3. */
export function cadenceDays(tierRank: number, policy: Policy): number {
  if (tierRank >= 4) return policy.cadenceTier4Days;
  if (tierRank === 3) return policy.cadenceTier3Days;
  return tierRank === 2 ? policy.cadenceTier2Days : policy.cadenceTier1Days;
}
