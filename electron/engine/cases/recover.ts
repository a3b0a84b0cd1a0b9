import type Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { closeDatabase } from '../db/copy.ts';
import { connectTo } from '../db/driver.ts';
import { readMeta, writeMeta } from '../db/meta.ts';
import { APPLICATION_ID, currentSchemaVersion, knownSchemaVersion, makeSchema } from '../db/migrate.ts';
import { openDatabase, unlock } from '../db/open.ts';
import { createBeside } from '../lib/beside.ts';
import { AppError, errorCode } from '../lib/errors.ts';
import { syncFolder } from '../lib/sync-folder.ts';
import { evidenceKeyOf, giveEvidenceKey, newEvidenceKey, useEvidenceKey } from '../protection/evidence-key.ts';
import { forgetFolder } from '../reading/sealed/folders.ts';
import { counted } from '../report/words.ts';
import { appendJournal, checkJournal } from '../review/journal.ts';
import { isAsImported } from './as-imported.ts';
import { CASE_ENDING, evidenceFolderOf, filesOf } from './case-files.ts';
import { caseFault } from './case-fault.ts';
import { CASE_ACTS } from './case-state.ts';
import { digestOf } from './digest.ts';
import { assertNotHeld } from './held.ts';
import { keptCopies } from './kept-copies.ts';
import { type MoveOptions, refuseTaken } from './move.ts';
import { assertDamage, type DamagedTable, type SalvageCount, salvageRows } from './salvage.ts';

export interface RecoverOrder extends MoveOptions {
  /** The damaged case file; it is read, and nothing about it is changed. */
  readonly source: string;
  readonly target: string;
  readonly actor: string;
  readonly now: number;
  readonly binding: string | undefined;
  /** Of a protected case; the new one is protected by it too. */
  readonly passphrase: string | undefined;
}

export interface TableAccount extends SalvageCount {
  readonly table: string;
  /** Rows that were read and do not fit the table, as rows of garbage do not. */
  readonly refused: number;
  /** True when the damaged file no longer knows the table. */
  readonly isMissing: boolean;
}

export interface Recovered {
  readonly path: string;
  readonly tables: readonly TableAccount[];
  readonly journal: { readonly entries: number; readonly isWhole: boolean; readonly sentence: string };
  /** Kept copies that were taken over, and those that are no longer what was imported. */
  readonly copies: { readonly taken: number; readonly changed: number };
  /** All of that in one sentence. */
  readonly account: string;
}

/** Rows between two looks at whether it was cancelled; others are answered meanwhile. */
const BATCH = 2000;
const MAGIC = 'SQLite format 3\0';
const PAGE = 4096;

/**
 * Puts what can be read of a damaged case into a new one beside it, and says what that is. The new case tells in its journal
 * where it came from, and is not signed from until somebody accepts that with a reason. Throws `workspace-damaged` when not
 * even the list of tables can be read; `wrong-passphrase` for a protected one whose first page the passphrase does not open;
 * `conflict`, `io`, `cancelled`.
 */
export async function recoverCase(order: RecoverOrder): Promise<Recovered> {
  const { source, target, signal, binding, passphrase } = order;
  refuseTaken(target);
  assertNotHeld(source, binding);
  const fault = {
    what: `${basename(source)} could not be recovered to ${target}.`,
    safe: 'The damaged file is as it was, and no half case was left.',
  };
  let scratch: string | null = null;
  try {
    scratch = await createBeside(dirname(target));
    const { size } = await stat(source);
    const damaged = await openDamaged(source, scratch, binding, passphrase);
    const file = join(scratch, 'case');
    const made = connectTo(file, binding);
    let tables: readonly TableAccount[];
    let hasCopies = true;
    try {
      if (passphrase !== undefined) unlock(made, passphrase);
      made.pragma('synchronous = OFF');
      makeSchema(made, schemaOf(damaged));
      tables = await salvageAll(damaged, made, size, order);
      finishMeta(made, source, order);
      if (passphrase !== undefined && evidenceKeyOf(made) === null) {
        // The copies were encrypted with a key that is lost.
        hasCopies = false;
        giveEvidenceKey(made, newEvidenceKey());
      }
    } finally {
      damaged.close();
      made.close();
    }
    const evidence = join(scratch, 'evidence');
    const taken = hasCopies ? await takeCopies(source, evidence, signal) : 0;
    // Brings it to the schema of this build, and checks it as any case is checked.
    const db = openDatabase(file, { create: false, binding, passphrase });
    let journal: Recovered['journal'];
    let account: string;
    let copies: Recovered['copies'];
    try {
      copies = { taken, changed: await changedCopies(db, evidence, signal) };
      journal = journalAccount(db);
      account = sentenceOf(tables, journal, copies);
      appendJournal(db, {
        at: order.now,
        actor: order.actor,
        type: CASE_ACTS.recovered,
        payload: {
          file: basename(source),
          sha256: await digestOf(source, signal),
          account,
          tables: tables
            .filter(({ gaps, refused, isMissing }) => gaps > 0 || refused > 0 || isMissing)
            .map(({ table, read, refused, lostAtMost }) => ({
              table,
              read,
              refused,
              lostAtMost: lostAtMost ?? 'not known',
            })),
        },
      });
    } finally {
      closeDatabase(db);
    }
    await rm(`${file}.before-${currentSchemaVersion()}`, { force: true });
    if (existsSync(evidence)) await rename(evidence, evidenceFolderOf(target));
    await rename(file, target);
    await syncFolder(dirname(target));
    return { path: target, tables, journal, copies, account };
  } catch (cause) {
    throw caseFault(cause, fault);
  } finally {
    if (scratch !== null) await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * A copy of the damaged file that SQLite will open: with its log, or without it when the log does not belong to it; as long
 * as its header says; with a header, when that alone is gone.
 */
async function openDamaged(
  source: string,
  scratch: string,
  binding: string | undefined,
  passphrase: string | undefined,
): Promise<Database.Database> {
  const hasLog = existsSync(`${source}-wal`);
  for (const withLog of hasLog ? [true, false] : [false]) {
    const copy = join(scratch, withLog ? 'with-log' : 'without-log');
    await copyFile(source, copy);
    if (withLog) await copyFile(`${source}-wal`, `${copy}-wal`);
    if (passphrase === undefined) await mendHeader(copy);
    const db = connectTo(copy, binding);
    try {
      if (passphrase !== undefined) {
        unlock(db, passphrase);
        // Its header can only be read: so a file that has lost its end is read as far as it goes.
        db.unsafeMode().pragma('writable_schema = ON');
      }
      db.pragma('trusted_schema = OFF');
      db.pragma('cell_size_check = ON');
      const known = knownTables(db);
      if (known === 3 || (!withLog && known > 0)) return db;
      db.close();
    } catch (cause) {
      db.close();
      assertDamage(cause);
    }
  }
  if (passphrase !== undefined)
    throw new AppError(
      'wrong-passphrase',
      `Nothing can be recovered from ${basename(source)} with this passphrase: it is not the right one, or the first page of the file is destroyed, without which nothing in it can be decrypted. It was not changed. Restore a backup.`,
    );
  throw new AppError(
    'workspace-damaged',
    `Nothing can be recovered from ${basename(source)}: the list of its tables is destroyed, or it is no case, or it is protected. It was not changed. Restore a backup, or open an earlier version beside it whose name ends in “.before-” and a number.`,
  );
}

/** How many of three tables that every case has stand in the list of tables, as far as it can be read. Throws when nothing can. */
function knownTables(db: Database.Database): number {
  const list = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name IN ('journal', 'meta', 'import')`);
  let known = 0;
  try {
    for (const _ of list.iterate()) known += 1;
  } catch (cause) {
    if (known === 0) throw cause;
    assertDamage(cause);
  }
  return known;
}

/** SQLite's file format, section 1.3: the header that Countersign's files have when theirs is gone. */
async function mendHeader(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const header = Buffer.alloc(100);
    await file.read(header, 0, 100, 0);
    const { size } = await file.stat();
    if (header.toString('latin1', 0, 16) !== MAGIC || header.readUInt16BE(16) !== PAGE) {
      header.fill(0);
      header.write(MAGIC, 0, 'latin1');
      header.writeUInt16BE(PAGE, 16);
      // Read and write version of a file with a log; fractions that the format fixes.
      header.set([2, 2, 0, 64, 32, 32], 18);
      header.writeUInt32BE(1, 24);
      header.writeUInt32BE(Math.ceil(size / PAGE), 28);
      header.writeUInt32BE(1, 40);
      header.writeUInt32BE(4, 44);
      header.writeUInt32BE(1, 56);
      header.writeUInt32BE(currentSchemaVersion(), 60);
      header.writeUInt32BE(APPLICATION_ID, 68);
      header.writeUInt32BE(1, 92);
      await file.write(header, 0, 100, 0);
    }
    const stated = header.readUInt32BE(28) * PAGE;
    if (size < stated || size % PAGE !== 0) await file.truncate(Math.max(stated, Math.ceil(size / PAGE) * PAGE));
  } finally {
    await file.close();
  }
}

function schemaOf(db: Database.Database): number {
  return knownSchemaVersion(Number(db.pragma('user_version', { simple: true })));
}

async function salvageAll(
  damaged: Database.Database,
  made: Database.Database,
  bytes: number,
  { signal, onProgress }: MoveOptions,
): Promise<TableAccount[]> {
  const triggers = made
    .prepare<[], { name: string; sql: string }>(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
    .all();
  // They guard against changes; what was written under them once is taken over as it is.
  for (const { name } of triggers) made.exec(`DROP TRIGGER "${name}"`);
  made.pragma('foreign_keys = OFF');
  const names = made
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    )
    .pluck()
    .all();
  const accounts: TableAccount[] = [];
  for (const [index, name] of names.entries()) {
    onProgress?.(index, names.length);
    accounts.push(await salvageTable(damaged, made, name, bytes, signal));
  }
  for (const { sql } of triggers) made.exec(sql);
  onProgress?.(names.length, names.length);
  return accounts;
}

async function salvageTable(
  damaged: Database.Database,
  made: Database.Database,
  name: string,
  bytes: number,
  signal: AbortSignal | undefined,
): Promise<TableAccount> {
  const table = tableOf(damaged, made, name);
  made.exec(`DELETE FROM "${name}"`);
  if (table === null) return { table: name, read: 0, refused: 0, lostAtMost: null, gaps: 1, isMissing: true };
  const count: SalvageCount = { read: 0, lostAtMost: 0, gaps: 0 };
  const insert = made.prepare(
    `INSERT OR IGNORE INTO "${name}" (${table.columns.map((column) => `"${column}"`).join(', ')}) VALUES (${table.columns.map(() => '?').join(', ')})`,
  );
  let refused = 0;
  let kept = 0;
  made.exec('BEGIN');
  for (const row of salvageRows(damaged, table, Math.ceil(bytes / 4), count)) {
    try {
      kept += insert.run(...row).changes;
    } catch (cause) {
      if (!/^SQLITE_(?:CONSTRAINT|MISMATCH)/.test(errorCode(cause))) throw cause;
      refused += 1;
    }
    if (count.read % BATCH !== 0) continue;
    await nextTurn();
    signal?.throwIfAborted();
  }
  made.exec('COMMIT');
  await nextTurn();
  signal?.throwIfAborted();
  return { table: name, ...count, read: kept, refused, isMissing: false };
}

/** How a table is read; null when the damaged file does not know it. */
function tableOf(damaged: Database.Database, made: Database.Database, name: string): DamagedTable | null {
  const list = (db: Database.Database) =>
    db
      .prepare<[string], { name: string; type: string; pk: number }>('SELECT name, type, pk FROM pragma_table_info(?)')
      .all(name);
  const there = new Set(list(damaged).map((column) => column.name));
  const columns = list(made).filter((column) => there.has(column.name));
  if (columns.length === 0) return null;
  const hasRowId = made.prepare<[string], number>('SELECT wr FROM pragma_table_list(?)').pluck().get(name) === 0;
  const [first] = columns.filter(({ pk }) => pk === 1);
  const finder = hasRowId ? 'rowid' : first?.type === 'INTEGER' ? `"${first.name}"` : null;
  return { name, columns: columns.map((column) => column.name), finder, hasRowId };
}

/** What every case has to have, where it was lost; and nothing of what follows from the rest. */
function finishMeta(db: Database.Database, source: string, { actor, now }: RecoverOrder): void {
  db.prepare(`DELETE FROM meta WHERE key = 'derived'`).run();
  const name = basename(source).replace(CASE_ENDING, '');
  const fallback: readonly (readonly [string, string])[] = [
    [
      'details',
      JSON.stringify({ name, client: '', engagement: '', periodFrom: null, periodTo: null, reviewer: actor }),
    ],
    ['created_at', String(now)],
    ['is_sample', '0'],
    ['key_seed', '1'],
    ['case_id', ''],
  ];
  for (const [key, value] of fallback) if (readMeta(db, key) === null) writeMeta(db, key, value);
}

/** Answers how many there were. */
async function takeCopies(source: string, folder: string, signal: AbortSignal | undefined): Promise<number> {
  const from = evidenceFolderOf(source);
  let taken = 0;
  for (const { path, kind } of filesOf(source).owned) {
    const name = basename(path);
    if (kind !== 'evidence' || !/^[0-9a-f]{64}$/.test(name)) continue;
    signal?.throwIfAborted();
    const copy = join(folder, path.slice(from.length + 1));
    await mkdir(dirname(copy), { recursive: true });
    await copyFile(path, copy);
    taken += 1;
  }
  return taken;
}

/** How many of the copies that imports speak of are no longer what was imported. */
async function changedCopies(db: Database.Database, folder: string, signal: AbortSignal | undefined): Promise<number> {
  useEvidenceKey(db, folder);
  try {
    let changed = 0;
    for (const copy of keptCopies(db, folder).copies) if (!(await isAsImported(copy, signal))) changed += 1;
    return changed;
  } finally {
    forgetFolder(folder);
  }
}

function journalAccount(db: Database.Database): Recovered['journal'] {
  const entries = db.prepare<[], number>('SELECT count(*) FROM journal').pluck().get() ?? 0;
  const chain = checkJournal(db);
  return {
    entries,
    isWhole: chain.ok,
    sentence: chain.ok
      ? `The journal holds ${counted(entries, 'entry', 'entries')} in an unbroken chain; entries after the last one may be lost.`
      : `The chain of the journal breaks at entry ${chain.at}: entries are lost, and what it proves ends there.`,
  };
}

function sentenceOf(
  tables: readonly TableAccount[],
  journal: Recovered['journal'],
  copies: Recovered['copies'],
): string {
  const read = tables.reduce((sum, table) => sum + table.read, 0);
  const hurt = tables.filter(({ gaps, refused, isMissing }) => gaps > 0 || refused > 0 || isMissing);
  const most = hurt.reduce<number | null>(
    (sum, { lostAtMost, refused }) => (sum === null || lostAtMost === null ? null : sum + lostAtMost + refused),
    0,
  );
  const lost =
    hurt.length === 0
      ? 'Every table could be read to its end.'
      : `${counted(hurt.length, 'table was', 'tables were')} hurt, ${most === null ? 'and how many rows are lost is not known' : `and at most ${counted(most, 'row is', 'rows are')} lost`}.`;
  const changed =
    copies.changed === 0
      ? ''
      : ` ${counted(copies.changed, 'kept copy is', 'kept copies are')} no longer what was imported.`;
  return `${counted(read, 'row was', 'rows were')} recovered. ${lost} ${journal.sentence}${changed} Whether values on pages that could be read were changed cannot be told, except where the journal says them too.`;
}
