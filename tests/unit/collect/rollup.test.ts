import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadCatalog } from '../../../electron/engine/catalog/load.ts';
import type { Catalog } from '../../../electron/engine/catalog/types.ts';
import { loadKits } from '../../../electron/engine/collect/load.ts';

const RESOURCES = join(import.meta.dirname, '../../../resources');
const HEADER =
  'platform,tenant,connector_id,connector_name,principal,operation,day,successes,denials,attempts,first,last,kind';

const kit = loadKits(join(RESOURCES, 'collect')).find((one) => one.id === 'usage.rollup');
const code = (kit?.blocks ?? []).flatMap((block) => (block.kind === 'code' ? [block] : []));
const inLanguage = (language: string): string[] =>
  code.filter((block) => block.language === language).map((block) => block.text);

const row = z.record(z.string(), z.string());

test('the file is the one of the contract, and its example adds up', () => {
  const [example] = inLanguage('csv');
  expect(example?.split('\n')[0]).toBe(HEADER);
  const rows = z.array(row).parse(Papa.parse(example ?? '', { header: true }).data);
  const total = rows.at(-1);
  expect(total).toMatchObject({ connector_id: '#total', day: '', first: '', last: '', kind: '' });
  for (const column of ['successes', 'denials', 'attempts'])
    expect(
      rows.slice(0, -1).reduce((sum, one) => sum + Number(one[column]), 0),
      column,
    ).toBe(Number(total?.[column]));
  for (const one of rows.slice(0, -1)) {
    expect(one['first']?.slice(0, 10)).toBe(one['day']);
    expect(one['last']?.slice(0, 10)).toBe(one['day']);
    expect(one['operation']).toMatch(/^[A-Z]+ \/\S+$/);
  }
});

test('every query that counts ends with these columns and a totals row, and a query for the totals follows', () => {
  const columns = HEADER.replaceAll(',', ', ');
  const queries = code.filter((block) => block.text.includes('#total') && block.language !== 'csv');
  expect(queries.map((query) => query.language)).toEqual(['kql', 'kql', 'sql', 'spl', 'sql']);
  for (const { text } of queries) {
    // KQL wants its own words in brackets, SQL lists may break anywhere.
    const plain = text.replaceAll(/\['(\w+)'\] = \w+/g, '$1').replaceAll(/\s+/g, ' ');
    expect(plain).toContain(columns);
    const next = code
      .slice(code.findIndex((block) => block.text === text) + 1)
      .find((block) => block.language !== 'sh');
    expect(next?.text).not.toContain('#total');
    for (const sum of ['successes', 'denials', 'attempts']) expect(next?.text).toContain(sum);
  }
});

/** A step that takes ids out of a path: what is looked for, what is put there. */
type Step = readonly [pattern: string, replacement: string];
const STEP_FORMS: ReadonlyMap<string, RegExp> = new Map([
  ['kql', /replace_regex\(\w+, @'(.*)', @?'(.*)'\)$/gm],
  ['spl', /replace\(\w+, "(.*)", "(.*)"\)$/gm],
  ['sql', /regexp_replace\([\w.]+, '(.*?)', '(.*?)'\) AS path/g],
]);

function stepsIn(language: string): Step[] {
  const form = STEP_FORMS.get(language) ?? /$^/g;
  return inLanguage(language)
    .flatMap((text) => [...text.matchAll(form)])
    .map(([, pattern = '', replacement = '']) => [pattern, replacement.replace('$1', '\\1')]);
}

function normalize(uri: string): string {
  return stepsIn('kql').reduce(
    (path, [pattern, replacement]) => path.replaceAll(new RegExp(pattern, 'g'), replacement.replace('\\1', '$1')),
    uri,
  );
}

test('the three queries over Graph calls take ids out of paths in the same way', () => {
  expect(stepsIn('kql').length).toBe(11);
  expect(stepsIn('spl')).toEqual(stepsIn('kql'));
  expect(stepsIn('sql')).toEqual(stepsIn('kql'));
});

const GRAPH = 'https://graph.microsoft.com/v1.0';
describe('an operation taken from a roll-up is the one taken from the call', () => {
  let catalog: Catalog;
  beforeAll(() => {
    catalog = loadCatalog(join(RESOURCES, 'catalog'));
  });
  const operation = (method: string, path: string): string => catalog.matchGraph(method, path).key;

  test.each([
    [`${GRAPH}/me/messages?$top=10`, '/me/messages'],
    [`${GRAPH}/users/ana@example.com/messages/AAMkAGI2TG93AAA=`, '/users/{}/messages/{}'],
    [`${GRAPH}/users/ana%40example.com/mailFolders/inbox/messages`, '/users/{}/mailFolders/inbox/messages'],
    [`${GRAPH}/users('11111111-2222-3333-4444-555555555555')/events`, '/users/{}/events'],
    [`${GRAPH}/groups/a1111111-2222-3333-4444-555555555555/members`, '/groups/{}/members'],
    [`${GRAPH}/me/drive/root:/Reports/2026 Q3.xlsx:/content`, '/me/drive/root:/{}:/content'],
    [`${GRAPH}/me/drive/root:/Reports/plan.docx`, '/me/drive/root:/{}'],
    [`${GRAPH}/drives/b!xYz123_-abc/items/01ABCDEFGHIJKLMNOPQRSTUVWXYZ234567/content`, '/drives/{}/items/{}/content'],
    [`${GRAPH}/sites/example.sharepoint.com,1111,2222/lists/33/items`, '/sites/{}/lists/{}/items'],
    [
      `${GRAPH}/teams/b1111111-2222-3333-4444-555555555555/channels/19:abc@thread.tacv2/messages`,
      '/teams/{}/channels/{}/messages',
    ],
    [`${GRAPH}/reports/getEmailActivityUserDetail(period='D7')`, '/reports/getEmailActivityUserDetail()'],
    [`${GRAPH}/oauth2PermissionGrants`, '/oauth2PermissionGrants'],
    ['https://graph.microsoft.com/beta/auditLogs/signIns#x', '/auditLogs/signIns'],
  ])('%s', (uri, path) => {
    expect(normalize(uri)).toBe(path);
    expect(operation('GET', path)).toBe(operation('GET', uri));
  });

  test('and so for every call of the sample case, in few paths', () => {
    const text = readFileSync(join(RESOURCES, 'sample', 'entra', 'graph-activity.csv'), 'utf8').replace(/^\uFEFF/, '');
    const calls = z.array(row).parse(Papa.parse(text, { header: true, skipEmptyLines: true }).data);
    const paths = new Set<string>();
    for (const call of calls) {
      const [method = '', uri = ''] = [call['RequestMethod'], call['RequestUri']];
      const path = normalize(uri);
      paths.add(path);
      expect(operation(method, path), uri).toBe(operation(method, uri));
    }
    expect(calls.length).toBeGreaterThan(1000);
    expect(paths.size).toBeLessThan(60);
  });
});
