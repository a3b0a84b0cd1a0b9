import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../../electron/main/log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function linesOf(name: string): { msg: string; level: number; err?: { message: string } }[] {
  return readFileSync(join(folder, 'logs', name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ReturnType<typeof linesOf>[number]); // what the log has just written
}

test('lines of the time before the log is begun are written then, in their order, before all later ones', async () => {
  const log = createLog(folder);
  log.info({ version: '1' }, 'first');
  log.warn('second');
  expect(existsSync(join(folder, 'logs', 'main.log'))).toBe(false);
  await log.begin();
  log.error({ err: new Error('what happened') }, 'third');
  const lines = linesOf('main.log');
  expect(lines.map(({ msg }) => msg)).toEqual(['first', 'second', 'third']);
  expect(lines.map(({ level }) => level)).toEqual([30, 40, 50]);
  expect(lines[0]).toMatchObject({ name: 'main', version: '1' });
  expect(lines[2]?.err?.message).toBe('what happened');
});

test('the log of the run before is kept beside it', async () => {
  const earlier = createLog(folder);
  earlier.info('of the run before');
  await earlier.begin();
  await createLog(folder).begin();
  expect(linesOf('main.1.log').map(({ msg }) => msg)).toEqual(['of the run before']);
});
