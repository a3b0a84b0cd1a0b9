import type Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { derive } from '../../../electron/engine/derive/derive.ts';
import { runImport } from '../../../electron/engine/import/run-import.ts';
import { randomFrom } from '../reading/files.ts';
import { newCase } from './engine-case.ts';
import { evidenceFacts } from './evidence-facts.ts';
import { fixtureSeeds, type Random, type Seed } from './random-files.ts';

const PERMUTATIONS = 5;
const SEED = 9_173;

const seeds = fixtureSeeds();

function shuffled<T>(values: readonly T[], next: Random): T[] {
  const list = [...values];
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = next(last + 1);
    const [a, b] = [list[last], list[other]];
    if (a !== undefined && b !== undefined) [list[last], list[other]] = [b, a];
  }
  return list;
}

/** What a case says after files of every format were imported in some order. */
async function factsOf<T>(
  files: readonly Seed[],
  tenantOf: (seed: Seed) => string,
  read: (db: Database.Database) => T,
): Promise<T> {
  const started = await newCase();
  try {
    const { context } = started.engine;
    const { db, evidenceFolder } = context.open();
    db.pragma('synchronous = OFF');
    for (const seed of files) {
      const summary = await runImport(
        {
          db,
          catalog: context.catalog(),
          evidenceFolder,
          now: () => 0,
          actor: 'a',
          signal: new AbortController().signal,
          onProgress: () => undefined,
        },
        seed.path,
        {
          format: seed.format,
          mapping: null,
          system: 's',
          tenant: tenantOf(seed),
          asOf: '2026-10-01T06:00:00Z',
          extractedBy: 'e',
          method: 'm',
          keepCopy: false,
          completeness: 'whole',
        },
      );
      expect(summary.closes).toBe(true);
    }
    derive(db, context.catalog(), context.policy());
    return read(db);
  } finally {
    await started.dispose();
  }
}

test(
  'files of every format say the same in whatever order they come and however often',
  { timeout: 300_000 },
  async () => {
    expect(new Set(seeds.map((seed) => seed.format)).size).toBeGreaterThan(40);
    const tenantOf = (): string => 'tenant';
    const expected = await factsOf(seeds, tenantOf, evidenceFacts);
    for (const [name, rows] of Object.entries(expected))
      if (name !== 'absent') expect(rows.length, name).toBeGreaterThan(0);
    for (let round = 0; round < PERMUTATIONS; round += 1) {
      const next = randomFrom(SEED + round);
      // Every other time some files come twice.
      const again = round % 2 === 0 ? [] : seeds.filter(() => next(3) === 0);
      const order = shuffled([...seeds, ...again], next);
      const facts = await factsOf(order, tenantOf, evidenceFacts);
      for (const [name, rows] of Object.entries(expected))
        expect(facts[name], `${name}, permutation ${round} of seed ${SEED}`).toEqual(rows);
    }
  },
);
