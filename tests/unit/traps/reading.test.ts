import { expect, test } from 'vitest';
import { canonicalKey } from '../../../electron/engine/reading/keys.ts';
import { importFiles, waitForJob } from '../engine/engine-case.ts';
import { utf16 } from '../reading/files.ts';
import {
  activity,
  change,
  CLIENT,
  csv,
  engineCase,
  facts,
  grant,
  importOne,
  inspect,
  put,
  rows,
  useCase,
} from './entra-case.ts';
import { clients, GAM, row, token, tokenList } from './token-files.ts';

useCase();

test('trap 1: a byte order mark in front of the first column name is no part of the name', async () => {
  const path = put('mark.csv', `\ufeff${GAM}\n${row('1-a')}\n`);
  expect(await inspect(path)).toMatchObject({ format: 'google.gam.tokens', encoding: 'utf-8-bom' });
  expect(await importOne(path, 'google.gam.tokens')).toMatchObject({ read: 1, accepted: 1 });
  expect(facts()['principals']).toMatchObject([{ key: 'ann@firm.example' }]);
});

test('trap 2: UTF-16 from PowerShell is read, with a byte order mark and without', async () => {
  const text = JSON.stringify(tokenList(token('1-a', { displayText: 'Zoë' })));
  for (const [name, hasMark] of [
    ['mark.json', true],
    ['none.json', false],
  ] as const) {
    const path = put(name, utf16(text.replace('1-a', name), 'le', hasMark));
    expect(await inspect(path)).toMatchObject({ format: 'google.directory.tokens', encoding: 'utf-16le', records: 1 });
    expect(await importOne(path, 'google.directory.tokens')).toMatchObject({ read: 1, accepted: 1 });
  }
  expect(facts()['connectors']).toMatchObject([{ name: 'Zoë' }, { name: 'Zoë' }]);
});

test('trap 3: documents one after the other without a separator are all read, and counted', async () => {
  const page = (id: string): string => JSON.stringify({ value: [grant({ id, scope: `Scope.${id}` })] });
  const pages = put('pages.json', `${page('A')}${page('B')}\r\n${page('C')}`);
  const plan = await inspect(pages);
  expect(plan).toMatchObject({ format: 'entra.grants.graph', records: 3 });
  expect(plan.shape).toContain('3 documents');
  expect(await importOne(pages, 'entra.grants.graph')).toMatchObject({ read: 3, accepted: 3 });
  const lists = put(
    'lists.json',
    `[${JSON.stringify(token('1-a'))}][${JSON.stringify(token('2-b'))}]\r\n[${JSON.stringify(token('3-c'))}]`,
  );
  expect((await inspect(lists)).shape).toContain('3 documents');
  expect(await importOne(lists, 'google.directory.tokens')).toMatchObject({ read: 3, accepted: 3 });
});

test('trap 4: a page of one record is an object, and an empty one null or absent', async () => {
  const one = put('one.json', { value: grant({ scope: 'User.Read' }) });
  expect(await importOne(one, 'entra.grants.graph')).toMatchObject({ read: 1, accepted: 1 });
  const single = put('single.json', tokenList(token('1-a', { scopes: 'openid' })));
  expect(await importOne(single, 'google.directory.tokens')).toMatchObject({ read: 1, accepted: 1 });
  expect(JSON.stringify(facts()['grants'])).toContain('[\\"openid\\"]');
  for (const [name, content] of [
    ['null.json', '{"kind":"admin#directory#tokenList","items":null}'],
    ['absent.json', '{"kind":"admin#directory#tokenList"}'],
  ] as const) {
    const { imports } = await importFiles(engineCase(), [
      { path: put(name, content), format: 'google.directory.tokens' },
    ]);
    expect(imports[0]?.accepted ?? 0).toBe(0);
  }
});

test('trap 5: what PowerShell writes in place of lost values is not taken for data', async () => {
  const path = put(
    'depth.json',
    tokenList(
      token('1-a', { scopes: 'System.Object[]' }),
      token('2-b', { scopes: '@{Value=Bind; Name=X}' }),
      token('3-c', { scopes: 'System.Collections.Hashtable' }),
      token('4-d'),
    ),
  );
  const plan = await inspect(path);
  expect(plan.warnings.join(' ')).toMatch(/lost in the export.*-Depth 10/);
  const summary = await importOne(path, 'google.directory.tokens');
  expect(summary).toMatchObject({ read: 4, accepted: 1, rejected: 3 });
  expect(summary.reasons[0]?.reason).toMatch(/scopes were lost in the export/);
  expect(facts()['grants']).toHaveLength(1);
});

test('trap 8: preludes, delimiters and line ends are found out', async () => {
  const files = {
    'type.csv': `#TYPE System.Management.Automation.PSCustomObject\r\n${GAM}\r\n${row('1-a')}\r\n`,
    'sep.csv': `sep=;\n${GAM.replaceAll(',', ';')}\n${row('2-b').replaceAll(',', ';')}\n`,
    'tab.csv': `${GAM.replaceAll(',', '\t')}\n${row('3-c').replaceAll(',', '\t')}\n`,
    'cr.csv': `${GAM}\r${row('4-d')}\r`,
    'mixed.csv': `${GAM}\r\n${row('5-e')}\n${row('6-f')}\r${row('7-g')}\n`,
  };
  for (const [name, content] of Object.entries(files)) {
    const path = put(name, content);
    expect((await inspect(path)).format, name).toBe('google.gam.tokens');
    const summary = await importOne(path, 'google.gam.tokens');
    expect(summary.accepted, name).toBe(name === 'mixed.csv' ? 3 : 1);
  }
  expect(clients()).toEqual(['1-a', '2-b', '3-c', '4-d', '5-e', '6-f', '7-g']);
});

test('trap 9: rows with line ends inside are one record each, and a bad row is named by its line', async () => {
  const columns = ['CreationDate', 'Operations', 'AuditData'];
  const record = (id: string): string =>
    JSON.stringify(
      {
        CreationTime: '2026-09-02T08:00:00',
        Id: id,
        Operation: 'Consent to application.',
        RecordType: 8,
        Workload: 'AzureActiveDirectory',
        ResultStatus: 'Success',
        UserId: 'ann@firm.example',
        ObjectId: 'app',
        Target: [{ ID: `ServicePrincipal_${CLIENT}`, Type: 2 }],
      },
      null,
      2,
    );
  const text = csv(
    columns,
    { CreationDate: '2026-09-02T08:00:00', Operations: 'Consent to application.', AuditData: record('a') },
    { CreationDate: '2026-09-02T08:00:00', Operations: 'Consent to application.', AuditData: '{"Id":' },
    { CreationDate: '2026-09-03T08:00:00', Operations: 'Consent to application.', AuditData: record('b') },
  );
  const path = put('multi-line.csv', text);
  expect((await inspect(path)).format).toBe('m365.ual');
  const summary = await importOne(path, 'm365.ual');
  expect(summary).toMatchObject({ read: 3, rejected: 1 });
  const line = text.slice(0, text.indexOf('{""Id"":"')).split('\n').length;
  expect(line).toBeGreaterThan(10);
  expect(rows("SELECT line FROM import_row WHERE outcome = 'rejected'")).toEqual([{ line }]);
});

test('trap 10: thousands of cells of 60 KB are read in pieces, with progress, and can be stopped', async () => {
  const filler = 'x'.repeat(60_000);
  const cell = (index: number): string =>
    JSON.stringify({
      CreationTime: '2026-09-02T08:00:00',
      Id: `r${index}`,
      Operation: 'FileAccessed',
      Workload: 'SharePoint',
      UserId: 'ann@firm.example',
      Filler: filler,
    });
  const lines = Array.from(
    { length: 400 },
    (_, index) => `2026-09-02T08:00:00,FileAccessed,"${cell(index).replaceAll('"', '""')}"\r\n`,
  );
  const path = put('large.csv', `CreationDate,Operations,AuditData\r\n${lines.join('')}`);
  const started = engineCase();
  const order = {
    token: started.files.register(path),
    format: 'm365.ual',
    mapping: null,
    system: 's',
    tenant: 't',
    asOf: '2026-10-01T06:00:00Z',
    extractedBy: 'e',
    method: 'm',
    keepCopy: false,
    completeness: 'whole' as const,
  };
  const { jobId } = await started.engine.handlers['imports.run']({ orders: [order] }, {});
  while (!/\d records/.test(JSON.stringify(started.events))) await new Promise((resolve) => setImmediate(resolve));
  await started.engine.handlers['jobs.cancel']({ jobId }, {});
  expect(await waitForJob(started, jobId)).toMatchObject({ outcome: 'cancelled', imports: [] });
  expect(rows('SELECT count(*) AS n FROM import')).toEqual([{ n: 0 }]);
  expect(await importOne(path, 'm365.ual')).toMatchObject({ read: 400 });
});

test('trap 13: of two columns of one name neither overwrites the other', async () => {
  const path = put('twice.csv', `${GAM},clientId,scopes\n${row('1-a')},9-z,mail\n`);
  const plan = await inspect(path);
  expect(plan.columns).toEqual([...GAM.split(','), 'clientId#2', 'scopes#2']);
  expect(plan.preview[0]).toEqual([
    'ann@firm.example',
    '1-a',
    'App 1-a',
    'False',
    'False',
    '1',
    'openid',
    '9-z',
    'mail',
  ]);
  await importOne(path, 'google.gam.tokens');
  expect(clients()).toEqual(['1-a']);
});

test('trap 14: spaces around and inside column names do not hide the column', async () => {
  const header = 'user\u00a0, clientId ,display  Text,anonymous,nativeApp,userKey, scopes\u00a0';
  const path = put('spaces.csv', `${header}\n${row('1-a')}\n`);
  const plan = await inspect(path);
  expect(plan.format).toBe('google.gam.tokens');
  expect(plan.columns).toContain('display  Text');
  expect(await importOne(path, 'google.gam.tokens')).toMatchObject({ accepted: 1 });
  expect(facts()['grants']).toMatchObject([{ principal: 'ann@firm.example', scopes: '["openid"]' }]);
  expect(facts()['connectors']).toMatchObject([{ name: 'App 1-a' }]);
});

test('trap 16: one key in any spelling', () => {
  for (const name of [
    'eventType_s',
    'eventtype',
    'EVENT_TYPE',
    'event_type',
    'eventType_dynamic',
    'event.type',
    'Event Type [UTC]',
  ])
    expect(canonicalKey(name), name).toBe('eventtype');
  expect(canonicalKey('TimeGenerated [UTC]')).toBe('timegenerated');
});

test('trap 18: truth written as text is read as it is meant', async () => {
  const sp = (id: string, accountEnabled: unknown): object => ({
    id,
    appId: id,
    displayName: id,
    accountEnabled,
    servicePrincipalType: 'Application',
  });
  const guid = (digit: number): string => `${digit}`.repeat(8) + '-0000-4000-8000-000000000000';
  const values = ['FALSE', 'True', '-', 'null', 'N/A', false];
  const path = put('flags.json', { value: values.map((value, index) => sp(guid(index + 1), value)) });
  await importOne(path, 'entra.sp.graph');
  expect(facts()['connectors']?.map((one) => Object(one).enabled)).toEqual([0, 1, null, null, null, 0]);

  const consent = (id: string, forAll: string): object =>
    activity(
      'Consent to application',
      [{ id: CLIENT, type: 'ServicePrincipal', modifiedProperties: [change('ConsentContext.OnBehalfOfAll', forAll)] }],
      { id, correlationId: id, activityDateTime: `2026-09-0${id}T10:00:00Z` },
    );
  const said = ['"False"', '"\\"False\\""', 'FALSE', '"True"', 'true'];
  await importOne(
    put('audit.json', { value: said.map((text, index) => consent(String(index + 1), text)) }),
    'entra.audit',
  );
  expect(facts()['lifecycle']?.map((one) => Object(one).is_tenant_wide)).toEqual([0, 0, 0, 1, 1]);
});

test('trap 19: a template that was never filled in names no app', async () => {
  const ids = ['{clientId}', '$RestApiTenantId$', 'XXXXXXXX', '', '<client id>', 'null', '-'];
  const path = put('template.csv', `${GAM}\n${ids.map((id) => row(id)).join('\n')}\n${row('1-a')}\n`);
  const plan = await inspect(path);
  expect(plan.warnings.join(' ')).toMatch(/placeholder.*template/);
  expect(await importOne(path, 'google.gam.tokens')).toMatchObject({
    read: 8,
    accepted: 1,
    rejected: 6,
    notRelevant: 1,
  });
  expect(clients()).toEqual(['1-a']);
});

test.each([
  ['pointer.json', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n', /Git LFS pointer/],
  [
    'login.csv',
    '<!DOCTYPE html><html><head><title>Sign in to your account</title></head></html>',
    /web page titled “Sign in to your account”/,
  ],
  [
    'error.xml',
    '<?xml version="1.0"?><Error><Code>AuthorizationFailure</Code><Message>Not you</Message></Error>',
    /AuthorizationFailure|Not you/,
  ],
  [
    'error.json',
    '{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges"}}',
    /Insufficient privileges/,
  ],
  ['slack.json', '{"ok":false,"error":"missing_scope","needed":"admin"}', /missing_scope/],
])('trap 23: %s is shown for what it is, never as “0 grants”', async (name, content, sentence) => {
  const path = put(name, content);
  await expect(inspect(path)).rejects.toThrow(sentence);
  const { imports, failures } = await importFiles(engineCase(), [{ path, format: 'slack.integrationlogs' }]);
  expect(imports).toEqual([]);
  expect(failures[0]?.message).toMatch(sentence);
  expect(rows('SELECT count(*) AS n FROM import')).toEqual([{ n: 0 }]);
});
