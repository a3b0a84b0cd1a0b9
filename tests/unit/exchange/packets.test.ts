import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { readMeta } from '../../../electron/engine/db/meta.ts';
import { sha256 } from '../../../electron/engine/evidence/bundle-layout.ts';
import {
  PACKET_FILES,
  type PacketStatement,
  packetStatement,
} from '../../../electron/engine/evidence/packet-layout.ts';
import { readCanonicalZip } from '../../../electron/engine/evidence/zip-read.ts';
import { writePacket } from '../../../electron/engine/exchange/write-packet.ts';
import { checkJournal } from '../../../electron/engine/review/journal.ts';
import { refreshReviewState } from '../../../electron/engine/review/review-state.ts';
import { PASSPHRASE, setRoles, somebody, standingText } from './exchange-case.ts';
import {
  home,
  away,
  pia,
  rita,
  ada,
  signIn,
  database,
  keys,
  journalLength,
  path,
  handOut,
  receive,
  decideOn,
  sendBack,
  merge,
  inspect,
  packetFromAway,
} from './two-machines.ts';

describe('the campaign goes out', () => {
  test('and is the same case elsewhere, which says where it came from', async () => {
    const sent = await handOut([rita, ada]);
    expect(sent).toMatchObject({ file: 'out.cspacket', number: null });
    expect(readdirSync(home.folder).filter((name) => name.includes('handing-out'))).toEqual([]);
    expect(await inspect(away, path(home, 'out.cspacket'))).toMatchObject({
      kind: 'case',
      caseName: 'Tarnbrook',
      by: 'Pia Preparer',
      fingerprint: pia.signer.fingerprint,
      digest: sent.digest,
      for: ['Ada Approver', 'Rita Reviewer'].toSorted(),
    });
    const status = await receive(undefined, 'received');
    expect(status).toMatchObject({ fileName: 'received.countersign', details: { name: 'Tarnbrook' } });
    expect(readMeta(database(away), 'case_id')).toBe(readMeta(database(home), 'case_id'));
    expect(readMeta(database(away), 'received_packet')).toBe(sent.digest);
    expect(standingText(database(away))).toBe(standingText(database(home)));
    expect(await away.engine.handlers['exchange.list']({}, {})).toMatchObject([
      { direction: 'in', kind: 'case', digest: sent.digest, name: 'Pia Preparer' },
    ]);
    expect(await home.engine.handlers['exchange.list']({}, {})).toMatchObject([
      { direction: 'out', kind: 'case', digest: sent.digest },
    ]);
    // Nothing but the case remains of the way in.
    expect(readdirSync(away.folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('only by a preparer, with their own key, to people of the case, from an open campaign', async () => {
    await expect(handOut([somebody(home.folder, 'Stranger', [])])).rejects.toThrow(/does not take part/);
    signIn(home, rita);
    await expect(handOut()).rejects.toThrow(/the key of Pia Preparer, but Rita Reviewer is signed in/);
    const own = home.engine.handlers['exchange.handOut'](
      {
        personIds: [pia.signer.fingerprint],
        keyToken: home.files.register(rita.keyPath),
        passphrase: PASSPHRASE,
        saveToken: home.files.register(path(home, 'own')),
      },
      {},
    );
    await expect(own).rejects.toThrow(/it takes a preparer/);
    signIn(home, pia);
    database(home).exec(
      `INSERT INTO campaign_version SELECT 1, campaign, id, 2, 'closed', plan, root, reason, acted_by, acted_at FROM campaign_version`,
    );
    await expect(handOut()).rejects.toThrow(/closed/);
    expect(readdirSync(home.folder).filter((name) => name.endsWith('.cspacket'))).toEqual([]);
  });

  test('a place where a file is already, or that does not exist, makes nothing', async () => {
    await handOut();
    writeFileSync(path(away, 'taken.countersign'), 'mine');
    await expect(receive(undefined, 'taken')).rejects.toThrow(/already exists/);
    expect(readFileSync(path(away, 'taken.countersign'), 'utf8')).toBe('mine');
    await expect(receive(undefined, 'no folder/case')).rejects.toThrow(/Choose another place/);
    expect(away.engine.context.session.current).toBeNull();
  });

  test('a case inside that is not what the statement says is refused, and nothing is made', async () => {
    await handOut();
    const bytes = readFileSync(path(home, 'out.cspacket'));
    const files = readCanonicalZip(bytes);
    const statement = packetStatement.parse(JSON.parse(Buffer.from(files.get('statement.json') ?? '').toString()));
    if (!('database' in statement)) throw new Error('not a case');
    const content = Buffer.from(files.get(PACKET_FILES.database) ?? '');
    const withOther = async (
      change: Partial<PacketStatement>,
      copy: Uint8Array = content,
      by = pia,
    ): Promise<string> => {
      const next = packetStatement.parse({
        ...statement,
        by: { person: by.signer.fingerprint, name: by.name },
        database: { sha256: sha256(copy), bytes: copy.length },
        ...change,
      });
      const target = path(home, 'other.cspacket');
      writeFileSync(target, await writePacket(next, copy, by.signer));
      return target;
    };
    const refused = async (file: string, sentence: RegExp): Promise<void> => {
      await expect(receive(file)).rejects.toThrow(sentence);
      expect(existsSync(path(away, 'received.countersign'))).toBe(false);
      expect(readdirSync(away.folder).filter((name) => name.startsWith('.'))).toEqual([]);
      expect(away.engine.context.session.current).toBeNull();
    };
    await refused(await withOther({ case: { ...statement.case, id: 'f'.repeat(32) } }), /not the one that it names/);
    await refused(await withOther({ campaign: { ...statement.campaign, root: 'b' } }), /campaign in it is not/);
    await refused(await withOther({ journal: { ...statement.journal, count: 1 } }), /does not end where/);
    await refused(await withOther({}, content, rita), /is no preparer of the case/);
    await refused(await withOther({}, Buffer.from('no database at all')), /not a Countersign case/);
    const cut = Buffer.from(content.subarray(0, content.length / 2));
    await refused(await withOther({}, cut), /damaged|not the one|cannot be read/i);
    const file = path(home, 'doctored.countersign');
    const doctored = async (sql: string): Promise<string> => {
      writeFileSync(file, content);
      const db = new Database(file);
      db.exec(sql);
      db.close();
      return withOther({}, readFileSync(file));
    };
    await refused(
      await doctored('CREATE TRIGGER mine AFTER INSERT ON journal BEGIN SELECT 1; END'),
      /tables that Countersign did not make/,
    );
    await refused(await doctored(`UPDATE import SET accepted = accepted + 1, read = read + 1`), /ledger/);
  });
});

describe('decisions come back', () => {
  test('once, with who decided what and how; a second time nothing is new', async () => {
    const file = await packetFromAway();
    const [first = ''] = keys(home);
    const view = await inspect(home, file);
    expect(view).toMatchObject({ kind: 'decisions', by: 'Rita Reviewer', number: 1, decisions: 2, undos: 1 });
    const result = await merge(file);
    expect(result).toMatchObject({
      totals: { read: 3, new: 3, known: 0, aside: 0, refused: 0 },
      isReplay: false,
      notes: [],
      disputes: [],
    });
    const detail = await home.engine.handlers['review.item']({ itemId: first }, {});
    expect(detail.decision).toMatchObject({ decision: 'revoke', by: 'Rita Reviewer' });
    expect(standingText(database(home))).toBe(standingText(database(away)));
    const digest = view.digest;
    expect(database(home).prepare('SELECT DISTINCT origin FROM decision').pluck().all()).toEqual([digest]);
    const before = journalLength(home);
    expect(await merge(file)).toMatchObject({ totals: { read: 3, new: 0, known: 3 }, isReplay: true });
    expect(journalLength(home)).toBe(before);
    const page = await home.engine.handlers['journal.page']({ offset: 0, limit: 5 }, {});
    expect(page.rows[0]?.summary).toContain('Decisions of Rita Reviewer merged');
    expect(checkJournal(database(home)).ok).toBe(true);
  });

  test('an older packet after a newer one changes nothing, and numbers run on', async () => {
    const older = await packetFromAway('older.cspacket');
    await decideOn(away, keys(away)[2] ?? '', 'revoke');
    const newer = await sendBack(away, rita, 'newer.cspacket');
    expect(newer.number).toBe(2);
    expect((await merge(path(away, 'newer.cspacket'))).totals).toMatchObject({ new: 4 });
    expect(await merge(older)).toMatchObject({ totals: { new: 0, known: 3 }, isReplay: false });
  });

  test('two who decide the same item differently are in conflict until an approver settles it', async () => {
    await handOut();
    await receive();
    signIn(away, rita);
    const [, item = ''] = keys(away);
    await decideOn(away, item, 'revoke', 'Nobody uses it, as the log of 90 days shows.');
    await sendBack(away, rita, 'back.cspacket');
    await decideOn(home, item, 'escalate', 'Finance says they need it.');
    const file = path(away, 'back.cspacket');
    const expected = [
      {
        itemId: item,
        status: 'conflict',
        decisions: [
          { by: 'Pia Preparer', decision: 'escalate', reason: 'Finance says they need it.' },
          { by: 'Rita Reviewer', decision: 'revoke', reason: 'Nobody uses it, as the log of 90 days shows.' },
        ],
      },
    ];
    const shown = (await inspect(home, file)) as { merge: { disputes: unknown } };
    const disputes = (await merge(file)).disputes.map((dispute) => ({
      ...dispute,
      decisions: dispute.decisions.toSorted((a, b) => (a.by < b.by ? -1 : 1)),
    }));
    expect(disputes).toMatchObject(expected);
    expect(shown.merge.disputes).toHaveLength(1);
    signIn(home, ada);
    const detail = await home.engine.handlers['review.item']({ itemId: item }, {});
    expect(detail).toMatchObject({ round: 'adjudication', decision: null, item: { status: 'conflict' } });
    await home.engine.handlers['review.decide'](
      {
        itemId: item,
        decision: 'revoke',
        reason: 'Finance named no process.',
        scopes: [],
        principals: [],
        until: null,
        owner: null,
        agreed: null,
        round: 'adjudication',
        trace: null,
      },
      {},
    );
    const settled = await home.engine.handlers['review.item']({ itemId: item }, {});
    expect(settled).toMatchObject({ item: { status: 'decided' }, decision: { by: 'Ada Approver' } });
  });

  test('a second reviewer who merges sees nothing of a dispute before their own decision', async () => {
    const [, item = ''] = keys(home);
    database(home)
      .prepare(`UPDATE campaign_item SET second_reviewer = ?, second_because = 'tier' WHERE item = ?`)
      .run(ada.signer.fingerprint, item);
    setRoles(database(home), ada, ['reviewer', 'approver']);
    refreshReviewState(database(home));
    await handOut();
    await receive();
    signIn(away, rita);
    await decideOn(away, item, 'revoke');
    await sendBack(away, rita, 'back.cspacket');
    await decideOn(home, item, 'escalate');
    signIn(home, ada);
    expect((await merge(path(away, 'back.cspacket'))).disputes).toMatchObject([{ itemId: item, decisions: [] }]);
  });

  test('what somebody decided whose turn it no longer was is stored and noted', async () => {
    const file = await packetFromAway();
    const [first = ''] = keys(home);
    database(home).prepare('UPDATE campaign_item SET reviewer = ? WHERE item = ?').run(pia.signer.fingerprint, first);
    setRoles(database(home), rita, []);
    refreshReviewState(database(home));
    const result = await merge(file);
    expect(result.totals).toMatchObject({ new: 3, refused: 0 });
    expect(result.notes.find(({ itemId }) => itemId === first)).toMatchObject({
      outcome: 'taken',
      sentence:
        'Rita Reviewer no longer takes part in this review. Here the item is for Pia Preparer to decide, not for Rita Reviewer.',
    });
    expect(database(home).prepare(`SELECT count(*) FROM packet_act WHERE outcome = 'taken'`).pluck().get()).toBe(3);
  });

  test('acts on items that are not here are kept aside, and taken when the item has come', async () => {
    const file = await packetFromAway();
    const db = database(home);
    const [first = ''] = keys(home);
    db.prepare(`UPDATE item SET key = 'gone' WHERE key = ?`).run(first);
    const result = await merge(file);
    expect(result.totals).toEqual({ read: 3, new: 2, known: 0, aside: 1, refused: 0 });
    expect(result.notes).toMatchObject([
      { itemId: first, outcome: 'aside', sentence: 'Its item is not in this case.' },
    ]);
    expect(db.prepare(`SELECT json_extract(entry, '$.payload.decision') FROM packet_act`).pluck().all()).toEqual([
      'revoke',
    ]);
    db.prepare(`UPDATE item SET key = ? WHERE key = 'gone'`).run(first);
    expect(await merge(file)).toMatchObject({ totals: { read: 3, new: 1, known: 2 }, isReplay: true });
  });

  test('a crash in the middle of a merge leaves nothing', async () => {
    const file = await packetFromAway();
    const db = database(home);
    const before = [standingText(db), journalLength(home)];
    db.exec(`CREATE TEMP TRIGGER crash BEFORE INSERT ON packet BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`);
    await expect(merge(file)).rejects.toThrow('the disk is full');
    expect([standingText(db), journalLength(home)]).toEqual(before);
    db.exec('DROP TRIGGER crash');
    expect((await merge(file)).totals.new).toBe(3);
  });
});
