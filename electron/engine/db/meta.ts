import type Database from 'better-sqlite3';
import { prepared } from './prepared.ts';

/** A named value of the case, or null. */
export function readMeta(db: Database.Database, key: string): string | null {
  return prepared<[string], { value: string }>(db, 'SELECT value FROM meta WHERE key = ?').get(key)?.value ?? null;
}

export function writeMeta(db: Database.Database, key: string, value: string): void {
  db.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(
    key,
    value,
  );
}
