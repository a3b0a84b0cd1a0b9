import { type Decided, type Decisions, decisionText, lets, readDecisions } from './baseline.ts';
import { cadenceDays } from './cadence.ts';
import { createGrantSpots } from './evidence.ts';
import { readItems, type RuleItem } from './items.ts';
import type { EvidenceSpot, RuleContext, Verdict } from './rule.ts';
import { daysBetween } from '../lib/stated-dates.ts';
import { counted, dateText } from './wording.ts';
import { clear, finding, undeterminable } from './verdicts.ts';

/**
 * Judges every item by its last review and the cadence of its tier (see CS-06). Shared, because a grant that nobody reviewed in
 * time makes other findings about it worse.
 */
export function readRecertifications(context: RuleContext): readonly Verdict[] {
  const decisions = context.read(readDecisions);
  const spots = context.read(createGrantSpots);
  return context.read(readItems).map((item) => judge(context, item, decisions, spots));
}

function judge(
  { asOf, policy }: RuleContext,
  item: RuleItem,
  decisions: Decisions,
  spots: (item: RuleItem) => readonly EvidenceSpot[],
): Verdict {
  const prior = decisions.prior(item);
  const last = prior.findLast((decided) => lets(decided) && decided.at !== null);
  if (last?.at !== undefined && last.at !== null) {
    const cadence = cadenceDays(item.tierRank, policy);
    const days = daysBetween(last.at, asOf);
    if (days <= cadence) return clear(item);
    return finding(item, {
      severity: days >= 2 * cadence || item.tierRank === 4 ? 'high' : 'medium',
      sentence:
        `The last review that let ${item.name} continue was ${counted(days, 'day', 'days')} before ${dateText(asOf)}, ` +
        `and its tier asks for one every ${counted(cadence, 'day', 'days')}: ${decisionText(last)}.`,
      evidence: [...last.evidence, ...spots(item)],
    });
  }
  const missing = missingOf(prior);
  if (missing !== null) return undeterminable(item, missing);
  const refused = prior.at(-1);
  return finding(item, {
    severity: item.tierRank === 4 ? 'high' : 'medium',
    sentence: `As of ${dateText(asOf)} no review is known to have let ${item.name} continue: ${whyNone(decisions, refused)}.`,
    evidence: [...(refused?.evidence ?? []), ...spots(item)],
  });
}

/** What keeps an entry of the register from counting, or null when there is none of that sort. */
function missingOf(prior: readonly Decided[]): string | null {
  const undated = prior.find((decided) => lets(decided) && decided.at === null);
  if (undated !== undefined) return `The date of the earlier review: the entry ${decisionText(undated)} has none.`;
  const unread = prior.findLast((decided) => decided.decision === null);
  if (unread === undefined) return null;
  return `What the earlier review decided: the word "${unread.word}" of ${unread.by} in the register of prior decisions is not known.`;
}

function whyNone({ hasEarlier, sources }: Decisions, refused: Decided | undefined): string {
  if (!hasEarlier)
    return 'no earlier review is on record in this case, and no register of prior decisions was imported';
  if (refused === undefined) return `${sources} ${sources.includes(' and ') ? 'have' : 'has'} no entry for it`;
  return refused.source === 'register'
    ? `the last entry of the register is ${decisionText(refused)}`
    : `the last decision on it is ${decisionText(refused)}`;
}
