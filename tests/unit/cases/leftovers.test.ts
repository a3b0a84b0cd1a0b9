import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { restoreCase } from '../../../electron/engine/cases/restore.ts';
import { whileUnfinished } from '../../../electron/engine/cases/unfinished-file.ts';
import { openDatabase } from '../../../electron/engine/db/open.ts';
import { openCase } from '../../../electron/engine/handlers/workspace.ts';
import { createBeside, sweepBeside } from '../../../electron/engine/lib/beside.ts';
import { type EngineCase, newCase } from '../engine/engine-case.ts';
import { populationCase } from '../engine/population-case.ts';

let folder: string;
let started: EngineCase | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-left-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await started?.dispose();
  started = null;
});

test('a folder of this computer whose process is gone is removed; those of running processes and of other computers stay', async () => {
  const mine = await createBeside(folder);
  const gone = spawnSync(process.execPath, ['--version']).pid;
  const here = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
  const elsewhere = here === '00000000' ? '00000001' : '00000000';
  const left = `.countersign-${here}-${gone}-abcdef`;
  const others = [`.countersign-${elsewhere}-${gone}-abcdef`, '.countersign-notes', 'countersign'];
  for (const name of [left, ...others]) mkdirSync(join(folder, name));
  await sweepBeside(folder);
  expect(readdirSync(folder).map((name) => join(folder, name))).toEqual(
    [mine, ...others.map((name) => join(folder, name))].toSorted(),
  );
});

test('what a crash left of a backup goes when its case is opened, and no other file that a case names', async () => {
  started = await newCase();
  const { path } = started.engine.context.open();
  await started.engine.handlers['workspace.close']({}, {});
  const crashWith = (target: string): void => {
    const db = openDatabase(path, { create: false });
    // The work does not come to its end: the note is as a crash leaves it.
    void whileUnfinished(db, target, () => new Promise(() => {}));
    db.close();
  };
  const partial = join(folder, '.kept.countersign-backup.partial');
  writeFileSync(partial, 'half of a case');
  crashWith(join(folder, 'kept.countersign-backup'));
  await openCase(started.engine.context, path);
  expect(existsSync(partial)).toBe(false);
  expect(started.engine.context.open().db.prepare(`SELECT key FROM meta WHERE key LIKE 'unfinished%'`).all()).toEqual(
    [],
  );
  await started.engine.handlers['workspace.close']({}, {});
  // A note that came with a copy of the case: it is about the place where the case was written.
  writeFileSync(partial, 'of another case');
  const db = openDatabase(path, { create: false });
  db.prepare(`INSERT INTO meta (key, value) VALUES ('unfinished_file', ?)`).run(
    JSON.stringify({ case: '/elsewhere/case.countersign', path: partial }),
  );
  db.close();
  await openCase(started.engine.context, path);
  expect(existsSync(partial)).toBe(true);
});

test('copies that a killed restoring left without their case do not stand in the way; a folder of others does', async () => {
  started = await populationCase(3);
  const backup = join(folder, 'kept.countersign-backup');
  await started.engine.handlers['case.backup']({ saveToken: started.files.register(backup) }, {});
  const target = join(folder, 'restored.countersign');
  const order = { archive: backup, target, replace: false, now: 0, binding: undefined };
  await restoreCase(order);
  const copies = readdirSync(join(folder, 'restored evidence'), { recursive: true });
  // As it is between the two last steps.
  rmSync(target);
  await restoreCase(order);
  expect(existsSync(target)).toBe(true);
  expect(readdirSync(join(folder, 'restored evidence'), { recursive: true })).toEqual(copies);
  rmSync(target);
  writeFileSync(join(folder, 'restored evidence', 'notes.txt'), 'of somebody');
  await expect(restoreCase(order)).rejects.toMatchObject({ code: 'conflict' });
  expect(existsSync(join(folder, 'restored evidence', 'notes.txt'))).toBe(true);
});
