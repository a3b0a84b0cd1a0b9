import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inspectFile } from '../../../electron/engine/import/inspect-file.ts';
import type { ImportPlan } from '../../../shared/contract/imports.ts';
import type { ImportSummary } from '../../../shared/contract/jobs.ts';
import { caseFacts } from '../engine/case-facts.ts';
import { type EngineCase, importFiles, newCase, waitForJob } from '../engine/engine-case.ts';

const CLIENT = '123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com';
const DRIVE = 'https://www.googleapis.com/auth/drive';
const CALENDAR = 'https://www.googleapis.com/auth/calendar.readonly';

let started: EngineCase;
beforeEach(async () => {
  started = await newCase();
});
afterEach(() => started.dispose());

function file(name: string, content: unknown): string {
  const path = join(started.folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function inspect(path: string): Promise<ImportPlan> {
  return inspectFile(started.engine.context, path, 'token');
}

async function importOne(path: string, format: string): Promise<ImportSummary> {
  const { imports, failures } = await importFiles(started, [{ path, format }]);
  expect(failures).toEqual([]);
  const [one] = imports;
  if (one === undefined) throw new Error('nothing was imported');
  return one;
}

function facts(): Record<string, unknown[]> {
  return caseFacts(started.engine.context.open().db);
}

function rows(sql: string): unknown[] {
  return started.engine.context.open().db.prepare(sql).all();
}

interface Activity {
  readonly time: string;
  readonly qualifier: string;
  readonly name: string;
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
}

function activity(application: string, { time, qualifier, name, parameters }: Activity): Record<string, unknown> {
  return {
    kind: 'admin#reports#activity',
    id: { time, uniqueQualifier: qualifier, applicationName: application, customerId: 'C0example' },
    actor: { email: 'ann@firm.example', profileId: '100000000000000000001' },
    events: [
      {
        name,
        parameters: Object.entries(parameters).map(([key, value]) =>
          typeof value === 'string' ? { name: key, value } : { name: key, multiValue: value },
        ),
      },
    ],
  };
}

test('trap 12: a table without a header is not taken for a known one, and its first row is called data', async () => {
  const plan = await inspect(
    file('apps.csv', '00000000-0000-4000-8000-000000000001,One\n00000000-0000-4000-8000-000000000002,Two\n'),
  );
  expect(plan).toMatchObject({ verdict: 'unknown', format: null, records: 2 });
  expect(plan.preview[0]).toEqual(['00000000-0000-4000-8000-000000000001', 'One']);
  expect(plan.warnings.join(' ')).toContain('The first row looks like data');
});

test('trap 17: facts that stand twice in one record count once', async () => {
  const twice = ['1', '2', '3'].map((qualifier) => ({
    ...activity('token', {
      time: '2026-09-01T08:00:00.000Z',
      qualifier,
      name: 'authorize',
      parameters: { client_id: CLIENT, app_name: 'Fieldnotes', scope: [DRIVE] },
    }),
    event_name: 'authorize',
    client_id: CLIENT,
    app_name: 'Fieldnotes',
    scope: [DRIVE],
  }));
  const summary = await importOne(file('twice.json', twice), 'google.reports.token');
  expect([summary.read, summary.accepted, summary.events]).toEqual([3, 3, 3]);
  expect(facts()['lifecycle']).toHaveLength(3);
});

test('trap 22: dictionaries, assessments and counts are named as what they are and give nothing', async () => {
  const files = [
    file('keys.csv', 'Field,Example,Description\nactor.id,00uexample,Who acted\n,,\nclient.ip,192.0.2.1,From where\n'),
    file(
      'plan.csv',
      'Control ID,Requirement,Result,Criticality,Details\nX.1,Only <b>administrators</b> may consent,Fail,Shall,none\n',
    ),
    file('counts.csv', 'user,tokenCount\nann@firm.example,12\n'),
  ];
  const plans = await Promise.all(files.map(inspect));
  expect(plans.map((plan) => [plan.verdict, plan.format])).toEqual(files.map(() => ['unusable', null]));
  expect(plans.map((plan) => plan.reason)).toEqual([
    expect.stringContaining('documentation of a log'),
    expect.stringContaining('report of a configuration assessment'),
    expect.stringContaining('number of tokens per person'),
  ]);
});

test('trap 32: what the exporter bundles or counts is a lower bound, and a count of people is no list of grants', async () => {
  const use = activity('token', {
    time: '2026-09-01T08:00:00.000Z',
    qualifier: '1',
    name: 'activity',
    parameters: { client_id: CLIENT, app_name: 'Fieldnotes', api_name: 'drive', method_name: 'drive.files.list' },
  });
  await importOne(file('use.json', [use]), 'google.reports.token');
  const [log] = await started.engine.handlers['evidence.coverage']({}, {});
  expect(log).toMatchObject({ log: 'google.reports.token', isLowerBound: true });

  const counts = file(
    'counts.csv',
    `clientId,displayText,anonymous,nativeApp,users,scopes\n${CLIENT},Fieldnotes,False,False,12,${DRIVE}\n`,
  );
  expect((await inspect(counts)).format).toBe('google.gam.token-counts');
  const summary = await importOne(counts, 'google.gam.token-counts');
  expect([summary.accepted, summary.grants]).toEqual([1, 0]);
  expect(facts()['grants']).toEqual([]);
  expect(rows('SELECT stated_users FROM connector')).toEqual([{ stated_users: 12 }]);
});

test('trap 39: an export in the zone of the browser asks for the zone and records the answer', async () => {
  const path = file(
    'console.csv',
    `Date,Event,Actor,Application name,Application ID,Scope\n2026-07-01T10:00:00,Authorize,ann@firm.example,Fieldnotes,${CLIENT},openid\n2026-07-01T10:00:00-05:00,Revoke,ann@firm.example,Fieldnotes,${CLIENT},\n`,
  );
  const plan = await inspect(path);
  expect(plan).toMatchObject({ format: 'google.console.oauth', questions: { zone: true } });
  const { jobId } = await started.engine.handlers['imports.run'](
    {
      orders: [
        {
          token: started.files.register(path),
          format: plan.format,
          mapping: null,
          system: 'Admin console',
          tenant: 'firm.example',
          asOf: '2026-10-01T00:00:00Z',
          extractedBy: 'Erik Extractor',
          method: 'by hand',
          keepCopy: true,
          completeness: 'whole',
          zone: 'Europe/Berlin',
        },
      ],
    },
    {},
  );
  const { imports } = await waitForJob(started, jobId);
  expect(imports[0]?.zone).toBe('Europe/Berlin');
  expect(facts()['lifecycle']).toMatchObject([
    { time: '2026-07-01T08:00:00.000Z', kind: 'consent' },
    // A zone that the file names itself is never overruled.
    { time: '2026-07-01T15:00:00.000Z', kind: 'revoke' },
  ]);
  expect(rows(`SELECT json_extract(payload, '$.zone') AS zone FROM journal WHERE type = 'import'`)).toEqual([
    { zone: 'Europe/Berlin' },
  ]);
});

test('trap 58: the token list knows no times; consent comes from the log, and use names no scope but is tied to one', async () => {
  const list = file('tokens.json', {
    kind: 'admin#directory#tokenList',
    items: [
      {
        kind: 'admin#directory#token',
        clientId: CLIENT,
        displayText: 'Fieldnotes',
        userKey: '100000000000000000001',
        scopes: [DRIVE],
      },
    ],
  });
  await importOne(list, 'google.directory.tokens');
  expect(rows('SELECT granted_at, expires_at, last_used_at FROM consent_grant')).toEqual([
    { granted_at: null, expires_at: null, last_used_at: null },
  ]);
  const log = [
    activity('token', {
      time: '2026-09-01T08:00:00.000Z',
      qualifier: '1',
      name: 'authorize',
      parameters: { client_id: CLIENT, app_name: 'Fieldnotes', scope: [DRIVE] },
    }),
    activity('token', {
      time: '2026-09-02T08:00:00.000Z',
      qualifier: '2',
      name: 'activity',
      parameters: { client_id: CLIENT, app_name: 'Fieldnotes', api_name: 'drive', method_name: 'drive.files.list' },
    }),
  ];
  await importOne(file('log.json', log), 'google.reports.token');
  expect(facts()['grants']).toMatchObject([
    { granted_at: '2026-09-01T08:00:00.000Z', granted_basis: 'first consent in the audit log' },
  ]);
  expect(rows('SELECT scope, status, count FROM item_scope')).toEqual([
    { scope: 'drive', status: 'observed', count: 1 },
  ]);
  // The call itself is stored without any scope.
  expect(facts()['usage']).toMatchObject([{ operation: 'drive.files.list', matcher: 'google', count: 1 }]);
});

test('trap 59: ids beyond 2^53 keep all digits, written as numbers too, and a negative qualifier is one', async () => {
  const record = (qualifier: string): string =>
    `{"id":{"time":"2026-09-01T08:00:00.000Z","uniqueQualifier":${qualifier},"applicationName":"token"},"actor":{"profileId":109950366970271381671},"events":[{"name":"authorize","parameters":[{"name":"client_id","value":"106850843410684334493"},{"name":"scope","multiValue":["openid"]}]}]}`;
  // Read as doubles the last two would be one and the same event.
  const path = file(
    'long.json',
    `[${record('"-6280654592237957004"')},${record('6280654592237957004')},${record('6280654592237957005')}]`,
  );
  const summary = await importOne(path, 'google.reports.token');
  expect([summary.accepted, summary.duplicate]).toEqual([3, 0]);
  expect(facts()['principals']).toMatchObject([{ key: '109950366970271381671' }]);
  expect(facts()['connectors']).toMatchObject([{ key: 'google:106850843410684334493' }]);
});

test('trap 60: client ids of one project are not one connector, and a project number shared by two names neither', async () => {
  const ids = [
    CLIENT,
    '123456789012-zzz.apps.googleusercontent.com',
    '123456789012.apps.googleusercontent.com',
    '987654321098',
  ];
  const tokens = ids.map((id) => `ann@firm.example,${id},Same name,False,False,${DRIVE}`).join('\n');
  await importOne(
    file('tokens.csv', `user,clientId,displayText,anonymous,nativeApp,scopes\n${tokens}\n`),
    'google.gam.tokens',
  );
  const view = activity('drive', {
    time: '2026-09-01T08:00:00.000Z',
    qualifier: '1',
    name: 'view',
    parameters: { originating_app_id: '123456789012', doc_id: '1-example' },
  });
  await importOne(file('drive.json', [view]), 'google.reports.drive');
  expect((facts()['connectors'] ?? []).map((row) => Object(row).key)).toEqual(
    [...ids.map((id) => `google:${id}`), 'google:project:123456789012'].toSorted(),
  );
});

test('trap 61: the id is the key: one id may have several names, one name several ids', async () => {
  const tokens = file(
    'tokens.csv',
    [
      'user,clientId,displayText,anonymous,nativeApp,scopes',
      `ann@firm.example,${CLIENT},Fieldnotes,False,False,${DRIVE}`,
      `bob@firm.example,${CLIENT},Fieldnotes for Work,False,False,${DRIVE}`,
      `bob@firm.example,987654321098-android.apps.googleusercontent.com,Fieldnotes,False,True,${DRIVE}`,
      '',
    ].join('\n'),
  );
  await importOne(tokens, 'google.gam.tokens');
  expect(facts()['connectors']).toMatchObject([
    { key: `google:${CLIENT}`, names: '["Fieldnotes","Fieldnotes for Work"]' },
    { key: 'google:987654321098-android.apps.googleusercontent.com', names: '["Fieldnotes"]' },
  ]);
});

test.each([
  ['a space', ' '],
  ['a comma', ','],
  ['a semicolon', ';'],
  ['a bar', '|'],
  ['a newline', '\n'],
])(
  'trap 62: scopes divided by %s are told apart, and a person without tokens is not relevant',
  async (_, delimiter) => {
    const path = file(
      'tokens.csv',
      `user,clientId,displayText,anonymous,nativeApp,scopes\nann@firm.example,${CLIENT},Fieldnotes,False,False,"${DRIVE}${delimiter}${CALENDAR}"\nbob@firm.example,,,,,\n`,
    );
    const summary = await importOne(path, 'google.gam.tokens');
    expect([summary.read, summary.accepted, summary.notRelevant]).toEqual([2, 1, 1]);
    expect(summary.reasons).toMatchObject([{ reason: 'person without tokens' }]);
    expect(facts()['grants']).toMatchObject([{ scopes: JSON.stringify([CALENDAR, DRIVE]) }]);
  },
);

test('trap 63: domain-wide delegation is a tenant-wide grant of its own, until it is removed', async () => {
  const given = activity('admin', {
    time: '2026-09-01T08:00:00.000Z',
    qualifier: '1',
    name: 'AUTHORIZE_API_CLIENT_ACCESS',
    parameters: { API_CLIENT_NAME: '106850843410684334493', API_SCOPES: `${DRIVE},${CALENDAR}` },
  });
  await importOne(file('given.json', [given]), 'google.reports.admin');
  expect(facts()['grants']).toMatchObject([
    {
      connector: 'google:106850843410684334493',
      kind: 'delegated-tenant',
      principal: null,
      scopes: JSON.stringify([CALENDAR, DRIVE]),
      granted_at: '2026-09-01T08:00:00.000Z',
    },
  ]);
  const removed = activity('admin', {
    time: '2026-09-05T08:00:00.000Z',
    qualifier: '2',
    name: 'REMOVE_API_CLIENT_ACCESS',
    parameters: { API_CLIENT_NAME: '106850843410684334493' },
  });
  await importOne(file('removed.json', [removed]), 'google.reports.admin');
  expect(facts()['grants']).toEqual([]);
  expect(facts()['lifecycle']).toMatchObject([
    { kind: 'consent', is_tenant_wide: 1, actor: 'ann@firm.example' },
    { kind: 'revoke', is_tenant_wide: 1, actor: 'ann@firm.example' },
  ]);
});
