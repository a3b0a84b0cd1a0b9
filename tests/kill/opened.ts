import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type Database from 'better-sqlite3';
import { expect } from 'vitest';
import { openCase } from '../../electron/engine/handlers/workspace.ts';
import { checkActs } from '../../electron/engine/review/integrity.ts';
import { checkJournal } from '../../electron/engine/review/journal.ts';
import { type EngineCase, startEngine } from '../unit/engine/engine-case.ts';

/** What a case says that was opened after a kill, when it says anything. */
const NOTICES = [
  /^The import of .* was interrupted\. The case is as it was before that file; import it again\.$/,
  /^The program ended while the report was being saved\. .* is complete, so the report counts as signed\.$/,
  /^\d+ kept cop(?:y is|ies are) missing: .*$/,
  /^Signing the report was interrupted before .* was saved\. Nothing was signed or submitted; sign it again\.$/,
];

/** The whole of a table, row by row, without what differs from run to run whatever the files say. */
export type Dump = Readonly<Record<string, readonly string[]>>;
const PASSING = new Set(['imported_at', 'extraction', 'at', 'hash', 'prev']);

/** Starts the engine again as the app does after a crash, judges what every case has to be, and hands it over. */
export async function openedAgain<T>(
  folder: string,
  work: (db: Database.Database, started: EngineCase) => T | Promise<T>,
  file = 'case.countersign',
): Promise<T> {
  const started = startEngine(folder);
  try {
    await started.engine.resume();
    await openCase(started.engine.context, join(folder, file));
    const { db, notices } = started.engine.context.open();
    for (const notice of notices)
      expect(
        NOTICES.some((known) => known.test(notice)),
        notice,
      ).toBe(true);
    expectSound(db);
    return await work(db, started);
  } finally {
    await started.engine.close();
  }
}

function expectSound(db: Database.Database): void {
  const all = (sql: string): unknown[] => db.prepare(sql).raw().all();
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(db.pragma('foreign_key_check')).toEqual([]);
  expect(checkJournal(db)).toMatchObject({ ok: true });
  expect(checkActs(db)).toEqual([]);
  expect(all(`SELECT id FROM import WHERE status <> 'complete'`)).toEqual([]);
  expect(all(`SELECT file_name FROM import WHERE read <> accepted + rejected + duplicate + not_relevant`)).toEqual([]);
  // Where items stand, and how many, follows from the decisions.
  expect(all(`SELECT decision FROM review_state WHERE decision IS NOT NULL ORDER BY 1`)).toEqual(
    all(`SELECT max(id) FROM decision WHERE undone_seq IS NULL GROUP BY client, tenant, kind ORDER BY 1`),
  );
  expect(
    all(
      `SELECT in_campaign, reviewer, status, is_high, is_submitted, items FROM review_count WHERE items <> 0 ORDER BY 1, 2, 3, 4, 5`,
    ),
  ).toEqual(
    all(
      `SELECT in_campaign, coalesce(reviewer, ''), status, tier_rank >= 3, is_submitted, count(*) FROM review_state GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`,
    ),
  );
}

/** Every file below a folder, sorted. */
export function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !statSync(join(folder, name)).isDirectory())
    .toSorted();
}

/** Lists that the program keeps for its user. */
const REMEMBERED = /^data\/(?:(?:reviewers\/[0-9a-f-]{36}\/)?\w+|deletions\/.+)\.(?:json|txt)$/;

/** Folders and files that a kill left beside the case and in the folders of the program and of the system. */
export function leftovers(folder: string, expected: readonly string[]): string[] {
  const known = new Set(['case.countersign', ...expected]);
  return readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .map((entry) => ({ entry, path: relative(folder, join(entry.parentPath, entry.name)) }))
    .filter(({ entry, path }) =>
      entry.isDirectory() ? /(^|\/)\.|scratch-|countersign-/.test(path) : !known.has(path) && !REMEMBERED.test(path),
    )
    .map(({ path }) => path)
    .toSorted();
}

/** Every row of every table. */
export function dumpOf(db: Database.Database): Dump {
  const tables = db
    .prepare<[], string>(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)
    .pluck()
    .all();
  return Object.fromEntries(
    tables.map((table) => [
      table,
      db
        .prepare<[], Record<string, unknown>>(`SELECT * FROM "${table}"`)
        .all()
        .map((row) => JSON.stringify(Object.entries(row).filter(([column]) => !PASSING.has(column))))
        .toSorted(),
    ]),
  );
}

/** The tables in which two dumps differ, with the first rows that do; nothing when they are the same. */
export function difference(found: Dump, wanted: Dump): Readonly<Record<string, unknown>> {
  const tables = [...new Set([...Object.keys(found), ...Object.keys(wanted)])];
  return Object.fromEntries(
    tables.flatMap((table) => {
      const [here, there] = [found[table] ?? [], wanted[table] ?? []];
      const inThere = new Set(there);
      const inHere = new Set(here);
      const more = here.filter((row) => !inThere.has(row));
      const less = there.filter((row) => !inHere.has(row));
      return more.length + less.length === 0 && here.length === there.length
        ? []
        : [[table, { rows: here.length, wanted: there.length, more: more.slice(0, 3), less: less.slice(0, 3) }]];
    }),
  );
}
