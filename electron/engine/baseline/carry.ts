import type { CarryKind } from '../../../shared/contract/baseline.ts';
import { CARRY_KINDS } from '../../../shared/contract/baseline.ts';
import { DECISION_LABELS, PLATFORM_LABELS, tierRank } from '../../../shared/domain/vocabulary.ts';
import { compare } from '../derive/entities.ts';
import { endOf } from '../lib/stated-dates.ts';
import { cadenceDays } from '../rules/cadence.ts';
import { deadlineDays } from '../rules/deadlines.ts';
import type { Policy } from '../rules/policy.ts';
import { dateText, listed } from '../rules/wording.ts';
import type { CurrentItem } from './current-items.ts';
import { stillGranted } from './delta.ts';
import type { CertifiedDecision, CertifiedItem } from './facts.ts';

const DAY = 86_400_000;

/** What becomes of an item of the baseline. */
export interface Carried {
  readonly key: string;
  readonly item: number | null;
  readonly kind: CarryKind;
  /** ISO date: last day of a condition, of a deadline, or of the cadence. */
  readonly due: string | null;
  /** Whether that day had passed at the as-of time of this case. */
  readonly isPast: boolean;
  readonly sentence: string;
}

/** The newest lists of grants of one platform and tenant in this case. */
export interface NewestLists {
  /** UTC milliseconds. */
  readonly asOf: number;
  readonly isWhole: boolean;
}

export interface CarryContext {
  readonly policy: Policy;
  /** UTC milliseconds. */
  readonly asOf: number;
  /** As-of time of the baseline, UTC milliseconds; null where it had none. */
  readonly baselineAsOf: number | null;
  readonly listsOf: (platform: string, tenant: string) => NewestLists | null;
}

/** One entry for each item of the baseline, most pressing first, in an order that follows from the facts alone. */
export function carryForward(
  pairs: readonly (readonly [CertifiedItem, CurrentItem | null])[],
  context: CarryContext,
): readonly Carried[] {
  return pairs
    .map(([then, now]) => ({ name: then.name, entry: carryOf(then, now, context) }))
    .toSorted(
      (a, b) =>
        CARRY_KINDS.indexOf(a.entry.kind) - CARRY_KINDS.indexOf(b.entry.kind) ||
        compare(a.entry.due ?? '9999', b.entry.due ?? '9999') ||
        compare(a.name, b.name) ||
        compare(a.entry.key, b.entry.key),
    )
    .map(({ entry }) => entry);
}

function carryOf(then: CertifiedItem, now: CurrentItem | null, context: CarryContext): Carried {
  const of = (kind: CarryKind, due: string | null, sentence: string): Carried => {
    const end = endOf(due);
    return {
      key: then.key,
      item: now?.item ?? null,
      kind,
      due,
      isPast: end !== null && end <= context.asOf,
      sentence,
    };
  };
  if (now === null) return absent(then, context, of);
  const decided = then.decision;
  if (decided === null) return of('open', null, 'The last review left it undecided.');
  const who = `${decided.by} on ${decided.at.slice(0, 10)}`;
  const shown = `The export as of ${dateText(now.shownAsOf)} still shows`;
  // Who of them still holds it is judged grant by grant, by CS-26.
  const some = decided.principals.length;
  const forSome = `${some} named ${some === 1 ? 'holder' : 'holders'}; whether they still hold it, CS-26 says.`;
  const rank = tierRank(now.tier);
  switch (decided.decision) {
    case 'conditional': {
      const isPast = (endOf(decided.until) ?? Infinity) <= context.asOf;
      const sentence = `Allowed by ${who} until ${decided.until ?? 'a day that is not stated'}.`;
      return isPast
        ? of('expired', decided.until, `${sentence} The day has passed. ${shown} it.`)
        : of('condition', decided.until, sentence);
    }
    case 'revoke':
      return of(
        'revoke',
        dayAfter(decided, deadlineDays(rank, context.policy)),
        `To be revoked by the decision of ${who}${some > 0 ? ` for ${forSome}` : `. ${shown} it.`}`,
      );
    case 'reduce': {
      const left = stillGranted(then, now);
      if (left.length > 0)
        return of(
          'reduce',
          dayAfter(decided, deadlineDays(rank, context.policy)),
          `To be reduced by the decision of ${who}${some > 0 ? ` for ${forSome}` : `. ${shown} ${listed(left)}.`}`,
        );
      return nextReview(decided, rank, context, of);
    }
    case 'certify':
      return nextReview(decided, rank, context, of);
    case 'assign-owner':
    case 'need-info':
    case 'escalate':
      return of('open', null, `“${DECISION_LABELS[decided.decision]}” by ${who} left it open.`);
  }
}

type Make = (kind: CarryKind, due: string | null, sentence: string) => Carried;

function nextReview(decided: CertifiedDecision, rank: number, { policy }: CarryContext, of: Make): Carried {
  const days = cadenceDays(rank, policy);
  return of(
    'review',
    dayAfter(decided, days),
    `“${DECISION_LABELS[decided.decision]}” by ${decided.by} on ${decided.at.slice(0, 10)}; its tier asks for a review every ${days} days.`,
  );
}

function dayAfter({ at }: CertifiedDecision, days: number): string {
  return dateText(Date.parse(at.slice(0, 10)) + days * DAY);
}

/** An item without a grant here. A list that lacks it says nothing of why. */
function absent(then: CertifiedItem, { listsOf, baselineAsOf }: CarryContext, of: Make): Carried {
  const place = `${PLATFORM_LABELS[then.platform]}, ${then.tenant}`;
  const lists = listsOf(then.platform, then.tenant);
  const decided = then.decision === null ? '' : ` The last review: “${DECISION_LABELS[then.decision.decision]}”.`;
  if (lists === null) return of('outside', null, `This case has no list of grants of ${place}.${decided}`);
  const age =
    baselineAsOf !== null && lists.asOf <= baselineAsOf ? ' (no newer than the evidence of the baseline)' : '';
  const part = lists.isWhole ? '' : ' Not all of them are whole.';
  return of(
    'absent',
    null,
    `Absent from the lists of ${place} as of ${dateText(lists.asOf)}${age}; they do not say why.${part}${decided}`,
  );
}
