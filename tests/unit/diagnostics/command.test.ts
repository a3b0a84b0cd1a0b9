import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { commands } from '../../../electron/engine/cli/commands.ts';
import { RESOURCES } from '../engine/engine-case.ts';

let folder: string;
let workspace: string;
const STATED = [
  '--tenant',
  'tarnbrook.example',
  '--as-of',
  '2026-10-01T06:00:00Z',
  '--extracted-by',
  'Erik',
  '--method',
  'by hand',
];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-diagnostics-'));
  workspace = join(folder, 'Client Ltd.countersign');
  mkdirSync(join(folder, 'data', 'logs'), { recursive: true });
  writeFileSync(
    join(folder, 'data', 'logs', 'engine.log'),
    `{"level":30,"time":"2026-10-01T06:00:00.000Z","name":"engine","msg":"engine started"}\n`,
  );
  const files = ['entra/oauth2-permission-grants.json', 'entra/service-principals.json'].map((name) =>
    join(RESOURCES, 'sample', name),
  );
  expect(await run('import', '--whole', '--workspace', workspace, ...STATED, ...files)).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

async function run(name: string, ...argv: string[]): Promise<number> {
  const write = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  try {
    return (await commands.get(name)?.run(argv)) ?? -1;
  } finally {
    write.mockRestore();
  }
}

test('versions, logs and counts go along, and no name of the case, its tenant, the person or the computer', async () => {
  const out = join(folder, 'd.zip');
  expect(await run('diagnostics', '--out', out, '--data', join(folder, 'data'), '--workspace', workspace)).toBe(0);
  const files = Object.entries(unzipSync(readFileSync(out))).map(([name, bytes]) => [name, strFromU8(bytes)] as const);
  const text = Object.fromEntries(files);
  expect(Object.keys(text).toSorted()).toEqual(['README.txt', 'case-counts.txt', 'logs/engine.txt', 'versions.txt']);
  expect(text['versions.txt']).toMatch(/^app: \d+\.\d+\.\d+$/m);
  expect(text['versions.txt']).toMatch(/^sqlite: 3\.\d+/m);
  expect(text['case-counts.txt']).toMatch(/^connectors: [1-9]/m);
  expect(text['case-counts.txt']).toMatch(/^imports-entra\.\S+: 1$/m);
  expect(text['logs/engine.txt']).toContain('engine started');
  const all = files.map(([, one]) => one).join('\n');
  for (const name of ['Client Ltd', 'tarnbrook', 'Erik', 'by hand', folder]) expect(all).not.toContain(name);
  for (const name of [hostname(), userInfo().homedir]) expect(name.length < 4 || !all.includes(name), name).toBe(true);
});

test('without a case there are no counts', async () => {
  const out = join(folder, 'without.zip');
  expect(await run('diagnostics', '--out', out, '--data', join(folder, 'data'))).toBe(0);
  expect(Object.keys(unzipSync(readFileSync(out)))).not.toContain('case-counts.txt');
});
