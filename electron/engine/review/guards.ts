import type Database from 'better-sqlite3';
import type { DecideParams, Recommendation } from '../../../shared/contract/review.ts';
import { certifyReasonProblem } from '../../../shared/domain/reason-codes.ts';
import { looksProblem, type Panel } from '../../../shared/domain/review-panels.ts';
import { stopsProblem } from '../../../shared/domain/stopped-operations.ts';
import { findingScopes, findingsOf } from '../db/queries/findings.ts';
import { hasNarrowerScopes, itemImpact } from '../db/queries/reduction.ts';
import type { QueueItem } from '../db/queries/review.ts';
import { prepared } from '../db/prepared.ts';
import { recommend } from './recommend.ts';

/** Where the reviewer judges first and must have looked at the evidence. An item that names no scopes is unrated, not low. */
function isHighRisk({ tier, tier_rank }: QueueItem): boolean {
  return tier === null || tier_rank >= 3;
}

/**
 * Why a decision may not be recorded although it makes sense, or null: high risk without a look at the evidence, grave
 * findings certified by a code alone, observed operations stopped without a word about them. A decision without a trace
 * comes from the command line, where nothing can be seen of how it came about; it is recorded as one without a trace.
 */
export function guardDecision(db: Database.Database, item: QueueItem, params: DecideParams): string | null {
  const looks = params.trace === null ? null : looksProblem(mustLook(db, item), params.trace.panels);
  if (looks !== null) return looks;
  if (params.decision === 'certify' && hasGraveFindings(db, item)) return certifyReasonProblem(params.reason);
  if (params.decision === 'reduce') {
    const { operations } = itemImpact(db, item.key, params.scopes);
    return stopsProblem(
      params.reason,
      operations.map(({ operation }) => operation),
    );
  }
  return null;
}

/** The panels that must have been looked at before a decision: on high risk the usage, and what changed where that is known. */
export function mustLook(db: Database.Database, item: QueueItem): Panel[] {
  if (!isHighRisk(item)) return [];
  return hasDelta(db, item.id) ? ['usage', 'change'] : ['usage'];
}

/** Whether something is known of the item as an earlier review left it: without a baseline there is nothing to look at. */
function hasDelta(db: Database.Database, item: number): boolean {
  const isKept = prepared<[], { found: number }>(
    db,
    `SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'item_delta') AS found`,
  ).get();
  if (isKept?.found !== 1) return false;
  return (
    prepared<[number], { found: number }>(db, 'SELECT EXISTS (SELECT 1 FROM item_delta WHERE item = ?) AS found').get(
      item,
    )?.found === 1
  );
}

/** Whether the item or its app has a finding of High or Critical that is not suppressed. */
export function hasGraveFindings(db: Database.Database, item: QueueItem): boolean {
  return (
    prepared<[number, number], { found: number }>(
      db,
      `SELECT EXISTS (SELECT 1 FROM finding WHERE connector = ? AND (item IS NULL OR item = ?) AND outcome = 'finding'
         AND suppression IS NULL AND severity IN ('critical', 'high')) AS found`,
    ).get(item.connector, item.id)?.found === 1
  );
}

/** What the rules recommend for an item. */
export function recommendationFor(db: Database.Database, item: QueueItem): Recommendation | null {
  const undeterminable =
    prepared<[number, number], { n: number }>(
      db,
      `SELECT count(*) AS n FROM finding WHERE connector = ? AND (item IS NULL OR item = ?) AND outcome = 'undeterminable'`,
    ).get(item.connector, item.id)?.n ?? 0;
  return recommend(
    findingsOf(db, item.connector, item.id).filter((finding) => finding.suppressed === null),
    (rule) => findingScopes(db, item.id, rule),
    undeterminable,
    hasNarrowerScopes(db, item.id),
  );
}

/**
 * Whether the recommendation is kept from a person until they have judged themselves: on high risk, unless they saw it
 * before an earlier decision of theirs on this item, taken back or not.
 */
export function isCovered(db: Database.Database, item: QueueItem, person: string | null): boolean {
  if (!isHighRisk(item)) return false;
  return (
    prepared<[number, string | null], { found: number }>(
      db,
      `SELECT EXISTS (SELECT 1 FROM v_decision AS d JOIN review_trace AS t ON t.decision = d.id
         WHERE d.item = ? AND d.person IS ? AND t.revealed = 1) AS found`,
    ).get(item.id, person)?.found !== 1
  );
}
