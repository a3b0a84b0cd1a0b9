import { afterEach, describe, expect, test } from 'vitest';
import { remedyBoard, remedyActions } from '../../../electron/engine/db/queries/remediation.ts';
import { decidedItems } from '../../../electron/engine/review/decided-items.ts';
import { actOnRemedies } from '../../../electron/engine/review/remedy-act.ts';
import { DEFAULT_POLICY } from '../../../electron/engine/rules/policy.ts';
import { entraGrants, loopCase, type LoopCase, NOW, RITA, salesforceTokens } from './loop-case.ts';

const FIRST = '2026-10-01T06:00:00Z';
const SECOND = '2026-11-01T06:00:00Z';
const THIRD = '2026-12-01T06:00:00Z';
const CLAIMED = Date.parse('2026-10-20T08:00:00Z');
const APP = '0a0a0a0a-0000-4000-8000-000000000001';
const PERSON = '0c0c0c0c-0000-4000-8000-000000000001';

let open: LoopCase[] = [];
function start(): LoopCase {
  const started = loopCase();
  open.push(started);
  return started;
}
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

const granted = entraGrants([
  [1, 'Mail Helper', 'Mail.Read', 1],
  [2, 'Other App', 'User.Read', 1],
]);
const without = entraGrants([[2, 'Other App', 'User.Read', 1]]);

/** Calls of Microsoft Graph by the app for the person. */
function calls(...times: readonly string[]): string {
  const head =
    'TimeGenerated,AppId,UserId,ServicePrincipalId,RequestMethod,RequestUri,ResponseStatusCode,RequestId,SignInActivityId,IPAddress,UserAgent,Roles,Scopes';
  const rows = times.map(
    (time) =>
      `${time},${APP},${PERSON},,GET,https://graph.microsoft.com/v1.0/me/messages,200,${time.replace(/\D/g, '')},s,203.0.113.7,Agent,,Mail.Read`,
  );
  return `${[head, ...rows].join('\n')}\n`;
}

describe('a later list that is the same byte for byte', () => {
  test('shows that the grant is still there, and taken twice for one time it is one list', async () => {
    const loop = start();
    await loop.add('entra.grants.flat', granted, FIRST);
    loop.decide('Mail Helper', {});
    loop.act({ act: 'claim', saidBy: 'Otto Operator', reference: 'CHG-1' }, CLAIMED, 'Mail Helper');
    await loop.add('entra.grants.flat', granted, SECOND);
    expect(loop.action('Mail Helper').state).toBe('still-there');
    await loop.add('entra.grants.flat', granted, SECOND);
    await loop.add('entra.grants.flat', granted, '2026-11-01T09:00:00Z');
    expect(loop.db.prepare('SELECT count(*) FROM snapshot').pluck().get()).toBe(2);
    expect(loop.db.prepare(`SELECT count(*) FROM import WHERE status = 'complete'`).pluck().get()).toBe(2);
  });
});

describe('use after the end', () => {
  test('makes what was verified regressed, and CS-24 fires although no log holds a revocation', async () => {
    const loop = start();
    await loop.add('entra.grants.flat', granted, FIRST);
    loop.decide('Mail Helper', {});
    await loop.add('entra.grants.flat', without, SECOND);
    await loop.add('m365.graphactivity', calls('2026-10-30T10:00:00Z', '2026-11-01T07:00:00Z'), '2026-11-05T06:00:00Z');
    // A token that was out may live on for a while.
    expect(loop.action('Mail Helper').state).toBe('verified');
    await loop.add('m365.graphactivity', calls('2026-11-20T10:00:00Z'), THIRD);
    const used = loop.action('Mail Helper');
    expect(used.state).toBe('regressed');
    expect(used.sentence).toMatch(
      /^The whole list .* no longer shows its 1 grant, and it was used on 2026-11-20 10:00 UTC, later than a token that was out could live\.$/,
    );
    expect(used.evidence).toEqual([
      expect.objectContaining({ file: 'file-4.csv', line: 2, note: 'use, 2026-11-20 10:00 UTC' }),
    ]);
    expect(loop.verdict('CS-24', 'Mail Helper')).toMatch(
      /^finding critical The consent of .+ to Mail Helper was decided to be revoked and is gone from the whole list as of 2026-11-01 06:00 UTC, and the connector was used/,
    );
  });

  test('contradicts a claim while there is no later list', async () => {
    const loop = start();
    await loop.add('entra.grants.flat', granted, FIRST);
    loop.decide('Mail Helper', {});
    loop.act({ act: 'claim', saidBy: 'Otto Operator', reference: 'CHG-1' }, CLAIMED, 'Mail Helper');
    await loop.add('m365.graphactivity', calls('2026-10-25T10:00:00Z'), SECOND);
    expect(loop.action('Mail Helper')).toMatchObject({ state: 'regressed' });
    expect(loop.action('Mail Helper').sentence).toMatch(
      /^It was said to be done on 2026-10-20 08:00 UTC, and it was used/,
    );
    expect(loop.verdict('CS-24', 'Mail Helper')).not.toMatch(/^finding/);
  });

  test('proves nothing where another grant of the app covers it', async () => {
    const loop = start();
    const wide = entraGrants([
      [1, 'Mail Helper', 'Mail.Read'],
      [2, 'Other App', 'User.Read', 1],
    ]);
    await loop.add('entra.grants.flat', `${granted.trimEnd()}\n${wide.split('\n')[1] ?? ''}\n`, FIRST);
    const item = decidedKey(loop, 'delegated-user');
    loop.decide('Mail Helper', { itemId: item });
    await loop.add('entra.grants.flat', wide, SECOND);
    await loop.add('m365.graphactivity', calls('2026-11-20T10:00:00Z'), THIRD);
    expect(loop.action('Mail Helper').state).toBe('verified');
  });
});

function decidedKey(loop: LoopCase, kind: string): string {
  return (
    loop.db
      .prepare<[string], string>(
        `SELECT item.key FROM item JOIN connector ON connector.id = item.connector WHERE connector.name = 'Mail Helper' AND kind = ?`,
      )
      .pluck()
      .get(kind) ?? ''
  );
}

describe('decisions that revoke nothing', () => {
  test('an owner is on record when a later register names the person', async () => {
    const loop = start();
    await loop.add('entra.grants.flat', granted, FIRST);
    loop.decide('Mail Helper', { decision: 'assign-owner', owner: 'ann@firm.example' });
    const owners = (who: string): string =>
      `platform,connector_id,owner_email,role,since,purpose\nentra,${APP},${who},business,2026-10-10,Mail\n`;
    await loop.add('register.owners', owners('bob@firm.example'), SECOND);
    expect(loop.action('Mail Helper')).toMatchObject({ state: 'decided' });
    expect(loop.action('Mail Helper').sentence).toMatch(/names bob@firm\.example, not ann@firm\.example\.$/);
    // Deciding the app itself leaves the change of its owner to be carried out.
    loop.decide('Mail Helper', { decision: 'certify', reason: 'Ann answers for it.' }, CLAIMED);
    expect(remedyActions(loop.db, DEFAULT_POLICY, NOW).map(({ what, state }) => [what, state])).toEqual([
      ['Make ann@firm.example the owner', 'decided'],
    ]);
    await loop.add('register.owners', owners('ann@firm.example'), THIRD);
    expect(loop.action('Mail Helper')).toMatchObject({ state: 'verified', stateLabel: 'Owner on record' });
  });

  test('a condition runs until its date, and then the grant has to be gone', async () => {
    const loop = start();
    await loop.add('entra.grants.flat', granted, FIRST);
    await loop.add(
      'register.owners',
      `platform,connector_id,owner_email,role,since,purpose\nentra,${APP},ann@firm.example,business,2026-01-10,Mail\n`,
      FIRST,
    );
    loop.decide('Mail Helper', { decision: 'conditional', until: '2026-10-31' });
    expect(loop.action('Mail Helper')).toMatchObject({ state: 'waiting', due: '2026-10-31', dueBasis: 'condition' });
    await loop.add('entra.grants.flat', `${granted}\n`, '2026-10-20T06:00:00Z');
    expect(loop.action('Mail Helper').state).toBe('waiting');
    await loop.add('entra.grants.flat', `${granted}\n\n`, SECOND);
    expect(loop.action('Mail Helper').state).toBe('decided');
    expect(loop.action('Mail Helper').sentence).toMatch(/^The list as of 2026-11-01 06:00 UTC still shows 1 grant/);
    await loop.add('entra.grants.flat', without, THIRD);
    expect(loop.action('Mail Helper').state).toBe('verified');
  });

  test('an escalation and a question are closed by a new decision', async () => {
    const loop = start();
    await loop.add('entra.grants.flat', granted, FIRST);
    loop.decide('Mail Helper', { decision: 'escalate' });
    loop.decide('Other App', { decision: 'need-info' });
    const again = entraGrants([
      [1, 'Mail Helper', 'Mail.Read', 1],
      [2, 'Other App', 'User.Read', 1],
      [3, 'New App', 'User.Read', 1],
    ]);
    for (const app of ['Mail Helper', 'Other App'])
      loop.act({ act: 'claim', saidBy: 'Otto Operator', reference: 'CHG-1' }, CLAIMED, app);
    await loop.add('entra.grants.flat', again, SECOND);
    expect(loop.action('Mail Helper').state).toBe('claimed');
    expect(loop.action('Other App').state).toBe('claimed');
    loop.decide('Other App', { decision: 'certify', reason: 'Answered.' }, CLAIMED + 1000);
    expect(remedyActions(loop.db, DEFAULT_POLICY, NOW).map(({ name }) => name)).toEqual(['Mail Helper']);
  });
});

describe('acts', () => {
  test('an observer may not act, and an action that is not there is refused', async () => {
    const loop = start();
    await loop.add('entra.grants.flat', granted, FIRST);
    const uid = loop.decide('Mail Helper', {});
    const observer = { name: 'Olga Observer', person: 'AA', roles: ['observer'] as const };
    const claim = { act: 'claim', saidBy: 'x', reference: 'y' } as const;
    expect(() => actOnRemedies(loop.db, [uid], claim, observer, CLAIMED)).toThrow(
      /no role for this.*Nothing was recorded/,
    );
    expect(() => actOnRemedies(loop.db, [uid, 'nobody'], claim, RITA, CLAIMED)).toThrow(
      /1 of the actions named is not there/,
    );
    const withdraw = { act: 'withdraw', reason: 'r' } as const;
    expect(() => actOnRemedies(loop.db, [uid], withdraw, RITA, CLAIMED)).toThrow(/no claim to take back/);
    const early = { act: 'deadline', due: '2026-09-01', reason: 'r' } as const;
    expect(() => actOnRemedies(loop.db, [uid], early, RITA, CLAIMED)).toThrow(/was taken after 2026-09-01/);
    expect(loop.db.prepare('SELECT count(*) FROM remedy_act').pluck().get()).toBe(0);
  });

  test('the board counts by what the rest of the filter leaves', async () => {
    const loop = start();
    await loop.add('entra.grants.flat', granted, FIRST);
    await loop.add(
      'sf.oauthtoken',
      salesforceTokens([['Example Sync', 'dave@example.com', '2026-07-01T00:00:00.000Z']]),
      FIRST,
    );
    loop.decide('Mail Helper', {});
    loop.decide('Example Sync', {});
    loop.act({ act: 'owner', owner: 'Otto Operator', person: null }, CLAIMED, 'Mail Helper');
    loop.act({ act: 'export', format: 'csv', digest: 'd' }, CLAIMED + 1, 'Mail Helper');
    const all = remedyActions(loop.db, DEFAULT_POLICY, NOW);
    const board = remedyBoard(all, { states: ['exported'] }, 0, 10);
    expect(board.rows.map(({ name, owner }) => [name, owner])).toEqual([['Mail Helper', 'Otto Operator']]);
    expect(board.states.filter(({ actions }) => actions > 0)).toEqual([
      { state: 'decided', actions: 1 },
      { state: 'exported', actions: 1 },
    ]);
    expect(board.owners).toEqual([{ owner: 'Otto Operator', actions: 1, overdue: 1 }]);
    expect(remedyBoard(all, { owner: '' }, 0, 10).rows.map(({ name }) => name)).toEqual(['Example Sync']);
    expect(remedyBoard(all, { overdue: true, platforms: ['salesforce'] }, 0, 10).total).toBe(1);
  });

  test('a decision on an app that no import names any more stays on the board', async () => {
    const loop = start();
    await loop.add('entra.grants.flat', granted, FIRST);
    const uid = loop.decide('Mail Helper', {});
    loop.db.exec(`DELETE FROM item; DELETE FROM entity; DELETE FROM connector;`);
    const [decided] = decidedItems(loop.db);
    expect(decided).toMatchObject({ connector: null, item: null, platform: 'entra', connectorKey: `entra:${APP}` });
    expect(decided?.act.uid).toBe(uid);
  });
});
