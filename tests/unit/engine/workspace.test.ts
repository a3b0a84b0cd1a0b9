import Database from 'better-sqlite3';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../electron/engine/lib/errors.ts';
import { APPLICATION_ID } from '../../../electron/engine/db/migrate.ts';
import { openDatabase } from '../../../electron/engine/db/open.ts';
import { importFiles, newCase, RESOURCES, startEngine } from './engine-case.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-open-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function refusal(path: string): AppError {
  try {
    openDatabase(path, { create: false }).close();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('the file was opened');
}

describe('a case file is refused with a sentence when it is', () => {
  test('missing', () => {
    expect(refusal(join(folder, 'gone.countersign')).code).toBe('not-found');
  });

  test('empty or of another kind', () => {
    const path = join(folder, 'a.countersign');
    writeFileSync(path, '');
    expect(refusal(path).code).toBe('foreign-file');
    writeFileSync(path, 'user,clientId\n');
    expect(refusal(path).message).toContain('import it there');
  });

  test('a database of another program', () => {
    const path = join(folder, 'other.db');
    const other = new Database(path);
    other.exec('CREATE TABLE t (x)');
    other.close();
    const error = refusal(path);
    expect(error.code).toBe('foreign-file');
    expect(error.message).toContain('another program');
  });

  test('written by a newer version', () => {
    const path = join(folder, 'newer.countersign');
    openDatabase(path, { create: true }).close();
    const db = new Database(path);
    db.pragma('user_version = 99990');
    db.close();
    expect(refusal(path).code).toBe('newer-workspace');
  });

  test('damaged', () => {
    const path = join(folder, 'damaged.countersign');
    openDatabase(path, { create: true }).close();
    const raw = new Database(path);
    raw.pragma('journal_mode = DELETE');
    raw.exec(
      `INSERT INTO text (value) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT 'value ' || i FROM n`,
    );
    const root = Number(raw.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'text'`).pluck().get());
    const size = Number(raw.pragma('page_size', { simple: true }));
    raw.close();

    const bytes = readFileSync(path);
    bytes.fill(0x5a, (root - 1) * size, root * size);
    writeFileSync(path, bytes);
    expect(refusal(path).code).toBe('workspace-damaged');
  });

  test('open elsewhere', () => {
    const path = join(folder, 'busy.countersign');
    const first = openDatabase(path, { create: true });
    try {
      expect(refusal(path).code).toBe('conflict');
    } finally {
      first.close();
    }
  });
});

test('a new file never replaces one that exists', () => {
  const path = join(folder, 'case.countersign');
  openDatabase(path, { create: true }).close();
  expect(() => openDatabase(path, { create: true })).toThrow(/already exists/);
});

test('a new case is marked, durable and strict', () => {
  const db = openDatabase(join(folder, 'case.countersign'), { create: true });
  expect(db.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
  const loose = db
    .prepare(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'`,
    )
    .all();
  expect(loose).toEqual([]);
  db.close();
});

test('what an interrupted import left is removed on opening, and said', async () => {
  const started = await newCase();
  try {
    const first = await importFiles(started, [
      { path: join(RESOURCES, 'sample/google/gam-tokens.csv'), format: 'google.gam.tokens' },
    ]);
    expect(first.outcome).toBe('done');
    const { db, path } = started.engine.context.open();
    const before = counts(db);
    // What a killed process leaves: a staging import with rows in every bulk table.
    const next = db
      .prepare(
        `INSERT INTO import (status, sha256, file_name, bytes, encoding, format, format_label, platform, system, tenant, as_of, extracted_by, method, has_copy, imported_at, first_event, first_lifecycle, first_grant, first_reference)
      SELECT 'staging', 'ffff', 'half.csv', 1, 'utf-8', 'x', 'x', 'google', 's', 't', 1, 'e', 'm', 0, 1, (SELECT coalesce(max(id), 0) + 1 FROM event), (SELECT coalesce(max(id), 0) + 1 FROM lifecycle_fact), (SELECT coalesce(max(id), 0) + 1 FROM grant_fact), (SELECT coalesce(max(id), 0) + 1 FROM reference)`,
      )
      .run();
    const id = Number(next.lastInsertRowid);
    db.prepare(
      `INSERT INTO event (import_id, line, time, kind, client, principal, operation, result, key_high, key_low) SELECT ?, 1, 1, 0, 1, 1, 1, 0, 1, 1`,
    ).run(id);
    db.prepare(
      `INSERT INTO grant_fact (import_id, line, client, kind, principal, resource, scope_set) SELECT ?, 1, client, kind, principal, resource, scope_set FROM grant_fact LIMIT 5`,
    ).run(id);
    db.prepare(
      `INSERT INTO usage (import_id, client, principal, operation, day, class, count, bytes, first_time, last_time, first_event, last_event) VALUES (?, 1, 1, 1, 1, 0, 1, 0, 1, 1, 1, 1)`,
    ).run(id);
    await started.engine.close();
    const again = startEngine(started.folder);
    const status = await again.engine.handlers['workspace.open']({ token: again.files.register(path) }, {});
    expect(status.notices).toHaveLength(1);
    expect(status.notices[0]).toContain('half.csv');
    expect(counts(again.engine.context.open().db)).toEqual(before);
    await again.engine.close();
  } finally {
    await started.dispose();
  }
});

function counts(db: Database.Database): unknown {
  return db
    .prepare(
      'SELECT (SELECT count(*) FROM import) AS imports, (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM grant_fact) AS grants, (SELECT count(*) FROM usage) AS usage, (SELECT count(*) FROM item) AS items',
    )
    .get();
}
