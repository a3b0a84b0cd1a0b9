import type Database from 'better-sqlite3';
import type { DecisionRecord } from '../../../shared/contract/review.ts';
import { decisionHistory } from '../db/queries/review.ts';
import { heads } from './item-state.ts';
import { actsOf } from './review-state.ts';

/** The decisions on an item that are not agreed about, oldest first: all that stand in the first and the second review. */
export function disputedDecisions(db: Database.Database, item: number): DecisionRecord[] {
  const acts = actsOf(db, item);
  const standing = new Set([...heads(acts, 'first'), ...heads(acts, 'second')].map((act) => act.uid));
  return decisionHistory(db, item)
    .filter((record) => standing.has(record.uid))
    .toReversed();
}
