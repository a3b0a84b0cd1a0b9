import type Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { contentDigest } from '../../../electron/engine/evidence/bundle-layout.ts';
import { modelOf } from '../../../electron/engine/handlers/report.ts';
import { buildDataFiles } from '../../../electron/engine/report/data-files.ts';
import { reviewProgress } from '../../../electron/engine/db/queries/progress.ts';
import { checkActs } from '../../../electron/engine/review/integrity.ts';
import { readJournal } from '../../../electron/engine/review/journal.ts';
import { canaryFigures, drawCanaries } from '../../../electron/engine/review/quality/canaries.ts';
import { reviewQuality } from '../../../electron/engine/review/quality/statement.ts';
import { type QueueFilter, type QueueRow, reviewItem } from '../../../shared/contract/review.ts';
import type { EngineCase } from '../engine/engine-case.ts';
import { planOf } from '../campaign/plans.ts';
import { samples } from './sample.ts';
import { act } from './scripted.ts';

const openSample = samples();

/** The sample case with an open campaign over all of it whose plan makes up so many bad items. */
async function campaign(canaryPercent: number): Promise<EngineCase> {
  const started = await openSample();
  const { handlers } = started.engine;
  await handlers['campaign.stage']({ plan: planOf({ canaryPercent }) }, {});
  for (const { group, kind, open } of (await handlers['campaign.staging']({}, {})).groups)
    if (kind !== 'unassigned' && open > 0)
      await handlers['campaign.except']({ group, keys: null, reason: 'Known and accepted.' }, {});
  await handlers['campaign.open']({ reason: 'Everybody is ready.' }, {});
  return started;
}

async function pageOf(started: EngineCase, offset: number, limit: number) {
  return started.engine.handlers['review.queue']({ filter: { state: 'all' }, offset, limit }, {});
}

const keysOf = (db: Database.Database): string[] =>
  db.prepare<[], string>('SELECT key FROM canary ORDER BY key').pluck().all();

const careful = {
  decision: 'revoke' as const,
  reason: 'The evidence speaks against it.',
  trace: {
    shownAt: '2026-10-05T08:00:00.000Z',
    activeMs: 60_000,
    panels: ['usage', 'change'],
    provisional: null,
    revealed: false,
  },
};

describe('made-up items', () => {
  test('follow from root and population, whatever the order of the items', () => {
    const items = Array.from({ length: 60 }, (_, index) => ({ item: `i-${index}`, name: `App ${index} Sync` }));
    const drawn = drawCanaries('root', items, 3);
    expect(drawn).toHaveLength(3);
    expect(drawCanaries('root', items.toReversed(), 3)).toEqual(drawn);
    expect(drawCanaries('other', items, 3)).not.toEqual(drawn);
    expect(new Set(drawn.map(({ fault }) => fault)).size).toBe(3);
    // A larger share holds every smaller one.
    expect(drawCanaries('root', items, 5).slice(0, 3)).toEqual(drawn);
  });

  test('stand among the others in the queue and on the way through it, and can be decided', async () => {
    const started = await campaign(5);
    const { handlers, context } = started.engine;
    const { db } = context.open();
    const keys = keysOf(db);
    expect(keys).toHaveLength(3);
    const all = await pageOf(started, 0, 500);
    const ids = all.rows.map((row) => row.itemId);
    expect(all.total).toBe(ids.length);
    expect(all.total).toBe(all.progress.total);
    expect(new Set(ids).size).toBe(ids.length);
    for (const key of keys) expect(ids).toContain(key);
    // Pages of any size are cut from the same list.
    for (const limit of [1, 7, 20]) {
      const pages: string[] = [];
      for (let offset = 0; offset < all.total; offset += limit)
        pages.push(...(await pageOf(started, offset, limit)).rows.map((row) => row.itemId));
      expect(pages).toEqual(ids);
    }
    // Who goes from one to the next passes every one of them, and the way back is the same.
    for (const [index, itemId] of ids.entries()) {
      const shown = await handlers['review.item']({ itemId }, {});
      expect(reviewItem.parse(shown)).toEqual(shown);
      expect(shown).toMatchObject({
        position: index + 1,
        total: ids.length,
        previousItemId: ids[index - 1] ?? null,
        nextItemId: ids[index + 1] ?? null,
      });
    }
    const [key = ''] = keys;
    const before = (await handlers['review.progress']({}, {})).decided;
    await act(started, key, { ...careful, decision: 'certify' });
    await act(started, key, careful);
    // It counts once, as any other does: that the count stands still would tell what it is.
    expect((await handlers['review.progress']({}, {})).decided).toBe(before + 1);
    expect(await handlers['review.views']({}, {})).toMatchObject({ campaign: ids.length, mine: ids.length - 1 });
    expect((await handlers['review.item']({ itemId: key }, {})).decision?.decision).toBe('certify');
    expect(canaryFigures(db)?.get(null)).toEqual({ planted: 3, answered: 1, detected: 0 });
    // Nothing of the journal tells which item it was before it is told.
    const entry = db
      .prepare<[], { payload: string }>(
        `SELECT payload FROM journal WHERE type = 'canary-answered' ORDER BY seq LIMIT 1`,
      )
      .get();
    expect(entry?.payload).not.toContain(key);
    expect((await handlers['quality.own']({}, {}))?.statement.canaries).toBeNull();
    expect(checkActs(db)).toEqual([]);
    db.exec('DROP TRIGGER canary_answer_no_update');
    db.prepare(`UPDATE canary_answer SET decision = 'revoke' WHERE decision = 'certify'`).run();
    expect(checkActs(db).join(' ')).toMatch(/1 answer to a made-up item not as recorded/);
  });

  test('are found by every filter that fits them, at their place, and counted in its groups', async () => {
    const started = await campaign(5);
    const { handlers, context } = started.engine;
    const keys = new Set(keysOf(context.open().db));
    const all = (await pageOf(started, 0, 500)).rows;
    const ask = async (filter: Partial<QueueFilter>) =>
      (await handlers['review.queue']({ filter: { state: 'all', ...filter }, offset: 0, limit: 500 }, {})).rows;
    const planted = all.filter(({ itemId }) => keys.has(itemId));
    expect(planted).toHaveLength(3);
    const tests: readonly [Partial<QueueFilter>, (row: QueueRow) => boolean][] = [
      [{ tiers: [4] }, (row) => row.highestTier === 4],
      [{ tiers: [0, null] }, (row) => row.highestTier === 0 || row.highestTier === null],
      [{ minTier: 4 }, (row) => row.highestTier === 4],
      [{ statuses: ['undecided'] }, (row) => row.status === 'undecided'],
      [{ decision: 'none' }, (row) => row.decision === null],
      [{ view: 'mine' }, (row) => row.status === 'undecided'],
      [{ view: 'outside' }, () => false],
      ...planted.flatMap((one): [Partial<QueueFilter>, (row: QueueRow) => boolean][] => [
        [{ platforms: [one.platform] }, (row) => row.platform === one.platform],
        [{ rule: one.findings[0]?.rule }, (row) => row.findings.some(({ rule }) => rule === one.findings[0]?.rule)],
      ]),
    ];
    for (const [filter, fits] of tests)
      expect(
        (await ask(filter)).map((row) => row.itemId),
        JSON.stringify(filter),
      ).toEqual(all.filter(fits).map((row) => row.itemId));
    for (const { itemId, name } of planted)
      expect((await ask({ text: name })).map((row) => row.itemId)).toContain(itemId);
    const groups = await handlers['review.queueGroups']({ by: 'platform', filter: { state: 'all' } }, {});
    for (const { key, items } of groups.groups)
      expect(items).toBe(all.filter(({ platform }) => platform === key).length);
  });

  test('are passed by whoever goes on to the next undecided one, wherever that starts', async () => {
    const started = await campaign(5);
    const { handlers } = started.engine;
    const all = (await pageOf(started, 0, 500)).rows.map((row) => row.itemId);
    const middle = Math.floor(all.length / 2);
    let next: string | null = all[middle] ?? null;
    const passed: string[] = [];
    while (next !== null && passed.length <= all.length) {
      passed.push(next);
      await act(started, next, careful);
      next = (await handlers['review.item']({ itemId: next }, {})).nextUndecidedItemId;
    }
    expect(passed).toEqual([...all.slice(middle), ...all.slice(0, middle)]);
    expect(await handlers['review.progress']({}, {})).toMatchObject({ decided: all.length, open: 0 });
  });

  test('are in no total, list or digest: with and without them the facts of the report are the same', async () => {
    const [plain, planted] = [await campaign(0), await campaign(5)];
    const facts = async (started: EngineCase) => {
      const { db } = started.engine.context.open();
      const keys = db.prepare<[], string>('SELECT item FROM campaign_item ORDER BY item LIMIT 12').pluck().all();
      for (const itemId of [...keys, ...keysOf(db)]) await act(started, itemId, careful);
      // The time of a decision is that of this machine.
      db.exec('DROP TRIGGER decision_fixed');
      db.exec(`UPDATE decision SET decided_at = '2026-10-05T08:00:00.000Z'`);
      const model = modelOf(started.engine.context);
      const files = buildDataFiles(model, readJournal(db));
      return {
        progress: reviewProgress(db),
        totals: model.totals,
        files: ['report.json', 'items.csv', 'decisions.csv', 'findings.csv'].map((name) =>
          Buffer.from(files.get(name) ?? []).toString('utf8'),
        ),
        digest: contentDigest(files),
        quality: Buffer.from(files.get('quality.json') ?? []).toString('utf8'),
        counts: db
          .prepare(
            'SELECT (SELECT count(*) FROM item) AS items, (SELECT count(*) FROM campaign_item) AS frozen, (SELECT count(*) FROM decision) AS decisions, (SELECT count(*) FROM finding) AS findings',
          )
          .get(),
      };
    };
    const [without, within] = [await facts(plain), await facts(planted)];
    const { quality, ...rest } = within;
    const { quality: otherQuality, ...others } = without;
    expect(rest).toEqual(others);
    for (const key of keysOf(planted.engine.context.open().db)) expect(rest.files.join('')).not.toContain(key);
    expect(quality).toContain('"canaries":{"answered":3,"detected":3,"planted":3}');
    expect(otherQuality).toContain('"canaries":null');
  });

  test('that go by unrecognized make the review not effective', async () => {
    const started = await campaign(5);
    const { db } = started.engine.context.open();
    for (const key of keysOf(db)) await act(started, key, { ...careful, decision: 'certify' });
    expect(reviewQuality(db).whole.verdict).toMatchObject({ verdict: 'not-effective' });
    expect(reviewQuality(db).whole.verdict.reasons.join(' ')).toMatch(/3 of 3 answered canaries went by unrecognized/);
  });
});
