import type Database from 'better-sqlite3';
import { prepared } from '../db/prepared.ts';

/** The newest as-of time of the complete imports, UTC milliseconds; 0 when there is none. */
export function caseAsOf(db: Database.Database): number {
  return (
    prepared<[], { as_of: number | null }>(db, `SELECT max(as_of) AS as_of FROM import WHERE status = 'complete'`).get()
      ?.as_of ?? 0
  );
}
