import { join } from 'node:path';
import { type DecideParams, NO_GROUP, QUEUE_GROUPS } from '../../shared/contract/review.ts';
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
const LEAST_SCALE_FOR_LIMIT = 0.5;
/** About the payload that the journal keeps of a decision. */
const PLAIN_BYTES = 900;

type Queue = BenchEngine['engine']['handlers']['review.queue'];
type Filter = Parameters<Queue>[0]['filter'];

export interface ReviewCase {
  readonly folder: string;
  /** Part of the full size, 1 = all of it. */
  readonly scale: number;
  readonly seed: number;
  /** Of a protected case. */
  readonly passphrase?: string | undefined;
  readonly say: (message: string) => void;
}

/**
 * A review of 100,000 items: pages of the queue under every filter, one item and where it stands, deciding and taking back
 * through the whole of the engine, each act durable; and what one durable row costs on this disk at all.
 */
export async function measureReview({ folder, scale, seed, passphrase, say }: ReviewCase): Promise<Measurement[]> {
  const bench = await openBenchCase(await loadEngine(), join(folder, 'review'), passphrase);
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
    const { db } = bench.engine.context.open();
    const limit = (most: number): number | null => (scale < LEAST_SCALE_FOR_LIMIT ? null : most);
    const measured: Measurement[] = [];
    const measure = async (name: string, times: number, most: number, work: (turn: number) => unknown) => {
      // What is read once after an import, and kept, is not what a person waits for at each step.
      await work(0);
      const taken: number[] = [];
      for (let turn = 1; turn <= times; turn += 1) {
        const started = performance.now();
        await work(turn);
        taken.push(performance.now() - started);
      }
      measured.push({
        name: `review: ${name}, 95th percentile`,
        value: percentile95(taken),
        unit: 'ms',
        limit: limit(most),
      });
      say(
        `review: ${name}: median ${median(taken).toFixed(2)} ms, 95th percentile ${percentile95(taken).toFixed(2)} ms`,
      );
      return taken;
    };
    const pageOf = async (filter: Filter) => {
      const { total } = await call['review.queue']({ filter, offset: 0, limit: 1 }, {});
      return () =>
        call['review.queue'](
          { filter, offset: random.below(Math.max(total - ROWS_PER_PAGE, 1)), limit: ROWS_PER_PAGE },
          {},
        );
    };
    const firstAt = performance.now();
    await call['review.queue']({ filter: { state: 'all' }, offset: 0, limit: ROWS_PER_PAGE }, {});
    const first = performance.now() - firstAt;
    await measure('a page anywhere in the queue', QUESTIONS, MOST_PAGE_MS, await pageOf({ state: 'all' }));
    for (const [name, filterOf] of FILTERS)
      await measure(`first page of ${name}`, QUESTIONS, MOST_PAGE_MS, (turn) =>
        call['review.queue']({ filter: filterOf(random, turn), offset: 0, limit: ROWS_PER_PAGE }, {}),
      );
    for (const by of QUEUE_GROUPS)
      await measure(`groups by ${by}`, QUESTIONS, MOST_PAGE_MS, (turn) =>
        call['review.queueGroups']({ by, filter: { state: turn % 2 === 0 ? 'all' : 'open' } }, {}),
      );
    await measure('parts of the queue', QUESTIONS, MOST_PAGE_MS, () => call['review.views']({}, {}));
    const places = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const offset = random.below(Math.max(items - ROWS_PER_PAGE, 1));
        return call['review.queue']({ filter: { state: 'all' }, offset, limit: ROWS_PER_PAGE }, {});
      }),
    );
    const itemIds = places.flatMap(({ rows }) => rows.map(({ itemId }) => itemId));
    const anyItem = (): string => random.pick(itemIds);
    await measure('one item with its neighbors', QUESTIONS, MOST_PAGE_MS, () =>
      call['review.item']({ itemId: anyItem() }, {}),
    );
    await measure('status of the case', QUESTIONS, MOST_PAGE_MS, () => call['workspace.status']({}, {}));
    db.exec('CREATE TABLE plain_row (id INTEGER PRIMARY KEY, text TEXT) STRICT');
    const insert = db.prepare('INSERT INTO plain_row (text) VALUES (?)');
    const plain = await measure('one plain durable row', ACTS, Infinity, () => insert.run('x'.repeat(PLAIN_BYTES)));
    const decided = await measure('a decision', ACTS, MOST_DECIDE_MS, (turn) =>
      call['review.decide'](decisionOn(at(itemIds, turn % itemIds.length)), {}),
    );
    await measure('a decision taken back', ACTS, MOST_DECIDE_MS, (turn) =>
      call['review.undo']({ itemId: at(itemIds, turn % itemIds.length) }, {}),
    );
    await measure('a decision, then the first page', QUESTIONS, MOST_PAGE_MS + MOST_DECIDE_MS, async (turn) => {
      await call['review.decide'](decisionOn(at(itemIds, turn % itemIds.length)), {});
      await call['review.queue']({ filter: { state: 'open' }, offset: 0, limit: ROWS_PER_PAGE }, {});
    });
    return [
      ...measured,
      {
        name: 'review: a decision over a plain durable row, medians',
        value: median(decided) / median(plain),
        unit: 'ratio',
        limit: null,
      },
      { name: 'review: first page after the case was opened', value: first, unit: 'ms', limit: null },
      { name: 'review: items', value: items, unit: 'rows', limit: null },
    ];
  } finally {
    await bench.close();
  }
}

function decisionOn(itemId: string): DecideParams {
  return {
    itemId,
    decision: 'revoke',
    reason: 'Measured.',
    scopes: [],
    principals: [],
    until: null,
    owner: null,
    agreed: null,
    round: 'first',
    trace: null,
  };
}

const FILTERS: readonly (readonly [string, (random: Random, turn: number) => Filter])[] = [
  ['undecided items', (_random, turn) => ({ state: 'open', minTier: turn % 2 })],
  ['a platform', (_random, turn) => ({ state: 'all', platforms: turn % 2 === 0 ? ['google'] : ['google', 'entra'] })],
  ['a risk', (random) => ({ state: 'all', minTier: random.between(1, 4) })],
  ['exact tiers', (random) => ({ state: 'all', tiers: [random.pick([0, 2, 3, 4, null] as const)] })],
  ['a rule', (random) => ({ state: 'all', rule: random.pick(['CS-01', 'CS-08', 'CS-13', 'CS-28']) })],
  ['one app by its name', (random) => ({ state: 'all', text: `endor ${random.below(12_000)} app ${random.below(8)}` })],
  ['a text of many apps', (random) => ({ state: 'all', text: `app ${random.below(8)}` })],
  ['a text of no app', (_random, turn) => ({ state: 'all', text: `zzyzx ${turn}` })],
  ['items without a decision', (_random, turn) => ({ state: 'all', decision: 'none', minTier: turn % 3 })],
  ['an age of grants', (_random, turn) => ({ state: 'all', grantAge: turn % 2 === 0 ? 'unknown' : '0-29' })],
  ['an age of use', (_random, turn) => ({ state: 'all', lastUse: turn % 2 === 0 ? 'unknown' : '0-29' })],
  ['items without an owner', (_random, turn) => ({ state: 'all', owner: NO_GROUP, minTier: turn % 3 })],
];
