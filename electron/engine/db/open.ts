import Database from 'better-sqlite3';
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { CASE_ENDING } from '../cases/case-files.ts';
import { heldElsewhere } from '../cases/owner-note.ts';
import { AppError } from '../lib/errors.ts';
import { CHECKPOINT_PAGES, closeDatabase } from './copy.ts';
import { connectTo } from './driver.ts';
import { APPLICATION_ID, migrate } from './migrate.ts';

export interface OpenOptions {
  /** True to make a new file; refused when one is there. */
  readonly create: boolean;
  /** Path of the native addon where the one that npm brought does not fit the runtime. */
  readonly binding?: string | undefined;
  /** Of a protected case; a new file is made protected with it. */
  readonly passphrase?: string | undefined;
  /** The file is as it was closed (`isAsLeft`): it is not read through once more. */
  readonly isAsLeft?: boolean | undefined;
}

/** Pages of a case file, and the least that an encrypted one has. */
const PAGE_BYTES = 4096;
/** Of 4096 random bytes about 16 are the same; in text, tables and empty space some occur in hundreds. */
const MOST_ALIKE = 64;
const PLAIN_HEADER = 'SQLite format 3\0';

/**
 * Opens or creates a case file: one SQLite connection with full durability. Refuses with a sentence: a missing file, one
 * that is not SQLite, a foreign SQLite file, a newer schema, a damaged file, a file in use by another process, a protected
 * file without its passphrase (`wrong-passphrase`), a plain one with a passphrase.
 */
export function openDatabase(path: string, options: OpenOptions): Database.Database {
  const name = basename(path);
  if (options.create && existsSync(path)) {
    throw new AppError('conflict', `${name} already exists. Nothing was changed. Choose another name.`);
  }
  if (!options.create) refuseForeign(path, name, options.passphrase);
  const db = connect(path, name, options);
  try {
    db.pragma('temp_store = MEMORY');
    if (options.passphrase !== undefined) unlock(db, options.passphrase);
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF');
    db.pragma('cell_size_check = ON');
    db.pragma('recursive_triggers = ON');
    db.pragma('busy_timeout = 2000');
    if (!options.create) checkIdentity(db, name, options.isAsLeft === true);
    // One engine owns the file: exclusive locking needs no shared memory file and shows a second opener at once.
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('cache_size = -65536');
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    migrate(db, path);
    db.exec('BEGIN IMMEDIATE; COMMIT');
  } catch (cause) {
    closeDatabase(db);
    throw translate(cause, path, options.passphrase !== undefined);
  }
  return db;
}

/**
 * Says how a database is encrypted that is open and not read yet. The format is that of SQLCipher 4, which other programs
 * read as well: AES-256-CBC and HMAC-SHA512 for each page of 4096 bytes, the key by PBKDF2-HMAC-SHA512 in 256,000 rounds
 * from the passphrase and a random salt, which are the first 16 bytes of the file. Whether the passphrase is right shows
 * when the first page is read.
 */
export function unlock(db: Database.Database, passphrase: string): void {
  useCipher(db);
  db.pragma(`hexkey = '${hexOf(passphrase)}'`);
}

/** Encrypts a database that is open, and was unlocked if it is encrypted, with another passphrase; in clear without one. */
export function rekey(db: Database.Database, passphrase: string | null): void {
  useCipher(db);
  db.pragma(passphrase === null ? `rekey = ''` : `hexrekey = '${hexOf(passphrase)}'`);
}

/** In this form no sign of a passphrase has a meaning to SQL. */
function hexOf(passphrase: string): string {
  return Buffer.from(passphrase, 'utf8').toString('hex');
}

/** The format that the next key, or change of key, uses. */
function useCipher(db: Database.Database): void {
  db.pragma(`cipher = 'sqlcipher'`);
  db.pragma('legacy = 4');
}

/**
 * Whether the file can be a protected case: whole pages, of which the first looks random; or the name of a case, which may have
 * lost its end. It is not opened; nothing but the passphrase tells for certain. False for a file that is not there.
 */
export function isProtectedFile(path: string): boolean {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size < PAGE_BYTES || (size % PAGE_BYTES !== 0 && !path.endsWith(CASE_ENDING))) return false;
  const counts = new Uint16Array(256);
  for (const byte of firstBytes(path, PAGE_BYTES)) counts[byte] = (counts[byte] ?? 0) + 1;
  return counts.every((count) => count <= MOST_ALIKE);
}

function firstBytes(path: string, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  const handle = openSync(path, 'r');
  try {
    return bytes.subarray(0, readSync(handle, bytes, 0, length, 0));
  } finally {
    closeSync(handle);
  }
}

function connect(path: string, name: string, options: OpenOptions): Database.Database {
  try {
    return connectTo(path, options.binding, { fileMustExist: !options.create });
  } catch (cause) {
    throw new AppError(
      'io',
      `${name} cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}. Check that the folder exists and can be written to.`,
      { cause },
    );
  }
}

function refuseForeign(path: string, name: string, passphrase: string | undefined): void {
  if (!existsSync(path)) {
    throw new AppError(
      'not-found',
      `${name} is no longer there. It may have been moved, renamed or be on a disk that is not connected.`,
    );
  }
  if (statSync(path).size === 0) throw new AppError('foreign-file', `${name} is empty. It is not a Countersign case.`);
  if (isProtectedFile(path)) {
    if (passphrase !== undefined) return;
    throw new AppError('wrong-passphrase', `${name} is protected by a passphrase. It opens with that passphrase only.`);
  }
  if (firstBytes(path, PLAIN_HEADER.length).toString('latin1') === PLAIN_HEADER) {
    if (passphrase === undefined) return;
    throw new AppError(
      'invalid-request',
      `${name} is not protected, so no passphrase opens it. Nothing was changed. Open it without one.`,
    );
  } else {
    throw new AppError(
      'foreign-file',
      `${name} is not a Countersign case. Nothing was changed. To read an export, open or create a case first and import it there.`,
    );
  }
}

function checkIdentity(db: Database.Database, name: string, isAsLeft: boolean): void {
  if (Number(db.pragma('application_id', { simple: true })) !== APPLICATION_ID) {
    throw new AppError(
      'foreign-file',
      `${name} is a database of another program, not a Countersign case. Nothing was changed.`,
    );
  }
  if (isAsLeft) return;
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

function translate(cause: unknown, path: string, isProtected: boolean): unknown {
  if (cause instanceof AppError) return cause;
  const name = basename(path);
  const code = cause instanceof Database.SqliteError ? cause.code : '';
  if (code.startsWith('SQLITE_BUSY')) return heldElsewhere(path, cause);
  if (isProtected && code === 'SQLITE_NOTADB') {
    return new AppError(
      'wrong-passphrase',
      `${name} does not open with this passphrase: it is not the right one, or the file is damaged at its beginning, which looks the same. Nothing was changed.`,
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
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN')) {
    return new AppError(
      'io',
      `${name} cannot be written (${code}). Check the permissions of the file and its folder.`,
      { cause },
    );
  }
  return cause;
}
