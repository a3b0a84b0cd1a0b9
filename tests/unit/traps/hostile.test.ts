import { createWriteStream, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { skeletonOf } from '../../../electron/engine/lib/confusables.ts';
import { inspectName, writeCsv } from '../../../electron/engine/lib/text.ts';
import { modelOf } from '../../../electron/engine/handlers/report.ts';
import { buildDataFiles } from '../../../electron/engine/report/data-files.ts';
import { readJournal } from '../../../electron/engine/review/journal.ts';
import { importFiles } from '../engine/engine-case.ts';
import { engineCase, facts, importOne, inspect, put, rows, servicePrincipal, useCase } from './entra-case.ts';

useCase();

const GAM = 'user,clientId,displayText,anonymous,nativeApp,userKey,scopes';
const guid = (digit: number): string => `${String(digit).repeat(8)}-0000-4000-8000-000000000000`;

async function page(text: string) {
  const { rows: found } = await engineCase().engine.handlers['inventory.page'](
    { filter: { text }, sort: { by: 'name', descending: false }, offset: 0, limit: 50 },
    {},
  );
  return found;
}

test('trap 88: names made to deceive are shown as they are, marked, and never identify an app', async () => {
  const names = [
    'Мicrosoft Teams',
    'Micro\u200bsoft Teams',
    '\u202esmaeT tfosorciM',
    '\u00a0 Microsoft Teams \u00a0',
    'Microsoft \u201fTeams\u201f',
    'x'.repeat(500),
    '\u200b',
    'Microsoft Teams',
  ];
  const list = names.map((displayName, index) =>
    servicePrincipal({ id: guid(index + 1), appId: guid(index + 1), displayName }),
  );
  await importOne(put('sp.json', { value: list }), 'entra.sp.graph');
  const found = facts()['connectors'] ?? [];
  // One connector for each id, whatever the names look like.
  expect(found).toHaveLength(8);
  const shown = rows('SELECT native_id, name, name_warning FROM connector ORDER BY native_id').map((row) =>
    Object(row),
  );
  expect(shown[0]?.name_warning).toMatch(/several alphabets .*U\+041C/);
  expect(shown[1]?.name_warning).toMatch(/invisible characters .*U\+200B/);
  expect(shown[2]?.name_warning).toMatch(/reverse the reading order .*U\+202E/);
  expect(shown[2]?.name).toContain('⟨U+202E⟩');
  expect(shown[3]?.name).toBe('Microsoft Teams');
  expect(shown[5]?.name_warning).toMatch(/500 characters long and was cut/);
  expect([...String(shown[5]?.name)]).toHaveLength(200);
  expect(shown[6]?.name_warning).not.toBeNull();
  expect(shown[7]?.name_warning).toBeNull();
  for (const row of shown) expect(row.name).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f]/);
  const skeletons = [0, 1, 3, 7].map((index) => inspectName(names[index] ?? '').skeleton);
  expect(new Set(skeletons)).toEqual(new Set([skeletonOf('Microsoft Teams')]));
});

test('trap 88: an app with the name of a first-party app is not taken for one', async () => {
  const own = 'f0000000-0000-4000-8000-00000000000f';
  const path = put('sp.json', {
    value: [servicePrincipal({ displayName: 'Microsoft Teams', appOwnerOrganizationId: guid(5) })],
  });
  await importFiles(engineCase(), [{ path, format: 'entra.sp.graph', tenant: own }]);
  expect(rows('SELECT origin FROM connector')).toEqual([{ origin: 'third-party' }]);
});

test('trap 89: markup, links and script in cells are text, in the report too', async () => {
  const names = ['<img src=x onerror=alert(1)>', '[click](javascript:alert(1))', '<script>alert(1)</script>'];
  const lines = names.map((name, index) => `ann@firm.example,${index}-a,${name},False,False,1,openid`);
  await importOne(put('markup.csv', `${GAM}\n${lines.join('\n')}\n`), 'google.gam.tokens');
  const found = await page('');
  expect(found.map((row) => row.name).toSorted()).toEqual(names.toSorted());
  expect(found.every((row) => /holds markup, which is shown as text/.test(row.nameWarning ?? ''))).toBe(true);
  // Nothing of the page is built from text: there is no place that takes HTML.
  const { context } = engineCase().engine;
  const files = buildDataFiles(modelOf(context), readJournal(context.open().db));
  const texts = [...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')] as const);
  for (const [name, text] of texts) expect(/\.html?$/.test(name) && text.includes('<script>'), name).toBe(false);
  expect(texts.some(([, text]) => text.includes('<script>alert(1)</script>'))).toBe(true);
});

test('trap 90: formulas are read as what they show, and no spreadsheet runs what is written', async () => {
  const link = '"=HYPERLINK(""https://entra.example/app"",""Fieldnotes"")"';
  const path = put(
    'formula.csv',
    `Id;App;User;Scopes\n1-a;${link};ann@firm.example;openid\n2-b;"=cmd|' /C calc'!A0";ann@firm.example;openid\n`,
  );
  const { engine, files } = engineCase();
  const order = {
    token: files.register(path),
    format: null,
    mapping: {
      target: 'grants' as const,
      platform: 'other' as const,
      fields: { connector: 'Id', connectorName: 'App', principal: 'User', scopes: 'Scopes' },
    },
    system: 's',
    tenant: 't',
    asOf: '2026-10-01T06:00:00Z',
    extractedBy: 'e',
    method: 'm',
    keepCopy: true,
    completeness: 'whole' as const,
  };
  await engine.handlers['imports.run']({ orders: [order] }, {});
  while ((await engine.handlers['jobs.running']({}, {})) !== null)
    await new Promise((resolve) => setImmediate(resolve));
  expect((await page('Fieldnotes'))[0]?.name).toBe('Fieldnotes');
  expect((await page('cmd'))[0]?.nameWarning).toMatch(/begins like a spreadsheet formula/);
  const written = writeCsv([['=1+1', '+A1', '-A1', '@SUM', '\tx', '\rx', '-12', '＝1', 'plain']]);
  expect(written).toContain("'=1+1,'+A1,'-A1,'@SUM,");
  expect(written).toContain(",-12,'＝1,plain");
});

test('trap 91: keys that belong to every object are keys like others', async () => {
  const hostile = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'prototype'];
  const header = `${GAM},${hostile.join(',')}`;
  const csvPath = put(
    'header.csv',
    `${header}\nann@firm.example,1-a,App,False,False,1,openid,${hostile.map(() => 'polluted').join(',')}\n`,
  );
  expect(await importOne(csvPath, 'google.gam.tokens')).toMatchObject({ accepted: 1 });
  const members = hostile.map((key) => `${JSON.stringify(key)}:{"polluted":true,"clientId":"9-z"}`).join(',');
  const json = `{"kind":"admin#directory#tokenList",${members},"items":[{${members},"clientId":"2-b","userKey":"9","scopes":${JSON.stringify(hostile)}}]}`;
  const jsonPath = put('keys.json', json);
  await inspect(jsonPath);
  expect(await importOne(jsonPath, 'google.directory.tokens')).toMatchObject({ accepted: 1 });
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
  expect(facts()['connectors']).toMatchObject([{ key: 'google:1-a' }, { key: 'google:2-b' }]);
  // Nor do they mean anything as the names of scopes.
  expect(rows('SELECT DISTINCT scope FROM item_scope WHERE is_known = 0 ORDER BY 1')).toHaveLength(hostile.length);
});

test('trap 92: depth, length, NUL and halves of surrogate pairs cost the record they are in, with a reason', async () => {
  const fine = (id: string): string => `{"clientId":"${id}","userKey":"9","scopes":["openid"]}`;
  const deep = `{"clientId":"3-c","x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
  const odd = '{"clientId":"4-d","displayText":"half \\ud800 and \\u0000 end","userKey":"9","scopes":["openid"]}';
  const path = put(
    'odd.json',
    `{"kind":"admin#directory#tokenList","items":[${[fine('1-a'), deep, odd, fine('2-b')].join(',')}]}`,
  );
  const summary = await importOne(path, 'google.directory.tokens');
  expect(summary).toMatchObject({ read: 4, accepted: 3, rejected: 1 });
  expect(summary.reasons[0]?.reason).toMatch(/nested deeper than 200 levels/);
  expect(rows("SELECT names FROM connector WHERE native_id = '4-d'")).toEqual([
    { names: '["half \ufffd and \ufffd end"]' },
  ]);
});

test('trap 92: a cell of 100 MB is one rejected record, and what follows is read', async () => {
  const path = join(engineCase().folder, 'cell.csv');
  const out = createWriteStream(path);
  out.write(`${GAM}\nann@firm.example,1-a,App,False,False,1,openid\nann@firm.example,2-b,"`);
  const block = 'x'.repeat(1 << 20);
  for (let written = 0; written < 100; written += 1) if (!out.write(block)) await once(out, 'drain');
  out.end(`",False,False,1,openid\nann@firm.example,3-c,App,False,False,1,openid\n`);
  await once(out, 'close');
  const summary = await importOne(path, 'google.gam.tokens');
  expect(summary).toMatchObject({ read: 3, accepted: 2, rejected: 1 });
  expect(summary.reasons[0]?.reason).toMatch(/longer than 16 MiB/);
  expect(rows('SELECT max(length(excerpt)) <= 500 AS short FROM import_row')).toEqual([{ short: 1 }]);
});

test('trap 92: raw NUL bytes in a file do not cut texts short', async () => {
  const path = put('nul.csv', Buffer.from(`${GAM}\nann@firm.example,1-a,be\u0000fore,False,False,1,openid\n`, 'utf8'));
  expect(readFileSync(path).includes(0)).toBe(true);
  await importOne(path, 'google.gam.tokens');
  expect(rows('SELECT length(name) AS n, names FROM connector')).toEqual([{ n: 7, names: '["be\ufffdfore"]' }]);
});
