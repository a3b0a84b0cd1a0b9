import { copyFileSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileNow, isAsLeft } from '../../../electron/engine/cases/as-left.ts';
import { fileOf } from '../../../electron/engine/handlers/recent.ts';
import { type EngineCase, startEngine } from '../engine/engine-case.ts';
import { filledCase } from './kept-case.ts';

const DAY = 24 * 60 * 60 * 1000;
const PAGE = 4096;

let folder: string;
let path: string;
/** The clock of every engine here. */
let now: number;
let current: EngineCase;

beforeEach(async () => {
  current = await filledCase();
  folder = current.folder;
  path = current.engine.context.open().path;
  now = Date.now();
  await current.engine.close();
});
afterEach(async () => {
  await current.engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens the case in a new engine of the same person; answers when its file was last read through. */
async function reopen(): Promise<number> {
  current = startEngine(folder, { now: () => now });
  await current.engine.openPlain(path);
  return Date.parse(current.engine.context.open().checkedAt);
}

test('a case that nobody wrote to is read through once in seven days', async () => {
  now += 60_000;
  const first = await reopen();
  expect(first).toBeLessThan(now);
  await current.engine.close();

  now += 6 * DAY;
  expect(await reopen()).toBe(first);
  await current.engine.close();

  now += DAY;
  expect(await reopen()).toBe(now);
});

test.each([
  ['written to', () => writeFileSync(path, readFileSync(path))],
  ['given its old date', () => utimesSync(path, new Date(), new Date(Number(fileNow(path, '')?.modified) / 1e6))],
  [
    'replaced by a copy',
    () => {
      copyFileSync(path, `${path}.copy`);
      renameSync(`${path}.copy`, path);
    },
  ],
])('a case whose file was %s is read through when it is opened', async (_what, change) => {
  now += 60_000;
  change();
  expect(await reopen()).toBe(now);
});

test('a case that was open when its engine died is read through', async () => {
  now += 60_000;
  await reopen();
  // While it is open, and so after a crash, nothing is known of its file.
  expect(fileOf(current.engine.context, path)).toBeNull();
  await current.engine.close();
  const left = fileOf(current.engine.context, path);
  expect(isAsLeft(path, left, now)).toBe(true);
  writeFileSync(`${path}-wal`, '');
  expect(isAsLeft(path, left, now)).toBe(false);
  rmSync(`${path}-wal`);
});

test('a clock that was set back is no reason to trust a file', async () => {
  const left = fileOf(current.engine.context, path);
  expect(isAsLeft(path, left, now)).toBe(true);
  expect(isAsLeft(path, left, now - DAY)).toBe(false);
  expect(isAsLeft(join(folder, 'gone.countersign'), left, now)).toBe(false);
});

test('damage after closing is found as ever', async () => {
  const bytes = readFileSync(path);
  for (let page = 5; page < bytes.length / PAGE; page += 1) bytes.fill(0x5a, page * PAGE, page * PAGE + 64);
  writeFileSync(path, bytes);
  current = startEngine(folder, { now: () => now });
  await expect(current.engine.openPlain(path)).rejects.toMatchObject({ code: 'workspace-damaged' });
});
