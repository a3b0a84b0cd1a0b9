import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inspectFile } from '../../../electron/engine/import/inspect-file.ts';
import { salesforceId } from '../../../electron/engine/importers/parts/salesforce-id.ts';
import { caseFacts } from '../engine/case-facts.ts';
import { type EngineCase, importFiles, newCase } from '../engine/engine-case.ts';

let started: EngineCase;
beforeEach(async () => {
  started = await newCase();
});
afterEach(async () => {
  await started.dispose();
});

function put(name: string, content: string | readonly unknown[] | object): string {
  const path = join(started.folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function csv(rows: readonly Readonly<Record<string, string>>[], columns = Object.keys(rows[0] ?? {})): string {
  const line = (cells: readonly string[]): string => `${cells.map((cell) => `"${cell}"`).join(',')}\n`;
  return line(columns) + rows.map((row) => line(columns.map((name) => row[name] ?? ''))).join('');
}

function rows(sql: string): unknown[] {
  return started.engine.context.open().db.prepare(sql).all();
}

async function formatOf(path: string): Promise<string> {
  const plan = await inspectFile(started.engine.context, path, 'token');
  return plan.format ?? `${plan.verdict}: ${plan.reason}`;
}

const APP = '0H40000000AppAA';
const APP_18 = '0H40000000AppAACAZ';
const USER = '0050000000UserA';
const USER_18 = '0050000000UserAAAR';

function restCall(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    EVENT_TYPE: 'RestApi',
    TIMESTAMP: '20260918054831.655',
    REQUEST_ID: 'reqExample1',
    ORGANIZATION_ID: '00D0000000Org01',
    USER_ID: USER,
    LOGIN_KEY: 'loginKey1',
    METHOD: 'GET',
    URI: '/services/data/v60.0/sobjects/Account/0010000000Acc01',
    ENTITY_NAME: 'Account',
    STATUS_CODE: '200',
    CONNECTED_APP_ID: APP,
    CLIENT_NAME: '',
    ...more,
  };
}

test('trap 11: a header that stands among the records is told as such and makes no app and no person', async () => {
  const lower = (row: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
  const header = Object.fromEntries(Object.keys(restCall()).map((name) => [name.toLowerCase(), name]));
  const json = put('collector.json', [lower(restCall()), header]);
  const login = { EVENT_TYPE: 'Login', TIMESTAMP: '20260918054832.000', URI: '/services/oauth2/token' };
  // Monthly files put together with `cat`, the last of another type with columns of its own.
  const joined = put(
    'joined.csv',
    csv([restCall({ REQUEST_ID: 'reqExample2' })]) + csv([restCall({ REQUEST_ID: 'reqExample3' })]) + csv([login]),
  );
  expect(await formatOf(json)).toBe('sf.elf.RestApi');
  expect(await formatOf(joined)).toBe('sf.elf.RestApi');
  const { imports } = await importFiles(started, [
    { path: json, format: 'sf.elf.RestApi' },
    { path: joined, format: 'sf.elf.RestApi' },
  ]);
  const repeated = { outcome: 'rejected', reason: 'repeated header', count: 1 };
  expect(imports[0]).toMatchObject({ read: 2, accepted: 1, rejected: 1, reasons: [repeated] });
  // The rows of another type have fewer cells than the header has columns.
  expect(imports[1]).toMatchObject({ read: 5, accepted: 2, rejected: 3, closes: true });
  expect(imports[1]?.reasons).toContainEqual(repeated);
  const facts = caseFacts(started.engine.context.open().db);
  expect(facts['connectors']).toMatchObject([{ key: `salesforce:${APP}` }]);
  expect(facts['principals']).toMatchObject([{ key: USER }]);
});

test('trap 21: a list of log files is no log: named, explained and not imported', async () => {
  const row = {
    attributes: { type: 'EventLogFile', url: '/services/data/v60.0/sobjects/EventLogFile/0AT0000000Log01' },
    Id: '0AT0000000Log01AAA',
    EventType: 'RestApi',
    LogDate: '2026-09-18T00:00:00.000+0000',
    Interval: 'Daily',
    LogFile: '/services/data/v60.0/sobjects/EventLogFile/0AT0000000Log01AAA/LogFile',
  };
  const files = [
    put('rows.json', [row]),
    put('page.json', { totalSize: 1, done: true, records: [row] }),
    put('table.csv', csv([{ Id: row.Id, EventType: 'RestApi', LogDate: row.LogDate, LogFileLength: '1234' }])),
  ];
  for (const file of files) {
    const plan = await inspectFile(started.engine.context, file, 'token');
    expect(plan).toMatchObject({ format: null, verdict: 'unusable' });
    expect(plan.reason).toContain('It holds no event and proves no use. Download the LogFile content of each row');
  }
});

test('trap 38: times of event log files are text in GMT and keep their milliseconds', async () => {
  const path = put('daily.csv', csv([restCall({ TIMESTAMP: '20231218054831.655' })]));
  const { imports } = await importFiles(started, [{ path, format: 'sf.elf.RestApi' }]);
  expect(imports[0]).toMatchObject({ accepted: 1, warnings: [] });
  expect(rows('SELECT time FROM event')).toEqual([{ time: Date.UTC(2023, 11, 18, 5, 48, 31, 655) }]);
});

test('trap 64: both forms of an id are one, letter case tells ids apart, a wrong checksum is flagged', async () => {
  expect(salesforceId(USER_18)).toEqual({ id: USER, isChecked: true });
  expect(salesforceId(USER_18.toLowerCase())).toEqual({ id: USER.toLowerCase(), isChecked: false });
  expect(salesforceId('0050000000UserAZZZ')).toEqual({ id: USER, isChecked: false });
  expect(salesforceId('0050000000UserAZ')).toBeNull();

  const other = USER.replace('UserA', 'Usera');
  const calls = put(
    'daily.csv',
    csv([
      restCall({ REQUEST_ID: 'r1', USER_ID: USER, USER_ID_DERIVED: USER_18 }),
      restCall({ REQUEST_ID: 'r2', USER_ID: '', USER_ID_DERIVED: USER_18, CONNECTED_APP_ID: APP_18 }),
      restCall({ REQUEST_ID: 'r3', USER_ID: other, USER_ID_DERIVED: '' }),
    ]),
  );
  const authorization = {
    EVENT_TYPE: 'ConnectedAppUsageEventStore',
    TIMESTAMP: '2026-09-19 10:00:00.000',
    ORGANIZATION_ID: '00D0000000Org01',
    USER_ID: '0050000000UserAZZZ',
    CONNECTED_APP_ID: APP,
    CONNECTION_TYPE: 'oauth_authorization',
    OAUTH_SCOPES: 'api',
  };
  const { failures } = await importFiles(started, [
    { path: calls, format: 'sf.elf.RestApi' },
    { path: put('usage.json', [authorization]), format: 'sf.elf.mixed' },
  ]);
  expect(failures).toEqual([]);
  const facts = caseFacts(started.engine.context.open().db);
  expect(facts['connectors']).toMatchObject([{ key: `salesforce:${APP}` }]);
  expect(facts['principals']).toMatchObject([{ key: USER }, { key: other }]);
  expect(facts['lifecycle']).toMatchObject([{ principal: USER, detail: expect.stringContaining('wrong checksum') }]);
});

test('trap 65: several tokens of one person for one app are one grant, known by name, with the newest use', async () => {
  const token = (created: string, used: string, count: number): object => ({
    attributes: { type: 'OauthToken' },
    Id: null,
    AppName: 'Example Sync',
    UserId: USER_18,
    CreatedDate: created,
    LastUsedDate: used,
    UseCount: count,
  });
  const path = put('tokens.json', {
    totalSize: 3,
    done: true,
    records: [
      token('2026-03-01T00:00:00.000+0000', '2026-09-01T00:00:00.000+0000', 1200),
      token('2026-01-01T00:00:00.000+0000', '2026-04-01T00:00:00.000+0000', 5),
      token('2026-02-01T00:00:00.000+0000', '2026-05-01T00:00:00.000+0000', 0),
    ],
  });
  expect(await formatOf(path)).toBe('sf.oauthtoken');
  const { imports } = await importFiles(started, [{ path, format: 'sf.oauthtoken' }]);
  expect(imports[0]).toMatchObject({ read: 3, accepted: 3, duplicate: 0 });
  expect(rows('SELECT granted_at, last_used_at, sources FROM consent_grant')).toEqual([
    { granted_at: Date.UTC(2026, 0, 1), last_used_at: Date.UTC(2026, 8, 1), sources: 3 },
  ]);
  const facts = caseFacts(started.engine.context.open().db);
  expect(facts['grants']).toMatchObject([
    { connector: 'salesforce:name:Example Sync', kind: 'delegated-user', principal: USER, scopes: '[]' },
  ]);
  // The number of uses counts failed attempts: it is nowhere taken for use.
  expect(facts['usage']).toEqual([]);
  expect(rows('SELECT count(*) AS count FROM usage')).toEqual([{ count: 0 }]);
});

test('trap 66: calls that name no app go to the app of their login session or to none, never to the client name', async () => {
  const soap = (request: string, more: Readonly<Record<string, string>>): Record<string, string> => ({
    EVENT_TYPE: 'API',
    TIMESTAMP: '20260918054900.000',
    REQUEST_ID: request,
    ORGANIZATION_ID: '00D0000000Org01',
    USER_ID: USER,
    LOGIN_KEY: '',
    SESSION_KEY: '',
    CLIENT_NAME: 'Trusted Vendor/1',
    METHOD_NAME: 'query',
    ENTITY_NAME: 'Contact',
    REQUEST_STATUS: 'S',
    ...more,
  });
  const calls = put('rest.csv', csv([restCall({ CLIENT_NAME: 'Trusted Vendor/2' })]));
  const others = put(
    'soap.csv',
    csv([
      soap('reqSoap1', { LOGIN_KEY: 'loginKey1' }),
      soap('reqSoap2', { LOGIN_KEY: 'loginKeyOfNobody' }),
      soap('reqSoap3', {}),
    ]),
  );
  const { imports } = await importFiles(started, [
    { path: others, format: 'sf.elf.API' },
    { path: calls, format: 'sf.elf.RestApi' },
  ]);
  expect(imports[0]).toMatchObject({ accepted: 3, unattributed: 3 });
  const facts = caseFacts(started.engine.context.open().db);
  expect(facts['connectors']).toMatchObject([{ key: `salesforce:${APP}` }]);
  expect(JSON.stringify(facts['connectors'])).not.toContain('Trusted Vendor');
  expect(facts['usage']).toMatchObject([
    { connector: `salesforce:${APP}`, operation: 'salesforce:API query Contact', count: 1 },
    { connector: `salesforce:${APP}`, operation: 'salesforce:RestApi GET Account', count: 1 },
  ]);
  expect(rows('SELECT reason, count(*) AS count FROM unattributed_fact GROUP BY 1 ORDER BY 1')).toEqual([
    { reason: 'the record names no connected app and no login session', count: 1 },
    { reason: 'the record names no connected app; another record of its login session may', count: 2 },
  ]);
});

test('trap 67: columns in another order and columns nobody knows change nothing', async () => {
  const call = restCall();
  const plain = put('old.csv', csv([call]));
  const later = { NEW_IN_NEXT_RELEASE: 'x', ...call, REQUEST_ID: 'reqExample9', TIMESTAMP: '20260919054831.655' };
  const shuffled = put('new.csv', csv([later], Object.keys(later).toReversed()));
  expect(await formatOf(plain)).toBe('sf.elf.RestApi');
  expect(await formatOf(shuffled)).toBe('sf.elf.RestApi');
  await importFiles(started, [
    { path: plain, format: 'sf.elf.RestApi' },
    { path: shuffled, format: 'sf.elf.RestApi' },
  ]);
  expect(caseFacts(started.engine.context.open().db)['usage']).toMatchObject([
    {
      connector: `salesforce:${APP}`,
      operation: 'salesforce:RestApi GET Account',
      principal: USER,
      count: 2,
      first_time: '2026-09-18T05:48:31.655Z',
      last_time: '2026-09-19T05:48:31.655Z',
    },
  ]);
});
