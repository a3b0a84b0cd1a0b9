import type Database from 'better-sqlite3';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { OUTCOMES, severitySchema } from '../../../shared/domain/vocabulary.ts';
import { policySchema } from '../../../electron/engine/rules/policy.ts';
import { ruleById, rules } from '../../../electron/engine/rules/index.ts';
import { controlIds } from '../../../electron/engine/rules/rule.ts';
import { importCase, type ImportedCase } from './imported-case.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/rules');

/** What a fixture says by hand; the sentences are kept beside it in verdicts.json. */
const fixture = z.strictObject({
  title: z.string(),
  /** Files of the folder in import order, or of another fixture of the rules by relative path. */
  files: z.array(
    z.strictObject({
      name: z.string(),
      format: z.string(),
      tenant: z.string().default('tenant'),
      asOf: z.iso.datetime().default('2026-10-01T06:00:00Z'),
      completeness: z.enum(['whole', 'part']).default('whole'),
      subject: z.string().optional(),
    }),
  ),
  policy: z.record(z.string(), z.unknown()).default({}),
  /** Per subject, `connector` or `connector · kind`: the outcome, with a finding its severity. */
  expect: z.record(
    z.string(),
    z.string().regex(/^(?:finding (?:critical|high|medium|low|info)|clear|undeterminable|not-applicable)$/),
  ),
});

/** Rules that know no such outcome, with the reason. */
const NOT_KNOWN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'CS-15': { 'not-applicable': 'every connector signs in somehow' },
  'CS-01': { 'not-applicable': 'somebody must answer for every grant' },
  'CS-04': { 'not-applicable': 'somebody gave every grant' },
  'CS-06': { 'not-applicable': 'every grant must be reviewed' },
  'CS-27': { 'not-applicable': 'every connector is there for something' },
};

const folder = mkdtempSync(join(tmpdir(), 'rules-imported-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const folders = readdirSync(ROOT).map((id) => ({
  id,
  cases: readdirSync(join(ROOT, id), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => {
      const path = join(ROOT, id, entry.name);
      return { path, ...fixture.parse(JSON.parse(readFileSync(join(path, 'case.json'), 'utf8'))) };
    }),
}));

describe.each(folders)('$id', ({ id, cases }) => {
  test.each(cases)('$title', async ({ path, files, policy, expect: expected }) => {
    const imported = await importCase(
      mkdtempSync(join(folder, 'case-')),
      files.map((file) => ({ ...file, path: join(path, file.name) })),
      policySchema.parse({ name: 'Test', version: 1, ...policy }),
    );
    try {
      const verdicts = verdictsOf(imported, id);
      expect(Object.fromEntries(verdicts.map(({ subject, said }) => [subject, said]))).toEqual(expected);
      for (const verdict of verdicts) checkWords(verdict);
      await expect(`${JSON.stringify(verdicts, null, 1)}\n`).toMatchFileSnapshot(join(path, 'verdicts.json'));
    } finally {
      imported.db.close();
    }
  });

  test('its cases show every outcome it knows', () => {
    const shown = new Set(cases.flatMap((one) => Object.values(one.expect).map((said) => said.split(' ')[0])));
    const unknown = Object.keys(NOT_KNOWN[id] ?? {});
    expect(shown).toEqual(new Set(OUTCOMES.filter((outcome) => !unknown.includes(outcome))));
  });

  test('it names its controls and what to do', () => {
    const rule = ruleById(id);
    expect(rule && controlIds(rule.controls).length).toBeGreaterThan(3);
    expect(rule?.recommendedAction).toMatch(/^[A-Z].*\.$/);
  });
});

test('every rule has cases made from imported files', () => {
  expect(folders.filter(({ cases }) => cases.length > 0).map(({ id }) => id)).toEqual(rules.map((rule) => rule.id));
});

interface ShownVerdict {
  readonly subject: string;
  readonly said: string;
  readonly outcome: string;
  readonly severity: string | null;
  readonly sentence: string;
  readonly missing: string | null;
  readonly scopes: unknown;
  readonly evidence: readonly string[];
}

/** The verdicts of a rule by subject, evidence as `file:line note`. */
function verdictsOf({ db }: ImportedCase, rule: string): ShownVerdict[] {
  const rows = db
    .prepare<
      [string],
      {
        name: string;
        kind: string | null;
        tenant: string | null;
        outcome: string;
        severity: string | null;
        sentence: string;
        missing: string | null;
        scopes: string;
        evidence: string;
      }
    >(
      `SELECT connector.name, item.kind, item.tenant, outcome, severity, sentence, missing, finding.scopes, evidence
       FROM finding JOIN connector ON connector.id = finding.connector LEFT JOIN item ON item.id = finding.item
       WHERE rule = ? ORDER BY connector.key, item.key`,
    )
    .all(rule);
  const spots = z.array(z.object({ importId: z.int(), line: z.int(), note: z.string() }));
  return rows.map(({ name, kind, tenant, evidence, scopes, ...row }) => ({
    subject: [name, ...(kind === null ? [] : [kind]), ...(tenant === null || tenant === 'tenant' ? [] : [tenant])].join(
      ' · ',
    ),
    said: row.outcome === 'finding' ? `finding ${row.severity ?? ''}` : row.outcome,
    ...row,
    scopes: JSON.parse(scopes),
    evidence: spots
      .parse(JSON.parse(evidence))
      .map((spot) => `${fileName(db, spot.importId)}:${spot.line} ${spot.note}`),
  }));
}

function fileName(db: Database.Database, importId: number): string {
  const row = db.prepare<[number], { file_name: string }>('SELECT file_name FROM import WHERE id = ?').get(importId);
  return row?.file_name ?? `import ${importId}`;
}

/** A finding says what, when and where; the others say no more than they must. */
function checkWords(verdict: ShownVerdict): void {
  if (verdict.outcome === 'finding') {
    severitySchema.parse(verdict.severity);
    expect(verdict.sentence).toMatch(/^[A-Z0-9\p{L}=<].*\.$/su);
  } else expect(verdict.sentence).toBe('');
  expect(verdict.missing !== null).toBe(verdict.outcome === 'undeterminable');
  expect(JSON.stringify(verdict)).not.toMatch(/\bunused\b|undefined|NaN|null people|\bInfinity\b/);
}
