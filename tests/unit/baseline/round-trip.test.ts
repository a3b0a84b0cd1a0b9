import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../../electron/engine/evidence/bundle-layout.ts';
import { checkActs } from '../../../electron/engine/review/integrity.ts';
import { checkJournal } from '../../../electron/engine/review/journal.ts';
import { certify, type Review, SECOND_QUARTER, startReview } from './reviews.ts';

let first: Review;
let second: Review;
let bundle: string;
let sha = '';
beforeAll(async () => {
  first = await startReview('2026-04-10T09:00:00Z');
  bundle = await certify(first);
  second = await startReview('2026-07-02T09:00:00Z');
  await second.add(SECOND_QUARTER);
});
afterAll(async () => {
  await first.close();
  await second.close();
});

const adopt = (): Promise<unknown> =>
  second.call('baseline.adopt', { token: second.token(bundle), bundleSha256: sha, reason: 'Last quarter' });
const shorts = async (name: string): Promise<string[]> =>
  (await second.call('review.delta', { itemId: second.itemOf(name) })).lines.map(({ short }) => short);
const said = (rule: string, name: string): string | undefined =>
  second.engine.context
    .open()
    .db.prepare<[string, string], string>(
      `SELECT outcome || ': ' || sentence FROM finding JOIN connector ON connector.id = finding.connector WHERE rule = ? AND name = ?`,
    )
    .pluck()
    .get(rule, name);

describe('the signed bundle of another case', () => {
  test('is verified and shown before it is adopted, and changes nothing until then', async () => {
    const before = await second.call('journal.page', { offset: 0, limit: 1 });
    const seen = await second.call('baseline.inspect', { token: second.token(bundle) });
    expect(seen).toMatchObject({
      refusal: null,
      becomes: 'baseline',
      verification: { ok: true },
      bundle: {
        caseName: 'Review',
        asOf: '2026-04-01T06:00:00.000Z',
        signedAt: '2026-04-10T09:00:00.000Z',
        signers: [{ name: 'Zofia Łącka' }],
        items: 7,
        matched: 6,
        cautions: ['1 of its 7 items matches none here.'],
      },
    });
    sha = seen.bundle?.bundleSha256 ?? '';
    expect(await second.call('baseline.state', {})).toMatchObject({ current: null, chain: [] });
    expect((await second.call('journal.page', { offset: 0, limit: 1 })).total).toBe(before.total);
    expect(await second.call('review.delta', { itemId: second.itemOf('Steady') })).toEqual({
      baseline: null,
      kind: null,
      since: null,
      lines: [],
      count: 0,
    });
    expect(said('CS-07', 'Fast Notes')).toBe('undeterminable: ');
  });

  test('becomes the baseline as an act in the journal, which covers everything stored of it', async () => {
    expect(await adopt()).toMatchObject({
      current: { adoptedBy: 'A. Ro', reason: 'Last quarter', pinned: [], items: 7, matched: 6, gaps: [] },
      ends: 'beginning',
      deltas: { new: 1, changed: 5, same: 1 },
    });
    await expect(adopt()).rejects.toThrow(/holds this bundle already/);
    const { rows } = await second.call('journal.page', { offset: 0, limit: 1 });
    expect(rows[0]).toMatchObject({ type: 'baseline-adopted', actor: 'A. Ro' });
    expect(rows[0]?.summary).toMatch(/^Baseline adopted: report CS-[0-9A-F]{10}, signed 2026-04-10$/);
    const payload = JSON.parse(rows[0]?.payload ?? '{}') as Record<string, unknown>;
    const { db } = second.engine.context.open();
    const whole = db.prepare<[], string>('SELECT facts FROM baseline_bundle').pluck().get();
    const items = db.prepare<[], string>('SELECT facts FROM baseline_item ORDER BY key').pluck().all();
    expect(payload['factsSha256']).toBe(sha256([whole, ...items].join('\n')));
    expect(payload).toMatchObject({ bundleSha256: sha, items: 7, reportId: expect.stringMatching(/^CS-/) });
    expect(checkActs(db)).toEqual([]);
    expect(() => db.exec('UPDATE baseline_item SET facts = facts')).toThrow(/is kept/);
    expect(() => db.exec('DELETE FROM baseline_act')).toThrow(/are kept/);
  });

  test('is what every item is compared with', async () => {
    expect(await second.call('review.delta', { itemId: second.itemOf('Mail Helper') })).toMatchObject({
      baseline: { signedAt: '2026-04-10T09:00:00.000Z', signers: ['Zofia Łącka'] },
      kind: 'changed',
      since: 'certified 2026-04-10 by A. Ro',
      count: 4,
    });
    expect(await shorts('Mail Helper')).toEqual([
      '+2 scopes',
      'owner left',
      '5 new findings',
      'calls per day down 80 %',
    ]);
    expect(await shorts('Fast Notes')).toEqual(['condition expired 2026-05-31', '1 new finding']);
    expect(await shorts('Revoked Bot')).toEqual(['revoke not effected', '1 new finding']);
    expect(await shorts('Cut Down')).toEqual(['1 scope to remove still granted', '1 new finding']);
    expect(await shorts('Steady')).toEqual([]);
    expect(await shorts('Grow Pro')).toEqual(['people 2 → 3', 'renamed', '−1 scope']);
    expect(await shorts('Newcomer')).toEqual(['new']);
    const { lines } = await second.call('review.delta', { itemId: second.itemOf('Mail Helper') });
    expect(lines.at(-1)?.text).toBe(
      'Successful calls per covered day down 80 %: 1 a day (91 calls on 91 covered days, 2026-04-01 to 2026-06-30), 5 a day (450 calls on 90 covered days, 2026-01-01 to 2026-03-31) in the baseline (Microsoft Graph activity log).',
    );
    const rows = second.engine.context
      .open()
      .db.prepare('SELECT item.key, delta.kind, delta.count FROM item_delta AS delta JOIN item ON item.id = delta.item')
      .all();
    expect(rows).toHaveLength(7);
    expect(rows).toContainEqual({ key: second.itemOf('Mail Helper'), kind: 'changed', count: 4 });
  });

  test('carries forward what it left open, with its dates, and calls what is absent absent', async () => {
    const { total, rows } = await second.call('baseline.carried', { kind: null, offset: 0, limit: 50 });
    expect(total).toBe(7);
    expect(rows.map(({ kind, name, due, isPast }) => [kind, name, due, isPast])).toEqual([
      ['expired', 'Fast Notes', '2026-05-31', true],
      ['revoke', 'Revoked Bot', '2026-04-15', true],
      ['reduce', 'Cut Down', '2026-04-15', true],
      ['review', 'Grow', '2026-07-09', false],
      ['review', 'Mail Helper', '2026-07-09', false],
      ['review', 'Steady', '2026-07-09', false],
      ['absent', 'Gone Board', null, false],
    ]);
    expect(rows.at(-1)).toMatchObject({
      itemId: null,
      sentence:
        'Absent from the lists of Microsoft Entra, tenant as of 2026-07-01; they do not say why. The last review: “Certify”.',
    });
    expect(rows[0]?.itemId).toBe(second.itemOf('Fast Notes'));
    const { carried } = await second.call('baseline.state', {});
    expect(carried.reduce((sum, { items }) => sum + items, 0)).toBe(7);
    expect(carried.find(({ kind }) => kind === 'expired')).toEqual({ kind: 'expired', items: 1, past: 1 });
  });

  test('is a verified source for the rules, with words of its own', () => {
    const source = '(decision of the baseline, whose signatures were verified)';
    expect(said('CS-07', 'Fast Notes')).toContain(`the limit is from "Conditional" by A. Ro on 2026-04-10 ${source}`);
    expect(said('CS-06', 'Mail Helper')).toBe('clear: ');
    expect(said('CS-06', 'Newcomer')).toContain('the baseline has no entry for it');
    expect(said('CS-06', 'Revoked Bot')).toContain(
      `the last decision on it is "Revoke" by A. Ro on 2026-04-10 ${source}`,
    );
    expect(said('CS-10', 'Mail Helper')).toContain(
      `Files.ReadWrite.All and Mail.Send; the last review was "Certify" by A. Ro on 2026-04-10 ${source}`,
    );
    // What was to go and still stands is not effected; it did not grow.
    expect(said('CS-10', 'Cut Down')).toBe('clear: ');
    expect(said('CS-26', 'Cut Down')).toContain('still shows the scope Files.Read.All');
    expect(said('CS-26', 'Revoked Bot')).toContain(source);
  });

  test('is printed, and so is that there is none', async () => {
    const section = (await second.call('report.preview', {})).sections.find(({ id }) => id === 'follow-up');
    const text = JSON.stringify(section);
    for (const part of ['Follow-up of the last review', sha, 'Zofia Łącka', 'Not judged: no fingerprint', 'Fast Notes'])
      expect(text).toContain(part);
    expect(text).not.toMatch(/\bunused\b/i);
    const none = (await first.call('report.preview', {})).sections.find(({ id }) => id === 'follow-up');
    expect(JSON.stringify(none)).toContain('No signed report of an earlier review was given');
  });

  test('can be taken out with a reason, and come back', async () => {
    await expect(second.call('baseline.remove', { bundleSha256: 'x', reason: 'Wrong.' })).rejects.toThrow(/not hold/);
    expect(await second.call('baseline.remove', { bundleSha256: sha, reason: 'Not the last one.' })).toMatchObject({
      current: null,
      endText: 'No earlier signed report is known to this case.',
      deltas: { new: 0, changed: 0, same: 0 },
    });
    expect(said('CS-07', 'Fast Notes')).toBe('undeterminable: ');
    expect((await second.call('baseline.carried', { kind: null, offset: 0, limit: 5 })).total).toBe(0);
    const { rows } = await second.call('journal.page', { offset: 0, limit: 1 });
    expect(rows[0]?.summary).toMatch(/^Baseline removed: report CS-\w+, signed 2026-04-10\. Not the last one\.$/);
    expect(await adopt()).toMatchObject({ current: { bundleSha256: sha }, deltas: { changed: 5 } });
    expect(checkJournal(second.engine.context.open().db).ok).toBe(true);
    expect(checkActs(second.engine.context.open().db)).toEqual([]);
  });

  test('is missed where another program changed what is kept of it', () => {
    const { db } = second.engine.context.open();
    db.exec(`DROP TRIGGER baseline_item_no_update; DROP TRIGGER baseline_act_no_update;
      UPDATE baseline_item SET facts = replace(facts, '"decision":"revoke"', '"decision":"certify"');
      UPDATE baseline_act SET reason = 'Another' WHERE act = 'remove'`);
    expect(checkActs(db)).toEqual([
      expect.stringMatching(/^1 removal of a baseline not as the journal says/),
      expect.stringMatching(/^What the case keeps of the baseline CS-\w+ is not what was read of its bundle/),
    ]);
  });
});
