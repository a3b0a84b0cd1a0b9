import { afterEach, describe, expect, test } from 'vitest';
import { whatWouldBreak } from '../../../electron/engine/db/queries/remediation.ts';
import {
  entraGrants,
  githubInstallations,
  googleTokens,
  loopCase,
  type LoopCase,
  salesforceTokens,
  slackChanges,
  slackRestricted,
} from './loop-case.ts';

const FIRST = '2026-10-01T06:00:00Z';
const SECOND = '2026-11-01T06:00:00Z';
const THIRD = '2026-12-01T06:00:00Z';
const CLAIMED = Date.parse('2026-10-20T08:00:00Z');
const CLAIM = { act: 'claim', saidBy: 'Otto Operator', reference: 'CHG-1' } as const;

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

describe('Slack', () => {
  const APP = 'A0000000Z1';
  const added = slackChanges([
    [APP, 'Example Board', 'added', '2026-06-01T08:00:00Z', 'files:read'],
    ['A0000000Z2', 'Other App', 'added', '2026-06-01T08:00:00Z', 'files:read'],
  ]);

  test('a restriction proves nothing, an uninstallation does, a new installation undoes it', async () => {
    const loop = start();
    await loop.add('slack.integrationlogs', added, FIRST, { ending: 'ndjson' });
    loop.decide('Example Board', {});
    expect(loop.action('Example Board')).toMatchObject({
      state: 'decided',
      missing: 'A log that shows the removal, made after 2026-10-05 08:00 UTC.',
    });
    loop.act(CLAIM, CLAIMED, 'Example Board');

    await loop.add('slack.admin.apps', slackRestricted(APP, 'Example Board', '2026-10-19T08:00:00Z'), SECOND, {
      ending: 'json',
    });
    const restricted = loop.action('Example Board');
    expect(restricted.state).toBe('claimed');
    expect(restricted.sentence).toMatch(/^It was restricted on 2026-10-19 08:00 UTC.*leaves an installed app usable/);
    expect(restricted.evidence).toHaveLength(1);

    const removed = slackChanges([[APP, 'Example Board', 'removed', '2026-11-15T08:00:00Z', 'files:read']]);
    await loop.add('slack.integrationlogs', removed, THIRD, { ending: 'ndjson' });
    const gone = loop.action('Example Board');
    expect(gone).toMatchObject({ state: 'verified', isInPopulation: false, stateLabel: 'Verified absent' });
    expect(gone.sentence).toMatch(/^A log says that it was removed on 2026-11-15 08:00 UTC/);
    expect(gone.evidence[0]).toMatchObject({ file: 'file-3.ndjson', line: 1 });

    const again = slackChanges([[APP, 'Example Board', 'added', '2026-12-20T08:00:00Z', 'files:read']]);
    await loop.add('slack.integrationlogs', again, '2027-01-01T06:00:00Z', { ending: 'ndjson' });
    expect(loop.action('Example Board')).toMatchObject({ state: 'regressed', isInPopulation: true });
    expect(loop.verdict('CS-25', 'Example Board')).toMatch(/^finding high/);
  });

  test('a reduction takes a removal and an installation with fewer scopes', async () => {
    const loop = start();
    const wide = slackChanges([[APP, 'Example Board', 'added', '2026-06-01T08:00:00Z', 'files:read,chat:write']]);
    await loop.add('slack.integrationlogs', wide, FIRST, { ending: 'ndjson' });
    loop.decide('Example Board', { decision: 'reduce', scopes: ['chat:write'] });
    const anew = slackChanges([
      [APP, 'Example Board', 'removed', '2026-10-20T08:00:00Z', 'files:read,chat:write'],
      [APP, 'Example Board', 'added', '2026-10-20T09:00:00Z', 'files:read'],
    ]);
    await loop.add('slack.integrationlogs', anew, SECOND, { ending: 'ndjson' });
    expect(loop.action('Example Board')).toMatchObject({ state: 'verified', stateLabel: 'Verified reduced' });
    const back = slackChanges([[APP, 'Example Board', 'expanded', '2026-11-20T08:00:00Z', 'files:read,chat:write']]);
    await loop.add('slack.integrationlogs', back, THIRD, { ending: 'ndjson' });
    expect(loop.action('Example Board').state).toBe('regressed');
  });

  test('an app that was disabled stands', async () => {
    const loop = start();
    await loop.add('slack.integrationlogs', added, FIRST, { ending: 'ndjson' });
    loop.decide('Example Board', {});
    const disabled = slackChanges([[APP, 'Example Board', 'disabled', '2026-10-19T08:00:00Z', 'files:read']]);
    await loop.add('slack.integrationlogs', disabled, SECOND, { ending: 'ndjson' });
    expect(loop.action('Example Board').state).toBe('decided');
  });
});

describe('Entra', () => {
  const both = entraGrants([
    [1, 'Mail Helper', 'Mail.Read', 1],
    [1, 'Mail Helper', 'Mail.Read', 2],
    [2, 'Other App', 'User.Read', 1],
  ]);
  // The same file is taken once only: later lists differ in other apps.
  const bothLater = (app: number): string =>
    entraGrants([
      [1, 'Mail Helper', 'Mail.Read', 1],
      [1, 'Mail Helper', 'Mail.Read', 2],
      [app, `New App ${app}`, 'User.Read', 1],
    ]);
  const without = entraGrants([[2, 'Other App', 'User.Read', 1]]);

  test('gone from a whole list is verified, and consented to again is regressed', async () => {
    const loop = start();
    await loop.add('entra.grants.flat', both, FIRST);
    loop.decide('Mail Helper', {});
    loop.act(CLAIM, CLAIMED, 'Mail Helper');
    expect(loop.action('Mail Helper').state).toBe('claimed');
    await loop.add('entra.grants.flat', without, SECOND);
    const gone = loop.action('Mail Helper');
    expect(gone.state).toBe('verified');
    expect(gone.sentence).toMatch(/The whole list “.*” as of 2026-11-01 06:00 UTC no longer shows its 2 grants\./);
    expect(gone.caution).toMatch(/not how/);
    expect(gone.evidence).toContainEqual(expect.objectContaining({ file: 'file-2.csv', line: null }));
    expect(loop.verdict('CS-25', 'Mail Helper')).toBe('none');
    await loop.add('entra.grants.flat', bothLater(3), THIRD);
    const back = loop.action('Mail Helper');
    expect(back.state).toBe('regressed');
    expect(back.sentence).toBe(
      'It was gone as of 2026-11-01 06:00 UTC and is there again as of 2026-12-01 06:00 UTC: 2 grants came back.',
    );
    expect(loop.verdict('CS-25', 'Mail Helper')).toMatch(
      /^finding high It was decided to revoke Mail Helper.*was granted again by 2026-12-01 06:00 UTC \(first list with it after the one as of 2026-11-01, which lacked it\)/,
    );
  });

  test('a later list that still shows it contradicts a claim, and CS-26 says that it is late', async () => {
    const loop = start();
    await loop.add('entra.grants.flat', both, FIRST);
    loop.decide('Mail Helper', {});
    await loop.add('entra.grants.flat', bothLater(3), SECOND);
    expect(loop.action('Mail Helper')).toMatchObject({ state: 'decided', isOverdue: true });
    expect(loop.action('Mail Helper').sentence).toBe('The list as of 2026-11-01 06:00 UTC still shows 2 grants.');
    expect(loop.verdict('CS-26', 'Mail Helper')).toMatch(/^finding high/);
    loop.act(CLAIM, CLAIMED, 'Mail Helper');
    expect(loop.action('Mail Helper').state).toBe('still-there');
    loop.act({ act: 'withdraw', reason: 'The ticket was about another app.' }, CLAIMED + 1000, 'Mail Helper');
    expect(loop.action('Mail Helper').state).toBe('decided');
    // A claim made after the list is not contradicted by it.
    loop.act(CLAIM, Date.parse('2026-11-02T08:00:00Z'), 'Mail Helper');
    expect(loop.action('Mail Helper')).toMatchObject({ state: 'claimed' });
    expect(loop.action('Mail Helper').sentence).toMatch(/it is older than the claim\.$/);
  });

  test('a deadline set for the decision is the one that CS-26 goes by', async () => {
    const loop = start();
    await loop.add('entra.grants.flat', both, FIRST);
    loop.decide('Mail Helper', {});
    await loop.add('entra.grants.flat', bothLater(3), SECOND);
    expect(loop.verdict('CS-26', 'Mail Helper')).toMatch(/^finding/);
    loop.act({ act: 'deadline', due: '2026-11-20', reason: 'Change freeze.' }, CLAIMED, 'Mail Helper');
    expect(loop.action('Mail Helper')).toMatchObject({ due: '2026-11-20', dueBasis: 'changed' });
    expect(loop.verdict('CS-26', 'Mail Helper')).toBe('clear');
    await loop.add('entra.grants.flat', bothLater(4), THIRD);
    expect(loop.verdict('CS-26', 'Mail Helper')).toMatch(/by the end of 2026-11-20, the deadline set for the decision/);
  });

  test('people whom no import knows any more verify nothing', async () => {
    const loop = start();
    await loop.add('entra.grants.flat', both, FIRST);
    loop.decide('Mail Helper', { principals: ['0c0c0c0c-0000-4000-8000-000000000001'] });
    loop.db.exec(
      `DROP TRIGGER decision_fixed; UPDATE decision SET principals = '["0c0c0c0c-0000-4000-8000-0000000000ff"]'`,
    );
    await loop.add('entra.grants.flat', without, SECOND);
    expect(loop.action('Mail Helper').state).toBe('decided');
    expect(loop.action('Mail Helper').sentence).toMatch(/^1 person whom the decision names is in no import/);
  });

  test('revoking for named people is verified when theirs are gone', async () => {
    const loop = start();
    await loop.add('entra.grants.flat', both, FIRST);
    const person = (digit: number): string => `0c0c0c0c-0000-4000-8000-00000000000${digit}`;
    loop.decide('Mail Helper', { principals: [person(1)] });
    expect(loop.action('Mail Helper').what).toBe('End the consents of the 1 person named');
    const left = entraGrants([
      [1, 'Mail Helper', 'Mail.Read', 2],
      [2, 'Other App', 'User.Read', 1],
    ]);
    await loop.add('entra.grants.flat', left, SECOND);
    expect(loop.action('Mail Helper')).toMatchObject({ state: 'verified', isInPopulation: true });
  });

  test('a reduction is verified when the scope is gone for all, and regressed when it comes back', async () => {
    const loop = start();
    const list = (...scopes: readonly (readonly [string, number])[]): string =>
      entraGrants([
        ...scopes.map(([scope, person]) => [1, 'Mail Helper', scope, person] as const),
        [2, 'Other App', 'User.Read', 1],
      ]);
    const full = list(['Mail.Read', 1], ['Files.Read.All', 1], ['Mail.Read', 2], ['Files.Read.All', 2]);
    await loop.add('entra.grants.flat', full, FIRST);
    loop.decide('Mail Helper', { decision: 'reduce', scopes: ['Files.Read.All'] });
    await loop.add('entra.grants.flat', list(['Mail.Read', 1], ['Mail.Read', 2], ['Files.Read.All', 2]), SECOND);
    expect(loop.action('Mail Helper').sentence).toBe(
      'The list as of 2026-11-01 06:00 UTC still shows 1 grant with Files.Read.All.',
    );
    await loop.add('entra.grants.flat', list(['Mail.Read', 1], ['Mail.Read', 2]), THIRD);
    expect(loop.action('Mail Helper')).toMatchObject({ state: 'verified', stateLabel: 'Verified reduced' });
    await loop.add('entra.grants.flat', `${full}\n`, '2027-01-01T06:00:00Z');
    expect(loop.action('Mail Helper')).toMatchObject({ state: 'regressed' });
  });
});

describe('Salesforce', () => {
  const token = salesforceTokens([
    ['Example Sync', 'dave@example.com', '2026-07-01T00:00:00.000Z'],
    ['Other Sync', 'dave@example.com', '2026-07-01T00:00:00.000Z'],
  ]);
  const expired = salesforceTokens([['Other Sync', 'dave@example.com', '2026-07-01T00:00:00.000Z']]);

  test('a token that left the list is absent with a caution, and authorized again it is regressed', async () => {
    const loop = start();
    await loop.add('sf.oauthtoken', token, FIRST);
    loop.decide('Example Sync', {});
    await loop.add('sf.oauthtoken', expired, SECOND);
    const gone = loop.action('Example Sync');
    expect(gone.state).toBe('verified');
    expect(gone.caution).toMatch(
      /Tokens also leave this list when they end by themselves.*not that the app is blocked/,
    );
    const anew = salesforceTokens([
      ['Example Sync', 'dave@example.com', '2026-11-20T00:00:00.000Z'],
      ['Other Sync', 'dave@example.com', '2026-07-01T00:00:00.000Z'],
    ]);
    await loop.add('sf.oauthtoken', anew, THIRD);
    expect(loop.action('Example Sync').state).toBe('regressed');
    expect(loop.verdict('CS-25', 'Example Sync')).toMatch(/^finding high/);
  });

  test('a token made after the decision is no old one that was left', async () => {
    const loop = start();
    await loop.add('sf.oauthtoken', token, FIRST);
    loop.decide('Example Sync', {});
    const anew = salesforceTokens([
      ['Example Sync', 'dave@example.com', '2026-10-20T00:00:00.000Z'],
      ['Other Sync', 'dave@example.com', '2026-07-01T00:00:00.000Z'],
    ]);
    await loop.add('sf.oauthtoken', anew, SECOND);
    expect(loop.action('Example Sync')).toMatchObject({ state: 'regressed' });
    expect(loop.action('Example Sync').sentence).toMatch(/given after the decision, the first on 2026-10-20/);
  });
});

describe('Google', () => {
  const rows = [
    ['ann@firm.example', 'fieldnotes.apps.googleusercontent.com', 'Fieldnotes'],
    ['bob@firm.example', 'fieldnotes.apps.googleusercontent.com', 'Fieldnotes'],
    ['ann@firm.example', 'other.apps.googleusercontent.com', 'Other'],
  ] as const;

  test('a part of a list verifies nothing, a whole one does', async () => {
    const loop = start();
    await loop.add('google.gam.tokens', googleTokens(rows), FIRST);
    loop.decide('Fieldnotes', {});
    loop.act(CLAIM, CLAIMED, 'Fieldnotes');
    await loop.add('google.gam.tokens', googleTokens(rows.slice(2)), SECOND, { completeness: 'part' });
    const part = loop.action('Fieldnotes');
    expect(part.state).toBe('claimed');
    expect(part.sentence).toMatch(
      /does not show the grants, and it is a part: what is absent from a part may still stand\./,
    );
    expect(part.missing).toMatch(/^A whole list of “.*” made after 2026-10-20/);
    await loop.add('google.gam.tokens', `${googleTokens(rows.slice(2))}\n`, THIRD);
    expect(loop.action('Fieldnotes').state).toBe('verified');
  });

  test('gone for one person is not gone', async () => {
    const loop = start();
    await loop.add('google.gam.tokens', googleTokens(rows), FIRST);
    loop.decide('Fieldnotes', {});
    await loop.add('google.gam.tokens', googleTokens(rows.slice(1)), SECOND);
    expect(loop.action('Fieldnotes').sentence).toBe('The list as of 2026-11-01 06:00 UTC still shows 1 grant.');
    expect(loop.action('Fieldnotes').state).toBe('decided');
  });

  test('a list made before the decision verifies nothing, whatever it lacks', async () => {
    const loop = start();
    await loop.add('google.gam.tokens', googleTokens(rows), FIRST);
    loop.decide('Fieldnotes', {}, Date.parse('2026-11-15T08:00:00Z'));
    await loop.add('google.gam.tokens', googleTokens(rows.slice(2)), SECOND);
    await loop.add('entra.grants.flat', entraGrants([[2, 'Some App', 'User.Read', 1]]), THIRD);
    const action = loop.action('Fieldnotes');
    expect(action.state).toBe('decided');
    expect(action.isInPopulation).toBe(false);
    expect(action.sentence).toMatch(/^It was last missing from a list as of 2026-11-01/);
  });
});

describe('GitHub', () => {
  const installed = (permissions: Readonly<Record<string, string>>, created = '2026-02-03T08:00:00Z') =>
    githubInstallations([
      [9001, 'example-ci', permissions, created],
      [9002, 'example-docs', { metadata: 'read' }, '2026-02-03T08:00:00Z'],
    ]);

  test('an installation is gone from the list, and installed anew it is regressed', async () => {
    const loop = start();
    await loop.add('github.installations', installed({ contents: 'write' }), FIRST, { ending: 'json' });
    loop.decide('example-ci', {});
    const without = githubInstallations([[9002, 'example-docs', { metadata: 'read' }, '2026-02-03T08:00:00Z']]);
    await loop.add('github.installations', without, SECOND, { ending: 'json' });
    expect(loop.action('example-ci').state).toBe('verified');
    await loop.add('github.installations', installed({ contents: 'write' }, '2026-11-20T08:00:00Z'), THIRD, {
      ending: 'json',
    });
    expect(loop.action('example-ci').state).toBe('regressed');
  });
});

describe('the order of imports', () => {
  test('does not change what is said', async () => {
    const list = (rows: readonly (readonly [number, string, string, number])[]): string => entraGrants(rows);
    const files = [
      [
        list([
          [1, 'Mail Helper', 'Mail.Read', 1],
          [2, 'Other App', 'User.Read', 1],
        ]),
        FIRST,
      ],
      [list([[2, 'Other App', 'User.Read', 1]]), SECOND],
      [
        list([
          [1, 'Mail Helper', 'Mail.Read', 1],
          [3, 'New App', 'User.Read', 1],
        ]),
        THIRD,
      ],
    ] as const;
    const said = await Promise.all(
      [
        [0, 1, 2],
        [0, 2, 1],
      ].map(async ([first = 0, ...rest]) => {
        const loop = start();
        await loop.add('entra.grants.flat', files[first]?.[0] ?? '', FIRST);
        loop.decide('Mail Helper', {});
        for (const index of rest) await loop.add('entra.grants.flat', files[index]?.[0] ?? '', files[index]?.[1] ?? '');
        const { state, sentence } = loop.action('Mail Helper');
        return { state, sentence };
      }),
    );
    expect(said[0]).toEqual(said[1]);
    expect(said[0]?.state).toBe('regressed');
  });
});

describe('what settles a decision that no import was judged by yet', () => {
  const grants = entraGrants([
    [1, 'Mail Helper', 'Mail.Read', 1],
    [1, 'Mail Helper', 'Mail.Read', 2],
  ]);
  const MISSING = [
    [{}, /^A whole list of “.*grants.*” made after 2026-10-05 08:00 UTC\.$/i],
    [{ decision: 'need-info' }, /^The answer, recorded as a new decision on the item\.$/],
    [{ decision: 'escalate' }, /^What the incident team decides, recorded as a new decision on the item\.$/],
    [
      { decision: 'assign-owner', owner: 'Petra Vale' },
      /^A register of owners made after 2026-10-05 08:00 UTC that names Petra Vale\.$/,
    ],
    [
      { decision: 'conditional', until: '2027-12-31' },
      /^Before 2027-12-31: a new decision on the item .* After it: a whole list of “.*” made after 2027-12-31\.$/,
    ],
  ] as const;

  test.each(MISSING)('%j', async (params, missing) => {
    const loop = start();
    await loop.add('entra.grants.flat', grants, FIRST);
    loop.decide('Mail Helper', params);
    expect(loop.action('Mail Helper').missing).toMatch(missing);
  });

  test('neither a condition nor an escalation is said to end grants now', async () => {
    const loop = start();
    await loop.add('entra.grants.flat', grants, FIRST);
    loop.decide('Mail Helper', { decision: 'conditional', until: '2027-12-31' });
    expect(loop.action('Mail Helper').what).toBe(
      'Nothing ends before 2027-12-31; by then the condition must be met, or the consents of all 2 people end',
    );
    loop.decide('Mail Helper', { decision: 'escalate' }, Date.parse('2026-10-06T08:00:00Z'));
    const escalated = loop.action('Mail Helper');
    expect(escalated.what).toBe('Nothing is changed; the incident team decides');
    expect(whatWouldBreak(loop.db, escalated)).toBeNull();
  });
});
