import { existsSync, statSync } from 'node:fs';
import { connectTo } from '../db/driver.ts';
import { errorCode } from '../lib/errors.ts';
import { heldElsewhere } from './owner-note.ts';

/** Throws `conflict` when a program has the case at this path open. Changes nothing, not even its log. */
export function assertNotHeld(path: string, binding: string | undefined): void {
  if (!existsSync(path)) return;
  const db = connectTo(path, binding, { readonly: true, timeout: 1000 });
  try {
    db.pragma('schema_version');
  } catch (cause) {
    if (errorCode(cause).startsWith('SQLITE_BUSY')) throw heldElsewhere(path, cause);
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
