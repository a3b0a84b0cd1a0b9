import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../../electron/common/log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Line {
  readonly msg: string;
  readonly level: number;
  readonly time: string;
  readonly err?: { readonly message: string };
}

const textOf = (name = 'engine.log') => readFileSync(join(folder, name), 'utf8');
const linesOf = (name?: string) =>
  textOf(name)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line); // what the log has just written

async function begun() {
  const log = createLog({ folder, name: 'engine' });
  await log.begin();
  return log;
}

test('lines are on disk at once, as JSON, without passphrases at any of three depths', async () => {
  const log = await begun();
  log.info({ passphrase: 'hush-1', params: { passphrase: 'hush-2', inner: { passphrase: 'hush-3' } } }, 'signing');
  expect(textOf()).not.toMatch(/hush-[123]/);
  expect(linesOf()).toMatchObject([{ name: 'engine', msg: 'signing', passphrase: '[redacted]' }]);
});

test('lines of the time before the log is begun are written then, in their order and with their own time, before all later ones', async () => {
  const log = createLog({ folder, name: 'engine' });
  log.info({ version: '1' }, 'first');
  log.info({ secret: 'hush' }, 'second');
  expect(existsSync(join(folder, 'engine.log'))).toBe(false);
  const before = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await log.begin();
  log.error({ err: new Error('what happened') }, 'third');
  const lines = linesOf();
  expect(lines.map(({ msg }) => msg)).toEqual(['first', 'second', 'third']);
  expect(lines.map(({ level }) => level)).toEqual([30, 30, 50]);
  expect(lines.map(({ time }) => time <= before)).toEqual([true, true, false]);
  expect(lines[0]).toMatchObject({ name: 'engine', version: '1' });
  expect(lines[2]?.err?.message).toBe('what happened');
  expect(textOf()).not.toContain('hush');
});

test('what is worse than news begins the log by itself', async () => {
  const log = createLog({ folder, name: 'engine' });
  log.info('first');
  log.warn('second');
  await log.begin();
  expect(linesOf().map(({ msg }) => msg)).toEqual(['first', 'second']);
  const other = createLog({ folder, name: 'main' });
  other.fatal('alone');
  await expect.poll(() => existsSync(join(folder, 'main.log'))).toBe(true);
});

test('each start has its own file and only a few earlier ones are kept', async () => {
  for (let run = 0; run < 6; run++) (await begun()).info(`run ${run}`);
  expect(readdirSync(folder).sort()).toEqual(['engine.1.log', 'engine.2.log', 'engine.3.log', 'engine.log']);
  expect(textOf('engine.1.log')).toContain('run 4');
});
