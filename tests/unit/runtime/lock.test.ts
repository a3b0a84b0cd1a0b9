import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freshWorkFolder, withLock } from '../../../electron/runtime/lock.mjs';

const folder = mkdtempSync(join(tmpdir(), 'countersign-lock-'));
const module = resolve(import.meta.dirname, '../../../electron/runtime/lock.mjs');
const say = () => {};
afterAll(() => rmSync(folder, { recursive: true }));

test('of several processes, one works at a time', async () => {
  const lock = join(folder, 'several.lock');
  const log = join(folder, 'several.log');
  const script = `
    import { appendFileSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { withLock } from ${JSON.stringify(module)};
    await withLock(${JSON.stringify(lock)}, () => {}, async () => {
      appendFileSync(${JSON.stringify(log)}, 'in ');
      await sleep(50);
      appendFileSync(${JSON.stringify(log)}, 'out ');
    });`;
  const children = Array.from({ length: 4 }, () => spawn(process.execPath, ['--input-type=module', '-e', script]));
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
  expect(codes).toEqual([0, 0, 0, 0]);
  expect(readFileSync(log, 'utf8')).toBe('in out '.repeat(4));
  expect(existsSync(lock)).toBe(false);
});

test('the lock of a process that is gone is taken over', async () => {
  const lock = join(folder, 'dead.lock');
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(lock, String(pid));
  expect(await withLock(lock, say, () => Promise.resolve('done'))).toBe('done');
});

test('the lock is given back when the work fails, and the failure is passed on', async () => {
  const lock = join(folder, 'failing.lock');
  await expect(withLock(lock, say, () => Promise.reject(new Error('no room')))).rejects.toThrow('no room');
  expect(existsSync(lock)).toBe(false);
});

test('a work folder holds nothing of an interrupted run', () => {
  const target = join(folder, 'result');
  writeFileSync(join(freshWorkFolder(target), 'half'), '');
  expect(existsSync(join(freshWorkFolder(target), 'half'))).toBe(false);
});
