import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { QueueRow } from '../../../shared/contract/review.ts';
import { checkJournal } from '../../../electron/engine/review/journal.ts';
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
  scopes: [],
  principals: [],
  until: null,
  owner: null,
  agreed: null,
  round: 'first' as const,
  trace: null,
};

function item(name: string): QueueRow {
  const found = queue.find((row) => row.name.startsWith(name));
  if (found === undefined) throw new Error(`no item ${name}`);
  return found;
}

async function decide(name: string, params: object) {
  return sample.engine.handlers['review.decide'](
    { itemId: item(name).itemId, reason: 'Because of the evidence.', ...rest, ...params } as never,
    {},
  );
}

describe('the queue', () => {
  test('is ordered by risk and every item can be opened with its neighbors', async () => {
    const severity = (row: QueueRow) =>
      ['critical', 'high', 'medium', 'low'].indexOf(row.findings[0]?.severity ?? '') + 1 || 9;
    const order = queue.map(severity);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    for (const [index, row] of queue.entries()) {
      const detail = await sample.engine.handlers['review.item']({ itemId: row.itemId }, {});
      expect(detail.position).toBe(index + 1);
      expect(detail.nextItemId).toBe(queue[index + 1]?.itemId ?? null);
      expect(detail.previousItemId).toBe(queue[index - 1]?.itemId ?? null);
    }
  });
});

describe('deciding', () => {
  test('an item without an owner cannot be certified until one is named', async () => {
    await expect(decide('Cadenza Outreach', { decision: 'certify' })).rejects.toThrow(/owner/i);
    await decide('Cadenza Outreach', { decision: 'assign-owner', owner: 'stranger@elsewhere.example' });
    await expect(decide('Cadenza Outreach', { decision: 'certify' })).rejects.toThrow(/Not in the register of people/);
    const people = await sample.engine.handlers['review.ownerNames']({ text: '', limit: 50 }, {});
    const active = people.rows.find((row) => row.isActive)?.address ?? '';
    await decide('Cadenza Outreach', { decision: 'assign-owner', owner: active });
    const reason = 'Owner confirmed the need. Ann runs the spring campaign with it until June.';
    const answer = await decide('Cadenza Outreach', { decision: 'certify', reason });
    expect(answer.item.decision).toBe('certify');
    expect(answer.progress.decided).toBe(1);
  });

  test.each([
    ['reduce without scopes', { decision: 'reduce' }, /at least one scope/],
    ['reduce by a scope that was never granted', { decision: 'reduce', scopes: ['Nothing.Read'] }, /Not a scope/],
    ['conditional without a date', { decision: 'conditional' }, /date/],
    ['conditional until a day that has passed', { decision: 'conditional', until: '2020-01-01' }, /passed/],
    ['assign owner without a person', { decision: 'assign-owner' }, /name the person/],
  ])('%s is refused and records nothing', async (_what, params, sentence) => {
    const { db } = sample.engine.context.open();
    const before = db.prepare('SELECT count(*) FROM journal').pluck().get();
    await expect(decide('Scribewell', params)).rejects.toThrow(sentence);
    expect(db.prepare('SELECT count(*) FROM journal').pluck().get()).toBe(before);
  });

  test('what nobody answers for can be certified on condition, for thirty days at most', async () => {
    const details = await Promise.all(
      queue.map(async ({ itemId }) => sample.engine.handlers['review.item']({ itemId }, {})),
    );
    const locked = details.find((detail) => detail.certifyLocked !== null && detail.decision === null);
    const until = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const itemId = locked?.item.itemId ?? '';
    const conditional = async (days: number) =>
      sample.engine.handlers['review.decide'](
        { itemId, decision: 'conditional', reason: 'For now.', ...rest, until: until(days) },
        {},
      );
    await expect(conditional(40)).rejects.toThrow(/at most 30 days.*Nothing was recorded/);
    expect((await conditional(20)).item.decision).toBe('conditional');
    await sample.engine.handlers['review.undo']({ itemId }, {});
  });

  test('reduce proposes the scopes the evidence speaks against', async () => {
    const { itemId } = item('Scribewell');
    const { recommendation } = await sample.engine.handlers['review.recommendation']({ itemId }, {});
    expect(recommendation).toMatchObject({ decision: 'reduce', scopes: ['Mail.Read'] });
    const answer = await decide('Scribewell', { decision: 'reduce', scopes: ['Mail.Read'], agreed: true });
    expect(answer.item.decision).toBe('reduce');
  });

  test('undo takes the newest decision back; the journal keeps both', async () => {
    const { itemId } = item('Gannet Cloud Backup');
    await decide('Gannet Cloud Backup', { decision: 'revoke' });
    const undone = await sample.engine.handlers['review.undo']({ itemId }, {});
    expect(undone.item.decision).toBeNull();
    const detail = await sample.engine.handlers['review.item']({ itemId }, {});
    expect(detail.history).toMatchObject([{ decision: 'revoke', undone: true }]);
    await expect((async () => sample.engine.handlers['review.undo']({ itemId }, {}))()).rejects.toThrow(/no decision/i);
  });

  test('need info, assign owner and escalate are answers that leave the item open; every other decision closes it', async () => {
    const progress = () => sample.engine.handlers['review.progress']({}, {});
    const { decided, open, answered } = await progress();
    for (const answer of [
      { decision: 'need-info' },
      { decision: 'assign-owner', owner: 'Somebody' },
      { decision: 'escalate' },
    ] as const) {
      await decide('Kestrel Sync Agent', answer);
      expect(await progress()).toMatchObject({ decided, open, answered: answered + 1 });
    }
    await decide('Kestrel Sync Agent', { decision: 'revoke' });
    expect(await progress()).toMatchObject({ decided: decided + 1, open: open - 1, answered });
    const status = await sample.engine.handlers['workspace.status']({}, {});
    expect(status?.counts).toMatchObject({ decided: decided + 1, toDecide: decided + open });
  });
});

describe('the journal', () => {
  test('refuses change, removal and gaps, and shows a rewrite by another tool', () => {
    const { db } = sample.engine.context.open();
    expect(checkJournal(db)).toMatchObject({ ok: true });
    expect(() => db.prepare(`UPDATE journal SET actor = 'x' WHERE seq = 2`).run()).toThrow(/append-only/);
    expect(() => db.prepare('DELETE FROM journal WHERE seq = 2').run()).toThrow(/append-only/);
    expect(() =>
      db
        .prepare(
          `INSERT INTO journal SELECT seq + 10, at, actor, type, payload, prev, hash || 'x' FROM journal ORDER BY seq DESC LIMIT 1`,
        )
        .run(),
    ).toThrow(/follow/);
    expect(() =>
      db
        .prepare(
          `INSERT OR REPLACE INTO journal SELECT seq, at, 'x', type, payload, prev, hash FROM journal WHERE seq = 2`,
        )
        .run(),
    ).toThrow();
    expect(() => db.prepare(`UPDATE decision SET reason = 'x'`).run()).toThrow(/rewritten/);
    expect(() => db.prepare('DELETE FROM decision').run()).toThrow(/kept/);
    const rewrite = db.transaction(() => {
      db.exec('DROP TRIGGER journal_no_update');
      db.prepare(
        `UPDATE journal SET payload = replace(payload, '"revoke"', '"certify"') WHERE type = 'decision' AND payload LIKE '%"revoke"%'`,
      ).run();
      expect(checkJournal(db)).toMatchObject({ ok: false, why: 'hash' });
      db.exec(
        `CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END`,
      );
      throw new Error('roll back');
    });
    expect(() => rewrite()).toThrow('roll back');
  });
});
