import { endOf } from '../lib/stated-dates.ts';
import type { Policy } from './policy.ts';
import type { RuleContext } from './rule.ts';

/** Days to carry out a decision, by the highest tier of the item; unrated counts as 3. */
export function deadlineDays(tierRank: number, policy: Policy): number {
  if (tierRank >= 4) return policy.deadlineTier4Days;
  if (tierRank === 3) return policy.deadlineTier3Days;
  return tierRank === 2 ? policy.deadlineTier2Days : policy.deadlineTier1Days;
}

/** Deadlines that people set for decisions of this case: first moment after the day, UTC milliseconds, by uid of the decision. */
export function readDeadlines({ db }: RuleContext): ReadonlyMap<string, number> {
  const rows = db
    .prepare<[], { decision: string; due: string }>(
      `SELECT decision, due FROM remedy_act WHERE act = 'deadline' AND due IS NOT NULL ORDER BY id`,
    )
    .all();
  return new Map(
    rows.flatMap(({ decision, due }) => {
      const end = endOf(due);
      return end === null ? [] : [[decision, end]];
    }),
  );
}
