import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { ImportSummary } from '../../../../shared/contract/jobs.ts';
import { platformSchema, dayOrderSchema } from '../../../../shared/domain/vocabulary.ts';
import { SAME_EXTRACTION } from '../../lib/same-extraction.ts';

const texts = z.array(z.string());

interface ImportRow {
  readonly id: number;
  readonly sha256: string;
  readonly file_name: string;
  readonly bytes: number;
  readonly encoding: string;
  readonly format: string;
  readonly format_label: string;
  readonly platform: string;
  readonly system: string;
  readonly tenant: string;
  readonly as_of: number;
  readonly extracted_by: string;
  readonly method: string;
  readonly has_copy: number;
  readonly imported_at: number;
  readonly zone: string | null;
  readonly day_order: string | null;
  readonly subject: string;
  readonly stated_total: number | null;
  readonly found_total: number | null;
  readonly completeness: string;
  readonly truncation: string;
  readonly extraction: string;
  readonly container_name: string | null;
  readonly container_sha256: string | null;
  readonly copy_sha256: string | null;
  readonly secrets: number;
  readonly secret_kinds: string;
  readonly profile: string | null;
  readonly unattributed: number;
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly duplicate: number;
  readonly not_relevant: number;
  readonly connectors: number;
  readonly grants: number;
  readonly events: number;
  readonly first_time: number | null;
  readonly last_time: number | null;
  readonly warnings: string;
}

export type ReasonRow = ImportSummary['reasons'][number];

export function iso(time: number): string;
export function iso(time: number | null): string | null;
/** UTC milliseconds as ISO 8601. */
export function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

function toSummary(db: Database.Database, row: ImportRow): ImportSummary {
  const reasons = db
    .prepare<[number], ReasonRow>(
      'SELECT outcome, reason, count FROM import_reason WHERE import_id = ? ORDER BY count DESC, reason',
    )
    .all(row.id);
  return {
    importId: row.id,
    file: row.file_name,
    sha256: row.sha256,
    bytes: row.bytes,
    encoding: row.encoding,
    format: row.format,
    formatLabel: row.format_label,
    platform: platformSchema.parse(row.platform),
    system: row.system,
    tenant: row.tenant,
    asOf: iso(row.as_of),
    extractedBy: row.extracted_by,
    method: row.method,
    importedAt: iso(row.imported_at),
    hasCopy: row.has_copy === 1,
    zone: row.zone,
    dayOrder: row.day_order === null ? null : dayOrderSchema.parse(row.day_order),
    subject: row.subject,
    statedTotal: row.stated_total,
    foundTotal: row.found_total,
    completeness: row.completeness === 'part' ? 'part' : 'whole',
    truncation: texts.parse(JSON.parse(row.truncation)),
    extraction: row.extraction,
    container:
      row.container_name === null || row.container_sha256 === null
        ? null
        : { name: row.container_name, sha256: row.container_sha256 },
    secrets: row.secrets,
    secretKinds: texts.parse(JSON.parse(row.secret_kinds)),
    copySha256: row.copy_sha256,
    profile: row.profile,
    unattributed: row.unattributed,
    read: row.read,
    accepted: row.accepted,
    rejected: row.rejected,
    duplicate: row.duplicate,
    notRelevant: row.not_relevant,
    closes: row.read === row.accepted + row.rejected + row.duplicate + row.not_relevant,
    reasons,
    connectors: row.connectors,
    grants: row.grants,
    events: row.events,
    firstEvent: iso(row.first_time),
    lastEvent: iso(row.last_time),
    warnings: texts.parse(JSON.parse(row.warnings)),
  };
}

/** Complete imports in the order they were made. */
export function listImports(db: Database.Database): ImportSummary[] {
  return db
    .prepare<[], ImportRow>(`SELECT * FROM import WHERE status = 'complete' ORDER BY id`)
    .all()
    .map((row) => toSummary(db, row));
}

export function importSummaryById(db: Database.Database, id: number): ImportSummary | null {
  const row = db.prepare<[number], ImportRow>('SELECT * FROM import WHERE id = ?').get(id);
  return row === undefined ? null : toSummary(db, row);
}

/** How a file is read; one that says the same of another time is another statement. */
interface Reading {
  readonly format: string;
  readonly tenant: string;
  /** UTC milliseconds, of a list of grants; null where the time of the export does not change what the file says. */
  readonly listedAsOf: number | null;
}

/**
 * The complete import of the same bytes, if any; read the same way for the same tenant when `reading` is given. A list of
 * grants that a later export repeats byte for byte shows that nothing changed, and is no repetition.
 */
export function findImportByDigest(
  db: Database.Database,
  sha256: string,
  reading: Reading | null = null,
): ImportSummary | null {
  const row = db
    .prepare<{ sha256: string; apart: number } & { readonly [K in keyof Reading]: Reading[K] | null }, ImportRow>(
      `SELECT * FROM import
       WHERE sha256 = @sha256 AND status = 'complete' AND (@format IS NULL OR format = @format) AND (@tenant IS NULL OR tenant = @tenant)
         AND (@listedAsOf IS NULL OR abs(as_of - @listedAsOf) <= @apart)
       ORDER BY id LIMIT 1`,
    )
    .get({ format: null, tenant: null, listedAsOf: null, ...reading, sha256, apart: SAME_EXTRACTION });
  return row === undefined ? null : toSummary(db, row);
}

/** Records that were not accepted. `total` counts all of them, `kept` those whose text was kept. */
export function importRows(
  db: Database.Database,
  importId: number,
  outcome: ReasonRow['outcome'],
  offset: number,
  limit: number,
): {
  total: number;
  kept: number;
  rows: { line: number; outcome: ReasonRow['outcome']; reason: string; excerpt: string }[];
} {
  const total =
    db
      .prepare<[number, string], { n: number | null }>(
        'SELECT sum(count) AS n FROM import_reason WHERE import_id = ? AND outcome = ?',
      )
      .get(importId, outcome)?.n ?? 0;
  const kept =
    db
      .prepare<[number, string], { n: number }>(
        'SELECT count(*) AS n FROM import_row WHERE import_id = ? AND outcome = ?',
      )
      .get(importId, outcome)?.n ?? 0;
  const rows = db
    .prepare<
      [number, string, number, number],
      { line: number; outcome: ReasonRow['outcome']; reason: string; excerpt: string }
    >(
      'SELECT line, outcome, reason, excerpt FROM import_row WHERE import_id = ? AND outcome = ? ORDER BY ordinal LIMIT ? OFFSET ?',
    )
    .all(importId, outcome, limit, offset);
  return { total, kept, rows };
}
