import Database from 'better-sqlite3';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../electron/runtime/paths.mjs';
import { type Measurement, median, type ProcessRun, run, runNode } from './measure.ts';

/** The built command line. */
export const CLI = join(projectRoot, 'out', 'engine', 'cli.js');
/** Below this the start of the process weighs more than the import, and the limits mean nothing. */
const EVENTS_FOR_LIMITS = 1_000_000;

/** What the command line reports of each file. */
export const importResults = z.array(
  z.object({
    read: z.int(),
    accepted: z.int(),
    rejected: z.int(),
    duplicate: z.int(),
    notRelevant: z.int(),
    events: z.int(),
    seconds: z.number(),
  }),
);

export interface ImportCases {
  /** An empty folder on the disk to be measured. */
  readonly folder: string;
  readonly events: number;
  readonly rounds: number;
  /** The log, and one of three times as many events. */
  readonly file: string;
  readonly largeFile: string;
  readonly say: (message: string) => void;
}

/**
 * The product's import against `sqlite3 .import` of the same file into a text table, in turn, both as whole processes;
 * then once a log three times as large, for the memory. Totals are compared, so that a fast import that loses rows fails.
 */
export async function measureImports(cases: ImportCases): Promise<Measurement[]> {
  const { folder, events, rounds, file, say } = cases;
  const plain: ProcessRun[] = [];
  const product: ProcessRun[] = [];
  let strayRows = 0;
  for (let round = 1; round <= rounds; round += 1) {
    say(`round ${round} of ${rounds}: sqlite3 .import`);
    const { rows, ...plainRun } = await sqliteImport(folder, file);
    plain.push(plainRun);
    say(`round ${round} of ${rounds}: Countersign`);
    const imported = await productImport(folder, file);
    product.push(imported);
    strayRows += Math.abs(rows - imported.read) + imported.strayRows;
  }
  say('three times the events: Countersign');
  const large = await productImport(folder, cases.largeFile);
  strayRows += large.strayRows;

  const seconds = median(product.map((one) => one.seconds));
  const plainSeconds = median(plain.map((one) => one.seconds));
  const peak = median(product.map((one) => one.peakMegabytes));
  const limit = (value: number): number | null => (events >= EVENTS_FOR_LIMITS ? value : null);
  return [
    { name: 'import over sqlite3 .import', value: seconds / plainSeconds, unit: 'ratio', limit: limit(1.5) },
    { name: 'import', value: seconds, unit: 's', limit: null },
    { name: 'sqlite3 .import', value: plainSeconds, unit: 's', limit: null },
    { name: 'import speed', value: statSync(file).size / 1e6 / seconds, unit: 'MB/s', limit: null },
    { name: 'import peak memory', value: peak, unit: 'MB', limit: 450 },
    {
      name: 'import peak memory growth at 3 times the events',
      value: (large.peakMegabytes / peak - 1) * 100,
      unit: '%',
      limit: limit(15),
    },
    { name: 'rows unaccounted for', value: strayRows, unit: 'rows', limit: 0 },
  ];
}

/** `.import` of a CSV file into a text table. */
export async function sqliteImport(folder: string, file: string): Promise<ProcessRun & { rows: number }> {
  const database = join(folder, 'plain.db');
  rmSync(database, { force: true });
  flushDisk();
  const result = await run('sqlite3', [database, `.import --csv "${file}" log`]).catch((cause: unknown) => {
    throw new Error('The benchmark compares with the sqlite3 command line program: install sqlite3.', { cause });
  });
  const rows = count(database, 'SELECT count(*) FROM log');
  rmSync(database, { force: true });
  return { ...result, rows };
}

async function productImport(folder: string, file: string): Promise<ProcessRun & { read: number; strayRows: number }> {
  const home = join(folder, 'case');
  const workspace = join(home, 'bench.countersign');
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home);
  flushDisk();
  const order = ['--tenant', 'bench', '--as-of', '2026-10-01T06:00:00Z', '--extracted-by', 'bench', '--method', 'made'];
  const result = await runNode([CLI, 'import', '--whole', '--workspace', workspace, ...order, '--json', file]);
  const [summary] = importResults.parse(JSON.parse(result.stdout));
  if (summary === undefined) throw new Error('the import reported nothing');
  const { read, accepted, rejected, duplicate, notRelevant } = summary;
  const strayRows =
    Math.abs(read - accepted - rejected - duplicate - notRelevant) +
    Math.abs(accepted - count(workspace, 'SELECT count(*) FROM event')) +
    Math.abs(accepted - count(workspace, 'SELECT sum(count) FROM usage')) +
    Math.abs(accepted - count(workspace, 'SELECT sum(count) FROM usage_pair'));
  rmSync(home, { recursive: true, force: true });
  return { ...result, read, strayRows };
}

/** One number out of a database. */
export function count(path: string, sql: string): number {
  const database = new Database(path, { readonly: true });
  try {
    return Number(database.prepare(sql).pluck().get());
  } finally {
    database.close();
  }
}

/** So that no case pays for what the one before it left to be written. Where there is no `sync`, rounds even it out. */
export function flushDisk(): void {
  spawnSync('sync');
}
