import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH_CASE, openBenchCase } from './bench-engine.ts';
import { flushDisk } from './import-cases.ts';
import { type EngineModules, loadEngine } from './load-engine.ts';
import { type Measurement, median } from './measure.ts';
import { measureReview } from './review-cases.ts';

const PASSPHRASE = 'correct horse battery staple';
/** An import into a protected case reaches at least 0.6 of the speed of one into a plain case. */
const MOST_IMPORT_RATIO = 1 / 0.6;
const EVENTS_FOR_LIMITS = 1_000_000;
/** Of the full review. */
const REVIEW_PART = 0.2;
/** What a reviewer waits for most, by the names of the review bench. */
const REVIEWED = ['a page anywhere in the queue', 'one item with its neighbors', 'a decision'];

export interface ProtectedCases {
  readonly folder: string;
  readonly file: string;
  readonly events: number;
  readonly rounds: number;
  readonly scale: number;
  readonly seed: number;
  readonly say: (message: string) => void;
}

interface Run {
  readonly imported: number;
  readonly opened: number;
  readonly bytes: number;
}

/** The same work in a plain and in a protected case, in turn: import with hash, copy and analysis; opening; review. */
export async function measureProtected(cases: ProtectedCases): Promise<Measurement[]> {
  const { rounds, events, say } = cases;
  const modules = await loadEngine();
  const plain: Run[] = [];
  const sealed: Run[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    say(`protected: round ${round} of ${rounds}`);
    plain.push(await runOnce(modules, cases, undefined));
    sealed.push(await runOnce(modules, cases, PASSPHRASE));
  }
  const over = (of: (run: Run) => number): number => median(sealed.map(of)) / median(plain.map(of));
  const one = (name: string, value: number, unit: string, limit: number | null = null): Measurement => ({
    name: `protected: ${name}`,
    value,
    unit,
    limit,
  });
  return [
    one('import, plain', median(plain.map(({ imported }) => imported)), 's'),
    one('import, protected', median(sealed.map(({ imported }) => imported)), 's'),
    one(
      'import over plain',
      over(({ imported }) => imported),
      'ratio',
      events >= EVENTS_FOR_LIMITS ? MOST_IMPORT_RATIO : null,
    ),
    one('opening, plain', median(plain.map(({ opened }) => opened)), 's'),
    one('opening, protected', median(sealed.map(({ opened }) => opened)), 's'),
    one('size of the case file, plain', median(plain.map(({ bytes }) => bytes)) / 1e6, 'MB'),
    one(
      'size of the case file over plain',
      over(({ bytes }) => bytes),
      'ratio',
    ),
    ...(await reviewOver(cases, one)),
  ];
}

async function runOnce(modules: EngineModules, { folder, file }: ProtectedCases, passphrase?: string): Promise<Run> {
  const home = join(folder, 'protected');
  mkdirSync(home);
  flushDisk();
  const bench = await openBenchCase(modules, home, passphrase);
  const path = join(home, BENCH_CASE);
  try {
    const importAt = performance.now();
    await bench.importFile(file, 'm365.graphactivity');
    const imported = (performance.now() - importAt) / 1000;
    const { handlers, context } = bench.engine;
    await handlers['workspace.close']({}, {});
    const { size: bytes } = statSync(path);
    const openAt = performance.now();
    const token = context.files.register(path);
    await handlers['workspace.open'](passphrase === undefined ? { token } : { token, passphrase }, {});
    return { imported, opened: (performance.now() - openAt) / 1000, bytes };
  } finally {
    await bench.close();
    rmSync(home, { recursive: true, force: true });
  }
}

async function reviewOver(
  { folder, scale, seed, say }: ProtectedCases,
  one: (name: string, value: number, unit: string) => Measurement,
): Promise<Measurement[]> {
  const run = async (passphrase: string | undefined): Promise<Measurement[]> => {
    const measured = await measureReview({ folder, scale: scale * REVIEW_PART, seed, passphrase, say });
    rmSync(join(folder, 'review'), { recursive: true, force: true });
    return measured;
  };
  const plain = await run(undefined);
  const sealed = await run(PASSPHRASE);
  return REVIEWED.flatMap((name) => {
    const of = (measured: readonly Measurement[]): number =>
      measured.find((found) => found.name === `review: ${name}, 95th percentile`)?.value ?? Number.NaN;
    return [
      one(`${name}, plain, 95th percentile`, of(plain), 'ms'),
      one(`${name}, protected, 95th percentile`, of(sealed), 'ms'),
      one(`${name} over plain`, of(sealed) / of(plain), 'ratio'),
    ];
  });
}
