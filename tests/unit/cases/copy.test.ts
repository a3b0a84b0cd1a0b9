import type Database from 'better-sqlite3';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeDatabase, copyDatabase } from '../../../electron/engine/db/copy.ts';
import { openDatabase } from '../../../electron/engine/db/open.ts';
import { appendJournal, checkJournal, journalHead } from '../../../electron/engine/review/journal.ts';

let folder: string;
let db: Database.Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-copy-'));
  db = openDatabase(join(folder, 'case.countersign'), { create: true });
});
afterEach(() => {
  closeDatabase(db);
  rmSync(folder, { recursive: true, force: true });
});

function act(times: number): void {
  db.transaction(() => {
    for (let number = 0; number < times; number += 1)
      appendJournal(db, {
        at: Date.UTC(2026, 9, 1) + number,
        actor: 'Rita Reviewer',
        type: 'noted',
        payload: { number, filler: 'x'.repeat(4000) },
      });
  })();
}

test('a copy that is made while the case is written is the case at one moment, and nothing written meanwhile is lost', async () => {
  act(3000);
  const before = journalHead(db);
  const target = join(folder, 'copy.countersign');
  let steps = 0;
  const copied = await copyDatabase(db, target, {
    onProgress: () => {
      steps += 1;
      act(1000);
    },
  });
  expect(steps).toBeGreaterThan(3);
  expect(createHash('sha256').update(readFileSync(target)).digest('hex')).toBe(copied.sha256);
  const copy = openDatabase(target, { create: false });
  expect(journalHead(copy)).toEqual(before);
  expect(checkJournal(copy).ok).toBe(true);
  copy.close();
  expect(journalHead(db).count).toBe(before.count + steps * 1000);
  expect(Number(db.pragma('wal_autocheckpoint', { simple: true }))).toBeGreaterThan(0);
  expect(db.pragma('quick_check', { simple: true })).toBe('ok');
});

test('a copy does not give up the lock on the case', async () => {
  await copyDatabase(db, join(folder, 'one.countersign'));
  await copyDatabase(db, join(folder, 'two.countersign'));
  const script = `
    const Database = require(process.argv[1]);
    const other = new Database(process.argv[2], { timeout: 0 });
    try { other.exec('BEGIN IMMEDIATE'); console.log('got in'); } catch (error) { console.log(error.code); }`;
  const library = join(import.meta.dirname, '../../../node_modules/better-sqlite3');
  const other = spawnSync(process.execPath, ['--eval', script, library, db.name], { encoding: 'utf8' });
  expect(other.stdout.trim()).toBe('SQLITE_BUSY');
});

test('a cancelled copy leaves nothing', async () => {
  act(1000);
  const abort = new AbortController();
  const copying = copyDatabase(db, join(folder, 'copy.countersign'), {
    signal: abort.signal,
    onProgress: () => abort.abort(),
  });
  await expect(copying).rejects.toMatchObject({ name: 'AppError', code: 'cancelled' });
  expect(readdirSync(folder).filter((name) => name.includes('copy'))).toEqual([]);
});

test('a copy never replaces a file', async () => {
  const target = join(folder, 'copy.countersign');
  await copyDatabase(db, target);
  await expect(copyDatabase(db, target)).rejects.toMatchObject({ code: 'conflict' });
});
