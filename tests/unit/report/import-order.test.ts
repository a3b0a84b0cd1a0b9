import { ROLES } from '../../../shared/contract/people.ts';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadCatalog } from '../../../electron/engine/catalog/load.ts';
import { writeMeta } from '../../../electron/engine/db/meta.ts';
import { openDatabase } from '../../../electron/engine/db/open.ts';
import { derive } from '../../../electron/engine/derive/derive.ts';
import { contentDigest } from '../../../electron/engine/evidence/bundle-layout.ts';
import { runImport } from '../../../electron/engine/import/run-import.ts';
import { buildDataFiles } from '../../../electron/engine/report/data-files.ts';
import { buildDocument } from '../../../electron/engine/report/document.ts';
import { readReportModel, type ReportModel } from '../../../electron/engine/report/model.ts';
import { decide } from '../../../electron/engine/review/decide.ts';
import { readJournal } from '../../../electron/engine/review/journal.ts';
import { DEFAULT_POLICY } from '../../../electron/engine/rules/policy.ts';
import { reportDocument } from '../../../shared/contract/report-document.ts';

const root = new URL('../../../', import.meta.url).pathname;
const catalog = loadCatalog(join(root, 'resources/catalog'));
const sampleFiles = z
  .object({
    files: z.array(
      z.object({
        path: z.string(),
        system: z.string(),
        kind: z.string(),
        tenant: z.string(),
        asOf: z.string(),
        extractedBy: z.string(),
        method: z.string(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(root, 'resources/sample/sample.json'), 'utf8'))).files;
const FORMATS: Readonly<Record<string, string>> = { people: 'register.people', owners: 'register.owners' };

interface Reviewed {
  readonly model: ReportModel;
  readonly files: Map<string, Uint8Array>;
}

/** Imports the files in the order given, into a case of its own, and decides the same items in it. */
async function review(files: typeof sampleFiles, now: number): Promise<Reviewed> {
  const folder = mkdtempSync(join(tmpdir(), 'report-order-'));
  const db = openDatabase(join(folder, 'case.countersign'), { create: true });
  writeMeta(db, 'key_seed', '7');
  for (const { path, kind, system, tenant, asOf, extractedBy, method } of files) {
    await runImport(
      {
        db,
        catalog,
        evidenceFolder: join(folder, 'evidence'),
        now: () => now,
        actor: 'Test',
        signal: new AbortController().signal,
        onProgress: () => undefined,
      },
      join(root, 'resources/sample', path),
      {
        format: FORMATS[kind] ?? kind,
        mapping: null,
        system,
        tenant,
        asOf,
        extractedBy,
        method,
        keepCopy: false,
        completeness: 'whole',
      },
    );
  }
  derive(db, catalog, DEFAULT_POLICY);
  const keys = db.prepare<[], string>('SELECT key FROM item ORDER BY key LIMIT 5').pluck().all();
  for (const itemId of keys) {
    const choice = { itemId, decision: 'revoke' as const, reason: 'Same in both cases.', scopes: [], principals: [] };
    decide(
      db,
      { ...choice, until: null, owner: null, agreed: null, round: 'first', trace: null },
      { name: 'Test', person: null, roles: ROLES },
      Date.UTC(2026, 9, 5),
    );
  }
  const details = { name: 'Sample', client: '', engagement: '', periodFrom: null, periodTo: null, reviewer: 'Test' };
  const model = readReportModel({
    db,
    catalog,
    policy: DEFAULT_POLICY,
    details,
    isSample: true,
    now,
    reportId: 'CS-1',
  });
  const data = buildDataFiles(model, readJournal(db));
  db.close();
  return { model, files: data };
}

describe('a report on the sample case', async () => {
  const forward = await review(sampleFiles, Date.UTC(2026, 9, 2));
  const backward = await review(sampleFiles.toReversed(), Date.UTC(2026, 9, 3));

  it('has the same facts and content digest for both orders of import', () => {
    for (const name of ['report.json', 'items.csv', 'decisions.csv', 'findings.csv']) {
      const [one, other] = [forward.files.get(name), backward.files.get(name)].map((bytes) => Buffer.from(bytes ?? []));
      expect(other?.toString('utf8'), name).toBe(one?.toString('utf8'));
    }
    expect(contentDigest(backward.files)).toBe(contentDigest(forward.files));
  });

  it('closes: every grant belongs to an item, every finding is listed, every import balances', () => {
    const { model } = forward;
    expect(model.items.length).toBeGreaterThan(10);
    expect(model.items.reduce((total, item) => total + item.grants, 0)).toBe(model.totals.grants);
    expect(model.findings).toHaveLength(model.rules.reduce((total, rule) => total + rule.findings, 0));
    expect(model.imports.every((source) => source.closes)).toBe(true);
    expect(model.undecided).toBe(model.items.length - 5);
  });

  it('makes a document that the contract accepts and that calls nothing unused', () => {
    const document = buildDocument(forward.model, true);
    expect(reportDocument.parse(document)).toEqual(document);
    expect(JSON.stringify(document)).not.toMatch(/\bunused\b/iu);
  });
});
