import type Database from 'better-sqlite3';
import { checks } from '../checks/index.ts';
import type { CheckContext } from '../checks/check.ts';
import { bulkInsert } from '../db/bulk-insert.ts';

/** Runs every evidence check on the facts of complete imports and stores what it says. */
export function deriveChecks(db: Database.Database, context: CheckContext): void {
  db.exec('DELETE FROM evidence_check');
  const rows = bulkInsert(db, 'evidence_check', [
    '"check"',
    'outcome',
    'platform',
    'tenant',
    'import_id',
    'connector',
    'sentence',
    'effect',
  ]);
  for (const check of checks) {
    for (const result of check.run(db, context)) {
      rows.add(
        check.id,
        result.outcome,
        result.platform ?? null,
        result.tenant ?? null,
        result.importId ?? null,
        result.connector ?? null,
        result.sentence.toWellFormed(),
        check.effect,
      );
    }
  }
  rows.flush();
}
