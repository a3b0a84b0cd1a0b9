import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { commands } from '../../../electron/engine/cli/commands.ts';
import { RESOURCES } from './engine-case.ts';

let folder: string;
let workspace: string;
const sample = (name: string): string => join(RESOURCES, 'sample', name);
const STATED = ['--tenant', 't', '--as-of', '2026-10-01T06:00:00Z', '--extracted-by', 'Erik', '--method', 'by hand'];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-cli-test-'));
  workspace = join(folder, 'case.countersign');
  const files = ['entra/oauth2-permission-grants.json', 'entra/service-principals.json', 'entra/graph-activity.csv'];
  expect(
    (await run('import', '--whole', '--workspace', workspace, ...STATED, ...files.map(sample), '--json')).code,
  ).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

/** Runs a command in this process; `out` is everything it wrote to standard output. */
async function run(name: string, ...argv: string[]): Promise<{ code: number; out: string }> {
  let out = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  try {
    return { code: (await commands.get(name)?.run(argv)) ?? -1, out };
  } finally {
    write.mockRestore();
  }
}

const rows = z.array(z.record(z.string(), z.unknown()));
const query = async (what: string): Promise<z.output<typeof rows>> => {
  const { code, out } = await run('query', what, '--workspace', workspace, '--json');
  expect(code).toBe(0);
  return rows.parse(JSON.parse(out));
};

test('what is asked twice is imported once, and each account closes', async () => {
  const { code, out } = await run(
    'import',
    '--whole',
    '--workspace',
    workspace,
    ...STATED,
    sample('entra/graph-activity.csv'),
    '--json',
  );
  const [again] = rows.parse(JSON.parse(out));
  expect(code).toBe(0);
  expect(again).toMatchObject({ accepted: 0, rejected: 0, notRelevant: 0 });
  expect(again?.['duplicate']).toBe(again?.['read']);
});

test('calls in the list of events and in the list of usage are as many', async () => {
  const events = (await query('events')).filter((event) => event['kind'] === 'use');
  const usage = (await query('usage')).filter((row) => row['kind'] === 'use');
  expect(events.length).toBeGreaterThan(1000);
  expect(usage.reduce((sum, row) => sum + Number(row['count']), 0)).toBe(events.length);
});

test('the analysis is one document with its digest, or a summary for people', async () => {
  const { code, out } = await run('analyse', '--workspace', workspace, '--json');
  expect(code).toBe(0);
  const digest = z.hash('sha256');
  const analysis = z
    .strictObject({
      digest,
      policy: z.strictObject({ name: z.literal('Default'), version: z.literal(1), digest }),
      rulePack: digest,
      catalog: z.strictObject({ version: z.string(), digest }),
      findings: z.array(
        z.strictObject({
          rule: z.string(),
          outcome: z.enum(['finding', 'clear', 'undeterminable', 'not-applicable']),
          subject: z.string(),
          severity: z.string().nullable(),
          sentence: z.string(),
          missing: z.string().nullable(),
          scopes: z.array(z.string()),
          suppressed: z.literal(false),
        }),
      ),
    })
    .parse(JSON.parse(out));
  const subjects = analysis.findings.map((one) => `${one.rule} ${one.subject}`);
  expect(subjects).toEqual(subjects.toSorted());
  const summary = (await run('analyse', '--workspace', workspace)).out;
  expect(summary).toContain(`Digest of findings ${analysis.digest}`);
  expect(summary).toContain('Policy Default, version 1');
});

test('calls whose record names no operation are counted too', async () => {
  const other = join(folder, 'plain.countersign');
  const log = join(folder, 'plain.csv');
  const mapping = join(folder, 'mapping.json');
  writeFileSync(log, 'App,When,Who\nMarble,2026-09-01T10:00:00Z,zoe@firm.example\nMarble,2026-09-02T10:00:00Z,\n');
  writeFileSync(
    mapping,
    JSON.stringify({
      target: 'events',
      platform: 'other',
      fields: { connector: 'App', time: 'When', principal: 'Who' },
    }),
  );
  await run('import', '--whole', '--workspace', other, ...STATED, '--mapping', mapping, log, '--json');
  const usage = rows.parse(JSON.parse((await run('query', 'usage', '--workspace', other, '--json')).out));
  expect(usage).toMatchObject([{ operation: '(operation not stated)', count: 2, people: 1, result: 'attempted' }]);
});

test('decisions go into the journal and come back out; nonsense is refused and records nothing', async () => {
  const item = String((await query('items'))[0]?.['itemId']);
  const decide = (...argv: string[]) =>
    run('decide', '--workspace', workspace, '--item', item, '--by', 'Rita', '--json', ...argv);
  const entries = (await query('journal')).length;
  await expect(decide('--decision', 'maybe', '--reason', 'x')).rejects.toMatchObject({ code: 'invalid-request' });
  await expect(decide('--decision', 'revoke', '--reason', ' ')).rejects.toMatchObject({ code: 'invalid-request' });
  await expect(decide('--decision', 'revoke', '--reason', 'x', '--principals', 'nobody@firm.example')).rejects.toThrow(
    /Not a holder of this item: nobody@firm.example. Nothing was recorded/,
  );
  expect(await query('journal')).toHaveLength(entries);
  expect((await decide('--decision', 'revoke', '--reason', 'Nobody needs it.')).code).toBe(0);
  expect(await query('decisions')).toMatchObject([{ itemId: item, decision: 'revoke', by: 'Rita' }]);
  expect((await decide('--undo')).code).toBe(0);
  expect(await query('decisions')).toEqual([]);
  expect(await query('journal')).toHaveLength(entries + 2);
});

test.each([
  ['import', ['--whole', '--mapping', '/nowhere/map.json', 'x.csv'], /mapping \/nowhere\/map\.json cannot be read/],
  ['import', ['--as-of', 'yesterday', 'x.csv'], /must be a time/],
  ['import', [], /at least one file/],
  ['import', ['x.csv'], /Say --whole .* or --part/],
  ['import', ['--whole', '--part', 'x.csv'], /Say --whole .* or --part/],
  ['query', ['__proto__'], /Ask for one of/],
  ['key', ['new', '--out', 'k', '--name', 'n', '--passphrase-file', '/nowhere/p'], /cannot be read/],
  ['verify', ['/nowhere/bundle.zip'], /cannot be read/],
])('%s %j is answered with a sentence', async (name, argv, sentence) => {
  const place = name === 'import' || name === 'query' ? ['--workspace', workspace] : [];
  await expect(run(name, ...place, ...argv)).rejects.toThrow(sentence);
});

test('a file that is not there costs itself; the others are imported', async () => {
  const other = join(folder, 'two.countersign');
  const args = ['--workspace', other, '--format', 'register.people', join(folder, 'gone.csv'), sample('people.csv')];
  const { code, out } = await run('import', '--whole', ...args, '--json');
  expect(code).toBe(1);
  expect(rows.parse(JSON.parse(out))).toMatchObject(
    [{ error: /is not there/ }, { rejected: 0, duplicate: 0 }].map((row) =>
      'error' in row ? { error: expect.stringMatching(row.error) } : row,
    ),
  );
});

test('asking a case that is not there makes none', async () => {
  const gone = join(folder, 'gone.countersign');
  await expect(run('query', 'connectors', '--workspace', gone)).rejects.toMatchObject({ code: 'not-found' });
  expect(existsSync(gone)).toBe(false);
});

test('inspecting says what each file is, and the exit code whether all are known', async () => {
  const strange = join(folder, 'strange.csv');
  writeFileSync(strange, 'a,b\n1,2\n');
  const { code, out } = await run('inspect', sample('people.csv'), strange, join(folder, 'gone'), '--json');
  expect(code).toBe(1);
  expect(rows.parse(JSON.parse(out)).map((row) => row['format'])).toEqual(['register.people', null, null]);
});

test('the catalog of a case is listed, takes a file and an own tier, and refuses what is neither', async () => {
  const catalog = async (...argv: string[]) => run('catalog', ...argv, '--workspace', workspace);
  const why = ['--reason', 'Newer list', '--by', 'Cleo'];
  const file = join(folder, 'okta-openapi.json');
  writeFileSync(
    file,
    JSON.stringify({
      openapi: '3.0.3',
      info: { title: 'Okta Admin Management', version: '2026.11.0' },
      paths: { '/api/v1/robots': { get: { security: [{ oauth2: ['okta.robots.read'] }] } } },
    }),
  );
  expect((await catalog('list')).out).toMatch(/^Catalog .*\n(.*\n)*entra +as of /);
  const { out } = await catalog('import', file, ...why, '--json');
  expect(JSON.parse(out)).toMatchObject({ files: [{ fileName: 'okta-openapi.json', addedBy: 'Cleo', inForce: true }] });
  const tier = ['--platform', 'entra', '--kind', 'delegated', '--scope', 'Mail.Read', '--tier', '4'];
  expect((await catalog('override', ...tier, ...why)).out).toMatch(/Mail\.Read: tier 4, was 3: Newer list/);
  const journal = (await query('journal')).map((entry) => [entry['type'], entry['actor']]);
  expect(journal).toEqual(
    expect.arrayContaining([
      ['catalog-file-added', 'Cleo'],
      ['tier-overridden', 'Cleo'],
    ]),
  );
  const strange = join(folder, 'strange.json');
  writeFileSync(strange, '{}');
  await expect(catalog('import', strange, ...why)).rejects.toThrow(/is none of the files/);
  await expect(catalog('override', ...tier.slice(0, -1), '7', ...why)).rejects.toThrow(/tier/i);
  await expect(catalog('forget')).rejects.toThrow(/Say what to do/);
});
