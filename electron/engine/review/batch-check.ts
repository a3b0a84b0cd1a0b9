import type Database from 'better-sqlite3';
import { BATCH_MOST, BATCH_TIER, type BatchCondition } from '../../../shared/contract/batch.ts';
import type { Acting } from '../handlers/context.ts';
import { counted, listed } from '../rules/wording.ts';
import { type Candidate, graveRules, isBarredByPlan, readCandidates, sharesVendor, whyNotNow } from './batch.ts';
import type { Viewer } from './viewer.ts';

const MOST_NAMED = 3;

/**
 * Each condition of deciding these items together, with what stands against it, in the order in which it helps to know;
 * and the most of them that meet all conditions, in the order given (empty when no two do). Throws `not-found`.
 */
export function checkBatch(
  db: Database.Database,
  itemIds: readonly string[],
  viewer: Viewer,
  acting: Acting | string,
): { conditions: BatchCondition[]; largestPart: string[] } {
  const candidates = readCandidates(db, itemIds);
  if (typeof acting === 'string') return { conditions: [{ holds: false, sentence: acting }], largestPart: [] };
  const barred = isBarredByPlan(db, candidates);
  const high = candidates.filter(({ item }) => item.tier === null || item.tier > BATCH_TIER);
  const grave = candidates.filter((candidate) => graveRules(db, candidate, viewer).length > 0);
  const closed = candidates.filter((candidate) => whyNotNow(db, candidate, acting) !== null);
  const apart = new Set([...high, ...grave, ...closed]);
  const fitting = barred ? [] : candidates.filter((candidate) => !apart.has(candidate));
  return {
    conditions: [
      ...(barred
        ? [{ holds: false, sentence: 'The plan of the campaign does not allow items to be decided together.' }]
        : []),
      condition(candidates.length >= 2, 'At least two items', 'select another one.'),
      condition(
        candidates.length <= BATCH_MOST,
        `At most ${BATCH_MOST} items`,
        `the selection has ${candidates.length}.`,
      ),
      condition(closed.length === 0, 'Only what is yours to decide', `${named(closed)}.`),
      condition(
        high.length === 0,
        'Tier 0 to 2 only',
        `${named(high)} ${high.length === 1 ? 'is' : 'are'} higher or unrated.`,
      ),
      condition(
        grave.length === 0,
        'No finding of medium severity or more',
        `${named(grave)} ${grave.length === 1 ? 'has' : 'have'} one.`,
      ),
      oneVendor(candidates),
      oneEvidence(candidates),
    ],
    largestPart: largestPart(fitting).map(({ item }) => item.key),
  };
}

function condition(holds: boolean, rule: string, against: string): BatchCondition {
  return { holds, sentence: holds ? `${rule}.` : `${rule}: ${against}` };
}

function named(candidates: readonly Candidate[]): string {
  return listed(
    candidates.map(({ item }) => `“${item.name}”`),
    MOST_NAMED,
  );
}

function oneVendor(candidates: readonly Candidate[]): BatchCondition {
  const [first] = candidates;
  const holds = first === undefined || candidates.every((other) => sharesVendor(first, other));
  const vendors = [...new Set(candidates.flatMap((candidate) => candidate.vendors.slice(0, 1)))].toSorted();
  const unknown = candidates.filter((candidate) => candidate.vendors.length === 0).length;
  const nobody = unknown === 0 ? [] : [`${counted(unknown, 'item', 'items')} without a vendor on record`];
  return condition(holds, 'One vendor at a time', `the selection has ${listed([...vendors, ...nobody], MOST_NAMED)}.`);
}

function oneEvidence(candidates: readonly Candidate[]): BatchCondition {
  const kinds = [...new Set(candidates.map(({ evidence }) => evidence || 'no scopes'))];
  return condition(
    kinds.length <= 1,
    'The same evidence for all',
    `the selection has ${kinds
      .toSorted()
      .slice(0, MOST_NAMED)
      .map((kind) => `“${kind}”`)
      .join(' and ')}.`,
  );
}

/** The most items of one vendor, or of one app, with the same evidence; the first ones selected of groups of one size. */
function largestPart(fitting: readonly Candidate[]): readonly Candidate[] {
  // The one that all others share a vendor with stands first: it is what they are measured by.
  const parts = fitting.map((first) => [
    first,
    ...fitting.filter((other) => other !== first && other.evidence === first.evidence && sharesVendor(first, other)),
  ]);
  const [largest] = parts.toSorted((a, b) => b.length - a.length);
  return largest === undefined || largest.length < 2 ? [] : largest.slice(0, BATCH_MOST);
}
