import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeGraphActivity } from '../generator/large.ts';
import { writeGamTokens, writeTokenActivity } from '../generator/large-google.ts';
import { projected } from '../generator/large-layouts.ts';
import { measureAnalysis } from './analysis-cases.ts';
import { measureImports } from './import-cases.ts';
import type { Measurement } from './measure.ts';
import { measurePages } from './page-cases.ts';
import { measureProtected } from './protected-cases.ts';
import { measureReview } from './review-cases.ts';
import { measureShape, SHAPES } from './shape-cases.ts';
import { measureStart } from './start-cases.ts';

const USAGE = `Usage: npm run bench -- [--json] [--shape NAME] [--scale F] [--events N] [--rounds N] [--quick] [--folder DIR]
  --shape   one of ${[...SHAPES.map(({ name }) => name), 'graph-csv', 'pages', 'analysis', 'review', 'protected', 'start'].join(', ')}; without it, all of them
  --scale   part of the full size of each shape (1; limits on time hold from 0.5)
  --events  events of the log of graph-csv (1,000,000; limits on speed and growth hold from there)
  --rounds  alternating rounds of the import (3), and five times as many starts
  --quick   100,000 events, a twentieth of each shape, one round: shows that everything works, judges no speed of the import
  --folder  where the files are made (the system's temporary folder); about 4 GB at full size
`;
const SEED = 20_260_701;
const GRANTS = 100_000;
const EVENTS_IN_CASE = 200_000;
/** The case that is analysed. */
const ANALYSED = { grants: 3_000_000, events: 5_000_000, connectors: 300 };

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    shape: { type: 'string' },
    scale: { type: 'string' },
    events: { type: 'string' },
    rounds: { type: 'string' },
    folder: { type: 'string', default: tmpdir() },
    help: { type: 'boolean', default: false },
  },
});
const events = Number(values.events ?? (values.quick ? 100_000 : 1_000_000));
const scale = Number(values.scale ?? (values.quick ? 0.05 : 1));
const isKnown = [
  undefined,
  'graph-csv',
  'pages',
  'analysis',
  'review',
  'protected',
  'start',
  ...SHAPES.map(({ name }) => name),
].includes(values.shape);
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));

if (
  values.help ||
  !Number.isSafeInteger(events) ||
  events < 1000 ||
  !Number.isSafeInteger(rounds) ||
  rounds < 1 ||
  !isKnown ||
  !(scale > 0 && scale <= 10)
) {
  process.stderr.write(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else {
  const measured = await measure();
  process.stdout.write(values.json ? `${JSON.stringify(measured, null, 2)}\n` : table(measured));
  if (measured.some(isOver)) process.exitCode = 1;
}

async function measure(): Promise<Measurement[]> {
  const folder = mkdtempSync(join(values.folder, 'countersign-bench-'));
  const say = (message: string): void => void process.stderr.write(`bench: ${message}\n`);
  const make = (name: string, write: (path: string) => void): string => {
    say(`making ${name}`);
    const path = join(folder, name);
    write(path);
    return path;
  };
  const isWanted = (shape: string): boolean => values.shape === undefined || values.shape === shape;
  const measured: Measurement[] = [];
  try {
    for (const shape of SHAPES)
      if (isWanted(shape.name))
        measured.push(...(await measureShape(shape, { folder, scale, rounds, seed: SEED, say })));
    if (isWanted('graph-csv')) {
      const file = make('events.csv', (path) => writeGraphActivity(path, events, SEED, projected));
      const largeFile = make('events-3.csv', (path) => writeGraphActivity(path, 3 * events, SEED, projected));
      measured.push(...(await measureImports({ folder, events, rounds, file, largeFile, say })));
      rmSync(largeFile);
    }
    if (isWanted('analysis')) {
      const { connectors } = ANALYSED;
      const [rows, acts] = [Math.round(ANALYSED.grants * scale), Math.round(ANALYSED.events * scale)];
      const grants = make('analysed-grants.csv', (path) =>
        writeGamTokens(path, rows, SEED, { connectors, heldByOne: [5, 25] }),
      );
      const events = make('analysed-events.csv', (path) => writeTokenActivity(path, acts, SEED, connectors));
      measured.push(...(await measureAnalysis({ folder, grants, events, scale, say })));
      rmSync(grants);
      rmSync(events);
    }
    if (isWanted('start')) measured.push(...(await measureStart({ folder, rounds: 5 * rounds, say })));
    if (isWanted('review')) measured.push(...(await measureReview({ folder, scale, seed: SEED, say })));
    if (isWanted('protected')) {
      const file = make('protected.csv', (path) => writeGraphActivity(path, events, SEED, projected));
      measured.push(...(await measureProtected({ folder, file, events, rounds, scale, seed: SEED, say })));
    }
    if (!isWanted('pages')) return measured;
    const inCase = Math.min(events, EVENTS_IN_CASE);
    const pages = await measurePages({
      folder,
      seed: SEED,
      grants: make('grants.csv', (path) => writeGamTokens(path, GRANTS, SEED)),
      events: make('events-in-case.csv', (path) => writeGraphActivity(path, inCase, SEED + 1, projected)),
      moreEvents: make('events-during.csv', (path) => writeGraphActivity(path, inCase, SEED + 2, projected)),
      say,
    });
    return [...measured, ...pages];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isOver({ value, limit }: Measurement): boolean {
  return limit !== null && !(value <= limit);
}

function table(measured: readonly Measurement[]): string {
  const width = Math.max(...measured.map(({ name }) => name.length));
  const lines = measured.map((one) => {
    const value = `${one.value.toFixed(one.value < 10 && one.unit !== 'rows' ? 2 : 0)} ${one.unit}`.padStart(14);
    const limit = one.limit === null ? '' : `at most ${one.limit}${isOver(one) ? '   OVER THE LIMIT' : ''}`;
    return `${one.name.padEnd(width)} ${value}   ${limit}`.trimEnd();
  });
  return `${lines.join('\n')}\n`;
}
