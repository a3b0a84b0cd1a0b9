import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EngineCase, startEngine } from './engine-case.ts';

let sample: EngineCase;
let items: { id: number; key: string; connector: number; tenant: string; kind: string; platform: string }[];
beforeAll(async () => {
  sample = startEngine();
  await sample.engine.handlers['workspace.openSample']({}, {});
  items = sample.engine.context
    .open()
    .db.prepare<[], (typeof items)[number]>(
      'SELECT item.id, item.key, connector, tenant, kind, platform FROM item JOIN connector ON connector.id = connector ORDER BY item.id',
    )
    .all();
});
afterAll(async () => sample.dispose());

const reduction = (itemId: string) => sample.engine.handlers['items.reduction']({ itemId }, {});
const impact = (itemId: string, scopes: string[]) => sample.engine.handlers['items.impact']({ itemId, scopes }, {});
const reviewItem = (itemId: string) => sample.engine.handlers['review.item']({ itemId }, {});

test('every granted scope of every item has its line, and the sums follow from them', async () => {
  const advices = new Set<string>();
  for (const item of items) {
    const certificate = await reduction(item.key);
    const { scopes } = await reviewItem(item.key);
    expect(certificate.scopes.map(({ scope }) => scope).toSorted()).toEqual(
      scopes.map(({ scope }) => scope).toSorted(),
    );
    const left = certificate.scopes.filter(({ advice }) => advice !== 'remove');
    const names = new Set(
      left.map(({ advice, scope, replacedBy }) => (advice === 'narrow' ? (replacedBy?.scope ?? '') : scope)),
    );
    expect(certificate.scopesAfter).toBe(names.size);
    const rated = left.flatMap(({ tierAfter }) => tierAfter ?? []);
    expect(certificate.tierAfter).toBe(rated.length === 0 ? null : Math.max(...rated));
    for (const line of certificate.scopes) {
      advices.add(line.advice);
      const usage = scopes.find(({ scope }) => scope === line.scope);
      // Nothing goes for want of evidence.
      if (line.advice === 'remove') expect(['observed', 'not-seen-full']).toContain(usage?.status);
      if (line.advice === 'remove' && usage?.status === 'not-seen-full') expect(line.statement).toMatch(/\(\d+ days, /);
      expect(line.replacedBy !== null).toBe(line.advice === 'narrow' || line.advice === 'ask');
      expect(line.statement).not.toMatch(/undefined|NaN|unused/i);
    }
  }
  expect([...advices].toSorted()).toEqual(
    expect.arrayContaining(['ask', 'keep', 'keep-unjudged', 'lifecycle', 'remove']),
  );
});

test('rules read the same lines through the view, with the tier of the item before and after', () => {
  const { db } = sample.engine.context.open();
  const rows = db
    .prepare<
      [],
      { item: number; tier_rank_before: number; tier_rank_after: number; advice: string; replaced_by: string | null }
    >('SELECT item, scope, advice, replaced_by, statement, tier_rank_before, tier_rank_after FROM v_item_reduction')
    .all();
  expect(rows.length).toBe(db.prepare<[], { n: number }>('SELECT count(*) AS n FROM item_scope').get()?.n);
  for (const row of rows) expect(row.tier_rank_after).toBeLessThanOrEqual(row.tier_rank_before);
  expect(rows.some((row) => row.tier_rank_after < row.tier_rank_before)).toBe(true);
});

test('what would break is counted from the calls themselves', async () => {
  const { db } = sample.engine.context.open();
  let withCalls = 0;
  for (const item of items) {
    const whole = await impact(item.key, []);
    const names = new Set(whole.operations.map(({ operation }) => operation));
    const calls = db
      .prepare<[number, string], { key: string; principal: number; count: number; last_time: number }>(
        `SELECT coalesce(key, '(operation not stated)') AS key, principal, count, last_time
         FROM usage_pair LEFT JOIN operation ON operation.id = operation WHERE connector = ? AND tenant = ? AND class = 0`,
      )
      .all(item.connector, item.tenant)
      .filter(({ principal }) => item.platform !== 'entra' || (item.kind === 'application') === (principal === 0))
      .filter(({ key }) => names.has(key));
    expect(whole.calls).toBe(calls.reduce((sum, { count }) => sum + count, 0));
    expect(whole.people).toBe(new Set(calls.flatMap(({ principal }) => (principal === 0 ? [] : [principal]))).size);
    expect(whole.last.map(({ at }) => Date.parse(at))).toEqual(
      calls
        .map(({ last_time }) => last_time)
        .toSorted((a, b) => b - a)
        .slice(0, 10),
    );
    if (calls.length > 0) withCalls += 1;
  }
  expect(withCalls).toBeGreaterThan(10);
});

test('taking a scope stops only what nothing left allows; a removed one stops nothing', async () => {
  let stops = 0;
  for (const item of items) {
    for (const line of (await reduction(item.key)).scopes) {
      const answer = await impact(item.key, [line.scope]);
      const stopped = answer.operations.map(({ operation }) => operation);
      expect(stopped.filter((name) => answer.stillCovered.some(({ operation }) => operation === name))).toEqual([]);
      if (line.advice === 'remove') expect(stopped).toEqual([]);
      if (answer.stillCovered.length === 0) expect(stopped).toEqual(expect.arrayContaining(line.sole));
      stops += stopped.length;
    }
  }
  expect(stops).toBeGreaterThan(0);
});

test('an item that is not there is refused', async () => {
  await expect(reduction('no-such-item')).rejects.toThrow(/no review item/);
  await expect(impact('no-such-item', [])).rejects.toThrow(/no review item/);
});
