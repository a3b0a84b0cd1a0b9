import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { remedyFor } from '../../../electron/engine/remediation/index.ts';
import type { Target } from '../../../electron/engine/remediation/remedies.ts';
import { DECISIONS, GRANT_KINDS, PLATFORMS, type Platform } from '../../../shared/domain/vocabulary.ts';
import { HOSTILE } from './hostile.ts';

function target(over: Partial<Target> = {}): Target {
  return {
    nativeId: 'app-1',
    ids: new Map([['app', ['app-1']]]),
    tenant: 'firm.example',
    kind: 'delegated-user',
    people: ['ann@firm.example', 'bob@firm.example'],
    peopleTotal: 2,
    isNamed: false,
    hasOthers: false,
    scopes: [],
    owner: null,
    ...over,
  };
}

const pairs = PLATFORMS.flatMap((platform) => DECISIONS.map((decision) => ({ platform, decision })));

describe('every decision on every platform has an entry', () => {
  test.each(pairs)('$decision on $platform', ({ platform, decision }) => {
    const targets = GRANT_KINDS.flatMap((kind) => [target({ kind }), target({ kind, isNamed: true, hasOthers: true })]);
    for (const one of targets) {
      const remedy = remedyFor(platform, decision, [one]);
      expect(remedy.title).not.toBe('');
      expect(remedy.steps.length).toBeGreaterThan(0);
      expect(remedy.doesNotStop.length).toBeGreaterThan(0);
      expect(remedy.proof).not.toBe('');
      for (const text of [remedy.proof, ...remedy.stops, ...remedy.doesNotStop, ...remedy.steps.map((one) => one.text)])
        expect(text).not.toMatch(/!|\bunused\b/);
    }
  });

  test.each(PLATFORMS)('what stands on %s without targets is still a text', (platform) => {
    for (const decision of DECISIONS) expect(remedyFor(platform, decision, []).steps.length).toBeGreaterThan(0);
  });
});

/** What each platform must say, or a reader would take a grant for gone that is not. */
const TRUTHS: readonly (readonly [Platform, RegExp])[] = [
  ['entra', /Removing a consent does not stop the next one/],
  ['entra', /access token that is already out works until it ends: about an hour/],
  ['slack', /Restricting alone leaves an installed app fully usable/],
  ['salesforce', /not in the list of OAuth usage is not proven gone/],
  ['google', /Without the block a person can consent again/],
  ['github', /Suspending keeps the installation/],
  ['okta', /Revoking tokens alone does not remove the grant/],
];

test.each(TRUTHS)('revoking on %s says %s', (platform, truth) => {
  expect(remedyFor(platform, 'revoke', [target()]).doesNotStop.join('\n')).toMatch(truth);
});

test.each(PLATFORMS)('the order of targets and people does not change what is said on %s', (platform) => {
  const list = [
    target({ nativeId: 'b', ids: new Map([['app', ['b']]]), tenant: 'two.example', kind: 'application' }),
    target({ nativeId: 'a', ids: new Map([['app', ['a']]]) }),
    target({ nativeId: 'c', ids: new Map([['app', ['c']]]), kind: 'delegated-tenant' }),
  ];
  const turned = list.toReversed().map((one) => ({ ...one, people: one.people.toReversed() }));
  for (const decision of DECISIONS)
    expect(remedyFor(platform, decision, turned)).toEqual(remedyFor(platform, decision, list));
});

const hostileTargets = HOSTILE.filter((text) => text !== '').flatMap((text) => {
  const ids = (kind: string): ReadonlyMap<string, readonly string[]> => new Map([[kind, [text]]]);
  const all = { tenant: text, people: [text], peopleTotal: 1, scopes: [text] };
  return [
    target({ ...all, nativeId: text, ids: ids('app') }),
    target({ ...all, nativeId: text, ids: ids('sp'), kind: 'application' }),
    target({ ...all, nativeId: text, ids: ids('name'), people: [text], peopleTotal: 5000 }),
    target({ ...all, nativeId: text, ids: ids('name'), isNamed: true }),
    target({ ...all, nativeId: `pat:${text}`, ids: ids('app') }),
    target({ ...all, nativeId: `classic-pat:${text}`, ids: ids('app') }),
    target({ ...all, nativeId: `00T${text}`, ids: ids('app') }),
  ];
});

describe.each(PLATFORMS)('hostile ids on %s', (platform) => {
  const scripts = DECISIONS.flatMap((decision) =>
    hostileTargets.flatMap((one) => remedyFor(platform, decision, [one]).steps),
  );

  test('no text and no script hides a character or breaks a line of its own', () => {
    for (const { text, script } of scripts) {
      expect(text).not.toMatch(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
      if (script !== null) expect(script.text).toMatch(/^[\x20-\x7e\n]*$/);
    }
  });

  test('bash reads every word of every script as it was meant', () => {
    const lines = scripts.flatMap(({ script }) =>
      script?.language === 'bash' ? script.text.split('\n').filter((line) => !line.startsWith('#')) : [],
    );
    // Whatever stands in place of the commands prints its words; anything else that ran would leave a trace or fail.
    const words = (line: string): string[] =>
      execFileSync(
        'bash',
        [
          '-c',
          `PATH=; set -u; gam() { printf '%s\\0' gam "$@"; }; curl() { printf '%s\\0' curl "$@"; }; gh() { printf '%s\\0' gh "$@"; }; ${line}`,
        ],
        {
          encoding: 'utf8',
          env: { ...process.env, OKTA_DOMAIN: 'd', OKTA_TOKEN: 't', SLACK_ADMIN_TOKEN: 't', SLACK_ENTERPRISE_ID: 'e' },
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      )
        .split('\u0000')
        .slice(0, -1);
    for (const line of new Set(lines)) {
      const read = words(line);
      expect(['gam', 'curl', 'gh']).toContain(read[0]);
      expect(read.filter((word) => ['gam', 'curl', 'gh'].includes(word)).length).toBe(read[1] === 'csv' ? 2 : 1);
    }
  });
});

test('a service principal without an application id is found by its object id', () => {
  const [disable] = remedyFor('entra', 'revoke', [
    target({ nativeId: 'o-1', ids: new Map([['sp', ['o-1']]]), kind: 'application', people: [], peopleTotal: 0 }),
  ]).steps;
  expect(disable?.script?.text).toContain('Get-MgServicePrincipal -ServicePrincipalId $objectId');
  expect(disable?.script?.text).not.toContain('appId eq');
});

test('few people are named in the script, many are read from the saved grants', () => {
  const [few] = remedyFor('google', 'revoke', [target()]).steps.filter((one) => one.script !== null);
  expect(few?.script?.text).toBe(
    "gam user 'ann@firm.example' delete tokens clientid 'app-1'\ngam user 'bob@firm.example' delete tokens clientid 'app-1'",
  );
  const [many] = remedyFor('google', 'revoke', [target({ peopleTotal: 300 })]).steps.filter(
    (one) => one.script !== null,
  );
  expect(many?.script?.text).toContain('gam csv grants.csv matchfield client_id');
});

test('reducing names the scopes that go, and keeps the others', () => {
  const remedy = remedyFor('entra', 'reduce', [
    target({ scopes: ['Mail.ReadWrite', 'https://graph.microsoft.com/Files.Read'] }),
  ]);
  expect(remedy.steps[0]?.script?.text).toContain("$remove = @('Files.Read', 'Mail.ReadWrite')");
});

/** The words that would touch everybody, per platform. */
const FOR_ALL: readonly (readonly [Platform, RegExp])[] = [
  ['google', /set it to Blocked/],
  ['entra', /AccountEnabled|AppRoleAssignmentId/],
  ['salesforce', /choose Block/],
  ['slack', /admin\.apps/],
  ['github', /Suspend|Uninstall/],
  ['okta', /lifecycle\/deactivate/],
];

test.each(FOR_ALL)('a decision about named people does not stop the app on %s', (platform, forAll) => {
  const all = (remedy: ReturnType<typeof remedyFor>): string =>
    remedy.steps.map((one) => `${one.text}\n${one.script?.text ?? ''}`).join('\n');
  const left = target({ people: ['ann@firm.example'], peopleTotal: 1, isNamed: true, scopes: ['a'] });
  expect(all(remedyFor(platform, 'revoke', [target()]))).toMatch(platform === 'entra' ? /AccountEnabled/ : forAll);
  for (const decision of ['revoke', 'reduce'] as const) {
    const remedy = remedyFor(platform, decision, [left]);
    expect(all(remedy)).not.toMatch(forAll);
    expect(all(remedy)).not.toMatch(/bob(?:@|%40)firm\.example/);
    expect(remedy.doesNotStop).toContain('The grants of everybody else stay as they are, and so does the app.');
  }
  expect(all(remedyFor(platform, 'revoke', [left]))).toMatch(/ann(?:@|%40)firm\.example/);
});

test('a decision on one kind of grant leaves the other kinds of the app', () => {
  const script = (kind: Target['kind']): string =>
    remedyFor('entra', 'revoke', [target({ kind, hasOthers: true })])
      .steps.map((one) => one.script?.text ?? '')
      .join('\n');
  expect(script('application')).not.toContain('Remove-MgOauth2PermissionGrant');
  expect(script('application')).toContain('Remove-MgServicePrincipalAppRoleAssignment');
  expect(script('delegated-user')).toContain("Where-Object ConsentType -eq 'Principal'");
  expect(script('delegated-user')).not.toContain('Remove-MgServicePrincipalAppRoleAssignment');
  expect(script('delegated-tenant')).toContain("Where-Object ConsentType -eq 'AllPrincipals'");
});

test.each(PLATFORMS.filter((platform) => platform !== 'other'))(
  'before a step that stops the whole app on %s it is said when the app holds other grants',
  (platform) => {
    const warned = (hasOthers: boolean): boolean =>
      remedyFor(platform, 'revoke', [target({ hasOthers })]).steps.some((one) =>
        one.text.includes('leave it out where'),
      );
    expect(warned(true)).toBe(true);
    expect(warned(false)).toBe(false);
  },
);

test('scopes are named wherever the platform has no script for them', () => {
  for (const platform of PLATFORMS.filter((one) => one !== 'entra')) {
    const steps = remedyFor(platform, 'reduce', [target({ scopes: ['scope-that-goes'] })]).steps;
    expect(steps.some((one) => one.text.includes('scope-that-goes'))).toBe(true);
  }
});

test('people of Salesforce are found by id or by user name', () => {
  const [script] = remedyFor('salesforce', 'revoke', [
    target({ people: ['ann@firm.example', '005000000000001AAA'], isNamed: true }),
  ]).steps.flatMap((one) => one.script ?? []);
  expect(script?.text).toContain("new Set<Id>{'005000000000001AAA'}");
  expect(script?.text).toContain("Username IN ('ann@firm.example')");
});

test('an owner who was named is told; only without one a department is asked', () => {
  const [named] = remedyFor('google', 'assign-owner', [target({ owner: 'Petra Vale' })]).steps;
  expect(named?.text).toMatch(/^Tell Petra Vale in writing/);
  const [open] = remedyFor('google', 'assign-owner', [target()]).steps;
  expect(open?.text).toMatch(/^Ask the department/);
});

test.each(PLATFORMS)('an escalation on %s changes nothing before the incident team says so', (platform) => {
  const { steps, doesNotStop } = remedyFor(platform, 'escalate', [target()]);
  expect(steps[0]).toMatchObject({
    text: expect.stringMatching(/^Nothing is changed by the escalation/),
    script: null,
  });
  expect(doesNotStop[0]).toBe('Until the incident team decides every grant and token works as before.');
});
