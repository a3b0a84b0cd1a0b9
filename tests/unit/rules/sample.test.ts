import type Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { rules } from '../../../electron/engine/rules/index.ts';
import { DEFAULT_POLICY } from '../../../electron/engine/rules/policy.ts';
import { deriveAppAttributes } from '../../../electron/engine/derive/app-attributes.ts';
import { deriveOwners } from '../../../electron/engine/derive/owners.ts';
import { deriveSuppressions } from '../../../electron/engine/derive/suppressions.ts';
import { deriveVendors } from '../../../electron/engine/derive/vendors.ts';
import { loadCatalog } from '../../../electron/engine/catalog/load.ts';
import { ruleContext } from '../../../electron/engine/rules/rule.ts';
import { AS_OF } from './case.ts';

const catalog = loadCatalog(new URL('../../../resources/catalog', import.meta.url).pathname);
import { openSampleCase } from './sample-case.ts';
import { STORY } from './sample-story.ts';

describe('the sample case', () => {
  let db: Database.Database;
  beforeAll(async () => {
    db = await openSampleCase();
  });
  afterAll(() => {
    db.close();
  });

  test.each(rules)('$id finds its stories and leaves the rest clean', ({ id }) => {
    const found = db
      .prepare<[string], { name: string }>(
        `SELECT connector.platform || ': ' || connector.name AS name
         FROM finding JOIN connector ON connector.id = finding.connector
         WHERE rule = ? AND outcome = 'finding'`,
      )
      .all(id)
      .map((row) => row.name.replace(/(?<==HYPERLINK).*/u, ''));
    expect(found.toSorted()).toEqual((STORY[id] ?? []).toSorted());
  });

  test.each(rules)('$id gives one verdict per subject', ({ id }) => {
    const isOfConnectors =
      db.prepare<[string], { items: number }>('SELECT count(item) AS items FROM finding WHERE rule = ?').get(id)
        ?.items === 0;
    const population = db
      .prepare<[], { subject: number }>(
        isOfConnectors ? 'SELECT DISTINCT connector AS subject FROM v_item' : 'SELECT item AS subject FROM v_item',
      )
      .all();
    const judged = db
      .prepare<[string], { subject: number }>('SELECT coalesce(item, connector) AS subject FROM finding WHERE rule = ?')
      .all(id);
    const sorted = (rows: readonly { subject: number }[]): number[] =>
      rows.map((row) => row.subject).toSorted((a, b) => a - b);
    expect(population.length).toBeGreaterThan(0);
    expect(sorted(judged)).toEqual(sorted(population));
  });

  test('severities, scopes, window and lines of the main stories', () => {
    const rows = db
      .prepare<
        [],
        { rule: string; name: string; severity: string; sentence: string; scopes: string; evidence: string }
      >(
        `SELECT rule, connector.name, severity, sentence, finding.scopes, evidence
         FROM finding JOIN connector ON connector.id = finding.connector
         WHERE outcome = 'finding'`,
      )
      .all();
    const of = (rule: string, name: string) => rows.find((row) => row.rule === rule && row.name.startsWith(name));
    expect(of('CS-08', 'Cadenza')).toMatchObject({ severity: 'high', scopes: '["drive","contacts"]' });
    expect(of('CS-08', 'Rookery')?.scopes).toBe('["Mail.ReadWrite"]');
    expect(of('CS-08', 'Cadenza')?.sentence).toContain(
      '92 days of the Google OAuth token log (2026-07-01 to 2026-09-30)',
    );
    expect(of('CS-14', 'Scribewell')?.sentence).toMatch(/seen used by 17 people .* 4\.5 % of 381 active people/);
    expect(of('CS-18', 'Kestrel')?.severity).toBe('high');
    expect(of('CS-24', 'Brindle')?.severity).toBe('critical');
    expect(of('CS-24', 'Brindle')?.sentence).toMatch(
      /2026-08-19 14:05 UTC.* 2026-08-23 06:12 UTC.* 2026-09-02 06:12 UTC/,
    );
    expect(JSON.parse(of('CS-24', 'Brindle')?.evidence ?? '[]')).toHaveLength(4);
    // A look-alike is worse when many people fall for it.
    expect(of('CS-29', 'Fjordsign')?.severity).toBe('critical');
    expect(of('CS-29', '=HYPERLINK')?.severity).toBe('high');
    expect(of('CS-31', 'Fjordsign')?.severity).toBe('critical');
    expect(of('CS-31', 'Fjordsign')?.sentence).toMatch(/^9 people .* 2 hours 43 minutes/);
    expect(JSON.parse(of('CS-31', 'Fjordsign')?.evidence ?? '[]')).toHaveLength(9);
  });

  test('no statement of a rule scans a table that grows with the logs', () => {
    expect(rules).toHaveLength(35);
    const prepared = vi.spyOn(db, 'prepare');
    for (const rule of rules)
      expect([...rule.evaluate(ruleContext(db, catalog, DEFAULT_POLICY, AS_OF))]).not.toHaveLength(0);
    const statements = new Set(prepared.mock.calls.map(([sql]) => sql));
    // What every act of the reviewer derives anew beside the findings must stay as cheap.
    prepared.mockClear();
    db.transaction(() => {
      deriveAppAttributes(db);
      deriveOwners(db);
      deriveVendors(db);
      deriveSuppressions(db);
    })();
    for (const [sql] of prepared.mock.calls) if (/^\s*(?:SELECT|WITH)\b/.test(sql)) statements.add(sql);
    prepared.mockRestore();
    expect([...statements].filter((sql) => /\bevent\b/.test(sql))).toHaveLength(1);
    for (const sql of statements) {
      const marks = sql.match(/\?/g)?.length ?? 0;
      const plan = db
        .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...(sql.includes('@since') ? [{ since: 0 }] : Array.from({ length: marks }, () => 0)));
      expect(plan.length, sql).toBeGreaterThan(0);
      for (const step of plan) {
        expect(step.detail, sql).not.toMatch(/^SCAN (event|usage|lifecycle_fact|grant_fact|consent_grant)\b/);
      }
    }
  });
});

describe('the sample case without the register of people and the Graph activity log', () => {
  let db: Database.Database;
  beforeAll(async () => {
    db = await openSampleCase(['people.csv', 'entra/graph-activity.csv']);
  });
  afterAll(() => {
    db.close();
  });

  test('no owner is said to be missing, and no Entra scope to be without use', () => {
    const outcomes = db
      .prepare<[], { rule: string; platform: string; outcome: string }>(
        `SELECT DISTINCT rule, platform, outcome
         FROM finding JOIN connector ON connector.id = finding.connector
         WHERE rule IN ('CS-01', 'CS-08') OR (rule = 'CS-16' AND platform = 'entra')
         ORDER BY rule, platform, outcome`,
      )
      .all()
      .map((row) => `${row.rule} ${row.platform} ${row.outcome}`);
    expect(outcomes).toEqual([
      'CS-01 entra undeterminable',
      'CS-01 google undeterminable',
      'CS-01 salesforce undeterminable',
      'CS-01 slack undeterminable',
      'CS-08 entra undeterminable',
      'CS-08 google clear',
      'CS-08 google finding',
      'CS-08 google not-applicable',
      'CS-08 salesforce undeterminable',
      'CS-08 slack undeterminable',
      // The look-alike is 16 days old: too young to be called dormant.
      'CS-16 entra not-applicable',
      'CS-16 entra undeterminable',
    ]);
  });
});
