import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diagnosticFiles } from '../../../electron/engine/diagnostics/archive.ts';
import { KNOWN_MESSAGES, redactLine } from '../../../electron/engine/diagnostics/redact-log.ts';

const ROOT = join(import.meta.dirname, '../../..');
const known = { methods: new Set(['report.sign']), scripts: new Set(['host.js']) };
const entry = (fields: object) =>
  JSON.stringify({ level: 50, time: '2026-10-01T06:00:00.000Z', name: 'engine', ...fields });

/** What must never be in a diagnostic file, in the places in which a log could hold it. */
const SECRETS = [
  'Anna Schmidt',
  'anna.schmidt@client.example',
  '/home/anna/Client Ltd/review.countersign',
  String.raw`C:\Users\anna\Client Ltd\review.countersign`,
  'ANNA-LAPTOP',
  'ghp_1234567890abcdefghijABCDEFGHIJ123456',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2lnbmF0dXJl',
  'correct horse battery staple',
  '203.0.113.7',
  'https://client.example/secret?token=abc',
  'EANNASCHMIDT',
  'SQLITE_ANNASCHMIDT',
];

test('what a line is allowed to say is kept', () => {
  expect(redactLine(entry({ msg: 'engine failed', code: 1 }), known)).toBe(
    '2026-10-01T06:00:00.000Z error engine engine failed code=1',
  );
  const stack =
    'TypeError: x is not a function\n    at run (file:///opt/Countersign/out/engine/host.js:12:34)\n    at /home/a/b.js:1:2';
  expect(
    redactLine(
      entry({
        msg: 'a request failed unexpectedly',
        method: 'report.sign',
        incident: '0123abcd',
        err: { type: 'TypeError', message: 'x', stack, code: 'ENOSPC' },
      }),
      known,
    ),
  ).toBe(
    '2026-10-01T06:00:00.000Z error engine a request failed unexpectedly incident=0123abcd method=report.sign error=TypeError error-code=ENOSPC at host.js:12:34',
  );
});

test.each(SECRETS)('%s appears from no place of a line', (secret) => {
  const places = [
    { msg: secret },
    { msg: `engine failed ${secret}` },
    { msg: 'engine failed', text: secret, path: secret, cause: secret, file: secret, message: secret },
    { msg: 'engine failed', [secret]: true },
    ...['version', 'platform', 'reason', 'permission', 'scheme', 'incident', 'method', 'code', 'pid', 'by', 'node'].map(
      (field) => ({ msg: 'engine failed', [field]: secret }),
    ),
    { msg: 'engine failed', err: secret },
    { msg: 'engine failed', err: { type: secret, message: secret, stack: secret, code: secret, path: secret } },
    {
      msg: 'engine failed',
      err: { type: 'Error', stack: `Error: a\n    at ${secret} (${secret}:1:2)\n    at ${secret}:3:4` },
    },
    { msg: 'engine failed', err: { type: 'Error', stack: `Error: ${secret}\n    at ${secret} (host.js:1:2)` } },
    { msg: 'engine failed', nested: { deep: [secret] } },
    { name: secret, msg: 'engine failed' },
    { time: secret, msg: 'engine failed' },
    { level: secret, msg: 'engine failed' },
    { hostname: secret, msg: 'engine failed' },
  ];
  for (const fields of places) expect(redactLine(entry(fields), known), JSON.stringify(fields)).not.toContain(secret);
  for (const raw of [secret, `{"level":30,"time":"${secret}`, `["${secret}"]`])
    expect(redactLine(raw, known)).not.toContain(secret);
});

test('every message that the program writes is on the list', () => {
  const sources = globSync('electron/{main,engine}/**/*.ts', { cwd: ROOT }).filter(
    (file) => !file.includes('importers'),
  );
  const written = new Set<string>();
  for (const file of sources) {
    const text = readFileSync(join(ROOT, file), 'utf8');
    for (const [, message] of text.matchAll(
      /\blog\s*\.(?:info|warn|error|fatal)\(\s*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\},\s*)?'([^']+)'/g,
    ))
      if (message !== undefined) written.add(message);
  }
  expect(written.size).toBeGreaterThan(25);
  expect([...written].filter((message) => !KNOWN_MESSAGES.has(message))).toEqual([]);
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-diagnostics-'));
  mkdirSync(join(folder, 'logs'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the archive holds the logs made anew, and nothing else of the folder', () => {
  writeFileSync(join(folder, 'recent.json'), JSON.stringify([{ path: SECRETS[2], name: SECRETS[0] }]));
  writeFileSync(join(folder, 'session.txt'), SECRETS[2] ?? '');
  writeFileSync(
    join(folder, 'logs', 'main.log'),
    `${entry({ name: 'main', msg: 'started' })}\n${SECRETS.join('\n')}\n`,
  );
  writeFileSync(join(folder, 'logs', 'engine.1.log'), `${entry({ msg: 'import failed', file: SECRETS[2] })}\n`);
  const files = diagnosticFiles({ dataFolder: folder, now: 0, sqliteVersion: '3.50.0', screen: null, counted: null });
  expect([...files.keys()]).toEqual(['README.txt', 'versions.txt', 'logs/main.txt', 'logs/engine.1.txt']);
  const all = [...files.values()].join('\n');
  for (const secret of SECRETS) expect(all).not.toContain(secret);
  expect(files.get('logs/main.txt')).toContain('started');
  expect(files.get('logs/engine.1.txt')).toContain('import failed [1 left out]');
  expect(all).not.toContain(folder);
});

test('of a long log the end is kept, and that is said', () => {
  const many = Array.from({ length: 6000 }, (_, index) => entry({ msg: 'engine failed', code: index })).join('\n');
  writeFileSync(join(folder, 'logs', 'main.log'), many);
  const files = diagnosticFiles({ dataFolder: folder, now: 0, sqliteVersion: '3', screen: null, counted: null });
  const lines = files.get('logs/main.txt')?.trim().split('\n') ?? [];
  expect(lines[0]).toBe('[earlier lines were left out]');
  expect(lines).toHaveLength(5001);
  expect(lines.at(-1)).toContain('code=5999');
});
