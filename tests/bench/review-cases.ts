import { join } from 'node:path';
import type { DecideParams } from '../../shared/contract/review.ts';
import { at, createRandom, type Random } from '../generator/random.ts';
import { writePopulation } from '../generator/large-population.ts';
import { type BenchEngine, openBenchCase } from './bench-engine.ts';
import { loadEngine } from './load-engine.ts';
import { median, type Measurement, percentile95 } from './measure.ts';

const ITEMS = 100_000;
const QUESTIONS = 60;
const ACTS = 200;
const ROWS_PER_PAGE = 100;
const MOST_PAGE_MS = 30;
const MOST_DECIDE_MS = 5;

type Queue = BenchEngine['engine']['handlers']['review.queue'];
type Filter = Parameters<Queue>[0]['filter'];

export interface ReviewCase {
  readonly folder: string;
  /** Part of the full size, 1 = all of it. */
  readonly scale: number;
  readonly seed: number;
  readonly say: (message: string) => void;
}

/**
 * A review of 100,000 items: pages of the queue under every filter, one item and where it stands, deciding and taking back
 * through the whole of the engine, each act durable; and what one durable row costs on this disk at all.
 */
export async function measureReview({ folder, scale, seed, say }: ReviewCase): Promise<Measurement[]> {
  const bench = await openBenchCase(await loadEngine(), join(folder, 'review'));
  const call = bench.engine.handlers;
  try {
    const items = Math.round(ITEMS * scale);
    const files = {
      grants: join(folder, 'population.csv'),
      people: join(folder, 'people.csv'),
      owners: join(folder, 'owners.csv'),
    };
    say(`review: making a population of ${items.toLocaleString('en-US')} items`);
    writePopulation(files, items, seed);
    await bench.importFile(files.people, 'register.people');
    await bench.importFile(files.owners, 'register.owners');
    await bench.importFile(files.grants, 'google.gam.tokens');
    const random = createRandom(seed, 'bench review');
    const pages: Measurement[] = [];
    for (const [name, filterOf] of FILTERS) {
      const times: number[] = [];
      let total = 0;
      for (let question = 0; question < QUESTIONS; question += 1) {
        const filter = filterOf(random);
        const offset = random.below(Math.max(Math.min(total, items) - ROWS_PER_PAGE, 1));
        const started = performance.now();
        const page = await call['review.queue']({ filter, offset, limit: ROWS_PER_PAGE }, {});
        times.push(performance.now() - started);
        total = page.total;
      }
      pages.push({ name: `review: queue, ${name}`, value: percentile95(times), unit: 'ms', limit: MOST_PAGE_MS });
      say(`${name}: ${percentile95(times).toFixed(1)} ms of ${total}`);
    }
    return pages;
  } finally {
    await bench.close();
  }
}

const FILTERS: readonly (readonly [string, (random: Random) => Filter])[] = [
  ['everything', () => ({ state: 'all' })],
  ['undecided', () => ({ state: 'open' })],
  ['decided', () => ({ state: 'decided' })],
  ['a platform', () => ({ state: 'all', platforms: ['google'] })],
  ['a rare platform', () => ({ state: 'all', platforms: ['entra'] })],
  ['tier 2 and up', () => ({ state: 'all', minTier: 2 })],
  ['exact tiers', () => ({ state: 'all', tiers: [4, null] })],
  ['a rule', (random) => ({ state: 'all', rule: random.pick(['CS-01', 'CS-08', 'CS-13', 'CS-28']) })],
  ['a text of one app', (random) => ({ state: 'all', text: `endor ${random.below(12_000)} app ${random.below(8)}` })],
  ['a text of many apps', (random) => ({ state: 'all', text: `app ${random.below(8)}` })],
  ['a text of no app', () => ({ state: 'all', text: 'zzyzx' })],
  ['without a decision', () => ({ state: 'all', decision: 'none' })],
  ['age of the grant', () => ({ state: 'all', grantAge: 'unknown' })],
  ['last use', () => ({ state: 'all', lastUse: '0-29' })],
];
