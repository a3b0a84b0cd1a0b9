import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkActs } from '../../../electron/engine/review/integrity.ts';
import { type EngineCase, startEngine } from '../engine/engine-case.ts';

let started: EngineCase;
let path: string;
beforeEach(async () => {
  started = startEngine();
  const { handlers, context } = started.engine;
  await handlers['workspace.openSample']({}, {});
  const { rows } = await handlers['review.queue']({ filter: { state: 'all' }, offset: 0, limit: 5 }, {});
  const trace = {
    shownAt: '2026-10-05T09:00:00.000Z',
    activeMs: 41_000,
    panels: ['usage', 'delta'],
    provisional: 'revoke' as const,
    revealed: true,
  };
  for (const [index, { itemId }] of rows.entries()) {
    const choice = { itemId, decision: 'revoke' as const, reason: `Reason ${index}`, scopes: [], principals: [] };
    await handlers['review.decide'](
      { ...choice, until: null, owner: null, agreed: null, round: 'first', trace: index === 0 ? trace : null },
      {},
    );
  }
  await handlers['review.undo']({ itemId: rows[4]?.itemId ?? '' }, {});
  await handlers['vendors.split'](
    { vendor: 'nobody.example', connectorIds: [rows[0]?.connectorId ?? ''], reason: 'Not theirs.' },
    {},
  );
  const { rows: actions } = await handlers['remediation.board']({ filter: {}, offset: 0, limit: 2 }, {});
  await handlers['remediation.claim'](
    { actionIds: actions.map(({ actionId }) => actionId), by: 'Otto Operator', reference: 'CHG-1' },
    {},
  );
  ({ path } = context.open());
});
afterEach(async () => started.dispose());

/** Changes the closed case with plain SQL, as another tool would, and opens it again; answers what is said then. */
async function edited(sql: string): Promise<readonly string[]> {
  const { handlers } = started.engine;
  await handlers['workspace.close']({}, {});
  const db = new Database(path);
  db.exec(sql);
  db.close();
  const status = await handlers['workspace.open']({ token: started.files.register(path) }, {});
  return status.notices;
}

describe('a case changed by another program', () => {
  test('one that nobody touched has nothing to say', async () => {
    expect(await edited('SELECT 1')).toEqual([]);
    expect(checkActs(started.engine.context.open().db)).toEqual([]);
  });

  test('a decision that was rewritten is named by its entry', async () => {
    const notices = await edited(
      `DROP TRIGGER decision_fixed; UPDATE decision SET decision = 'certify' WHERE id = (SELECT min(id) FROM decision)`,
    );
    expect(notices.join('\n')).toMatch(/^1 decision not as the journal says \(journal \d+\)/m);
    // The decision itself is not put right: what is on record is for a person to compare.
    expect(started.engine.context.open().db.prepare('SELECT decision FROM decision LIMIT 1').pluck().get()).toBe(
      'certify',
    );
  });

  test('a decision taken out, and one put in', async () => {
    expect((await edited(`DROP TRIGGER decision_no_delete; DELETE FROM decision WHERE id = 2`)).join('\n')).toMatch(
      /^1 decision that the journal knows and the case has lost/m,
    );
    const notices = await edited(
      `INSERT INTO decision (seq, tenant, client, kind, decision, reason, scopes, principals, decided_by, decided_at, uid)
       SELECT 1, tenant, client, kind, 'certify', 'Fine.', '[]', '[]', decided_by, decided_at, 'x' FROM decision LIMIT 1`,
    );
    expect(notices.join('\n')).toMatch(/^1 decision that the journal does not know \(journal 1\)/m);
  });

  test('an undo that was itself undone', async () => {
    const notices = await edited(`DROP TRIGGER decision_fixed; UPDATE decision SET undone_seq = NULL`);
    expect(notices.join('\n')).toMatch(/^1 decision taken back that the journal knows and the case has lost/m);
  });

  test('how a decision came about', async () => {
    const notices = await edited(`DROP TRIGGER review_trace_no_update; UPDATE review_trace SET active_ms = 600000`);
    expect(notices.join('\n')).toMatch(/^How 1 decision came about is not as it was recorded/m);
    expect((await edited(`DROP TRIGGER review_trace_no_delete; DELETE FROM review_trace`)).join('\n')).toMatch(
      /^How 1 decision came about/m,
    );
  });

  test('where an item stands is worked out anew', async () => {
    const notices = await edited(`UPDATE review_state SET status = 'decided', is_open = 0`);
    expect(notices.join('\n')).toMatch(/^Where some items stand did not follow from the decisions/m);
    const progress = await started.engine.handlers['review.progress']({}, {});
    expect(progress.decided).toBe(4);
    expect(await edited('SELECT 1')).toEqual([]);
    expect((await edited('UPDATE review_count SET items = items + 7')).join('\n')).toMatch(/^Where some items stand/m);
    expect((await started.engine.handlers['review.progress']({}, {})).total).toBe(progress.total);
  });

  test('the ledger of a file', async () => {
    const notices = await edited('UPDATE import SET read = read + 1, accepted = accepted + 1 WHERE id = 1');
    expect(notices.join('\n')).toMatch(/^The ledger of .+ is not what the journal says was read from it/m);
  });

  test('an act on a vendor', async () => {
    const notices = await edited(`DROP TRIGGER vendor_act_no_update; UPDATE vendor_act SET vendor = 'other.example'`);
    expect(notices.join('\n')).toMatch(/^1 act on a vendor not as the journal says/m);
  });

  test('the frozen population and the plan of a campaign', async () => {
    const { handlers } = started.engine;
    const { plan } = await handlers['campaign.draft']({}, {});
    await handlers['campaign.stage']({ plan }, {});
    expect(await edited('SELECT 1')).toEqual([]);
    expect(
      (await edited(`DROP TRIGGER campaign_item_fixed; UPDATE campaign_item SET facts = 'x' WHERE ordinal = 1`)).join(),
    ).toContain('The frozen population of campaign 1 is not the one its plan was recorded with');
    const notices = await edited(`DROP TRIGGER campaign_version_no_update; UPDATE campaign_version SET state = 'open'`);
    expect(notices.join('\n')).toMatch(/^1 version of a campaign not as the journal says/m);
  });

  test('a claim, and what it was about', async () => {
    const notices = await edited(
      `DROP TRIGGER remedy_act_no_update; UPDATE remedy_act SET reference = 'CHG-2' WHERE id = 1`,
    );
    expect(notices.join('\n')).toMatch(/^1 act on carrying out a decision not as the journal says/m);
    expect((await edited(`DROP TRIGGER remedy_act_no_delete; DELETE FROM remedy_act WHERE id = 1`)).join('\n')).toMatch(
      /^1 act on carrying out a decision not as the journal says/m,
    );
  });
});
