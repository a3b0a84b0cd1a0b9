import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type Database from 'better-sqlite3';
import { AppError } from '../lib/errors.ts';

const places = new WeakMap<Database.Database, string>();

/** Notes which file a case was opened from. */
export function notePlace(db: Database.Database): void {
  places.set(db, fileAt(db.name));
}

/**
 * Throws `io` when the file of an open case is no longer the one that lies at its path: it was moved, deleted or replaced in
 * the meantime. SQLite goes on writing its log then, which belongs to nothing any more.
 */
export function assertInPlace(db: Database.Database): void {
  const noted = places.get(db);
  if (noted === undefined || noted === fileAt(db.name)) return;
  throw new AppError(
    'io',
    `${basename(db.name)} is no longer where it was opened: it was moved, deleted or replaced, or its disk was taken out. Nothing was recorded. Put it back with the file beside it that ends in “-wal”; or close the case and open it where it is now.`,
  );
}

function fileAt(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? '' : `${found.dev} ${found.ino}`;
}
