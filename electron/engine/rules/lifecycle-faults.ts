import { NO_DECISIONS, readDecisions } from './baseline.ts';
import type { RuleItem } from './items.ts';
import { readOwnerStandings } from './owner-standings.ts';
import { readOwnership } from './ownership.ts';
import { readRecertifications } from './recertifications.ts';
import type { RuleContext, Verdict } from './rule.ts';

/** Whether somebody answers for an item and has reviewed it in time. */
export type Lifecycle =
  | { readonly is: 'valid' }
  | { readonly is: 'faulty'; readonly because: string }
  | { readonly is: 'unknown'; readonly missing: string };

/**
 * Judges the lifecycle behind each item by its owner (CS-01), the standing of the owner (CS-02) and its last review (CS-06).
 * Where nothing speaks of earlier reviews one may have been: that is unknown here, not a fault.
 */
export function readLifecycles(context: RuleContext): (item: RuleItem) => Lifecycle {
  const ownershipOf = context.read(readOwnership);
  const standingOf = byItem(context.read(readOwnerStandings));
  const reviewOf = byItem(context.read(readRecertifications));
  const { hasEarlier, sources } = context.read(readDecisions);
  return (item) => {
    const ownership = ownershipOf(item.connector);
    const [standing, review] = [standingOf.get(item.item), reviewOf.get(item.item)];
    const isReviewFaulty = hasEarlier && review?.outcome === 'finding';
    const faults = [
      ...(ownership.is === 'unowned'
        ? [ownership.because]
        : standing?.outcome === 'finding'
          ? ['its business owner of record is gone or works elsewhere']
          : []),
      ...(isReviewFaulty ? [`its review is missing or overdue by ${sources}`] : []),
    ];
    if (faults.length > 0) return { is: 'faulty', because: faults.join(', and ') };
    const [missing] = [
      ...(ownership.is === 'unknown' ? [ownership.missing] : []),
      ...(standing?.missing === undefined ? [] : [standing.missing]),
      ...(review?.outcome === 'clear' ? [] : [review?.missing ?? NO_DECISIONS]),
    ];
    return missing === undefined ? { is: 'valid' } : { is: 'unknown', missing };
  };
}

function byItem(verdicts: readonly Verdict[]): ReadonlyMap<number | null, Verdict> {
  return new Map(verdicts.map((verdict) => [verdict.item, verdict]));
}
