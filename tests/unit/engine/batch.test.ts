import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BatchDecision } from '../../../shared/contract/batch.ts';
import type { QueueRow } from '../../../shared/contract/review.ts';
import { checkActs } from '../../../electron/engine/review/integrity.ts';
import type { EngineCase } from './engine-case.ts';
import { addPeople, openCampaign, signIn } from './people-of-case.ts';
import { populationCase, queueOf } from './population-case.ts';

let started: EngineCase;
let low: readonly QueueRow[];
let mail: readonly QueueRow[];
beforeEach(async () => {
  started = await populationCase(96);
  const rows = await queueOf(started);
  low = rows.filter(({ highestTier }) => highestTier !== null && highestTier < 2);
  mail = rows.filter(({ highestTier }) => highestTier === 4 || highestTier === 3);
  await merge('One firm', rows);
});
afterEach(async () => started.dispose());

const call = () => started.engine.handlers;
const merge = async (vendor: string, rows: readonly QueueRow[]) =>
  call()['vendors.merge']({ vendor, connectorIds: rows.map((row) => row.connectorId), reason: 'One contract.' }, {});
const ids = (rows: readonly QueueRow[]): string[] => rows.map((row) => row.itemId);
const sentences = async (rows: readonly QueueRow[]): Promise<string> =>
  (await call()['review.batchOf']({ itemIds: ids(rows) }, {})).problems.map(({ sentence }) => sentence).join('\n');
const count = (sql: string): unknown => started.engine.context.open().db.prepare(sql).pluck().get();

/** Items of equal evidence without findings that stand in the way. */
async function fitting(many: number): Promise<readonly QueueRow[]> {
  const clean = low.filter((row) => row.findings.every(({ severity }) => severity === 'low' || severity === 'info'));
  expect(clean.length).toBeGreaterThanOrEqual(many);
  return clean.slice(0, many);
}

async function decideBatch(rows: readonly QueueRow[], opened: readonly string[], decision: BatchDecision = 'revoke') {
  const traces = opened.map((itemId, index) => ({ itemId, trace: traceOf(1000 * (index + 1)) }));
  return call()['review.batch'](
    {
      itemIds: ids(rows),
      decision,
      reason: 'Nobody needs these.',
      until: null,
      owner: null,
      opened: [...opened],
      traces,
    },
    {},
  );
}

const traceOf = (activeMs: number) => ({
  shownAt: '2026-10-05T08:00:00.000Z',
  activeMs,
  panels: ['owner', 'usage', 'findings'],
  provisional: null,
  revealed: false,
});

async function open(itemIds: readonly string[]) {
  for (const itemId of itemIds) await call()['review.item']({ itemId }, {});
}

test('a batch records each decision as an act of its own, all with one justification', async () => {
  const rows = await fitting(25);
  const { drawn, problems, facts } = await call()['review.batchOf']({ itemIds: ids(rows) }, {});
  expect(problems).toEqual([]);
  expect(drawn).toHaveLength(5);
  expect(facts.find(({ label }) => label === 'Vendor')).toMatchObject({ isSame: true });
  await open(drawn);
  expect(await decideBatch(rows, drawn)).toMatchObject({ decided: 25 });
  expect(count('SELECT count(*) FROM decision')).toBe(25);
  expect(count('SELECT count(*) FROM decision WHERE batch = (SELECT uid FROM decision ORDER BY id LIMIT 1)')).toBe(24);
  expect(count(`SELECT count(*) FROM journal WHERE type = 'batch'`)).toBe(1);
  expect(checkActs(started.engine.context.open().db)).toEqual([]);
  expect(count('SELECT count(*) FROM review_trace')).toBe(5);
  expect(
    count(
      `SELECT group_concat(active_ms) FROM (SELECT active_ms FROM review_trace WHERE panels LIKE '%usage%' ORDER BY 1)`,
    ),
  ).toBe('1000,2000,3000,4000,5000');
  await call()['review.undo']({ itemId: ids(rows)[3] ?? '' }, {});
  expect(count('SELECT count(*) FROM v_decision_in_force')).toBe(24);
});

test('the rows to open are drawn by the batch: the same again for the same items, others for other items', async () => {
  const rows = await fitting(20);
  const drawnOf = async (list: readonly QueueRow[]) =>
    (await call()['review.batchOf']({ itemIds: ids(list) }, {})).drawn.toSorted();
  expect(await drawnOf(rows.toReversed())).toEqual(await drawnOf(rows));
  const others = await Promise.all([1, 2, 3, 4].map(async (less) => drawnOf(rows.slice(less))));
  expect(others.some((drawn) => drawn.join() !== others[0]?.join())).toBe(true);
  expect(await drawnOf(rows.slice(0, 3))).toEqual(ids(rows.slice(0, 3)).toSorted());
});

test('what breaks a condition is named, and nothing is recorded', async () => {
  const rows = await fitting(3);
  const drawn = ids(rows);
  await expect((async () => decideBatch(rows, drawn))()).rejects.toThrow(
    /was drawn to be looked at and was not opened/,
  );
  await open(drawn);
  await expect((async () => decideBatch(rows, drawn.slice(1)))()).rejects.toThrow(/not opened.*Nothing was recorded/);
  expect(await sentences(rows.slice(0, 1))).toMatch(/at least two/);
  expect(await sentences(low.slice(0, 26))).toMatch(/at most 25 items, and these are 26/);
  expect(await sentences([...rows, ...mail.slice(0, 1)])).toMatch(
    /“App \d+” is of tier [34]; only items of tier 0 to 2/,
  );
  await merge('Another firm', rows.slice(2));
  expect(await sentences(rows)).toMatch(new RegExp(`“${rows[2]?.name}” is of another vendor`));
  await merge('One firm', rows.slice(2));
  await call()['review.decide'](
    {
      itemId: drawn[1] ?? '',
      decision: 'revoke',
      reason: 'r',
      scopes: [],
      principals: [],
      until: null,
      owner: null,
      agreed: null,
      round: 'first',
      trace: null,
    },
    {},
  );
  expect(await sentences(rows)).toBe(`“${rows[1]?.name}” is decided already.`);
  await expect((async () => decideBatch(rows, drawn))()).rejects.toThrow(/is decided already\. Nothing was recorded/);
  expect(count('SELECT count(*) FROM decision')).toBe(1);
});

test('a batch holds no finding of medium severity or more, and none of another person', async () => {
  const withFindings = low.filter((row) => row.findings.some(({ severity }) => severity === 'medium'));
  if (withFindings.length > 0)
    expect(await sentences(withFindings.slice(0, 2))).toMatch(/of medium severity or more: CS-\d\d/);
  addPeople(started, [
    { id: 'A', name: 'Ann First', roles: ['reviewer'] },
    { id: 'B', name: 'Ben Other', roles: ['reviewer'] },
  ]);
  expect(await sentences(await fitting(2))).toMatch(/nobody is signed in/);
  const rows = await fitting(4);
  openCampaign(
    started,
    ids(rows).map((item, index) => ({ item, reviewer: index < 2 ? 'A' : 'B', second: null })),
    { batch: true },
  );
  signIn(started, 'A');
  expect(await sentences(rows.slice(0, 2))).toBe('');
  expect(await sentences(rows.slice(1, 3))).toMatch(/This item is for Ben Other to decide/);
});

test('a plan without batches allows none', async () => {
  const rows = await fitting(3);
  openCampaign(
    started,
    ids(rows).map((item) => ({ item, reviewer: null, second: null })),
    { batch: false },
  );
  expect(await sentences(rows)).toMatch(/plan of the campaign does not allow/);
});

test('certifying needs somebody who answers for every one of them', async () => {
  const rows = await fitting(3);
  const { drawn, certifyProblems } = await call()['review.batchOf']({ itemIds: ids(rows) }, {});
  await open(drawn);
  if (certifyProblems.length > 0)
    await expect((async () => decideBatch(rows, drawn, 'certify'))()).rejects.toThrow(/cannot be certified/);
  else expect(await decideBatch(rows, drawn, 'certify')).toMatchObject({ decided: 3 });
});

test('while items are selected, each condition says whether it holds, and the most that fit are offered', async () => {
  const check = async (rows: readonly QueueRow[]) => call()['review.batchCheck']({ itemIds: ids(rows) }, {});
  const broken = async (rows: readonly QueueRow[]) =>
    (await check(rows)).conditions.filter(({ holds }) => !holds).map(({ sentence }) => sentence);
  const rows = await fitting(6);
  expect(await check(rows)).toMatchObject({ largestPart: ids(rows) });
  expect(await broken(rows)).toEqual([]);
  expect(await broken(rows.slice(0, 1))).toEqual(['At least two items: select another one.']);
  await merge('Another firm', rows.slice(0, 2));
  expect(await broken(rows)).toEqual(['One vendor at a time: the selection has Another firm and One firm.']);
  // Whatever is offered is a batch that the engine takes.
  const { largestPart } = await check(rows);
  expect(largestPart).toEqual(ids(rows.slice(2)));
  expect((await call()['review.batchOf']({ itemIds: largestPart }, {})).problems).toEqual([]);
  const [high] = mail;
  if (high === undefined) throw new Error('no item of high tier');
  expect(await broken([...rows.slice(2), high])).toContain(`Tier 0 to 2 only: “${high.name}” is higher or unrated.`);
  expect((await check([...rows.slice(2), high])).largestPart).toEqual(largestPart);
  expect(await broken(low.slice(0, 26))).toContain('At most 25 items: the selection has 26.');
});
