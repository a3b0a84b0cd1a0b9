import { expect, test } from 'vitest';
import { waitForJob } from '../engine/engine-case.ts';
import { engineCase, put, rows, useCase } from './entra-case.ts';

useCase();

const JUNE = '2026-06-01T06:00:00Z';
const JULY = '2026-07-01T06:00:00Z';
const AUGUST = '2026-08-01T06:00:00Z';

interface List {
  readonly asOf: string;
  /** `person app scope scope…` for each grant. */
  readonly grants: readonly string[];
  readonly completeness?: 'whole' | 'part';
  readonly format?: 'google.gam.tokens' | 'google.directory.tokens' | 'okta.grants.user';
  readonly tenant?: string;
  /** Put behind the last record. */
  readonly tail?: string;
}

let count = 0;

function gam({ grants, tail = '' }: List): string {
  const lines = grants.map((grant) => {
    const [user = '', app = '', ...scopes] = grant.split(' ');
    return `${user}@firm.example,${app},App ${app},False,False,,${scopes.join(' ')}`;
  });
  return `${['user,clientId,displayText,anonymous,nativeApp,userKey,scopes', ...lines].join('\n')}\n${tail}`;
}

function directory({ grants, tail = '' }: List): string {
  const items = grants.map((grant) => {
    const [user = '', app = '', ...scopes] = grant.split(' ');
    return {
      kind: 'admin#directory#token',
      clientId: app,
      displayText: `App ${app}`,
      userKey: `${user}@firm.example`,
      scopes,
    };
  });
  return JSON.stringify({ kind: 'admin#directory#tokenList', items }) + tail;
}

async function take(...lists: readonly List[]): Promise<void> {
  const { engine, files } = engineCase();
  const orders = lists.map((list) => {
    count += 1;
    const format = list.format ?? 'google.gam.tokens';
    const path = put(`list-${count}`, format === 'google.gam.tokens' ? gam(list) : directory(list));
    return {
      token: files.register(path),
      format,
      mapping: null,
      system: 'System',
      tenant: list.tenant ?? 'firm.example',
      asOf: list.asOf,
      extractedBy: 'Erik Extractor',
      method: 'by hand',
      keepCopy: true,
      completeness: list.completeness ?? ('whole' as const),
    };
  });
  const { jobId } = await engine.handlers['imports.run']({ orders }, {});
  expect((await waitForJob(engineCase(), jobId)).failures).toEqual([]);
}

function standing(): string[] {
  return rows(
    `SELECT p.email || ' ' || c.native_id || ' ' || s.value AS text FROM consent_grant g JOIN connector c ON c.id = g.connector
     JOIN principal p ON p.id = g.principal JOIN scope_set s ON s.id = g.scope_set ORDER BY 1`,
  ).map((row) => String(Object(row).text).replace('@firm.example', ''));
}

function absent(): string[] {
  return rows(
    `SELECT coalesce(p.email, '-') || ' ' || c.native_id || ' ' || reason || ' ' || strftime('%m', seen_as_of / 1000, 'unixepoch') || '-' || strftime('%m', gone_as_of / 1000, 'unixepoch') AS text
     FROM absent_grant g JOIN connector c ON c.id = g.connector LEFT JOIN principal p ON p.id = g.principal ORDER BY 1`,
  ).map((row) => String(Object(row).text).replace('@firm.example', ''));
}

/** Whatever the lists show, the account of them closes. */
async function closes(): Promise<void> {
  const groups = await engineCase().engine.handlers['ledger.get']({}, {});
  expect(groups.flatMap((group) => group.breaks)).toEqual([]);
  expect(groups.length).toBeGreaterThan(0);
}

async function diff(before: string, after: string) {
  const { handlers } = engineCase().engine;
  const lists = await handlers['snapshots.list']({}, {});
  const idOf = (asOf: string): string => lists.find((list) => Date.parse(list.asOf) === Date.parse(asOf))?.id ?? asOf;
  return handlers['snapshots.diff'](
    { before: idOf(before), after: idOf(after), change: null, offset: 0, limit: 500 },
    {},
  );
}

test('trap 85: what a newer whole list lacks disappeared between the two, and is not called revoked', async () => {
  await take(
    { asOf: JUNE, grants: ['ann 1-a openid', 'ben 1-a openid', 'ann 2-b openid'] },
    { asOf: JULY, grants: ['ann 1-a openid'] },
  );
  expect(standing()).toEqual(['ann 1-a ["openid"]']);
  expect(absent()).toEqual(['ann 2-b absent 06-07', 'ben 1-a absent 06-07']);
  expect(rows('SELECT native_id FROM connector WHERE in_population = 0')).toEqual([{ native_id: '2-b' }]);
  const { rows: changes, counts } = await diff(JUNE, JULY);
  expect(counts).toMatchObject({ appeared: 0, disappeared: 2, reach: 2 });
  const sentences = changes.filter((one) => one.change === 'disappeared').map((one) => one.sentence);
  expect(sentences[0]).toMatch(/^Disappeared between 2026-06-01 and 2026-07-01\..* the lists do not say/);
  await closes();
});

test('trap 85: of three lists the one after the last that shows it tells when it was gone', async () => {
  await take({ asOf: JUNE, grants: ['ann 1-a openid', 'ann 2-b openid', 'ann 3-c openid'] });
  await take({ asOf: JULY, grants: ['ann 1-a openid', 'ann 3-c openid'] });
  await take({ asOf: AUGUST, grants: ['ann 1-a openid'] });
  expect(absent()).toEqual(['ann 2-b absent 06-07', 'ann 3-c absent 07-08']);
  expect(standing()).toEqual(['ann 1-a ["openid"]']);
  await closes();
});

test('trap 85: what comes back stands, with the scopes it came back with', async () => {
  await take({ asOf: JUNE, grants: ['ann 1-a mail', 'ann 2-b openid'] });
  await take({ asOf: JULY, grants: ['ann 2-b openid'] });
  await take({ asOf: AUGUST, grants: ['ann 1-a drive', 'ann 2-b openid'] });
  expect(standing()).toEqual(['ann 1-a ["drive"]', 'ann 2-b ["openid"]']);
  expect(absent()).toEqual([]);
  expect((await diff(JUNE, AUGUST)).counts).toMatchObject({ changed: 1, disappeared: 0, appeared: 0 });
  expect((await diff(JULY, AUGUST)).counts).toMatchObject({ appeared: 1 });
  await closes();
});

test.each([
  ['stated to be a part', { completeness: 'part' }],
  ['with a rejected record', { tail: 'half,a row\n' }],
  ['cut off', { tail: 'ann@firm.example,9-z,App,False' }],
  ['of another tenant', { tenant: 'other.example' }],
  ['of another format', { format: 'google.directory.tokens' }],
] as const)('trap 85: a newer list %s shows nothing to be gone', async (_, more) => {
  await take(
    { asOf: JUNE, grants: ['ann 1-a openid', 'ann 2-b openid'] },
    { asOf: JULY, grants: ['ann 1-a openid'], ...more },
  );
  expect(absent()).toEqual([]);
  expect(standing().some((text) => text.startsWith('ann 2-b'))).toBe(true);
  await closes();
});

test('trap 85: a list that is not whole does not hide what the next whole one shows', async () => {
  await take({ asOf: JUNE, grants: ['ann 1-a openid', 'ann 2-b openid'] });
  await take({ asOf: JULY, grants: ['ann 1-a openid'] });
  await take({ asOf: AUGUST, grants: ['ann 1-a openid'], completeness: 'part' });
  expect(absent()).toEqual(['ann 2-b absent 06-07']);
});

test('trap 85: lists made per person speak only of the people they name', async () => {
  const format = 'google.directory.tokens' as const;
  await take({ asOf: JUNE, format, grants: ['ann 1-a openid', 'ann 2-b openid', 'ben 1-a openid', 'ben 2-b openid'] });
  // Only Ann was asked about.
  await take({ asOf: JULY, format, grants: ['ann 1-a openid'] });
  expect(absent()).toEqual(['ann 2-b absent 06-07']);
  // Now only Ben: what July showed of Ann still holds.
  await take({ asOf: AUGUST, format, grants: ['ben 1-a openid'] });
  expect(absent()).toEqual(['ann 2-b absent 06-07', 'ben 2-b absent 06-08']);
  expect(standing()).toEqual(['ann 1-a ["openid"]', 'ben 1-a ["openid"]']);
  await closes();
});

test('trap 85: files of one extraction are one list', async () => {
  await take({ asOf: JUNE, grants: ['ann 1-a openid', 'ben 2-b openid'] });
  await take({ asOf: JULY, grants: ['ann 1-a openid'] }, { asOf: '2026-07-01T09:00:00Z', grants: ['ben 2-b openid'] });
  expect(absent()).toEqual([]);
  expect(standing()).toHaveLength(2);
  expect(rows('SELECT files, records, is_newest FROM snapshot ORDER BY as_of')).toEqual([
    { files: 1, records: 2, is_newest: 0 },
    { files: 2, records: 2, is_newest: 1 },
  ]);
});

test('trap 85: whatever the order in which the lists come', async () => {
  const lists: readonly List[] = [
    { asOf: JUNE, grants: ['ann 1-a openid', 'ann 2-b openid', 'ben 3-c mail'] },
    { asOf: JULY, grants: ['ann 1-a openid mail', 'ben 3-c mail'] },
    { asOf: AUGUST, grants: ['ann 1-a openid', 'ann 2-b drive'], completeness: 'part' },
    { asOf: '2026-09-01T06:00:00Z', grants: ['ann 1-a openid'] },
  ];
  const keys = (): unknown[] => rows('SELECT key, as_of, records, is_whole, is_newest FROM snapshot ORDER BY as_of');
  await take(...lists);
  const forward = [standing(), absent(), keys()];
  expect(absent()).toEqual(['ann 2-b absent 08-09', 'ben 3-c absent 07-09']);
  const other = engineCase();
  const { db } = other.engine.context.open();
  for (const order of [
    [3, 2, 1, 0],
    [1, 3, 0, 2],
  ]) {
    for (const table of [
      'import_row',
      'import_reason',
      'log_day',
      'grant_fact',
      'connector_fact',
      'name_fact',
      'alias_fact',
      'principal_fact',
      'import',
    ])
      db.exec(`DELETE FROM ${table}`);
    await take(...order.flatMap((index) => lists[index] ?? []));
    expect([standing(), absent(), keys()]).toEqual(forward);
  }
});

test('trap 85: scopes that grew, shrank and changed, and reach, page by page', async () => {
  await take(
    { asOf: JUNE, grants: ['ann 1-a openid', 'ann 2-b openid mail', 'ann 3-c openid', 'ann 4-d openid'] },
    {
      asOf: JULY,
      grants: ['ann 1-a openid mail', 'ann 2-b openid', 'ann 3-c drive', 'ann 4-d openid', 'ben 4-d openid'],
    },
  );
  const { counts, unchanged, total, rows: changes, caution } = await diff(JUNE, JULY);
  expect(counts).toEqual({ appeared: 1, disappeared: 0, grew: 1, shrank: 1, changed: 1, reach: 1 });
  expect({ unchanged, total, caution }).toEqual({ unchanged: 1, total: 5, caution: null });
  expect(changes.find((one) => one.change === 'changed')).toMatchObject({
    connectorId: 'google:3-c',
    added: ['drive'],
    removed: ['openid'],
  });
  expect(changes.find((one) => one.change === 'reach')).toMatchObject({
    connectorId: 'google:4-d',
    peopleBefore: 1,
    peopleAfter: 2,
  });
  const { handlers } = engineCase().engine;
  const [after, before] = (await handlers['snapshots.list']({}, {})).map((list) => list.id);
  const pages = [];
  for (let offset = 0; offset < total; offset += 2) {
    const page = await handlers['snapshots.diff'](
      { before: before ?? '', after: after ?? '', change: null, offset, limit: 2 },
      {},
    );
    expect(page.total).toBe(total);
    pages.push(...page.rows);
  }
  expect(pages).toEqual(changes);
  const only = await handlers['snapshots.diff'](
    { before: before ?? '', after: after ?? '', change: 'grew', offset: 0, limit: 9 },
    {},
  );
  expect(only).toMatchObject({ total: 1, counts });
  const partial = await diff(JULY, JUNE);
  expect(partial.counts).toMatchObject({ appeared: 0, disappeared: 1, grew: 1, shrank: 1, changed: 1 });
});

test('trap 85: a grant that only an event tells of ends with the event that ends it, and stands when granted again', async () => {
  const DWD = '123456789012345678901';
  const event = (name: string, time: string): object => ({
    kind: 'admin#reports#activity',
    id: { time, uniqueQualifier: `${Date.parse(time)}`, applicationName: 'admin', customerId: 'C01' },
    actor: { email: 'admin@firm.example', profileId: '1' },
    events: [
      {
        type: 'DOMAIN_SETTINGS',
        name,
        parameters: [
          { name: 'API_CLIENT_NAME', value: DWD },
          { name: 'API_SCOPES', multiValue: ['https://mail.google.com/'] },
          { name: 'DOMAIN_NAME', value: 'firm.example' },
        ],
      },
    ],
  });
  const [GRANT, END] = ['AUTHORIZE_API_CLIENT_ACCESS', 'REMOVE_API_CLIENT_ACCESS'];
  const log = async (...items: readonly object[]): Promise<void> => {
    const { engine, files } = engineCase();
    count += 1;
    const path = put(`admin-${count}.json`, { kind: 'admin#reports#activities', items });
    const order = {
      token: files.register(path),
      format: 'google.reports.admin',
      mapping: null,
      system: 's',
      tenant: 'firm.example',
      asOf: AUGUST,
      extractedBy: 'e',
      method: 'm',
      keepCopy: true,
      completeness: 'whole' as const,
    };
    const { jobId } = await engine.handlers['imports.run']({ orders: [order] }, {});
    expect(await waitForJob(engineCase(), jobId)).toMatchObject({
      failures: [],
      imports: [{ closes: true, accepted: items.length }],
    });
  };
  const held = (): unknown[] => rows('SELECT kind FROM item');
  await log(event(GRANT, '2026-06-01T10:00:00Z'));
  expect([held().length, absent()]).toEqual([1, []]);
  // The later events come first: order of files is not order of time.
  await log(event(END, '2026-07-03T10:00:00Z'));
  expect([held().length, absent()]).toEqual([0, [`- ${DWD} ended 08-07`]]);
  await log(event(GRANT, '2026-07-02T10:00:00Z'));
  expect([held().length, absent()]).toEqual([0, [`- ${DWD} ended 08-07`]]);
  await log(event(GRANT, '2026-07-04T10:00:00Z'));
  expect([held().length, absent()]).toEqual([1, []]);
  await closes();
});
