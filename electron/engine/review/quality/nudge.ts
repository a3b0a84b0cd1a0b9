import type Database from 'better-sqlite3';
import type { Nudge } from '../../../../shared/contract/quality.ts';
import { NEAR_DUPLICATE, ownWords, shinglesOf, similarity } from '../../../../shared/domain/near-duplicate.ts';
import { prepared } from '../../db/prepared.ts';
import { QUICK } from '../../evidence/quality-figures.ts';

/** How many of a person's newest decisions are looked at: an index leads to them, so the size of the case does not matter. */
const LOOK_BACK = 200;
/** From this many quick decisions in a row that are the same, one of them is offered for another look. */
const STREAK = 10;

interface Row {
  readonly uid: string;
  readonly item: string;
  readonly name: string;
  readonly decision: string;
  readonly reason: string;
  readonly batch: string | null;
  readonly active_ms: number | null;
}

/**
 * What is worth a second look for somebody who writes this reason for a decision on an item. `person`: by their key, null
 * in a case without people. Looks at the newest 200 decisions of that person that were not taken back.
 */
export function nudgeFor(db: Database.Database, person: string | null, itemId: string, reason: string): Nudge {
  const rows = prepared<[string | null, number], Row>(
    db,
    `SELECT newest.uid, item.key AS item, connector.name, newest.decision, newest.reason, newest.batch, review_trace.active_ms
     FROM (SELECT * FROM decision WHERE person IS ? AND undone_seq IS NULL ORDER BY seq DESC LIMIT ?) AS newest
     CROSS JOIN entity ON entity.ref = newest.client
     CROSS JOIN item ON item.connector = entity.id AND item.tenant = newest.tenant AND item.kind = newest.kind
     CROSS JOIN connector ON connector.id = item.connector
     LEFT JOIN review_trace ON review_trace.decision = newest.id
     ORDER BY newest.seq DESC`,
  ).all(person, LOOK_BACK);
  return { similar: similarOf(rows, itemId, reason), streak: streakOf(rows, itemId) };
}

/** The decision on another item whose words are nearest; the newest of equally near ones. */
function similarOf(rows: readonly Row[], itemId: string, reason: string): Nudge['similar'] {
  const shingles = shinglesOf(ownWords(reason));
  let best = NEAR_DUPLICATE;
  let found: Row | null = null;
  const seen = new Set<string>();
  for (const row of rows) {
    if (row.item === itemId || seen.has(row.reason)) continue;
    seen.add(row.reason);
    const near = similarity(shingles, shinglesOf(ownWords(row.reason)));
    if (near > best || (found === null && near === best)) {
      best = near;
      found = row;
    }
  }
  return found === null ? null : { itemId: found.item, name: found.name, reason: found.reason };
}

/** Decisions that were taken together, or that left no trace, say nothing about a streak: the first are skipped, the others end it. */
function streakOf(rows: readonly Row[], itemId: string): Nudge['streak'] {
  const single = rows.filter((row) => row.batch === null);
  const end = single.findIndex(
    (row) => row.active_ms === null || row.active_ms >= QUICK || row.decision !== single[0]?.decision,
  );
  const streak = end === -1 ? single : single.slice(0, end);
  if (streak.length < STREAK) return null;
  const others = streak.filter((row) => row.item !== itemId);
  // Neither chosen by the reviewer nor another one at each keystroke: the newest act draws it.
  const draw = Number.parseInt((streak[0]?.uid ?? '').slice(0, 8), 16);
  const reopen = others[draw % others.length];
  return reopen === undefined ? null : { count: streak.length, reopenItemId: reopen.item, name: reopen.name };
}
