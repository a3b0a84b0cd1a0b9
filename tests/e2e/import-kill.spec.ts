import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { projectNode } from '../../electron/runtime/paths.mjs';
import { resolveRuntime } from '../../electron/runtime/runtime.mjs';
import { expect, test } from './fixtures.ts';
import { cli } from './helpers/cli.ts';
import { sampleFiles, TENANTS } from './helpers/sample.ts';

const cliFile = resolve(import.meta.dirname, '../../out/engine/cli.js');
const KILLS = 8;
/** What differs from run to run, whatever the files say. */
const PASSING = new Set(['imported_at', 'extraction', 'at', 'hash', 'prev']);

test('an import killed at any moment leaves the case as it was, and can be repeated', async ({ folder }) => {
  test.setTimeout(600_000);
  const large = join(folder, 'large.csv');
  const lines = Array.from(
    { length: 100_000 },
    (_, index) =>
      `p${index % 15_000}@firm.example,${index % 97}-x.apps.googleusercontent.com,App ${index % 97},False,False,,openid scope-${index % 13}`,
  );
  writeFileSync(large, `user,clientId,displayText,anonymous,nativeApp,userKey,scopes\n${lines.join('\n')}\n`);
  const base = join(folder, 'base');
  importInto(base, sampleFiles('entra').slice(0, 2), TENANTS.entra.tenant);
  const before = rowsOf(base);

  const whole = copyOf(base, join(folder, 'whole'));
  const startedAt = performance.now();
  importInto(whole, [large], 'firm.example');
  const duration = performance.now() - startedAt;
  const after = rowsOf(whole);
  expect(after).not.toEqual(before);

  let killed = 0;
  for (let round = 0; round < KILLS; round += 1) {
    const place = copyOf(base, join(folder, `round-${round}`));
    const child = spawn(projectNode(), [cliFile, ...importArguments(place, [large], 'firm.example')], {
      env: { ...process.env, ...resolveRuntime().env },
      stdio: 'ignore',
    });
    const exit = once(child, 'exit');
    await Promise.race([delay(duration * ((round + 0.5) / KILLS)), exit]);
    child.kill('SIGKILL');
    const [, signal] = await exit;
    // Any command opens the case, and so removes what was left of the import.
    const opened = cli('query', 'connectors', '--workspace', join(place, 'case.countersign'), '--json');
    expect(opened, opened.stderr).toMatchObject({ code: 0 });
    const left = rowsOf(place);
    if (left['import']?.length === before['import']?.length) {
      expect(left, `round ${round}`).toEqual(before);
      expect(copiesIn(place), `round ${round}`).toEqual(copiesIn(base));
    } else expect(left, `round ${round}`).toEqual(after);
    if (signal === 'SIGKILL') killed += 1;
    importInto(place, [large], 'firm.example');
    expect(rowsOf(place), `round ${round}`).toEqual(after);
    expect(copiesIn(place), `round ${round}`).toEqual(copiesIn(whole));
  }
  expect(killed).toBeGreaterThan(KILLS / 2);
});

function importArguments(place: string, files: readonly string[], tenant: string): string[] {
  return [
    'import',
    '--whole',
    '--workspace',
    join(place, 'case.countersign'),
    '--tenant',
    tenant,
    '--as-of',
    '2026-10-01T06:00:00Z',
    '--extracted-by',
    'A. Admin',
    '--method',
    'export',
    ...files,
    '--json',
  ];
}

function importInto(place: string, files: readonly string[], tenant: string): void {
  const ran = cli(...importArguments(place, files, tenant));
  expect(ran, ran.stderr).toMatchObject({ code: 0 });
}

function copyOf(from: string, to: string): string {
  cpSync(from, to, { recursive: true });
  return to;
}

/** Every row of every table, without what passes. */
function rowsOf(place: string): Record<string, string[]> {
  const db = new Database(join(place, 'case.countersign'), { readonly: true });
  try {
    const tables = db
      .prepare<[], string>(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)
      .pluck()
      .all();
    return Object.fromEntries(
      tables.map((table) => [
        table,
        db.prepare<[], Record<string, unknown>>(`SELECT * FROM "${table}"`).all().map(lasting).toSorted(),
      ]),
    );
  } finally {
    db.close();
  }
}

function lasting(row: Record<string, unknown>): string {
  return JSON.stringify(Object.entries(row).filter(([column]) => !PASSING.has(column)));
}

function copiesIn(place: string): string[] {
  const folder = join(place, 'case evidence');
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted() : [];
}
