import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildCatalog } from '../../../electron/engine/catalog/build-catalog.ts';
import { closureOf, inverted } from '../../../electron/engine/catalog/closure.ts';
import { createCaseCatalogs } from '../../../electron/engine/catalog/case-catalog.ts';
import { loadCatalog, statedCatalog } from '../../../electron/engine/catalog/load.ts';
import { contentDigest } from '../../../electron/engine/catalog/schema.ts';
import { CATALOG_FOLDER, catalog } from './fixtures.ts';

const TABLES = join(import.meta.dirname, '../../../../shared/catalog');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'catalog-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function hasTables(): boolean {
  try {
    return readFileSync(join(TABLES, 'entra-graph.json')).length > 0;
  } catch {
    return false;
  }
}

test('every part is there, with version, date, digest and sources', () => {
  expect(catalog().platforms.map((part) => part.platform)).toEqual([
    'entra',
    'google',
    'github',
    'slack',
    'okta',
    'salesforce',
  ]);
  expect(catalog().version).toMatch(/^\d{4}\.\d{2}\.\d+$/);
  expect(catalog().digest).toMatch(/^[0-9a-f]{64}$/);
  expect(catalog().asOf).toBe('2026-06-29');
  for (const part of catalog().platforms) {
    expect(part.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(part.sources.every((source) => source.name !== '' && source.license !== '')).toBe(true);
  }
});

test('platforms answer to the names that import formats use', () => {
  expect(catalog().platform('m365')?.platform).toBe('entra');
  expect(catalog().platform(' Google ')?.platform).toBe('google');
  expect(catalog().platform('nothing')).toBeUndefined();
});

test('a changed file is refused', () => {
  cpSync(CATALOG_FOLDER, folder, { recursive: true });
  const file = join(folder, 'google.json');
  const text = readFileSync(file, 'utf8');
  const changed = text.replace('"id":"drive.readonly","verb":"read"', '"id":"drive.readonly","verb":"write"');
  expect(changed).not.toBe(text);
  writeFileSync(file, changed);
  expect(() => loadCatalog(folder)).toThrow(/google\.json was changed after it was built/);
});

test('what the files state of themselves is what reading them gives', () => {
  expect(statedCatalog(CATALOG_FOLDER)).toEqual({ version: catalog().version, digest: catalog().digest });
});

test('files that do not agree on a version, or state no digest, are read whole', () => {
  cpSync(CATALOG_FOLDER, folder, { recursive: true });
  const file = join(folder, 'slack.json');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(`"version":"${catalog().version}"`, '"version":"1999.01.1"'));
  expect(statedCatalog(folder)).toBeNull();
  expect(() => createCaseCatalogs(folder).shipped()).toThrow(/slack\.json was changed after it was built/);
  writeFileSync(file, JSON.stringify(JSON.parse(text)));
  expect(statedCatalog(folder)).toBeNull();
  expect(createCaseCatalogs(folder).shipped().digest).toBe(catalog().digest);
});

test('a changed file that states its digest still is refused as soon as the catalog is asked', () => {
  cpSync(CATALOG_FOLDER, folder, { recursive: true });
  const file = join(folder, 'google.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"verb":"read"', '"verb":"write"'));
  const shipped = createCaseCatalogs(folder).shipped();
  expect(shipped.digest).toBe(catalog().digest);
  expect(() => shipped.platform('google')).toThrow(/google\.json was changed after it was built/);
});

test('files of another digest than was stated are not taken for those', () => {
  cpSync(CATALOG_FOLDER, folder, { recursive: true });
  const shipped = createCaseCatalogs(folder).shipped();
  const file = join(folder, 'slack.json');
  const slack: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'));
  slack['notes'] = ['Another edition.'];
  slack['digest'] = contentDigest(slack);
  writeFileSync(file, JSON.stringify(slack));
  expect(() => shipped.matchEvent('drive', 'view')).toThrow(/was exchanged while Countersign was running/);
});

test('a malformed, a missing and a foreign file are refused', () => {
  cpSync(CATALOG_FOLDER, folder, { recursive: true });
  const file = join(folder, 'slack.json');
  writeFileSync(file, '{');
  expect(() => loadCatalog(folder)).toThrow(/slack\.json is not valid JSON/);
  rmSync(file);
  expect(() => loadCatalog(folder)).toThrow(/slack\.json cannot be read/);
  const okta: Record<string, unknown> = JSON.parse(readFileSync(join(folder, 'okta.json'), 'utf8'));
  okta['version'] = '1999.01.1';
  okta['digest'] = contentDigest(okta);
  cpSync(join(CATALOG_FOLDER, 'slack.json'), file);
  writeFileSync(join(folder, 'okta.json'), JSON.stringify(okta));
  expect(() => loadCatalog(folder)).toThrow(/okta\.json is version 1999\.01\.1/);
});

test('a row of the wrong shape is refused even with a right digest', () => {
  cpSync(CATALOG_FOLDER, folder, { recursive: true });
  const content: Record<string, unknown> = JSON.parse(readFileSync(join(folder, 'google.json'), 'utf8'));
  content['ops'] = [['GET', 'x.y', 'not a number']];
  content['digest'] = contentDigest(content);
  writeFileSync(join(folder, 'google.json'), JSON.stringify(content));
  expect(() => loadCatalog(folder)).toThrow(/google\.json .*wrong shape/);
});

test('the closure reaches everything below and refuses circles', () => {
  const closure = closureOf(
    new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['d', ['e']],
    ]),
  );
  expect([...(closure.get('a') ?? [])].toSorted()).toEqual(['b', 'c', 'd', 'e']);
  expect([...(inverted(closure).get('e') ?? [])].toSorted()).toEqual(['a', 'b', 'd']);
  expect(() =>
    closureOf(
      new Map([
        ['a', ['b']],
        ['b', ['c']],
        ['c', ['a']],
      ]),
    ),
  ).toThrow(/includes itself/);
});

test.skipIf(!hasTables())(
  'rebuilding from the fact tables gives the shipped files (skipped where the tables are not at hand)',
  () => {
    buildCatalog(TABLES, folder);
    for (const part of ['entra-graph', 'entra-other', 'google', 'github', 'slack', 'okta', 'salesforce', 'events']) {
      expect(
        readFileSync(join(folder, `${part}.json`), 'utf8') ===
          readFileSync(join(CATALOG_FOLDER, `${part}.json`), 'utf8'),
      ).toBe(true);
    }
  },
);
