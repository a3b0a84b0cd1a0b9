import type Database from 'better-sqlite3';
import { copyFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ImportOrder, PlainMapping } from '../../../shared/contract/imports.ts';
import type { ImportSummary } from '../../../shared/contract/jobs.ts';
import { derive } from '../../../electron/engine/derive/derive.ts';
import { countRecords } from '../../../electron/engine/import/preview.ts';
import { runImport } from '../../../electron/engine/import/run-import.ts';
import { importers, recognize } from '../../../electron/engine/importers/index.ts';
import { AppError } from '../../../electron/engine/lib/errors.ts';
import { inspectSource } from '../../../electron/engine/reading/inspect.ts';
import type { SourceHead } from '../../../electron/engine/reading/types.ts';
import { randomFrom } from '../reading/files.ts';
import { type EngineCase, newCase } from './engine-case.ts';
import { fixtureSeeds, pick, randomFile, type Random } from './random-files.ts';

/** Files of one case: later files meet what earlier ones left. */
const BATCH = 500;
const SEED = 20_261_001;

const seeds = fixtureSeeds();

const outcomes = { imported: 0, refused: 0, accepted: 0, rejected: 0, duplicate: 0, notRelevant: 0 };

/** Imports the random files with these numbers, in cases of 500, and checks the account of each file and each case. */
export function checkLedgers(from: number, to: number): void {
  const count = to - from;
  const batches = Array.from({ length: count / BATCH }, (_, index) => from + index * BATCH);

  test.each(batches)('the ledger closes for random files from %i on', { timeout: 300_000 }, async (first) => {
    const started = await newCase();
    try {
      const { context } = started.engine;
      const { db } = context.open();
      // Not the subject here, and by far the most of the time.
      db.pragma('synchronous = OFF');
      for (let index = first; index < first + BATCH; index += 1) await importOne(started, index);
      derive(db, context.catalog(), context.policy());
      const groups = await started.engine.handlers['ledger.get']({}, {});
      expect(groups.flatMap((group) => group.breaks)).toEqual([]);
    } finally {
      await started.dispose();
    }
  });

  test('the files were of every fate, and so were their records', () => {
    expect(outcomes.imported + outcomes.refused).toBe(count);
    expect(outcomes.imported).toBeGreaterThan(count / 2);
    for (const [name, number] of Object.entries(outcomes)) expect(number, name).toBeGreaterThan(count / 100);
  });
}

async function importOne(started: EngineCase, index: number): Promise<void> {
  const label = `file ${index} of seed ${SEED}`;
  const next = randomFrom(SEED + index * 7919);
  const path = join(started.folder, `random-${index}`);
  const { bytes, format } = randomFile(seeds, next);
  writeFileSync(path, bytes);
  let summary: ImportSummary | null;
  try {
    summary = await importOrRefuse(started, path, format, next, label);
  } catch (cause) {
    // The fixtures that random files are made of change; the file at fault is kept for a second look.
    const kept = join(tmpdir(), `countersign-random-${index}`);
    copyFileSync(path, kept);
    throw new Error(`${label} (kept as ${kept}): ${String(cause)}`, { cause });
  }
  outcomes[summary === null ? 'refused' : 'imported'] += 1;
  if (summary === null) return;
  for (const key of ['accepted', 'rejected', 'duplicate', 'notRelevant'] as const) outcomes[key] += summary[key];
}

/** Imports a file as the user would be led to, checks the account of it, and answers null for one that is refused. */
async function importOrRefuse(
  started: EngineCase,
  path: string,
  seedFormat: string,
  next: Random,
  label: string,
): Promise<ImportSummary | null> {
  const { context } = started.engine;
  const { db, evidenceFolder } = context.open();
  const before = fingerprint(db);
  let head: SourceHead;
  let summary: ImportSummary;
  try {
    head = await inspectSource(path);
    summary = await runImport(
      {
        db,
        catalog: context.catalog(),
        evidenceFolder,
        now: () => 0,
        actor: 'a',
        signal: new AbortController().signal,
        onProgress: () => undefined,
      },
      path,
      orderFor(head, seedFormat, next),
    );
  } catch (cause) {
    if (!(cause instanceof AppError)) throw new Error(`${label}: ${String(cause)}`, { cause });
    expect(cause.message, label).toMatch(/[.”)]$/);
    expect(cause.code, `${label}: ${cause.message}`).not.toBe('internal');
    expect(fingerprint(db), label).toBe(before);
    return null;
  }
  if (summary.warnings.some((text) => text.startsWith('This file is already in the case'))) {
    expect(fingerprint(db), label).toBe(before);
    return summary;
  }
  if (head.kind === 'nothing') throw new Error(`${label}: nothing was imported as ${summary.format}`);
  const { read, accepted, rejected, duplicate, notRelevant } = summary;
  expect(read, label).toBe(accepted + rejected + duplicate + notRelevant);
  expect({ read, isExact: true }, label).toEqual({ read: (await countRecords(path, head)).records, isExact: true });
  expect(stored(db, summary.importId), label).toEqual({
    parts: accepted,
    rejected,
    duplicate,
    notRelevant,
    kept: rejected,
    grants: summary.grants,
    unattributed: summary.unattributed,
    days: 0,
  });
  return summary;
}

function orderFor(head: SourceHead, seedFormat: string, next: Random): Omit<ImportOrder, 'token'> {
  // Recognized or, as the user may, chosen by hand.
  const format = head.kind === 'nothing' || next(2) === 0 ? seedFormat : recognize(head)[0]?.importer.id;
  const isMapped = format === undefined || next(25) === 0;
  return {
    format: isMapped ? null : next(10) === 0 ? pick(importers, next).id : format,
    mapping: isMapped ? randomMapping(head, next) : null,
    system: 's',
    tenant: pick(['tenant', 'tenant', 'other'], next),
    asOf: pick(['2026-10-01T06:00:00Z', '2026-08-01T06:00:00Z'], next),
    extractedBy: 'e',
    method: 'm',
    keepCopy: false,
    ...(next(6) === 0 ? { zone: 'Europe/Berlin' } : {}),
    completeness: next(6) === 0 ? 'part' : 'whole',
    ...(next(6) === 0 ? { subject: 'subject-app' } : {}),
  };
}

function randomMapping(head: SourceHead, next: Random): PlainMapping {
  const columns = head.kind === 'csv' ? head.header : ['id', 'name', 'scopes', 'time'];
  const column = (): string => pick(columns.length === 0 ? ['x'] : columns, next);
  return {
    target: pick(['grants', 'events'], next),
    platform: pick(['other', 'google', 'entra'], next),
    fields: { connector: column(), principal: column(), scopes: column(), time: column(), grantedAt: column() },
  };
}

const TABLES = [
  'event',
  'lifecycle_fact',
  'grant_fact',
  'reference',
  'text',
  'operation',
  'scope_set',
  'import',
  'import_row',
  'import_reason',
  'log_day',
  'usage',
  'alias_fact',
  'name_fact',
  'connector_fact',
  'principal_fact',
  'owner_fact',
  'register_fact',
  'unattributed_fact',
  'counted_fact',
  'session_fact',
  'permission_fact',
  'credential_fact',
  'journal',
];
const COUNTS = `SELECT ${TABLES.map((table) => `(SELECT count(*) FROM ${table})`).join(` || ' ' || `)}`;

/** How much there is of everything a file may leave in a case. */
function fingerprint(db: Database.Database): string {
  return String(prepared(db, COUNTS).pluck().get());
}

const statements = new WeakMap<Database.Database, Map<string, Database.Statement>>();

function prepared(db: Database.Database, sql: string): Database.Statement {
  const known = statements.get(db) ?? new Map<string, Database.Statement>();
  statements.set(db, known);
  const statement = known.get(sql) ?? db.prepare(sql);
  known.set(sql, statement);
  return statement;
}

/** The same account, from what was stored. `days` = records beyond those that stand in a log of days. */
function stored(db: Database.Database, id: number): unknown {
  return prepared(
    db,
    `SELECT (SELECT grant_records + event_records + other_records FROM import WHERE id = @id) AS parts,
              (SELECT coalesce(sum(count), 0) FROM import_reason WHERE import_id = @id AND outcome = 'rejected') AS rejected,
              (SELECT coalesce(sum(count), 0) FROM import_reason WHERE import_id = @id AND outcome = 'duplicate') AS duplicate,
              (SELECT coalesce(sum(count), 0) FROM import_reason WHERE import_id = @id AND outcome = 'not-relevant') AS notRelevant,
              (SELECT count(*) FROM import_row WHERE import_id = @id AND outcome = 'rejected') AS kept,
              (SELECT count(*) FROM grant_fact WHERE import_id = @id) AS grants,
              (SELECT count(*) FROM unattributed_fact WHERE import_id = @id) AS unattributed,
              (SELECT count(*) FROM log_day WHERE import_id = @id AND events < 1) AS days`,
  ).get({ id });
}
