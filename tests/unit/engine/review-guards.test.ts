import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { DecisionTrace, QueueRow, ReviewItem } from '../../../shared/contract/review.ts';
import { tierRank } from '../../../shared/domain/vocabulary.ts';
import { withStops } from '../../../shared/domain/stopped-operations.ts';
import { type EngineCase, startEngine } from './engine-case.ts';

let sample: EngineCase;
let queue: readonly QueueRow[];
beforeAll(async () => {
  sample = startEngine();
  await sample.engine.handlers['workspace.openSample']({}, {});
  queue = (await sample.engine.handlers['review.queue']({ filter: { state: 'all' }, offset: 0, limit: 500 }, {})).rows;
});
afterAll(async () => sample.dispose());

const rest = {
  scopes: [] as string[],
  principals: [],
  until: null,
  owner: null,
  agreed: null,
  round: 'first' as const,
  trace: null as DecisionTrace | null,
};
const trace: DecisionTrace = {
  shownAt: '2026-10-01T08:00:00.000Z',
  activeMs: 41_000,
  panels: ['findings', 'usage'],
  provisional: 'revoke',
  revealed: true,
};
const REASON = 'Nobody can say what it is for.';

const detailOf = (itemId: string): Promise<ReviewItem> =>
  Promise.resolve(sample.engine.handlers['review.item']({ itemId }, {}));

function named(name: string): QueueRow {
  const found = queue.find((row) => row.name.startsWith(name));
  if (found === undefined) throw new Error(`no item ${name}`);
  return found;
}

async function decide(itemId: string, params: object) {
  return sample.engine.handlers['review.decide'](
    { itemId, decision: 'revoke', reason: REASON, ...rest, ...params } as never,
    {},
  );
}

/** Fails unless the decision is refused with the words and nothing is written. */
async function expectRefused(itemId: string, params: object, words: RegExp): Promise<void> {
  const { db } = sample.engine.context.open();
  const count = () => db.prepare('SELECT count(*) FROM journal').pluck().get();
  const before = count();
  await expect(decide(itemId, params)).rejects.toThrow(words);
  expect(count()).toBe(before);
}

describe('the recommendation', () => {
  test('is not sent with an item of tier 3, 4 or unrated, in no field, until it is asked for', async () => {
    for (const row of queue) {
      const detail = await detailOf(row.itemId);
      const isHigh = [row.highestTier, ...detail.scopes.map((scope) => scope.tier)].some((tier) => tierRank(tier) >= 3);
      expect(detail.isCovered, row.name).toBe(isHigh);
      const asked = await sample.engine.handlers['review.recommendation']({ itemId: row.itemId }, {});
      if (isHigh) {
        expect(detail.recommendation).toBeNull();
        for (const finding of [...detail.findings, ...detail.connector.findings])
          expect(finding).toMatchObject({ recommendation: null, recommendedAction: '' });
      } else expect(detail.recommendation).toEqual(asked.recommendation);
    }
    const { itemId } = named('Scribewell');
    expect((await sample.engine.handlers['review.recommendation']({ itemId }, {})).recommendation).not.toBeNull();
  });

  test('stays uncovered for who saw it before a decision that was taken back', async () => {
    const { itemId } = named('Gannet Cloud Backup');
    expect((await detailOf(itemId)).isCovered).toBe(true);
    await decide(itemId, { trace });
    await sample.engine.handlers['review.undo']({ itemId }, {});
    expect((await detailOf(itemId)).isCovered).toBe(false);
  });
});

describe('a decision on high risk', () => {
  test('with a trace needs a look at the usage; what was chosen first is in the journal', async () => {
    const { itemId } = named('Fjordsign');
    const unseen = { ...trace, panels: ['findings', 'history'] };
    expect((await detailOf(itemId)).mustLook).toEqual(['usage']);
    await expectRefused(itemId, { trace: unseen }, /Look at the usage matrix \(u\) first\. Nothing was recorded/);
    await decide(itemId, { trace });
    const { db } = sample.engine.context.open();
    const payload = z
      .object({ blind: z.object({ provisional: z.string(), revealed: z.boolean() }), trace: z.string() })
      .parse(JSON.parse(z.string().parse(db.prepare('SELECT payload FROM journal ORDER BY seq DESC').pluck().get())));
    expect(payload.blind).toEqual({ provisional: 'revoke', revealed: true });
    expect(payload.trace).toMatch(/^[0-9a-f]{64}$/);
    await sample.engine.handlers['review.undo']({ itemId }, {});
  });

  test('needs a look at what changed where an earlier review is known', async () => {
    const { itemId } = named('Fjordsign');
    const { db } = sample.engine.context.open();
    const isThere = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'item_delta'`).get() !== undefined;
    if (!isThere) db.exec('CREATE TABLE item_delta (item INTEGER PRIMARY KEY, kind TEXT, lines TEXT, count INTEGER)');
    db.prepare(`INSERT INTO item_delta SELECT id, 'new', '[]', 0 FROM item WHERE key = ?`).run(itemId);
    expect((await detailOf(itemId)).mustLook).toEqual(['usage', 'change']);
    await expectRefused(itemId, { trace }, /Look at the changes since the last review \(d\) first/);
    db.exec(isThere ? 'DELETE FROM item_delta' : 'DROP TABLE item_delta');
  });

  test('without a trace is recorded as one that left none', async () => {
    const { itemId } = named('Fjordsign');
    await decide(itemId, {});
    const { db } = sample.engine.context.open();
    const payload = z.string().parse(db.prepare('SELECT payload FROM journal ORDER BY seq DESC').pluck().get());
    expect(JSON.parse(payload)).toMatchObject({ blind: null, trace: null });
    await sample.engine.handlers['review.undo']({ itemId }, {});
  });
});

describe('certifying despite grave findings', () => {
  test.each([
    ['no code', 'Ann told me on the phone that her team needs it daily.', /needs one of the reasons/],
    ['a code alone', 'Owner confirmed the need.', /a reason from the list is not enough/],
    [
      'two codes',
      'Owner confirmed the need. Needed for a current business process.',
      /a reason from the list is not enough/,
    ],
    ['a few words', 'Owner confirmed the need. Ann says yes.', /at least 20 characters/],
  ])('is refused with %s', async (_what, reason, words) => {
    const { itemId } = await graveAndOwned();
    await expectRefused(itemId, { decision: 'certify', reason }, words);
  });

  test('is recorded with a code and words of one’s own', async () => {
    const { itemId } = await graveAndOwned();
    const reason = 'Owner confirmed the need. Ann runs the weekly export of contacts with it.';
    expect((await decide(itemId, { decision: 'certify', reason })).item.decision).toBe('certify');
    await sample.engine.handlers['review.undo']({ itemId }, {});
  });

  async function graveAndOwned(): Promise<QueueRow> {
    for (const row of queue) {
      const detail = await detailOf(row.itemId);
      if (detail.certifyLocked === null && detail.hasGraveFindings) return row;
    }
    throw new Error('the sample has no owned item with a grave finding');
  }
});

describe('reducing', () => {
  test('what stops observed operations needs a line that names them; what stops none does not', async () => {
    const { item, scope, operations } = await stopping();
    const reduce = (reason: string) => ({ decision: 'reduce', scopes: [scope], reason });
    await expectRefused(item.itemId, reduce(REASON), /stops observed operations/);
    expect(operations.length).toBeGreaterThan(0);
    await expectRefused(item.itemId, reduce(withStops(REASON, operations, 'Too short.')), /at least 20 characters/);
    const other = withStops(REASON, ['GET /something/else'], 'The team moves to the new export by then.');
    await expectRefused(item.itemId, reduce(other), /stops observed operations/);
    const said = withStops(REASON, operations, 'The team moves to the new export by then.');
    expect((await decide(item.itemId, reduce(said))).item.decision).toBe('reduce');
    await sample.engine.handlers['review.undo']({ itemId: item.itemId }, {});
  });

  /** An item of several scopes of which one is needed for what was observed. */
  async function stopping(): Promise<{ item: QueueRow; scope: string; operations: string[] }> {
    for (const item of queue) {
      const detail = await detailOf(item.itemId);
      if (detail.scopes.length < 2) continue;
      for (const { scope } of detail.scopes) {
        const impact = await sample.engine.handlers['items.impact']({ itemId: item.itemId, scopes: [scope] }, {});
        if (impact.operations.length > 0)
          return { item, scope, operations: impact.operations.map(({ operation }) => operation) };
      }
    }
    throw new Error('no scope of the sample is needed');
  }
});

describe('the holders of an item', () => {
  test('are all found, those who no longer work first, and narrowed by name', async () => {
    const wanted = queue.filter((row) => row.kind === 'delegated-user' && row.reach.people > 1);
    let gone = 0;
    for (const row of wanted) {
      const ask = (text: string) =>
        Promise.resolve(sample.engine.handlers['review.holders']({ itemId: row.itemId, text, limit: 500 }, {}));
      const all = await ask('');
      expect(all.total).toBe(row.reach.people);
      expect(all.rows).toHaveLength(all.total);
      expect(all.rows.filter((holder) => holder.isGone).map((holder) => holder.key)).toHaveLength(all.gone.length);
      expect(all.rows.map((holder) => holder.isGone)).toEqual(
        all.rows.map((holder) => holder.isGone).toSorted((a, b) => Number(b) - Number(a)),
      );
      const [first] = all.rows;
      const one = await ask(first?.key ?? '');
      expect(one.rows.map((holder) => holder.key)).toContain(first?.key);
      expect(one.matching).toBe(one.rows.length);
      gone += all.gone.length;
    }
    expect(gone).toBeGreaterThan(0);
  });
});
