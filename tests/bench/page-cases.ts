import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { at, createRandom } from '../generator/random.ts';
import { openBenchCase } from './bench-engine.ts';
import { loadEngine } from './load-engine.ts';
import { type Measurement, percentile95 } from './measure.ts';

const PAGES = 100;
const ROWS_PER_PAGE = 100;
const QUERY_EVERY_MS = 25;
const SORTS = ['risk', 'name', 'people', 'lastUse', 'findings', 'tier'] as const;

export interface PageCases {
  readonly folder: string;
  readonly seed: number;
  /** A GAM export and a log, to fill the case with. */
  readonly grants: string;
  readonly events: string;
  /** A log to be imported while pages are asked for. */
  readonly moreEvents: string;
  readonly say: (message: string) => void;
}

/** How long pages and details take in a filled case, at rest and while another log is imported in the same engine. */
export async function measurePages(cases: PageCases): Promise<Measurement[]> {
  const bench = await openBenchCase(await loadEngine(), join(cases.folder, 'pages'));
  const { startImport, finish } = bench;
  const call = bench.engine.handlers;
  try {
    cases.say('filling a case with grants and events');
    await bench.importFile(cases.grants, 'google.gam.tokens');
    await bench.importFile(cases.events, 'm365.graphactivity');

    const random = createRandom(cases.seed, 'bench pages');
    const { total } = await call['inventory.page'](
      { filter: {}, sort: { by: 'risk', descending: true }, offset: 0, limit: 1 },
      {},
    );
    const page = () =>
      call['inventory.page'](
        {
          filter: {},
          sort: { by: random.pick(SORTS), descending: random.chance(0.5) },
          offset: random.below(Math.max(total - ROWS_PER_PAGE, 1)),
          limit: ROWS_PER_PAGE,
        },
        {},
      );
    const queue = await call['review.queue']({ filter: { state: 'all' }, offset: 0, limit: 500 }, {});
    cases.say(`pages of ${total} connectors, details of ${queue.rows.length} items`);
    const pages = await timesOf(page);
    const items = await timesOf(() =>
      call['review.item']({ itemId: at(queue.rows, random.below(queue.rows.length)).itemId }, {}),
    );
    const connectors = await timesOf(() =>
      call['connectors.detail']({ connectorId: at(queue.rows, random.below(queue.rows.length)).connectorId }, {}),
    );
    const anyItem = () => at(queue.rows, random.below(queue.rows.length));
    const usage = await timesOf(async () => {
      const { connectorId, itemId } = anyItem();
      await call['connectors.usage']({ connectorId }, {});
      await call['items.reduction']({ itemId }, {});
    });
    const impacts = await timesOf(() => call['items.impact']({ itemId: anyItem().itemId, scopes: [] }, {}));
    cases.say('pages while a log is imported');
    const busy = await timesDuring(finish(await startImport(cases.moreEvents, 'm365.graphactivity')), page);
    return [
      { name: 'inventory page, 95th percentile', value: percentile95(pages), unit: 'ms', limit: 30 },
      { name: 'item detail, 95th percentile', value: percentile95(items), unit: 'ms', limit: 30 },
      { name: 'connector detail, 95th percentile', value: percentile95(connectors), unit: 'ms', limit: 30 },
      {
        name: 'scopes against use with certificate, 95th percentile',
        value: percentile95(usage),
        unit: 'ms',
        limit: 20,
      },
      { name: 'what would break, 95th percentile', value: percentile95(impacts), unit: 'ms', limit: 20 },
      { name: 'inventory page during an import, 95th percentile', value: percentile95(busy), unit: 'ms', limit: 100 },
      { name: 'pages asked for during the import', value: busy.length, unit: 'pages', limit: null },
      { name: 'longest wait for a page during the import', value: Math.max(...busy), unit: 'ms', limit: null },
    ];
  } finally {
    await bench.close();
  }
}

async function timesOf(work: () => unknown): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < PAGES; index += 1) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return times;
}

/** Asks at a fixed rhythm until the job ends. The wait for the engine's turn counts: that is what a person would feel. */
async function timesDuring(job: Promise<void>, work: () => unknown): Promise<number[]> {
  const times: number[] = [];
  let isRunning = true;
  const end = job.finally(() => {
    isRunning = false;
  });
  while (isRunning) {
    const due = performance.now() + QUERY_EVERY_MS;
    await sleep(QUERY_EVERY_MS);
    await work();
    times.push(performance.now() - due);
  }
  await end;
  return times;
}
