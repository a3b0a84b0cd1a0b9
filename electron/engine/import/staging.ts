import type Database from 'better-sqlite3';
import { mkdir, mkdtemp, readdir, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readMeta, writeMeta } from '../db/meta.ts';
import { evidencePath } from '../reading/evidence-path.ts';

/** Begins the name of a folder whose copy is read and not kept. */
const READING = '.reading-';

const TABLES_BY_IMPORT = [
  'usage',
  'trait',
  'detail_fact',
  'import_row',
  'import_reason',
  'log_day',
  'alias_fact',
  'name_fact',
  'permission_fact',
  'connector_fact',
  'credential_fact',
  'principal_fact',
  'owner_fact',
  'register_fact',
  'unattributed_fact',
  'session_fact',
  'counted_fact',
];
/** Bulk tables and dictionaries, with the column that says where in them an import begins. */
const TAILS = [
  ['event', 'first_event'],
  ['lifecycle_fact', 'first_lifecycle'],
  ['grant_fact', 'first_grant'],
  // Ids that only this file named: left behind, they would become connectors and people nobody spoke of.
  ['reference', 'first_reference'],
  // Nor has what else only this file says a place in the case.
  ['text', 'first_text'],
  ['operation', 'first_operation'],
  ['scope_set', 'first_scope_set'],
] as const;
const SLICE = 20_000;

/** Removes everything an unfinished import wrote, in slices, so that other requests are answered in between. */
export async function discardImport(
  db: Database.Database,
  importId: number,
  pause: () => Promise<void>,
): Promise<void> {
  // Imports run one at a time, so an unfinished one owns the tail of each of these tables.
  for (const [table, first] of TAILS) {
    const slice = db.prepare(
      `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE id >= (SELECT ${first} FROM import WHERE id = ?) LIMIT ${SLICE})`,
    );
    while (slice.run(importId).changes > 0) await pause();
  }
  for (const table of TABLES_BY_IMPORT) {
    db.prepare(`DELETE FROM ${table} WHERE import_id = ?`).run(importId);
    await pause();
  }
  db.prepare('DELETE FROM import WHERE id = ?').run(importId);
}

/** Removes the copy of a source that no import of the case speaks of any more. */
export async function discardCopy(db: Database.Database, evidenceFolder: string, copySha256: string): Promise<void> {
  if (digestsOfCopies(db).has(copySha256)) return;
  const path = evidencePath(evidenceFolder, copySha256);
  await rm(path, { force: true });
  // The folder goes with its last copy; one that holds others stays.
  await rmdir(dirname(path)).catch(() => undefined);
}

/** Digests of the copies that the case speaks of. */
export function digestsOfCopies(db: Database.Database): ReadonlySet<string> {
  return new Set(
    db.prepare<[], string>('SELECT coalesce(copy_sha256, sha256) FROM import WHERE has_copy = 1').pluck().all(),
  );
}

/** Names the file that is being read, while there may be a copy of it that the case does not know; '' once it is in the case. */
const BEING_READ = 'file_being_read';

/**
 * Notes that a file is about to be read and copied: a crash before the first record is in the case leaves a copy that
 * nothing else tells of. Ends with endReading.
 */
export function beginReading(db: Database.Database, name: string): void {
  writeMeta(db, BEING_READ, name);
}

/** The file is in the case; what it was read from may still have to go. Runs in the caller's transaction. */
export function readingIsIn(db: Database.Database): void {
  db.prepare(`UPDATE meta SET value = '' WHERE key = ?`).run(BEING_READ);
}

/** Nothing of a file is left that the case does not know. */
export function endReading(db: Database.Database): void {
  db.prepare('DELETE FROM meta WHERE key = ?').run(BEING_READ);
}

/** A folder for a copy that is read and then thrown away; close it with closeReadingFolder. */
export async function openReadingFolder(evidenceFolder: string): Promise<string> {
  await mkdir(evidenceFolder, { recursive: true });
  return mkdtemp(join(evidenceFolder, READING));
}

/** Removes the folder with its copy; the folder of copies goes too when it holds none. */
export async function closeReadingFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await rmdir(dirname(folder)).catch(() => undefined);
}

/**
 * What a crash left in the folder of copies: one that was being written, one of a file that is not in the case, and one in
 * the form, encrypted or not, that the case no longer has.
 */
export async function sweepCopies(db: Database.Database, evidenceFolder: string): Promise<void> {
  for (const name of await readdir(evidenceFolder).catch(() => []))
    if (name.startsWith(READING)) await rm(join(evidenceFolder, name), { recursive: true, force: true });
  const names = await readdir(evidenceFolder, { recursive: true }).catch(() => []);
  const kept = new Set([...digestsOfCopies(db)].map((digest) => evidencePath(evidenceFolder, digest)));
  for (const name of names) {
    const path = join(evidenceFolder, name);
    const isLeft = /^[0-9a-f]{64}$/.test(basename(name)) && !kept.has(path);
    if (!isLeft && !basename(name).startsWith('.incoming-')) continue;
    await rm(path, { force: true });
  }
  // A folder made for a copy that never came, and the folder of copies when it holds none.
  for (const name of await readdir(evidenceFolder).catch(() => []))
    if (/^[0-9a-f]{2}$/.test(name)) await rmdir(join(evidenceFolder, name)).catch(() => undefined);
  await rmdir(evidenceFolder).catch(() => undefined);
}

/** Imports that a crash or power loss left unfinished, removed with their copies; their file names, for the notice. */
export async function discardStaging(db: Database.Database, evidenceFolder: string): Promise<string[]> {
  const left = db
    .prepare<[], { id: number; file_name: string }>(
      `SELECT id, file_name FROM import WHERE status = 'staging' ORDER BY id DESC`,
    )
    .all();
  for (const row of left) await discardImport(db, row.id, async () => {});
  const read = readMeta(db, BEING_READ);
  if (left.length === 0 && read === null) return [];
  // Only then: a case that was put in the place of a newer one must not take the copies of the newer one away.
  await sweepCopies(db, evidenceFolder);
  endReading(db);
  return [...new Set([...left.map((row) => row.file_name), read ?? ''])].filter((name) => name !== '');
}
