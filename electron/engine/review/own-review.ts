import type Database from 'better-sqlite3';
import { prepared } from '../db/prepared.ts';

/**
 * How many items somebody decided, as first or second reviewer, among what a report of this case states: decisions in
 * force and those of the campaign. A second key of theirs (same e-mail address) counts as theirs. Settling what two others
 * disagreed about is an approver's work and does not count.
 */
export function itemsDecidedBy(db: Database.Database, person: string): number {
  return (
    prepared<[string, string], { n: number }>(
      db,
      `SELECT count(DISTINCT tenant || char(0) || client || char(0) || kind) AS n FROM decision
       WHERE undone_seq IS NULL AND round <> 'adjudication'
         AND person IN (
           SELECT ? UNION
           SELECT other.person FROM v_person AS other JOIN v_person AS mine ON mine.person = ?
           WHERE mine.email <> '' AND lower(other.email) = lower(mine.email))
         AND (campaign IS (SELECT id FROM v_campaign) OR id IN (SELECT decision FROM review_state))`,
    ).get(person, person)?.n ?? 0
  );
}
