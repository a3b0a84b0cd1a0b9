import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCheckpoint } from '../../../electron/engine/review/checkpoint.ts';
import { appendJournal, journalHead } from '../../../electron/engine/review/journal.ts';
import { summaryOf } from '../../../electron/engine/review/journal-words.ts';
import type { JournalFilter } from '../../../shared/contract/journal.ts';
import { decideParams, type QueueRow } from '../../../shared/contract/review.ts';
import { type EngineCase, newCase, startEngine } from '../engine/engine-case.ts';
import { newSigner, SIGNED_AT } from '../signing/fixtures.ts';
import { type KeyOnDisk, keyOnDisk, register, signIn } from './people-case.ts';

const AT = SIGNED_AT.getTime();
const DAY = 86_400_000;
const MIGRATION = join(import.meta.dirname, '../../../electron/engine/db/migrations/0130-journal-index.sql');

describe('the list', () => {
  let started: EngineCase;
  const database = () => started.engine.context.open().db;
  const act = (over: Partial<Parameters<typeof appendJournal>[1]>) =>
    appendJournal(database(), { at: AT, actor: 'Ada', type: 'decision', payload: {}, ...over });
  const found = async (filter: JournalFilter) =>
    (await started.engine.handlers['journal.page']({ filter, offset: 0, limit: 50 }, {})).rows.map(({ seq }) => seq);

  beforeAll(async () => {
    started = await newCase();
    const decision = {
      decision: 'revoke',
      kind: 'application',
      name: 'Kestrel 100% Sync',
      round: 'first',
      campaign: 'aa',
    };
    act({ payload: decision });
    act({
      actor: 'Ben',
      payload: { ...decision, name: '=HYPERLINK("x")', round: 'second', scopes: ['a', 'b'] },
      at: AT + DAY,
    });
    act({ type: 'policy-saved', payload: { name: 'Strict', version: 2, reason: 'Agreed' }, at: AT + 2 * DAY });
  });
  afterAll(() => started.dispose());

  test('is narrowed by type, person, words, days, campaign and round, newest first', async () => {
    expect(await found({})).toEqual([4, 3, 2, 1]);
    expect(await found({ types: ['decision', 'policy-saved'] })).toEqual([4, 3, 2]);
    expect(await found({ actor: 'Ben' })).toEqual([3]);
    expect(await found({ text: 'kestrel 100%' })).toEqual([2]);
    expect(await found({ text: '%' })).toEqual([2]);
    expect(await found({ from: '2026-11-24', to: '2026-11-24' })).toEqual([3]);
    expect(await found({ campaign: 'aa' })).toEqual([3, 2]);
    expect(await found({ round: 'second', campaign: 'aa' })).toEqual([3]);
    expect(await found({ actor: 'Ben', text: 'strict' })).toEqual([]);
  });

  test('says what it can be narrowed to', async () => {
    const facets = await started.engine.handlers['journal.facets']({}, {});
    expect(facets.types).toContainEqual({ value: 'policy-saved', label: 'Policy saved', count: 1 });
    expect(facets.actors).toContainEqual({ value: 'Ada', label: 'Ada', count: 2 });
    expect(facets.campaigns).toEqual([{ value: 'aa', label: 'aa', count: 2 }]);
    expect(facets.rounds).toContainEqual({ value: 'second', label: 'Second review', count: 1 });
  });

  test('pages without a filter without a gap', async () => {
    const page = (offset: number) => started.engine.handlers['journal.page']({ offset, limit: 2 }, {});
    expect((await page(1)).rows.map(({ seq }) => seq)).toEqual([3, 2]);
    expect(await page(4)).toMatchObject({ total: 4, rows: [] });
  });

  test('reads an entry in words', async () => {
    const entry = await started.engine.handlers['journal.entry']({ seq: 3 }, {});
    expect(entry).toMatchObject({ label: 'Decision', actor: 'Ben' });
    expect(entry.facts).toEqual([
      { label: 'Name', value: '=HYPERLINK("x")' },
      { label: 'Decision', value: 'Revoke' },
      { label: 'Scopes', value: 'a, b' },
      { label: 'Round', value: 'Second review' },
      { label: 'Kind', value: 'Application permission' },
      { label: 'Campaign', value: 'aa' },
    ]);
    await expect(started.engine.handlers['journal.entry']({ seq: 99 }, {})).rejects.toThrow('no entry 99');
  });

  test('is written as CSV that no spreadsheet runs', async () => {
    const path = join(started.folder, 'journal.csv');
    const saveToken = started.files.register(path);
    act({ actor: '=cmd', payload: { decision: 'revoke', kind: 'application', name: '+1' }, at: AT + 3 * DAY });
    expect(await started.engine.handlers['journal.export']({ filter: { types: ['decision'] }, saveToken }, {})).toEqual(
      {
        rows: 3,
      },
    );
    const lines = readFileSync(path, 'utf8').trimEnd().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe('\ufeffnumber,time,by,type,what,hash');
    expect(lines[3]).toContain("'=cmd");
  });

  test('the index of a journal that was there before is the same', () => {
    const db = database();
    const rows = () => db.prepare('SELECT * FROM journal_index ORDER BY seq').all();
    const before = rows();
    expect(before).toHaveLength(5);
    db.exec('DROP TABLE journal_index; DROP VIEW v_journal_words; DROP TRIGGER journal_indexed');
    db.exec(readFileSync(MIGRATION, 'utf8'));
    expect(rows()).toEqual(before);
  });
});

describe('the state', () => {
  test('follows the journal entry by entry, and sees what was changed before', async () => {
    const started = await newCase();
    const { db } = started.engine.context.open();
    const state = () => started.engine.handlers['journal.state']({}, {});
    try {
      expect(await state()).toMatchObject({ entries: 1, chain: { ok: true }, checkpoints: [], unsealed: 1, clock: [] });
      await makeCheckpoint(db, newSigner('Ada Approver'), 'seal', Date.now());
      appendJournal(db, { at: Date.now(), actor: 'Ada', type: 'policy-saved', payload: { name: 'n' } });
      const [one, two] = await Promise.all([state(), state()]);
      expect(one).toEqual(two);
      expect(one).toMatchObject({
        entries: 3,
        unsealed: 1,
        checkpointCount: 1,
        brokenCheckpoints: 0,
        checkpoints: [{ seq: 2, act: 'Work sealed', name: 'Ada Approver', problem: null }],
      });
      expect(await started.engine.handlers['workspace.status']({}, {})).toMatchObject({ journal: { unsealed: 1 } });
      db.exec('DROP TRIGGER journal_no_update');
      db.prepare(`UPDATE journal SET actor = 'x', hash = 'y' WHERE seq = 3`).run();
      expect((await state()).chain).toMatchObject({ ok: false, message: expect.stringContaining('entry 3') });
    } finally {
      await started.dispose();
    }
  });
});

test('a second reviewer does not read the first decision in the journal before both have decided', async () => {
  const started = startEngine();
  const { handlers } = started.engine;
  await handlers['workspace.openSample']({}, {});
  const [item] = (await handlers['review.queue']({ filter: { state: 'all' }, offset: 0, limit: 1 }, {}))
    .rows satisfies QueueRow[];
  const people: KeyOnDisk[] = ['First', 'Second'].map((name) => keyOnDisk(started.folder, name));
  const [first, second] = people;
  if (first === undefined || second === undefined || item === undefined) throw new Error('nothing to decide');
  await register(started, first, ['preparer', 'reviewer']);
  await register(started, second, ['reviewer']);
  await handlers['review.decide'](
    decideParams.parse({ itemId: item.itemId, decision: 'revoke', reason: 'Nobody needs it.' }),
    {},
  );
  const { db } = started.engine.context.open();
  const { count } = journalHead(db);
  const setWaiting = (waits: number) =>
    db
      .prepare(
        `UPDATE review_state SET second_reviewer = ?, second_waits = ?, status = iif(?, 'second-open', 'decided')
         WHERE item = (SELECT id FROM item WHERE key = ?)`,
      )
      .run(second.fingerprint, waits, waits, item.itemId);
  const summary = async () => (await handlers['journal.entry']({ seq: count }, {})).summary;
  try {
    setWaiting(1);
    expect(await summary()).toContain('Revoke');
    await signIn(started, second);
    expect(await handlers['journal.entry']({ seq: count }, {})).toMatchObject({ facts: [], payload: '' });
    expect(await summary()).toContain('hidden until both reviews');
    setWaiting(0);
    expect(await summary()).toContain('Revoke');
  } finally {
    await started.dispose();
  }
});

test('acts on people and checkpoints are said in words', () => {
  const person = JSON.stringify({ name: 'Ada', roles: ['reviewer', 'approver'], reason: 'Joined' });
  expect(summaryOf('person-added', person)).toBe('Ada takes part as reviewer and approver: Joined');
  expect(summaryOf('person-removed', person)).toBe('Ada no longer takes part: Joined');
  expect(summaryOf('checkpoint', '{}')).toBe('A checkpoint that cannot be read');
});
