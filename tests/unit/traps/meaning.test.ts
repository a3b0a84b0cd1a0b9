import { expect, test } from 'vitest';
import { assessScopes } from '../../../electron/engine/catalog/coverage.ts';
import { derive } from '../../../electron/engine/derive/derive.ts';
import { DEFAULT_POLICY } from '../../../electron/engine/rules/policy.ts';
import { call, fullWindow, platform, scopes } from '../catalog/fixtures.ts';
import { importFiles } from '../engine/engine-case.ts';
import {
  activity,
  ANN,
  APP,
  BEN,
  change,
  CLIENT,
  csv,
  engineCase,
  facts,
  grant,
  GRAPH,
  GRAPH_APP,
  importOne,
  OTHER_APP,
  OTHER_CLIENT,
  put,
  rows,
  servicePrincipal,
  unified,
  useCase,
} from './entra-case.ts';

useCase();

const DAY = 86_400_000;
const COLUMNS = ['TimeGenerated', 'AppId', 'UserId', 'RequestMethod', 'RequestUri', 'ResponseStatusCode', 'RequestId'];

/** Calls of one app to Microsoft Graph; an absent status is 200. */
function calls(
  ...list: readonly { time: string; path: string; status?: number; method?: string; user?: string }[]
): string {
  return csv(
    COLUMNS,
    ...list.map(({ time, path, status = 200, method = 'GET', user = ANN }, index) => ({
      TimeGenerated: time,
      AppId: APP,
      UserId: user,
      RequestMethod: method,
      RequestUri: `https://graph.microsoft.com/v1.0${path}`,
      ResponseStatusCode: String(status),
      RequestId: `r-${index}`,
    })),
  );
}

async function people(scope: string): Promise<void> {
  const { failures } = await importFiles(engineCase(), [
    {
      path: put('sp.json', {
        value: [servicePrincipal(), servicePrincipal({ id: GRAPH, appId: GRAPH_APP, displayName: 'Microsoft Graph' })],
      }),
      format: 'entra.sp.graph',
    },
    {
      path: put('grants.json', { value: [grant({ scope, consentType: 'Principal', principalId: ANN })] }),
      format: 'entra.grants.graph',
    },
  ]);
  expect(failures).toEqual([]);
}

function days(from: string, count: number, except: readonly number[] = []): string[] {
  return Array.from({ length: count }, (_, index) => index)
    .filter((index) => !except.includes(index))
    .map((index) => new Date(Date.parse(from) + index * DAY).toISOString());
}

const statements = (): { scope: string; status: string; statement: string }[] =>
  rows('SELECT scope, status, statement FROM item_scope ORDER BY scope').map((row) => ({
    scope: String(Object(row).scope),
    status: String(Object(row).status),
    statement: String(Object(row).statement),
  }));

test('trap 30: silence is stated for the days covered, never for all time', async () => {
  await people('User.Read Mail.Read');
  const times = days('2026-09-01T10:00:00Z', 30, [10, 11]);
  await importOne(put('calls.csv', calls(...times.map((time) => ({ time, path: '/me' })))), 'm365.graphactivity');
  const [mail] = statements();
  expect(mail).toMatchObject({ scope: 'Mail.Read', status: 'not-seen-partial' });
  expect(mail?.statement).toMatch(/^Not seen in 2026-09-01 to 2026-09-30 \(30 days, .*incomplete/);
  expect(statements().some(({ statement }) => /\b(?:un|never )used\b/i.test(statement))).toBe(false);
  const [log] = await engineCase().engine.handlers['evidence.coverage']({}, {});
  expect(log).toMatchObject({
    log: 'm365.graphactivity',
    from: '2026-09-01',
    to: '2026-09-30',
    coveredDays: 28,
    missingDays: 2,
  });
  expect(log?.days.slice(8, 14)).toEqual([1, 1, 0, 0, 1, 1]);
  const gap = rows(`SELECT outcome, sentence FROM evidence_check WHERE "check" = 'EV-4'`);
  expect(gap).toMatchObject([
    {
      outcome: 'finding',
      sentence: expect.stringMatching(
        /2 day\(s\) inside it hold no record \(2026-09-11, 2026-09-12\).*begins 60 day\(s\) after/,
      ),
    },
  ]);
});

test('trap 30: a day on which only irrelevant records were written is covered', async () => {
  const other = (time: string, index: number): object =>
    unified('FileModified', {
      CreationTime: time.slice(0, 19),
      Id: `f${index}`,
      RecordType: 6,
      Workload: 'SharePoint',
    });
  await importOne(put('ual.json', days('2026-09-01T10:00:00Z', 5).map(other)), 'm365.ual');
  const logs = await engineCase().engine.handlers['evidence.coverage']({}, {});
  expect(logs).toMatchObject([
    { log: 'm365.ual', from: '2026-09-01', to: '2026-09-05', coveredDays: 5, missingDays: 0 },
  ]);
});

test('trap 30: how long a platform keeps a log stands beside what the file covers', async () => {
  const token = {
    kind: 'admin#reports#activity',
    id: { time: '2026-09-01T10:00:00.000Z', uniqueQualifier: '1', applicationName: 'token', customerId: 'C01' },
    actor: { email: 'ann@firm.example', profileId: '1' },
    events: [
      {
        type: 'auth',
        name: 'authorize',
        parameters: [
          { name: 'client_id', value: '1-a.apps.googleusercontent.com' },
          { name: 'app_name', value: 'A' },
          { name: 'scope', multiValue: ['openid'] },
        ],
      },
    ],
  };
  await importOne(put('token.json', { kind: 'admin#reports#activities', items: [token] }), 'google.reports.token');
  const [log] = await engineCase().engine.handlers['evidence.coverage']({}, {});
  expect(log?.retention).toMatch(/180 days|6 months/);
});

test('trap 31: what may still arrive is not silence', async () => {
  const audit = activity(
    'Consent to application',
    [{ id: CLIENT, displayName: 'Fieldnotes', modifiedProperties: [] }],
    { activityDateTime: '2026-09-30T10:00:00Z' },
  );
  await importOne(put('audit.json', { value: [audit] }), 'entra.audit');
  const [log] = await engineCase().engine.handlers['evidence.coverage']({}, {});
  expect(log?.latencyHours).toBe(24);
  expect(rows(`SELECT sentence FROM evidence_check WHERE "check" = 'EV-4'`)).toMatchObject([
    {
      sentence: expect.stringContaining(
        'Records may arrive up to 24 hours late: silence after 2026-09-30 06:00 UTC proves nothing.',
      ),
    },
  ]);
});

test('trap 31: a window that use is judged over ends where the log of calls is complete', async () => {
  await people('User.Read Mail.Read');
  const times = days('2026-07-01T10:00:00Z', 91);
  expect(times.at(-1)).toContain('2026-09-29');
  await importOne(put('calls.csv', calls(...times.map((time) => ({ time, path: '/me' })))), 'm365.graphactivity');
  const mail = (): string | undefined => statements().find(({ scope }) => scope === 'Mail.Read')?.status;
  // As of 1 October, 06:00, the day before is over, and of a log without delay its records are missing.
  expect(mail()).toBe('not-seen-partial');
  const { context } = engineCase().engine;
  const { db } = context.open();
  db.exec("UPDATE import SET log_latency_hours = 24 WHERE log IS NOT NULL; DELETE FROM meta WHERE key = 'derived'");
  derive(db, context.catalog(), context.policy());
  expect(mail()).toBe('not-seen-full');
});

test('trap 80: broader scopes cover narrower ones, writing covers reading, and sign-in scopes are judged apart', () => {
  const assess = (name: 'entra' | 'google' | 'github', granted: string[], log: string, ...operations: string[]) =>
    assessScopes({
      catalog: platform(name),
      kind: 'delegated',
      granted: scopes(name, 'delegated', ...granted),
      operations: operations.map((key) => call(key)),
      window: fullWindow(log),
      attributable: true,
    }).scopes.map((one) => [one.scope.id, one.status]);
  expect(
    assess('entra', ['Mail.ReadWrite', 'openid', 'offline_access'], 'm365.graphactivity', 'GET /v1.0/me/messages'),
  ).toEqual([
    ['Mail.ReadWrite', 'observed'],
    ['openid', 'persistence'],
    ['offline_access', 'persistence'],
  ]);
  expect(assess('entra', ['Files.ReadWrite.All'], 'm365.graphactivity', 'GET /v1.0/me/drive/root/children')).toEqual([
    ['Files.ReadWrite.All', 'observed'],
  ]);
  expect(assess('google', ['https://mail.google.com/'], 'google.reports.token', 'gmail.users.messages.list')).toEqual([
    ['https://mail.google.com/', 'observed'],
  ]);
  // A scope that the call cannot have used is not credited with it.
  expect(assess('entra', ['Mail.Read', 'Calendars.Read'], 'm365.graphactivity', 'GET /v1.0/me/messages')).toEqual([
    ['Mail.Read', 'observed'],
    ['Calendars.Read', 'not-seen-full'],
  ]);
});

test('trap 81: refused and failed calls are counted apart and are no use', async () => {
  await people('Mail.Read');
  const path = put(
    'calls.csv',
    calls(
      { time: '2026-09-01T10:00:00Z', path: '/me/messages', status: 403 },
      { time: '2026-09-02T10:00:00Z', path: '/me/messages', status: 401 },
      { time: '2026-09-03T10:00:00Z', path: '/me/messages', status: 429 },
      { time: '2026-09-04T10:00:00Z', path: '/me/messages', status: 500 },
    ),
  );
  await importOne(path, 'm365.graphactivity');
  expect(rows('SELECT status, count, denied, attempted FROM item_scope')).toEqual([
    { status: 'denied-only', count: 0, denied: 2, attempted: 2 },
  ]);
  expect(rows('SELECT last_use FROM item')).toEqual([{ last_use: null }]);
  expect(rows('SELECT class, sum(count) AS n FROM usage_pair GROUP BY 1 ORDER BY 1')).toEqual([
    { class: 1, n: 2 },
    { class: 2, n: 2 },
  ]);
});

test('trap 82: a consent that failed or was blocked gave nothing', async () => {
  const target = [
    {
      id: CLIENT,
      displayName: 'Fieldnotes',
      type: 'ServicePrincipal',
      modifiedProperties: [change('ConsentAction.Reason', '"Risky application detected"')],
    },
  ];
  await people('User.Read');
  await importOne(
    put('audit.json', {
      value: [activity('Consent to application', target, { result: 'failure', resultReason: 'blocked' })],
    }),
    'entra.audit',
  );
  expect(facts()['lifecycle']).toMatchObject([{ result: 1 }]);
  expect(rows('SELECT granted_at, granted_basis FROM consent_grant')).toEqual([
    { granted_at: null, granted_basis: null },
  ]);
  expect(rows('SELECT last_use_grade FROM item')).toEqual([{ last_use_grade: 'Q0' }]);
  // The same act, not refused, dates the grant: the test could fail.
  await importOne(
    put('later.json', {
      value: [
        activity(
          'Consent to application',
          target.map((one) => ({ ...one, modifiedProperties: [] })),
          {
            id: 'ok',
            correlationId: 'c2',
            activityDateTime: '2026-09-02T10:00:00Z',
            initiatedBy: { user: { id: ANN } },
          },
        ),
      ],
    }),
    'entra.audit',
  );
  expect(rows('SELECT granted_basis FROM consent_grant')).toEqual([
    { granted_basis: 'first consent in the audit log' },
  ]);
});

test('trap 83: whose app it is, is told by the id of the owner and never by the name', async () => {
  const own = 'f0000000-0000-4000-8000-00000000000f';
  const sp = (id: string, displayName: string, appOwnerOrganizationId: string | null): object =>
    servicePrincipal({ id, appId: id, displayName, appOwnerOrganizationId });
  const path = put('sp.json', {
    value: [
      sp(CLIENT, 'Office Hours', 'F8CDEF31-A31E-4B4A-93E4-5F571E91255A'),
      sp(OTHER_CLIENT, 'Microsoft Office', '5e5e5e5e-0000-4000-8000-000000000001'),
      sp(APP, 'Line of business', own),
      sp(OTHER_APP, 'Microsoft Teams', null),
    ],
  });
  const { failures } = await importFiles(engineCase(), [{ path, format: 'entra.sp.graph', tenant: own }]);
  expect(failures).toEqual([]);
  expect(rows('SELECT name, origin, is_internal FROM connector ORDER BY name')).toEqual([
    { name: 'Line of business', origin: 'internal', is_internal: 1 },
    { name: 'Microsoft Office', origin: 'third-party', is_internal: 0 },
    { name: 'Microsoft Teams', origin: null, is_internal: null },
    { name: 'Office Hours', origin: 'platform', is_internal: 0 },
  ]);
});

test('trap 83: apps of the platform can be left out of the list, and the filter can be taken back', async () => {
  await importOne(
    put('sp.json', {
      value: [
        servicePrincipal({ appOwnerOrganizationId: 'f8cdef31-a31e-4b4a-93e4-5f571e91255a' }),
        servicePrincipal({ id: OTHER_CLIENT, appId: OTHER_APP, displayName: 'Guest' }),
      ],
    }),
    'entra.sp.graph',
  );
  await importOne(
    put('grants.json', {
      value: [grant({ id: 'a', scope: 'User.Read' }), grant({ id: 'b', clientId: OTHER_CLIENT, scope: 'User.Read' })],
    }),
    'entra.grants.graph',
  );
  const names = async (filter: object): Promise<string[]> =>
    (
      await engineCase().engine.handlers['inventory.page'](
        { filter, sort: { by: 'name', descending: false }, offset: 0, limit: 9 },
        {},
      )
    ).rows.map((row) => row.name);
  expect(await names({})).toEqual(['Fieldnotes', 'Guest']);
  expect(await names({ origins: ['third-party', 'internal', 'unknown'] })).toEqual(['Guest']);
});

test('trap 87: use after a revocation is shown, unless the token of before may still have lived', async () => {
  await people('Mail.Read');
  const { tokenLifeMinutes, clockSkewMinutes } = DEFAULT_POLICY;
  const revoked = Date.parse('2026-09-10T10:00:00Z');
  const revocation = {
    value: [
      activity('Consent to application', [{ id: CLIENT, displayName: 'Fieldnotes', modifiedProperties: [] }], {
        id: 'c',
        correlationId: 'c',
        activityDateTime: '2026-09-01T10:00:00Z',
        initiatedBy: { user: { id: BEN } },
      }),
      activity(
        'Remove delegated permission grant',
        [
          {
            id: GRAPH,
            displayName: 'Microsoft Graph',
            modifiedProperties: [
              change('ServicePrincipal.ObjectID', null, JSON.stringify(CLIENT)),
              change('DelegatedPermissionGrant.ConsentType', null, '"AllPrincipals"'),
              change('DelegatedPermissionGrant.Scope', null, '"Mail.Read"'),
            ],
          },
        ],
        { id: 'r', correlationId: 'r', activityDateTime: new Date(revoked).toISOString() },
      ),
    ],
  };
  const at = (minutes: number): string => new Date(revoked + minutes * 60_000).toISOString();
  await importOne(put('audit.json', revocation), 'entra.audit');
  expect(facts()['lifecycle']).toMatchObject([{ kind: 'consent' }, { kind: 'revoke', is_tenant_wide: 1 }]);
  const findings = (): unknown[] => rows("SELECT outcome FROM finding WHERE rule = 'CS-24' AND outcome = 'finding'");
  await importOne(
    put('soon.csv', calls({ time: at(tokenLifeMinutes + clockSkewMinutes - 1), path: '/me/messages', user: BEN })),
    'm365.graphactivity',
  );
  expect(findings()).toEqual([]);
  const late = calls(
    { time: at(1), path: '/me' },
    { time: at(tokenLifeMinutes + clockSkewMinutes + 1), path: '/me/messages', user: BEN },
  );
  await importOne(put('late.csv', late.replaceAll('"r-', '"late-')), 'm365.graphactivity');
  expect(findings()).toEqual([{ outcome: 'finding' }]);
});
