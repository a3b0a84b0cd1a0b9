import type Database from 'better-sqlite3';
import { readMeta } from '../db/meta.ts';

/** Name of the note of a signature that is about to be recorded. */
export const UNFINISHED = 'unfinished_signing';

/** Whether a crash left a signing act that is to be ended before anything else is recorded. */
export function hasUnfinishedSigning(db: Database.Database): boolean {
  return readMeta(db, UNFINISHED) !== null;
}
