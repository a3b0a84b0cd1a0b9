import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { readMeta, writeMeta } from '../db/meta.ts';
import { connectTo } from '../db/driver.ts';
import { openDatabase, rekey, unlock } from '../db/open.ts';
import { sweepCopies } from '../import/staging.ts';
import { AppError } from '../lib/errors.ts';
import { syncFolderNow, syncNow } from '../lib/sync-folder.ts';

/** Set in a case file that took the place of another one until the copies of the other one are gone. */
const SWEEP = 'copies_to_sweep';

export interface Rewrite {
  readonly db: Database.Database;
  readonly path: string;
  readonly binding: string | undefined;
  /** Of the case as it is; null when it is plain. */
  readonly passphrase: string | null;
  /** Of the case as it will be; null when it will be plain. */
  readonly next: string | null;
  /** What else changes in it, in one transaction. */
  readonly change: (db: Database.Database) => void;
}

/** Marks that the case is being made anew, before anything is written: see `finishRewrite`. */
export function beginRewrite(path: string): void {
  removeDatabase(preparedPath(path));
  writeFileSync(preparedPath(path), '', { mode: 0o600 });
}

/**
 * Makes the case file anew beside the old one with another passphrase, or none, and checks that it opens. The old one stays
 * in place and open. Comes after `beginRewrite`. Throws `wrong-passphrase`. The result is put in place with `putInPlace`.
 */
export function prepareRewrite({ db, path, binding, passphrase, next, change }: Rewrite): void {
  const made = preparedPath(path);
  try {
    // Of an encrypted case this is encrypted with the same key.
    db.prepare('VACUUM INTO ?').run(made);
    const copy = connectTo(made, binding);
    try {
      copy.pragma('temp_store = MEMORY');
      if (passphrase !== null) unlock(copy, passphrase);
      checkPassphrase(copy, path);
      // It is a copy: should the computer fail now, the old file is there. So nothing of it needs to be on disk twice.
      copy.pragma('journal_mode = MEMORY');
      copy
        .transaction(() => {
          change(copy);
          writeMeta(copy, SWEEP, '1');
        })
        .immediate();
      rekey(copy, next);
    } finally {
      copy.close();
    }
    openDatabase(made, { create: false, binding, passphrase: next ?? undefined }).close();
    syncNow(made);
  } catch (cause) {
    throw caseFault(cause, path);
  }
}

/** Puts the file made by `prepareRewrite` in place of the old one, which must be closed. Either is there at any moment. */
export function putInPlace(path: string): void {
  renameSync(preparedPath(path), path);
  syncFolderNow(dirname(path));
}

/**
 * Ends what a change of protection left undone, if it was interrupted or is new: a file that never took its place, and the
 * copies of sources in the form that the case no longer has. For every case that is opened.
 */
export async function finishRewrite(db: Database.Database, path: string, evidenceFolder: string): Promise<void> {
  const hasPrepared = existsSync(preparedPath(path));
  if (!hasPrepared && readMeta(db, SWEEP) === null) return;
  removeDatabase(preparedPath(path));
  await sweepCopies(db, evidenceFolder);
  db.prepare('DELETE FROM meta WHERE key = ?').run(SWEEP);
}

function caseFault(cause: unknown, path: string): unknown {
  const code = cause instanceof Database.SqliteError ? cause.code : '';
  if (code !== 'SQLITE_FULL' && !code.startsWith('SQLITE_IOERR') && code !== 'SQLITE_CANTOPEN') return cause;
  return new AppError(
    'io',
    `${basename(path)} could not be written anew beside the old file (${code}). The case is as it was. Changing its protection needs as much free space as the case and its copies take.`,
    { cause },
  );
}

function checkPassphrase(db: Database.Database, path: string): void {
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
  } catch (cause) {
    throw new AppError(
      'wrong-passphrase',
      `${basename(path)} does not open with this passphrase. Nothing was changed.`,
      { cause },
    );
  }
}

function preparedPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.rewritten`);
}

function removeDatabase(path: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${ending}`, { force: true });
}
