import { expect, test } from 'vitest';
import { matchRates, unmatchedOperations } from '../../../electron/engine/db/queries/matching.ts';
import {
  APP,
  CLIENT,
  csv,
  grant,
  GRAPH,
  GRAPH_APP,
  importOne,
  put,
  rows,
  theCase,
  useCase,
} from '../traps/entra-case.ts';

useCase();

const DAY = 86_400_000;
/** The window that is judged: 90 whole days before the day of the export. */
const FIRST = Date.parse('2026-07-03T00:00:00Z');
const GOOGLE_APP = '123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com';

const isoAt = (time: number) => new Date(time).toISOString();

/** The days of the window at noon, without those left out. */
function days(from: number, to: number, without: readonly number[] = []): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index)
    .filter((day) => !without.includes(day))
    .map((day) => FIRST + day * DAY + DAY / 2);
}

function statuses(): Record<string, string> {
  return Object.fromEntries(
    rows('SELECT scope, status FROM item_scope ORDER BY scope').map((row) => [Object(row).scope, Object(row).status]),
  );
}

function statement(scope: string): string {
  const [row] = rows(`SELECT statement FROM item_scope WHERE scope = '${scope}'`);
  return String(Object(row).statement);
}

/** Calls by class: success, denied, attempted. */
function classes(): number[] {
  return [0, 1, 2].map((one) => {
    const [row] = rows(`SELECT coalesce(sum(count), 0) AS n FROM usage_pair WHERE class = ${one}`);
    return Number(Object(row).n);
  });
}

/** Status codes with the class they belong to. */
const CODES = [200, 201, 202, 204, 304, 401, 403, 404, 409, 429, 500];
const EXPECTED = [5, 2, 4];

async function importGraphGrant(scope: string): Promise<void> {
  const principals = [
    { id: CLIENT, appId: APP, displayName: 'Fieldnotes', servicePrincipalType: 'Application' },
    { id: GRAPH, appId: GRAPH_APP, displayName: 'Microsoft Graph', servicePrincipalType: 'Application' },
  ];
  await importOne(put('principals.json', { value: principals }), 'entra.sp.graph');
  await importOne(put('grants.json', { value: [grant({ scope })] }), 'entra.grants.graph');
}

function graphCall(time: number, method: string, path: string, status = 200): Record<string, string> {
  return {
    TimeGenerated: isoAt(time),
    AppId: APP,
    UserId: 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa',
    RequestMethod: method,
    RequestUri: `https://graph.microsoft.com/v1.0${path}`,
    ResponseStatusCode: String(status),
    ResponseSizeBytes: '10',
    IPAddress: '192.0.2.1',
    RequestId: `${time} ${method} ${path} ${status}`,
    Scopes: '',
    Roles: '',
  };
}

const GRAPH_COLUMNS = Object.keys(graphCall(0, '', ''));
const graphLog = (name: string, ...calls: Record<string, string>[]) => put(name, csv(GRAPH_COLUMNS, ...calls));

test('Graph: a call counts by its status', async () => {
  await importOne(
    graphLog('calls.csv', ...CODES.map((code) => graphCall(FIRST, 'POST', '/me/sendMail', code))),
    'm365.graphactivity',
  );
  expect(classes()).toEqual(EXPECTED);
});

test('GitHub: a request counts by its status, and scopes by the requests that succeeded', async () => {
  const request = (code: number, method: string, path: string) => ({
    '@timestamp': FIRST + code,
    action: 'api.request',
    actor: 'example-ci[bot]',
    org: 'acme',
    _document_id: `${code} ${method} ${path}`,
    programmatic_access_type: 'GitHub App server-to-server token',
    request_method: method,
    url_path: path,
    status_code: code,
  });
  const installation = {
    id: 700101,
    account: { login: 'acme' },
    app_id: 9001,
    app_slug: 'example-ci',
    target_type: 'Organization',
    repository_selection: 'all',
    permissions: { issues: 'write', contents: 'read', checks: 'write' },
    created_at: '2026-02-03T08:47:09Z',
    updated_at: '2026-02-03T08:47:09Z',
    suspended_at: null,
  };
  await importOne(put('installation.json', installation), 'github.installations');
  const lines = [
    ...CODES.map((code) => request(code, 'POST', '/repos/acme/billing/issues')),
    request(403, 'POST', '/repos/acme/billing/check-runs'),
    request(200, 'GET', '/repos/acme/billing/brand-new/17'),
  ].map((line) => JSON.stringify(line));
  await importOne(put('stream.ndjson', `${lines.join('\n')}\n`), 'github.audit');
  expect(classes()).toEqual([6, 3, 4]);
  expect(statuses()).toEqual({
    'checks:write': 'denied-only',
    'contents:read': 'not-seen-partial',
    'issues:write': 'observed',
    // How much of the organization the installation reaches, which no call needs.
    'repositories:all': 'not-observable',
  });
  expect(statement('issues:write')).toContain('derived by rule');
  expect(statement('contents:read')).toContain('derived by rule');
  expect(unmatchedOperations(theCase(), 'github', 'tenant', 0, 10)).toMatchObject({
    total: 1,
    rows: [{ operation: 'GET /repos/{owner}/{repo}/brand-new/{id}', calls: 1, connectors: 1 }],
  });
});

test('Salesforce: a call counts by its status', async () => {
  const call = (code: number) => ({
    EVENT_TYPE: 'RestApi',
    TIMESTAMP: '20260918054831.655',
    REQUEST_ID: `req${code}`,
    ORGANIZATION_ID: '00D0000000Org01',
    USER_ID: '0050000000UserA',
    LOGIN_KEY: 'k',
    METHOD: 'GET',
    URI: '/services/data/v60.0/chatter/feeds',
    ENTITY_NAME: '',
    STATUS_CODE: String(code),
    CONNECTED_APP_ID: '0H40000000AppAA',
    CLIENT_NAME: '',
  });
  await importOne(put('rest.csv', csv(Object.keys(call(1)), ...CODES.map(call))), 'sf.elf.RestApi');
  expect(classes()).toEqual(EXPECTED);
  expect(matchRates(theCase())).toMatchObject([
    { platform: 'salesforce', unmatched: 0, logs: [{ log: 'sf.elf.RestApi', exact: CODES.length, none: 0 }] },
  ]);
});

const drive = {
  scopes: 'https://www.googleapis.com/auth/drive.readonly https://www.googleapis.com/auth/calendar.readonly',
};

async function importGoogleGrant(scopes: string): Promise<void> {
  const columns = ['user', 'clientId', 'displayText', 'anonymous', 'nativeApp', 'userKey', 'scopes'];
  const line = {
    user: 'ann@firm.example',
    clientId: GOOGLE_APP,
    displayText: 'Fieldnotes',
    anonymous: 'False',
    nativeApp: 'False',
    userKey: '1',
    scopes,
  };
  await importOne(put('tokens.csv', csv(columns, line)), 'google.gam.tokens');
}

function googleCall(time: number, method = 'tasks.tasks.list'): string {
  return JSON.stringify({
    kind: 'admin#reports#activity',
    id: { time: isoAt(time), uniqueQualifier: String(time), applicationName: 'token', customerId: 'C1' },
    actor: { email: 'ann@firm.example', profileId: '100000000000000000001' },
    ipAddress: '192.0.2.10',
    events: [
      {
        type: 'auth',
        name: 'activity',
        parameters: [
          { name: 'client_id', value: GOOGLE_APP },
          { name: 'app_name', value: 'Fieldnotes' },
          { name: 'api_name', value: method.split('.')[0] },
          { name: 'method_name', value: method },
        ],
      },
    ],
  });
}

const googleLog = (lines: readonly string[], end = '\n') => put('token.ndjson', lines.join('\n') + end);

test.each([
  ['whole', days(0, 90), '\n', 'not-seen-full', 'covers the whole window'],
  ['with missing days', days(0, 90, [40, 41]), '\n', 'not-seen-partial', 'No records on 2 days'],
  ['that starts late', days(5, 90), '\n', 'not-seen-partial', 'starts after the window does'],
  ['that ends early', days(0, 85), '\n', 'not-seen-partial', 'ends before the window does'],
  [
    'that was cut off',
    days(0, 90),
    '\n{"kind": "admin#reports#activity", "id": {"ti',
    'not-seen-partial',
    'may have been cut off',
  ],
])(
  'a token log %s: Google scopes follow, those of Microsoft Graph do not',
  async (_name, times, end, status, words) => {
    await importGoogleGrant(`${drive.scopes} https://www.googleapis.com/auth/tasks`);
    await importGraphGrant('Mail.Read Calendars.Read User.Read');
    await importOne(
      googleLog(
        times.map((time) => googleCall(time)),
        end,
      ),
      'google.reports.token',
    );
    await importOne(
      graphLog('calls.csv', ...days(0, 90).map((time) => graphCall(time, 'GET', '/me'))),
      'm365.graphactivity',
    );
    expect(statuses()).toEqual({
      'Calendars.Read': 'not-seen-full',
      'Mail.Read': 'not-seen-full',
      'User.Read': 'observed',
      'calendar.readonly': status,
      'drive.readonly': status,
      tasks: 'observed',
    });
    expect(statement('calendar.readonly')).toContain(words);
    expect(statement('Mail.Read')).toContain('covers the whole window');
  },
);

test('events prove use where there are no calls, and their silence is never complete', async () => {
  await importGraphGrant('Mail.Read Files.Read Calendars.Read');
  const record = (time: number, Operation: string, Workload: string) => ({
    CreationTime: isoAt(time).slice(0, 19),
    Id: `${time} ${Operation}`,
    Operation,
    OrganizationId: 'o',
    RecordType: 2,
    UserType: 0,
    Workload,
    UserId: 'ann@firm.example',
    ClientAppId: APP,
    ResultStatus: 'Succeeded',
  });
  const log = days(0, 90).map((time) => record(time, 'MailItemsAccessed', 'Exchange'));
  const other = record(FIRST, 'TaskListRead', 'MicrosoftTodo');
  await importOne(put('ual.jsonl', [...log, other].map((one) => JSON.stringify(one)).join('\n')), 'm365.ual');
  expect(statuses()).toEqual({
    'Calendars.Read': 'not-observable',
    'Files.Read': 'not-seen-partial',
    'Mail.Read': 'observed',
  });
  expect(statement('Mail.Read')).toContain('Allows what 90 audit events record, by 1 person');
  expect(statement('Files.Read')).toContain('certain kinds of events');
  expect(rows("SELECT scope, grade FROM item_scope WHERE status <> 'not-observable' ORDER BY scope")).toEqual([
    { scope: 'Files.Read', grade: 'Q2' },
    { scope: 'Mail.Read', grade: 'Q2' },
  ]);
  expect(unmatchedOperations(theCase(), 'entra', 'tenant', 0, 10).rows.map((row) => row.operation)).toEqual([
    'todo:TaskListRead',
  ]);
});

test('Okta: an app that changes a group by the API is matched by the address, else by the event', async () => {
  const event = (uuid: string, eventType: string, requestUri?: string) => ({
    uuid,
    published: isoAt(FIRST),
    eventType,
    actor: {
      id: '0oaexampleapp0000001',
      type: 'PublicClientApp',
      alternateId: '0oaexampleapp0000001',
      displayName: 'Sync',
    },
    client: { id: '0oaexampleapp0000001', ipAddress: '198.51.100.20' },
    outcome: { result: 'SUCCESS' },
    displayMessage: 'x',
    target: [],
    debugContext: { debugData: requestUri === undefined ? {} : { requestUri } },
  });
  const oktaGrant = (id: string, scopeId: string) => ({
    id,
    status: 'ACTIVE',
    created: '2026-02-21T16:54:00.000Z',
    createdBy: { id: '00uexampleadmin00001', type: 'User' },
    issuer: 'https://example.okta.com',
    clientId: '0oaexampleapp0000001',
    scopeId,
    source: 'ADMIN',
  });
  const grants = ['okta.groups.manage', 'okta.users.manage', 'okta.users.read', 'okta.apps.manage'];
  await importOne(
    put(
      'grants.json',
      grants.map((scope, index) => oktaGrant(`oag${index}example`, scope)),
    ),
    'okta.grants',
  );
  const events = [
    event('1', 'group.user_membership.add', '/api/v1/groups/00g1/users/00u1'),
    event('2', 'user.lifecycle.suspend'),
    event('3', 'security.breached_credential.detected', '/login/token/redirect'),
  ];
  await importOne(put('syslog.json', events), 'okta.syslog');
  expect(rows('SELECT matcher, key, quality FROM operation ORDER BY key')).toEqual([
    { matcher: 'okta', key: '/api/v1/groups/{}/users/{}', quality: 'folded' },
    { matcher: 'event', key: 'okta:security.breached_credential.detected', quality: 'none' },
    { matcher: 'event', key: 'okta:user.lifecycle.suspend', quality: 'folded' },
  ]);
  expect(statuses()).toEqual({
    'okta.apps.manage': 'not-seen-partial',
    'okta.groups.manage': 'observed',
    'okta.users.manage': 'observed',
    'okta.users.read': 'not-observable',
  });
});

test('Slack: what an app did stands in the audit log with the app in its context', async () => {
  const entry = (id: string, action: string, app?: object) => ({
    id,
    date_create: FIRST / 1000,
    action,
    actor: { type: 'user', user: { id: 'W0000000A1', name: 'alice', email: 'alice@example.com' } },
    entity: { type: 'file', file: { id: 'F1' } },
    context: {
      location: { type: 'workspace', name: 'Example' },
      ua: '',
      ip_address: '192.0.2.1',
      ...(app ? { app } : {}),
    },
  });
  const entries = [
    entry('e1', 'file_downloaded', { id: 'A0000000T1', name: 'Archiver' }),
    entry('e2', 'file_downloaded'),
  ];
  const imported = await importOne(put('audit.json', { entries }), 'slack.audit');
  expect(imported).toMatchObject({ accepted: 1, notRelevant: 1 });
  expect(
    rows(
      'SELECT c.native_id AS app, o.key, o.quality FROM usage_pair u JOIN connector c ON c.id = u.connector JOIN operation o ON o.id = u.operation',
    ),
  ).toEqual([{ app: 'A0000000T1', key: 'slack:file_downloaded', quality: 'exact' }]);
});

test('the match rate counts every call once, per import and log, and lists what matches nothing', async () => {
  const calls = [
    graphCall(FIRST, 'GET', '/me/messages'),
    graphCall(FIRST + 1, 'GET', '/me/mailFolders/1/messages/2/attachments/3'),
    graphCall(FIRST + 2, 'GET', '/unheardOf/17'),
    graphCall(FIRST + 3, 'GET', '/unheardOf/18', 404),
    graphCall(FIRST + 4, 'POST', '/$batch'),
  ];
  await importOne(graphLog('a.csv', ...calls.slice(0, 3)), 'm365.graphactivity');
  await importOne(graphLog('b.csv', ...calls.slice(3)), 'm365.graphactivity');
  expect(matchRates(theCase())).toEqual([
    {
      platform: 'entra',
      tenant: 'tenant',
      unmatched: 1,
      logs: [
        {
          log: 'm365.graphactivity',
          label: 'Microsoft Graph activity log',
          exact: 1,
          folded: 0,
          parent: 1,
          none: 2,
          imports: [
            expect.objectContaining({ file: 'a.csv', exact: 1, folded: 0, parent: 1, none: 1 }),
            expect.objectContaining({ file: 'b.csv', exact: 0, folded: 0, parent: 0, none: 1 }),
          ],
        },
      ],
    },
  ]);
  expect(unmatchedOperations(theCase(), 'entra', 'tenant', 0, 10)).toEqual({
    total: 1,
    rows: [
      { operation: 'GET /unheardof/{}', calls: 2, connectors: 1, first: isoAt(FIRST + 2), last: isoAt(FIRST + 3) },
    ],
  });
  expect(unmatchedOperations(theCase(), 'entra', 'tenant', 1, 10).rows).toEqual([]);
  expect(unmatchedOperations(theCase(), 'entra', 'other', 0, 10)).toEqual({ total: 0, rows: [] });
});
