import type Database from 'better-sqlite3';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCatalog } from '../../../electron/engine/catalog/load.ts';
import { buildDocument } from '../../../electron/engine/report/document.ts';
import { readReportModel } from '../../../electron/engine/report/model.ts';
import { rules } from '../../../electron/engine/rules/index.ts';
import { PARAMETERS } from '../../../electron/engine/rules/parameters.ts';
import { DEFAULT_POLICY } from '../../../electron/engine/rules/policy.ts';
import { openSampleCase } from './sample-case.ts';

const root = join(import.meta.dirname, '../../..');

/** Words that call something unused. Only the class of the evidence and its window may stand for them. */
const UNUSED = new RegExp(
  [
    String.raw`\b(?:un-?used|idle|dormant)\b`,
    String.raw`\b(?:never|not|no longer|hardly|isn[’']t|aren[’']t|wasn[’']t)(?: yet| being| ever)? (?:been )?(?:used|in use)\b`,
    String.raw`\b(?:no|without(?: any)?|out of) use\b`,
    String.raw`\b(?:nobody|no one|no person|no app) (?:uses|used)\b`,
    String.raw`\b(?:does|did)(?: not|n[’']t) use\b`,
  ].join('|'),
  'i',
);

/** Sentences of the sources that hold such words and yet call nothing unused, or that name the window themselves. */
const ALLOWED: readonly (readonly [file: string, part: string, why: string])[] = [
  [
    'electron/engine/rules/cs-16-dormant.ts',
    "title: 'Dormant: no successful use in the window'",
    'title; a sentence with the window follows',
  ],
  ['electron/engine/rules/cs-18-refresh-without-use.ts', "title: 'Refresh without use", 'title; the window follows'],
  ['electron/engine/rules/parameters.ts', 'after which a grant counts as dormant', 'defines the window'],
  ['electron/engine/importers/refusals/', 'proves no use', 'says that a file proves nothing'],
  ['renderer/features/overview/AgePanel.tsx', 'That is not the same as no use.', 'says that it is not known'],
  ['renderer/features/overview/CoveragePanel.tsx', 'Only a fully covered window can show', 'names the window'],
  ['shared/domain/reason-codes.ts', 'No use in the observed window.', 'offered with a finding that names the window'],
  ['renderer/features/import/MappingColumns.tsx', "label: 'Not used'", 'a column of a file'],
  ['resources/collect/salesforce-tokens.md', 'Salesforce records no use', 'what a field of the platform holds'],
];

/** Lines with words for people: sources without comments, where one word alone counts only inside a text with spaces. */
function texts(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8');
  if (file.endsWith('.md')) return source.split('\n');
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
  return code.split('\n').filter((line) => !/^\s*import\b/.test(line) && /['"`>].* |^\s*[A-Z][a-z]+ [a-z]/.test(line));
}

const files = globSync(['electron/**/*.ts', 'renderer/**/*.{ts,tsx}', 'shared/**/*.ts', 'resources/collect/**/*.md'], {
  cwd: root,
})
  .map(String)
  .toSorted();

/** Code around a word: names of variables, calls and classes say nothing to people. */
const IN_CODE =
  /(?:[\w$.]\b(?:unused|idle)|\b(?:unused|idle)\b *(?:[:=.(;,)]|\?\.)|styles\.unused|'unused'|\.\.\.idle)/gi;

test('no text of the product calls anything unused', () => {
  expect(files.length).toBeGreaterThan(400);
  const used = new Set<string>();
  const found = files.flatMap((file) =>
    texts(file)
      .filter((line) => UNUSED.test(line.replace(IN_CODE, '')))
      .filter((line) => {
        const allowed = ALLOWED.find(([path, part]) => file.startsWith(path) && line.includes(part));
        if (allowed !== undefined) used.add(allowed.join(' '));
        return allowed === undefined;
      })
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
  expect(ALLOWED.filter((entry) => !used.has(entry.join(' ')))).toEqual([]);
});

/** A window: two days, a number of days, or a day since which something is so. */
const WINDOW = /\d{4}-\d\d-\d\d|\b\d+ (?:covered )?(?:days|day)\b/;
const SOURCE = /\b(?:log|logs|export|exports|field|evidence|record|records|register)\b/i;

/** What stands by itself: titles of the specification, and the label of the parameter that is the window. */
const NAMES = [...rules.map((rule) => rule.title), PARAMETERS.dormantDays.label];

/** A sentence without what others wrote: what stands in quotes, and names of several words. */
function withoutNames(text: string): string {
  return NAMES.reduce((rest, name) => rest.replaceAll(name, ''), text)
    .replace(/"[^"]*"/g, '')
    .replace(/\b[A-Z]\w*(?: [A-Z]\w*)+/g, '');
}

/** What says that use was not seen, in words of the vocabulary. */
const ABSENCE = /\bnot seen\b|\bno (?:later |successful )*(?:call|sign-in|token)s?\b|\bnever\b/i;

/** Sentences that say something of absent use without window and source of the evidence. */
function bare(sentences: Iterable<string>): string[] {
  return [...new Set(sentences)].filter((sentence) => {
    const said = withoutNames(sentence);
    const isStated = /\bno evidence\b/.test(said) || (WINDOW.test(said) && SOURCE.test(said));
    return UNUSED.test(said) || (ABSENCE.test(said) && !isStated);
  });
}

describe('sentences of findings', () => {
  test('those of the fixtures name window and source where they speak of absent use', () => {
    const said: string[] = [];
    for (const file of globSync('tests/fixtures/rules/*/{*.json,*/verdicts.json}', { cwd: root }))
      JSON.parse(readFileSync(join(root, String(file)), 'utf8'), (key, value: unknown) => {
        if ((key === 'sentence' || key === 'missing') && typeof value === 'string') said.push(value);
        return value;
      });
    expect(said.length).toBeGreaterThan(900);
    expect(said.filter((sentence) => ABSENCE.test(sentence)).length).toBeGreaterThan(20);
    expect(bare(said)).toEqual([]);
  });
});

describe('the sample case', () => {
  let db: Database.Database;
  beforeAll(async () => {
    db = await openSampleCase();
  });
  afterAll(() => {
    db.close();
  });

  test.each([
    ['findings', `SELECT sentence FROM finding WHERE sentence <> ''`],
    ['missing evidence', 'SELECT missing FROM finding WHERE missing IS NOT NULL'],
    ['scopes', `SELECT statement FROM item_scope WHERE status <> 'not-observable'`],
    ['reductions', 'SELECT statement FROM item_reduction'],
    ['checks', 'SELECT sentence FROM evidence_check'],
  ])('its %s name window and source where they speak of absent use', (_what, sql) => {
    const said = db.prepare<[], string>(sql).pluck().all();
    expect(said.length).toBeGreaterThan(5);
    expect(bare(said)).toEqual([]);
  });

  test('its report calls nothing unused', () => {
    const details = { name: 'Sample', client: '', engagement: '', periodFrom: null, periodTo: null, reviewer: 'Test' };
    const model = readReportModel({
      db,
      catalog: loadCatalog(join(root, 'resources/catalog')),
      policy: DEFAULT_POLICY,
      details,
      isSample: true,
      now: Date.UTC(2026, 9, 2),
      reportId: 'CS-1',
    });
    const said: string[] = [];
    JSON.stringify(buildDocument(model, true), (_key, value: unknown) => {
      if (typeof value === 'string') said.push(value);
      return value;
    });
    expect(said.length).toBeGreaterThan(1000);
    expect(said.filter((text) => UNUSED.test(withoutNames(text)))).toEqual([]);
  });
});
