import Database from 'better-sqlite3';
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { holderOf } from '../cases/owner-note.ts';
import { AppError } from '../lib/errors.ts';
import { CHECKPOINT_PAGES } from './copy.ts';
import { APPLICATION_ID, migrate } from './migrate.ts';

export interface OpenOptions {
  /** True to make a new file; refused when one is there. */
  readonly create: boolean;
  /** Path of the native addon where the packaged one does not fit the runtime. */
  readonly binding?: string | undefined;
}

/**
 * Opens or creates a case file: one SQLite connection with full durability. Refuses with a sentence: a missing file, one
 * that is not SQLite, a foreign SQLite file, a newer schema, a damaged file, a file in use by another process.
 */
export function openDatabase(path: string, options: OpenOptions): Database.Database {
  const name = basename(path);
  if (options.create && existsSync(path)) {
    throw new AppError('conflict', `${name} already exists. Nothing was changed. Choose another name.`);
  }
  if (!options.create) refuseForeign(path, name);
  const db = connect(path, name, options);
  try {
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF');
    db.pragma('cell_size_check = ON');
    db.pragma('recursive_triggers = ON');
    db.pragma('busy_timeout = 2000');
    if (!options.create) checkIdentity(db, name);
    // One engine owns the file: exclusive locking needs no shared memory file and shows a second opener at once.
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('cache_size = -65536');
    db.pragma('temp_store = MEMORY');
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    migrate(db, path);
    db.exec('BEGIN IMMEDIATE; COMMIT');
  } catch (cause) {
    db.close();
    throw translate(cause, path);
  }
  return db;
}

function connect(path: string, name: string, options: OpenOptions): Database.Database {
  try {
    return new Database(path, {
      fileMustExist: !options.create,
      ...(options.binding === undefined ? {} : { nativeBinding: options.binding }),
    });
  } catch (cause) {
    throw new AppError(
      'io',
      `${name} cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}. Check that the folder exists and can be written to.`,
      { cause },
    );
  }
}

function refuseForeign(path: string, name: string): void {
  if (!existsSync(path)) {
    throw new AppError(
      'not-found',
      `${name} is no longer there. It may have been moved, renamed or be on a disk that is not connected.`,
    );
  }
  if (statSync(path).size === 0) throw new AppError('foreign-file', `${name} is empty. It is not a Countersign case.`);
  const header = Buffer.alloc(16);
  const handle = openSync(path, 'r');
  try {
    readSync(handle, header, 0, 16, 0);
  } finally {
    closeSync(handle);
  }
  if (header.toString('latin1') !== 'SQLite format 3\0') {
    throw new AppError(
      'foreign-file',
      `${name} is not a Countersign case. Nothing was changed. To read an export, open or create a case first and import it there.`,
    );
  }
}

function checkIdentity(db: Database.Database, name: string): void {
  if (Number(db.pragma('application_id', { simple: true })) !== APPLICATION_ID) {
    throw new AppError(
      'foreign-file',
      `${name} is a database of another program, not a Countersign case. Nothing was changed.`,
    );
  }
  const verdict = String(db.pragma('quick_check(1)', { simple: true }));
  if (verdict !== 'ok') {
    throw new AppError(
      'workspace-damaged',
      `${name} is damaged: ${placeOf(verdict)} cannot be read. Nothing was changed. Restore a backup, or recover what can be read into a new case.`,
    );
  }
}

/** Where SQLite's check found the first fault, in a few words. */
function placeOf(verdict: string): string {
  const page = /\bpage (\d+)/i.exec(verdict)?.[1];
  return page === undefined ? 'a part of it' : `page ${page} of it`;
}

function translate(cause: unknown, path: string): unknown {
  if (cause instanceof AppError) return cause;
  const name = basename(path);
  const code = cause instanceof Database.SqliteError ? cause.code : '';
  if (code.startsWith('SQLITE_BUSY')) {
    return new AppError(
      'conflict',
      `${name} is open ${holderOf(path)}. One program at a time may work on a case. Nothing was changed. Close it there and try again.`,
      { cause },
    );
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new AppError(
      'workspace-damaged',
      `${name} is damaged and cannot be read (${code}). Nothing was changed. Restore a backup, or recover what can be read into a new case.`,
      { cause },
    );
  }
  if (code === 'SQLITE_READONLY' || code === 'SQLITE_CANTOPEN') {
    return new AppError(
      'io',
      `${name} cannot be written (${code}). Check the permissions of the file and its folder.`,
      { cause },
    );
  }
  return cause;
}
