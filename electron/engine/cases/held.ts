import Database from 'better-sqlite3';
import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../lib/errors.ts';
import { holderOf } from './owner-note.ts';

/** Throws `conflict` when a program has the case at this path open. Changes nothing, not even its log. */
export function assertNotHeld(path: string, binding: string | undefined): void {
  if (!existsSync(path)) return;
  const db = new Database(path, {
    readonly: true,
    timeout: 1000,
    ...(binding === undefined ? {} : { nativeBinding: binding }),
  });
  try {
    db.pragma('schema_version');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && String(cause.code).startsWith('SQLITE_BUSY'))
      throw new AppError(
        'conflict',
        `${basename(path)} is open ${holderOf(path)}. One program at a time may work on a case. Nothing was changed. Close it there and try again.`,
        { cause },
      );
    // Damaged or protected: nobody has it open all the same.
  } finally {
    db.close();
  }
}

/** Whether two paths lead to one file, by whatever names. */
export function isSameFile(one: string, other: string): boolean {
  if (one === other) return true;
  const [first, second] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false, bigint: true }));
  return first !== undefined && second !== undefined && first.ino === second.ino && first.dev === second.dev;
}
