import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { logOf } from '../../../electron/engine/importers/importer.ts';
import { importers } from '../../../electron/engine/importers/index.ts';
import { inspectSource } from '../../../electron/engine/reading/inspect.ts';
import { type FileToImport, importFiles } from '../engine/engine-case.ts';
import {
  activity,
  ANN,
  APP,
  BEN,
  change,
  CLIENT,
  delegatedGrant,
  engineCase,
  facts,
  importOne,
  put,
  rows,
  servicePrincipal,
  unified,
  useCase,
} from './entra-case.ts';

useCase();

const FIXTURES = join(import.meta.dirname, '../../fixtures/importers');
const GAM = 'user,clientId,displayText,anonymous,nativeApp,userKey,scopes';

async function run(...files: readonly FileToImport[]) {
  const { imports, failures } = await importFiles(engineCase(), files);
  expect(failures).toEqual([]);
  return imports;
}

test('trap 76: the same file a second time changes nothing and says so', async () => {
  const path = put('tokens.csv', `${GAM}\nann@firm.example,1-a,App,False,False,1,openid\n`);
  const copy = put('renamed.csv', readFileSync(path, 'utf8'));
  await run({ path, format: 'google.gam.tokens' });
  const before = facts();
  const [again] = await run({ path: copy, format: 'google.gam.tokens' });
  expect(again).toMatchObject({ accepted: 0, duplicate: 1, read: 1, closes: true });
  expect(again?.warnings.join(' ')).toMatch(/already in the case/);
  expect(again?.reasons[0]?.reason).toMatch(/same bytes were imported .* as tokens\.csv/);
  expect(facts()).toEqual(before);
  expect(rows('SELECT count(*) AS n FROM import')).toEqual([{ n: 1 }]);
});

const logs = importers.filter((importer) => importer.log !== undefined && !importer.id.startsWith('usage.'));

test.each(logs.map(({ id }) => id))('trap 76: %s: records of an overlapping export are known again', async (id) => {
  const folder = join(FIXTURES, id);
  const importer = importers.find((one) => one.id === id);
  const inputs = existsSync(folder)
    ? readdirSync(folder).filter((name) => !/^(?:expected\.json|README\.md)$/.test(name))
    : [];
  expect(inputs.length).toBeGreaterThan(0);
  let repeated = 0;
  for (const name of inputs) {
    const path = join(folder, name);
    const head = await inspectSource(path);
    if (importer === undefined || head.kind === 'nothing') throw new Error(`${name} is no log`);
    expect(logOf(importer, head)).toBeDefined();
    await run({ path, format: id });
    const { usage, lifecycle } = facts();
    const unattributed = rows('SELECT count(*) AS n FROM unattributed_fact');
    // The same records in other bytes, as the next export holds them.
    const other = join(engineCase().folder, `other-${name}`);
    writeFileSync(
      other,
      Buffer.concat([
        readFileSync(path),
        Buffer.from(
          head.encoding.startsWith('utf-16') ? ' \n' : '\n\n',
          head.encoding === 'utf-16le' ? 'utf16le' : 'utf8',
        ),
      ]),
    );
    const [again] = await run({ path: other, format: id });
    expect(again, name).toMatchObject({ closes: true, events: 0, unattributed: 0 });
    repeated += again?.duplicate ?? 0;
    expect({ usage: facts()['usage'], lifecycle: facts()['lifecycle'] }, name).toEqual({ usage, lifecycle });
    expect(rows('SELECT count(*) AS n FROM unattributed_fact'), name).toEqual(unattributed);
  }
  expect(repeated).toBeGreaterThan(0);
});

test('trap 76: a record that a query spread over two rows, and one that a SIEM took in twice, count once', async () => {
  const consent = activity(
    'Consent to application',
    [{ id: CLIENT, displayName: 'Fieldnotes', modifiedProperties: [] }],
    { id: 'once' },
  );
  const spread = put('spread.json', { value: [consent, { ...consent, mvExpanded: 'second target' }] });
  expect(await importOne(spread, 'entra.audit')).toMatchObject({ read: 2, accepted: 1, duplicate: 1 });
  const event = (TimeGenerated: string): object => ({
    TimeGenerated,
    uuid_g: '00000000-0000-4000-8000-00000000000a',
    published_t: '2026-09-01T10:00:00.000Z',
    eventType_s: 'app.oauth2.token.grant.access_token',
    outcome_result_s: 'SUCCESS',
    actor_id_s: '0oa1exampleexample1d7',
    actor_type_s: 'PublicClientApp',
    actor_displayName_s: 'Fieldnotes',
    target_s: '[]',
  });
  const siem = put('siem.json', [event('2026-09-01T10:01:00Z'), event('2026-09-03T22:00:00Z')]);
  expect(await importOne(siem, 'okta.syslog')).toMatchObject({ read: 2, accepted: 1, duplicate: 1 });
});

test('trap 76: records of one id that say different things are two, and without an id the content decides', async () => {
  const record = (id: string | undefined, time: string): object => ({
    ...(id === undefined ? {} : { id }),
    user_id: 'W0000001',
    user_name: 'ann',
    change_type: 'added',
    app_id: 'A0000001',
    app_type: 'Fieldnotes',
    scope: 'files:read',
    date: time,
  });
  const path = put('slack.json', {
    ok: true,
    logs: [record(undefined, '1788300000'), record(undefined, '1788300000'), record(undefined, '1788300001')],
    paging: { count: 3, total: 3, page: 1, pages: 1 },
  });
  expect(await importOne(path, 'slack.integrationlogs')).toMatchObject({ read: 3, accepted: 2, duplicate: 1 });
});

const SCOPE = 'Mail.Read User.Read';

/** The same consent in the directory audit, the unified audit log and CloudAppEvents. */
function threeLogs(): readonly FileToImport[] {
  const properties = [
    { Name: 'ConsentContext.IsAdminConsent', NewValue: 'True', OldValue: '' },
    { Name: 'ConsentContext.OnBehalfOfAll', NewValue: 'True', OldValue: '' },
    {
      Name: 'ConsentAction.Permissions',
      NewValue: `[] => [[Id: x, ClientId: ${CLIENT}, PrincipalId: , ResourceId: r, ConsentType: AllPrincipals, Scope:  ${SCOPE}, CreatedDateTime: , LastModifiedDateTime ]]; `,
      OldValue: '',
    },
  ];
  const audit = activity('Consent to application', [
    {
      id: CLIENT,
      displayName: 'Fieldnotes',
      type: 'ServicePrincipal',
      modifiedProperties: properties.map(({ Name, NewValue }) => change(Name, JSON.stringify(NewValue))),
    },
  ]);
  const raw = unified('Consent to application.', {
    CreationTime: '2026-09-01T10:00:41',
    RecordType: 8,
    Workload: 'AzureActiveDirectory',
    ResultStatus: 'Success',
    ObjectId: APP,
    ModifiedProperties: properties,
    Target: [
      { ID: `ServicePrincipal_${CLIENT}`, Type: 2 },
      { ID: CLIENT, Type: 2 },
      { ID: 'Fieldnotes', Type: 1 },
      { ID: APP, Type: 4 },
    ],
  });
  const cloud = {
    Timestamp: '2026-09-01T10:00:41.123Z',
    ActionType: 'Consent to application.',
    Application: 'Microsoft 365',
    ReportId: 'report-1',
    AccountObjectId: ANN,
    AccountId: 'ann@firm.example',
    RawEventData: { ...raw, Id: 'cloud-1' },
  };
  const names = [servicePrincipal()];
  return [
    { path: put('sp.json', { value: names }), format: 'entra.sp.graph' },
    { path: put('audit.json', { value: [audit] }), format: 'entra.audit' },
    { path: put('ual.json', [raw]), format: 'm365.ual' },
    { path: put('cloud.json', [cloud]), format: 'm365.cloudappevents' },
  ];
}

test.each([[[0, 1, 2, 3]], [[3, 2, 1, 0]], [[2, 0, 3, 1]]])(
  'trap 78: one consent in three logs is one consent with three records, files in the order %j',
  async (order) => {
    const files = threeLogs();
    await run(...order.flatMap((index) => files[index] ?? []));
    expect(facts()['lifecycle']).toMatchObject([
      {
        kind: 'consent',
        sources: 3,
        is_tenant_wide: 1,
        scopes: '["Mail.Read","User.Read"]',
        time: '2026-09-01T10:00:00.000Z',
      },
    ]);
  },
);

test('trap 78: what differs in person, time, scopes, result or log stays apart', async () => {
  const of = (id: string, more: object): object =>
    activity(
      'Consent to application',
      [{ id: CLIENT, displayName: 'Fieldnotes', type: 'ServicePrincipal', modifiedProperties: [] }],
      { id, correlationId: id, ...more },
    );
  const user = (id: string): object => ({ initiatedBy: { user: { id } } });
  const audit = [
    of('a', user(ANN)),
    of('b', { ...user(ANN), activityDateTime: '2026-09-01T10:01:00Z' }),
    of('c', { ...user(BEN), activityDateTime: '2026-09-01T12:00:00Z' }),
  ];
  const other = (id: string, more: object): object => ({
    ...unified('Consent to application.', {
      Id: id,
      RecordType: 8,
      Workload: 'AzureActiveDirectory',
      ResultStatus: 'Success',
      ModifiedProperties: [],
      ...more,
    }),
    Target: [{ ID: `ServicePrincipal_${CLIENT}`, Type: 2 }],
  });
  const unifiedLog = [
    // Three minutes after the last of Ann, and of another person than the one at noon.
    other('u1', { CreationTime: '2026-09-01T10:04:00', UserId: ANN, UserKey: ANN }),
    other('u2', { CreationTime: '2026-09-01T12:00:10', UserId: ANN, UserKey: ANN }),
    // Refused, at the time of one that was not.
    other('u3', { CreationTime: '2026-09-01T12:00:20', UserId: BEN, UserKey: BEN, ResultStatus: 'Failure' }),
  ];
  await run(
    { path: put('a.json', { value: audit }), format: 'entra.audit' },
    { path: put('u.json', unifiedLog), format: 'm365.ual' },
  );
  expect(facts()['lifecycle']?.map((one) => Object(one).sources)).toEqual([1, 1, 1, 1, 1, 1]);
});

test('trap 78: four records of one act in one log and two in another are one act', async () => {
  const audit = [
    activity(
      'Add service principal',
      [{ id: CLIENT, displayName: 'Fieldnotes', type: 'ServicePrincipal', modifiedProperties: [] }],
      { id: 'i' },
    ),
    activity('Add delegated permission grant', delegatedGrant(SCOPE), { id: 'd' }),
    activity(
      'Consent to application',
      [{ id: CLIENT, displayName: 'Fieldnotes', type: 'ServicePrincipal', modifiedProperties: [] }],
      { id: 'c', activityDateTime: '2026-09-01T10:00:01Z' },
    ),
  ];
  const other = (Operation: string, more: object): object =>
    unified(Operation, {
      RecordType: 8,
      Workload: 'AzureActiveDirectory',
      ResultStatus: 'Success',
      CreationTime: '2026-09-01T10:00:02',
      Target: [{ ID: `ServicePrincipal_${CLIENT}`, Type: 2 }],
      ModifiedProperties: [],
      UserId: ANN,
      UserKey: ANN,
      ...more,
    });
  const unifiedLog = [
    other('Add service principal.', {}),
    other('Consent to application.', {
      ModifiedProperties: [{ Name: 'ConsentContext.OnBehalfOfAll', NewValue: 'True', OldValue: '' }],
    }),
  ];
  await run(
    { path: put('a.json', { value: audit }), format: 'entra.audit' },
    { path: put('u.json', unifiedLog), format: 'm365.ual' },
  );
  expect(facts()['lifecycle']).toMatchObject([
    { kind: 'consent', sources: 3 },
    { kind: 'install', sources: 2 },
  ]);
});
