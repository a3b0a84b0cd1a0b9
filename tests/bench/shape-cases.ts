import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../electron/runtime/paths.mjs';
import { writeGraphActivity } from '../generator/large.ts';
import { writeUnifiedAudit } from '../generator/large-audit.ts';
import { writeGamTokens, writeTokenActivity } from '../generator/large-google.ts';
import { diagnosticRecords, oneDocument } from '../generator/large-json.ts';
import { CLI, count, flushDisk, importResults, sqliteImport } from './import-cases.ts';
import { type Measurement, median, type ProcessRun, runNode } from './measure.ts';

const BASELINE = join(projectRoot, 'tests', 'bench', 'json-baseline.ts');
const MOST_RATIO = 1.5;
const MOST_MEGABYTES = 450;
/** Below this part of the full size the start of the process weighs too much for the limit on time to mean anything. */
const LEAST_SCALE_FOR_RATIO = 0.5;

interface Shape {
  readonly name: string;
  /** Records at full size. */
  readonly records: number;
  readonly file: string;
  readonly write: (path: string, records: number, seed: number) => void;
  /** `.import` of the same file by sqlite3, or splitting and parsing its records. */
  readonly baseline: 'sqlite3' | 'lines' | 'document' | 'audit';
  /** What every accepted record must have become, as a number to compare with. */
  readonly stored: string;
}

const EVENTS =
  'SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM lifecycle_fact) + (SELECT count(*) FROM unattributed_fact)';

export const SHAPES: readonly Shape[] = [
  {
    name: 'google-csv',
    records: 1_000_000,
    file: 'token-activity.csv',
    write: writeTokenActivity,
    baseline: 'sqlite3',
    stored: EVENTS,
  },
  {
    name: 'graph-ndjson',
    records: 1_000_000,
    file: 'graph-activity.ndjson',
    write: (path, records, seed) => writeGraphActivity(path, records, seed, diagnosticRecords),
    baseline: 'lines',
    stored: 'SELECT sum(count) FROM usage_pair',
  },
  {
    name: 'unified-audit',
    records: 400_000,
    file: 'unified-audit.csv',
    write: writeUnifiedAudit,
    baseline: 'audit',
    stored: EVENTS,
  },
  {
    name: 'graph-document',
    records: 525_000,
    file: 'graph-activity.json',
    write: (path, records, seed) => writeGraphActivity(path, records, seed, oneDocument),
    baseline: 'document',
    stored: 'SELECT sum(count) FROM usage_pair',
  },
  {
    name: 'gam-grants',
    records: 3_000_000,
    file: 'gam-tokens.csv',
    write: (path, records, seed) => writeGamTokens(path, records, seed, { connectors: 300, heldByOne: [5, 25] }),
    baseline: 'sqlite3',
    stored: 'SELECT count(*) FROM consent_grant',
  },
];

export interface ShapeCase {
  /** An empty folder on the disk to be measured. */
  readonly folder: string;
  /** Part of the full size, 1 = all of it. */
  readonly scale: number;
  readonly rounds: number;
  readonly seed: number;
  readonly say: (message: string) => void;
}

/**
 * One shape of file: the product's import against its baseline, in turn, with equal totals. The import counts from the
 * first byte read to the committed rows and roll-ups; hash, copy, search for secrets and for duplicates are part of it.
 * Start and analysis are told apart; the memory is that of the whole process, analysis included.
 */
export async function measureShape(
  shape: Shape,
  { folder, scale, rounds, seed, say }: ShapeCase,
): Promise<Measurement[]> {
  const records = Math.round(shape.records * scale);
  const path = join(folder, shape.file);
  say(`${shape.name}: making ${records.toLocaleString('en-US')} records`);
  shape.write(path, records, seed);
  const plain: number[] = [];
  const imports: number[] = [];
  const wholes: number[] = [];
  const peaks: number[] = [];
  let stray = 0;
  for (let round = 1; round <= rounds; round += 1) {
    say(`${shape.name}: round ${round} of ${rounds}`);
    const base = await runBaseline(shape, folder, path);
    plain.push(base.seconds);
    const product = await importShape(shape, folder, path);
    imports.push(product.importSeconds);
    wholes.push(product.seconds);
    peaks.push(product.peakMegabytes);
    stray += Math.abs(base.records - records) + Math.abs(product.read - records) + product.stray;
  }
  const bytes = statSync(path).size;
  rmSync(path);
  const against = shape.baseline === 'sqlite3' ? 'sqlite3 .import' : 'splitting and JSON.parse';
  const ratio = median(imports) / median(plain);
  const name = (what: string): string => `${shape.name}: ${what}`;
  return [
    {
      name: name(`import over ${against}`),
      value: ratio,
      unit: 'ratio',
      limit: scale < LEAST_SCALE_FOR_RATIO ? null : MOST_RATIO,
    },
    { name: name('import, first byte to committed rows'), value: median(imports), unit: 's', limit: null },
    { name: name(against), value: median(plain), unit: 's', limit: null },
    { name: name('start and analysis'), value: median(wholes) - median(imports), unit: 's', limit: null },
    { name: name('import speed'), value: bytes / 1e6 / median(imports), unit: 'MB/s', limit: null },
    { name: name('peak memory, analysis included'), value: median(peaks), unit: 'MB', limit: MOST_MEGABYTES },
    { name: name('records unaccounted for'), value: stray, unit: 'rows', limit: 0 },
  ];
}

async function runBaseline(shape: Shape, folder: string, path: string): Promise<{ seconds: number; records: number }> {
  if (shape.baseline === 'sqlite3') {
    const { seconds, rows } = await sqliteImport(folder, path);
    return { seconds, records: rows };
  }
  flushDisk();
  const { seconds, stdout } = await runNode([BASELINE, shape.baseline, path]);
  return { seconds, records: Number(stdout) };
}

async function importShape(
  shape: Shape,
  folder: string,
  path: string,
): Promise<ProcessRun & { importSeconds: number; read: number; stray: number }> {
  const home = join(folder, 'case');
  const workspace = join(home, 'bench.countersign');
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home);
  flushDisk();
  const order = ['--tenant', 'bench', '--as-of', '2026-10-01T06:00:00Z', '--extracted-by', 'bench', '--method', 'made'];
  const result = await runNode([CLI, 'import', '--whole', '--workspace', workspace, ...order, '--json', path]);
  const [summary] = importResults.parse(JSON.parse(result.stdout));
  if (summary === undefined) throw new Error('the import reported nothing');
  const { read, accepted, rejected, duplicate, notRelevant } = summary;
  const stray =
    rejected +
    Math.abs(read - accepted - rejected - duplicate - notRelevant) +
    Math.abs(accepted - count(workspace, shape.stored));
  rmSync(home, { recursive: true, force: true });
  return { ...result, importSeconds: summary.seconds, read, stray };
}
