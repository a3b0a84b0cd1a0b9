import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createLogger } from '../../../electron/engine/lib/log.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('lines are on disk at once, as JSON, without passphrases at any of three depths', () => {
  const log = createLogger({ folder, name: 'engine' });
  log.info({ passphrase: 'hush-1', params: { passphrase: 'hush-2', inner: { passphrase: 'hush-3' } } }, 'signing');
  const text = readFileSync(join(folder, 'engine.log'), 'utf8');
  expect(text).not.toMatch(/hush-[123]/);
  expect(JSON.parse(text)).toMatchObject({ name: 'engine', msg: 'signing', passphrase: '[redacted]' });
});

test('each start has its own file and only a few earlier ones are kept', () => {
  for (let run = 0; run < 6; run++) createLogger({ folder, name: 'engine' }).info(`run ${run}`);
  expect(readdirSync(folder).sort()).toEqual(['engine.1.log', 'engine.2.log', 'engine.3.log', 'engine.log']);
  expect(readFileSync(join(folder, 'engine.1.log'), 'utf8')).toContain('run 4');
});
