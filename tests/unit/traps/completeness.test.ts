import { expect, test } from 'vitest';
import { CLIENT, grant, importOne, inspect, put, rows, useCase } from './entra-case.ts';
import { clients, GAM, row, token, tokenList } from './token-files.ts';

useCase();

test('trap 24: an audit log in which nearly all is beside the point adds up, reason by reason', async () => {
  const record = (index: number): object => ({
    CreationTime: '2026-09-02T08:00:00',
    Id: `r${index}`,
    Operation: index % 50 === 0 ? 'Consent to application.' : index % 2 === 0 ? 'FileModified' : 'UserLoggedIn2',
    RecordType: 8,
    Workload: 'AzureActiveDirectory',
    ResultStatus: 'Success',
    UserId: 'ann@firm.example',
    Target: [{ ID: `ServicePrincipal_${CLIENT}`, Type: 2 }],
  });
  const path = put(
    'mostly.json',
    Array.from({ length: 1001 }, (_, index) => record(index)),
  );
  const summary = await importOne(path, 'm365.ual');
  expect(summary).toMatchObject({ read: 1001, accepted: 21, rejected: 0 });
  expect(summary.notRelevant).toBe(980);
  const beside = summary.reasons.filter((reason) => reason.outcome === 'not-relevant');
  expect(beside.every((reason) => reason.reason !== '')).toBe(true);
  expect(beside.reduce((sum, reason) => sum + reason.count, 0)).toBe(980);
});

test('trap 26: a download that broke off keeps its complete records and says where it ends', async () => {
  const whole = JSON.stringify(tokenList(token('1-a'), token('2-b'), token('3-c')));
  const files: [string, string, string, string][] = [
    ['record.json', 'google.directory.tokens', whole.slice(0, whole.indexOf('3-c')), '1-a 2-b'],
    [
      'list.json',
      'google.directory.tokens',
      whole.slice(0, whole.indexOf(',{"kind":"admin#directory#token","clientId":"3-c"')),
      '1-a 2-b',
    ],
    [
      'row.csv',
      'google.gam.tokens',
      `${GAM}\n${row('4-d')}\n${row('5-e')}\nann@firm.example,6-f,App 6-f,False,Fal`,
      '4-d 5-e',
    ],
    ['quote.csv', 'google.gam.tokens', `${GAM}\n${row('7-g')}\n"ann@firm.example",8-h,"App 8`, '7-g'],
    [
      'lines.ndjson',
      'google.directory.tokens',
      `${JSON.stringify(token('9-i'))}\n${JSON.stringify(token('9-j'))}\n{"clientId":"9`,
      '9-i 9-j',
    ],
  ];
  for (const [name, format, content, kept] of files) {
    const path = put(name, content);
    const marked = `(byte ${Buffer.byteLength(content)})`;
    expect((await inspect(path)).truncation.join(' '), name).toContain(name === 'list.json' ? '' : marked);
    const summary = await importOne(path, format);
    expect(summary.truncation.join(' '), name).toContain(marked);
    expect(summary, name).toMatchObject({ accepted: kept.split(' ').length, rejected: 1 });
    for (const id of kept.split(' ')) expect(clients(), name).toContain(id);
  }
  expect(clients()).toHaveLength(7);
  expect(rows(`SELECT DISTINCT outcome FROM evidence_check WHERE "check" = 'EV-2'`)).toEqual([{ outcome: 'finding' }]);
  expect(rows('SELECT sum(is_whole) AS whole FROM snapshot')).toEqual([{ whole: 0 }]);
  const fine = [`${GAM}\n${row('1-x')}\n${row('1-y')}`, `${JSON.stringify(tokenList(token('1-z'), token('1-w')))}`];
  const good = [put('no-line-end.csv', fine[0] ?? ''), put('whole.json', fine[1] ?? '')];
  expect((await importOne(good[0] ?? '', 'google.gam.tokens')).truncation).toEqual([]);
  expect((await importOne(good[1] ?? '', 'google.directory.tokens')).truncation).toEqual([]);
});

test('trap 26: a comma too many is nothing but that', async () => {
  const path = put('comma.json', `[${JSON.stringify(token('1-a'))},${JSON.stringify(token('2-b'))},]`);
  expect(await importOne(path, 'google.directory.tokens')).toMatchObject({ read: 2, accepted: 2, truncation: [] });
});

test.each([
  [
    'graph.json',
    { '@odata.nextLink': 'https://graph.example/next', value: [grant({ scope: 'User.Read' })] },
    'entra.grants.graph',
  ],
  ['google.json', { ...tokenList(token('1-a')), nextPageToken: 'abc' }, 'google.directory.tokens'],
  [
    'okta.json',
    `${JSON.stringify({ ...tokenList(token('1-a')), response_metadata: { next_cursor: 'dXNlcg==' } })}`,
    'google.directory.tokens',
  ],
  ['salesforce.json', { ...tokenList(token('1-a')), done: false }, 'google.directory.tokens'],
  ['paging.json', { ...tokenList(token('1-a')), paging: { page: 1, pages: 3 } }, 'google.directory.tokens'],
])('trap 27: %s ends with a marker for a next page: the page set is incomplete', async (name, content, format) => {
  const path = put(name, content);
  expect((await inspect(path)).truncation.join(' ')).toMatch(/incomplete.*next page/);
  expect((await importOne(path, format)).truncation.join(' ')).toMatch(/incomplete.*next page/);
  expect(rows(`SELECT outcome FROM evidence_check WHERE "check" = 'EV-2'`)).toEqual([{ outcome: 'finding' }]);
  expect(rows('SELECT is_whole FROM snapshot')).toEqual([{ is_whole: 0 }]);
});

test('trap 27: the last page of a set speaks for the set', async () => {
  const path = put(
    'pages.json',
    JSON.stringify({ ...tokenList(token('1-a')), nextPageToken: 'abc' }) + JSON.stringify(tokenList(token('2-b'))),
  );
  expect((await importOne(path, 'google.directory.tokens')).truncation).toEqual([]);
});

test('trap 28: counts at which an export is known to stop, and round counts, are pointed out', async () => {
  const lines = (count: number): string => Array.from({ length: count }, (_, index) => row(`${index}-a`)).join('\n');
  await importOne(put('round.csv', `${GAM}\n${lines(2000)}\n`), 'google.gam.tokens');
  expect(rows(`SELECT outcome, sentence FROM evidence_check WHERE "check" = 'EV-2'`)).toEqual([
    { outcome: 'finding', sentence: expect.stringContaining('exactly 2,000 records') },
  ]);
  await importOne(put('odd.csv', `${GAM}\n${lines(1999)}\n`), 'google.gam.tokens');
  expect(rows(`SELECT outcome FROM evidence_check WHERE "check" = 'EV-2' ORDER BY 1`)).toEqual([
    { outcome: 'clear' },
    { outcome: 'finding' },
  ]);
});

test('trap 28: the known cap of an export is named', async () => {
  const record = (index: number): object => ({
    CreationTime: '2026-09-02T08:00:00',
    Id: `r${index}`,
    Operation: 'FileModified',
    RecordType: 6,
    Workload: 'SharePoint',
    UserId: 'a@firm.example',
  });
  const path = put(
    'purview.ndjson',
    `${Array.from({ length: 50_000 }, (_, index) => JSON.stringify(record(index))).join('\n')}\n`,
  );
  const summary = await importOne(path, 'm365.ual');
  expect(summary.read).toBe(50_000);
  expect(summary.truncation.join(' ')).toMatch(/exactly 50,000 records/);
});
