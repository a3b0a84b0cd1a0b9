import type Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import {
  type BigIntStats,
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { caseFault } from '../cases/case-fault.ts';
import { AppError } from '../lib/errors.ts';
import { partialOf } from '../lib/save-whole.ts';
import { syncFolder } from '../lib/sync-folder.ts';

/** Pages of the log after which SQLite writes them into the case file by itself. */
export const CHECKPOINT_PAGES = 8000;

const BLOCK = 1024 * 1024;
/** SQLite locks these 512 bytes and keeps nothing in them; Windows lets nobody read them while they are locked. */
const LOCKED_AT = 0x40000000;
const LOCKED_BYTES = 512;
const TRIES = 200;
const BETWEEN_TRIES = 25;

export interface CopyOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (bytesDone: number, bytesTotal: number) => void;
  /** What is said to have failed when the copy is a part of something else. */
  readonly fault?: { readonly what: string; readonly safe: string };
}

/** A case file that stays as it is while it is read, although the case goes on being written. */
export interface StillDatabase {
  readonly bytes: number;
  /** Its content in blocks that are good until the next one is asked for. Throws `conflict` when it changed after all. */
  readonly blocks: (signal?: AbortSignal) => AsyncGenerator<Buffer>;
  /** To be called at the end, whatever happened. */
  readonly release: () => void;
}

interface Source {
  readonly file: number;
  holders: number;
}
const sources = new WeakMap<Database.Database, Source>();

/**
 * Holds the case file still: what was written so far is moved into it, and what comes now stays in the log beside it until
 * `release`. The bytes are then those of one moment, encrypted or not. Nothing may close the database meanwhile.
 *
 * Chosen over SQLite's backup interface, which cannot write an encrypted copy and starts over or follows while the case is
 * written, and over VACUUM INTO, during which nothing else is answered.
 */
export async function holdStill(db: Database.Database): Promise<StillDatabase> {
  await foldLog(db);
  const source = sourceOf(db);
  source.holders += 1;
  db.pragma('wal_autocheckpoint = 0');
  const before = fstatSync(source.file, { bigint: true });
  return {
    bytes: Number(before.size),
    blocks: (signal) => stillBlocks(source.file, before, signal),
    release: () => {
      source.holders -= 1;
      if (source.holders === 0 && db.open) db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    },
  };
}

/**
 * Copies the case file as it stands now, while it is open and being written. The copy appears under its name when it is
 * whole and on disk; an interrupted one leaves nothing. Answers size and SHA-256 of the copy. Throws `conflict` when there
 * is a file of that name, `cancelled`, `io`.
 */
export async function copyDatabase(
  db: Database.Database,
  toPath: string,
  { signal, onProgress, fault }: CopyOptions = {},
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  if (existsSync(toPath))
    throw new AppError('conflict', `${basename(toPath)} already exists. Nothing was changed. Choose another name.`);
  const temporary = partialOf(toPath);
  const still = await holdStill(db);
  try {
    const hash = createHash('sha256');
    const target = await open(temporary, 'w', 0o600);
    try {
      let done = 0;
      for await (const block of still.blocks(signal)) {
        hash.update(block);
        await target.writeFile(block);
        done += block.length;
        onProgress?.(done, still.bytes);
      }
      await target.sync();
    } finally {
      await target.close();
    }
    await rename(temporary, toPath);
    await syncFolder(dirname(toPath));
    return { bytes: still.bytes, sha256: hash.digest('hex') };
  } catch (cause) {
    await rm(temporary, { force: true });
    throw caseFault(cause, fault ?? notCopied(db, toPath));
  } finally {
    still.release();
  }
}

/**
 * The same at once, for what must not go on before the copy is there: bringing a case to a newer schema. The log has to be
 * folded in, and nothing else is answered meanwhile.
 */
export function copyDatabaseNow(db: Database.Database, toPath: string): void {
  db.pragma('wal_checkpoint(TRUNCATE)');
  const { file } = sourceOf(db);
  const bytes = fstatSync(file).size;
  const temporary = partialOf(toPath);
  try {
    const target = openSync(temporary, 'w', 0o600);
    try {
      for (const block of blocksOf(file, bytes))
        for (let written = 0; written < block.length;) written += writeSync(target, block, written);
      fsyncSync(target);
    } finally {
      closeSync(target);
    }
    renameSync(temporary, toPath);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw caseFault(cause, notCopied(db, toPath));
  }
}

/** Closes a database, and after it what its copies were read from. */
export function closeDatabase(db: Database.Database): void {
  db.close();
  const source = sources.get(db);
  sources.delete(db);
  if (source !== undefined) closeSync(source.file);
}

/**
 * The case file, opened a second time for reading. On POSIX systems closing it would take away SQLite's own lock on the
 * file, since such locks belong to the process: it stays open until the database is closed.
 */
function sourceOf(db: Database.Database): Source {
  const known = sources.get(db);
  if (known !== undefined) return known;
  const source = { file: openSync(db.name, 'r'), holders: 0 };
  sources.set(db, source);
  return source;
}

/** Moves the log into the case file. A transaction under way holds that up; nobody waits for ever. */
async function foldLog(db: Database.Database): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (!db.inTransaction && Number(db.pragma('wal_checkpoint(TRUNCATE)', { simple: true })) === 0) return;
    await delay(BETWEEN_TRIES);
  }
  throw new AppError(
    'conflict',
    'The case is being worked on without a pause, so it could not be copied. Nothing was changed. Wait for what is under way and try again.',
  );
}

/** The first bytes of a file in blocks that are good until the next one is asked for. */
function* blocksOf(file: number, bytes: number): Generator<Buffer> {
  const buffer = Buffer.alloc(BLOCK);
  for (let at = 0; at < bytes; at += BLOCK) {
    const length = Math.min(BLOCK, bytes - at);
    // Blocks begin at whole mebibytes, and so does what is locked.
    const from = at === LOCKED_AT ? LOCKED_BYTES : 0;
    buffer.fill(0, 0, from);
    for (let filled = from; filled < length;) {
      const count = readSync(file, buffer, filled, length - filled, at + filled);
      if (count === 0) throw changedMeanwhile();
      filled += count;
    }
    yield buffer.subarray(0, length);
  }
}

/** The same of a file that stays still; others are answered between the blocks. */
async function* stillBlocks(file: number, before: BigIntStats, signal?: AbortSignal): AsyncGenerator<Buffer> {
  for (const block of blocksOf(file, Number(before.size))) {
    await nextTurn();
    signal?.throwIfAborted();
    yield block;
  }
  const after = fstatSync(file, { bigint: true });
  if (after.size !== before.size || after.mtimeNs !== before.mtimeNs) throw changedMeanwhile();
}

function changedMeanwhile(): AppError {
  return new AppError(
    'conflict',
    'Another program changed the case file while it was copied. The copy was thrown away. Close that program and try again.',
  );
}

function notCopied(db: Database.Database, toPath: string) {
  return {
    what: `${basename(db.name)} could not be copied to ${toPath}.`,
    safe: 'The case is as it was, and no half copy was left.',
  };
}
