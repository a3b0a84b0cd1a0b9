import type Database from 'better-sqlite3';
import type { Platform } from '../../../shared/domain/vocabulary.ts';
import { KeySet } from './key-set.ts';

/** The keys of events and counts already in the case, of imports that could repeat them. */
export function loadKeys(db: Database.Database, platform: Platform): KeySet {
  const seen = new KeySet();
  const imports = db
    .prepare<[string], { id: number }>(
      `SELECT id FROM import WHERE status = 'complete' AND log IS NOT NULL AND platform = ?`,
    )
    .all(platform);
  if (imports.length === 0) return seen;
  const ids = new Set(imports.map((row) => row.id));
  for (const table of ['event', 'lifecycle_fact', 'unattributed_fact', 'counted_fact']) {
    for (const row of db
      .prepare<[], [number, number, number]>(`SELECT import_id, key_high, key_low FROM ${table}`)
      .raw()
      .iterate()) {
      if (ids.has(row[0])) seen.add(row[1], row[2]);
    }
  }
  return seen;
}
