import { dayOrderSchema } from '../../../shared/domain/vocabulary.ts';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import { plainMapping } from '../../../shared/contract/imports.ts';
import type { JsonValue } from '../evidence/canonical-json.ts';
import { AppError } from '../lib/errors.ts';

export const INPUTS_FORMAT = 'countersign-inputs/1';

/**
 * Acts of people that items, decisions and findings rest on, in an order in which each may name those before it. How the
 * review was done (traces, quality checks, submissions) is left out: none of the compared files rests on it.
 */
const ACT_TABLES = [
  'policy_version',
  'catalog_overlay',
  'tier_override',
  'vendor_act',
  'person_act',
  'app_act',
  'suppression_act',
  'campaign_version',
  'campaign_item',
  'decision',
  'baseline_bundle',
  'baseline_item',
  'baseline_act',
  'remedy_act',
] as const;

/** This column holds a number of the case's own dictionary; outside of it stands what the number means. */
const REFERENCE_COLUMN = 'client';

const cell = z.union([z.string(), z.number(), z.null(), z.tuple([z.string(), z.string()])]);
const importInput = z.strictObject({
  sha256: z.string(),
  /** Of the copy without secrets; null when none was kept. */
  copySha256: z.string().nullable(),
  file: z.string(),
  container: z.strictObject({ name: z.string(), sha256: z.string() }).nullable(),
  format: z.string(),
  mapping: plainMapping.nullable(),
  profile: z.string().nullable(),
  system: z.string(),
  tenant: z.string(),
  /** ISO 8601 UTC. */
  asOf: z.iso.datetime(),
  extractedBy: z.string(),
  method: z.string(),
  extraction: z.string(),
  zone: z.string().nullable(),
  dayOrder: dayOrderSchema.nullable(),
  subject: z.string(),
  statedTotal: z.int().nullable(),
  completeness: z.enum(['whole', 'part']),
});

/** What the facts of a report rest on beside the bytes of the export files: how each file was read, and what people stated. */
export const inputsSchema = z.strictObject({
  format: z.literal(INPUTS_FORMAT),
  imports: z.array(importInput),
  acts: z.record(z.string(), z.strictObject({ columns: z.array(z.string()), rows: z.array(z.array(cell)) })),
});
export type Inputs = z.output<typeof inputsSchema>;
export type ImportInput = z.output<typeof importInput>;

interface ImportRow {
  readonly sha256: string;
  readonly copy_sha256: string | null;
  readonly file_name: string;
  readonly container_name: string | null;
  readonly container_sha256: string | null;
  readonly format: string;
  readonly mapping: string | null;
  readonly profile: string | null;
  readonly system: string;
  readonly tenant: string;
  readonly as_of: number;
  readonly extracted_by: string;
  readonly method: string;
  readonly extraction: string;
  readonly zone: string | null;
  readonly day_order: 'day-first' | 'month-first' | null;
  readonly subject: string;
  readonly stated_total: number | null;
  readonly completeness: 'whole' | 'part';
}

/** Reads the inputs of a case (inputs.json of a bundle), imports in the order in which they were made. */
export function readInputs(db: Database.Database): Inputs & JsonValue {
  const imports = db
    .prepare<[], ImportRow>(`SELECT * FROM import WHERE status = 'complete' ORDER BY id`)
    .all()
    .map((row) => ({
      sha256: row.sha256,
      copySha256: row.copy_sha256,
      file: row.file_name,
      container: row.container_name === null ? null : { name: row.container_name, sha256: row.container_sha256 ?? '' },
      format: row.format,
      mapping: row.mapping === null ? null : plainMapping.parse(JSON.parse(row.mapping)),
      profile: row.profile,
      system: row.system,
      tenant: row.tenant,
      asOf: new Date(row.as_of).toISOString(),
      extractedBy: row.extracted_by,
      method: row.method,
      extraction: row.extraction,
      zone: row.zone,
      dayOrder: row.day_order,
      subject: row.subject,
      statedTotal: row.stated_total,
      completeness: row.completeness,
    }));
  return {
    format: INPUTS_FORMAT,
    imports,
    acts: Object.fromEntries(ACT_TABLES.map((table) => [table, dump(db, table)])),
  };
}

function dump(db: Database.Database, table: string): Inputs['acts'][string] {
  const columns = columnsOf(db, table);
  const names = columns.map(({ name }) => name);
  const order = columns.filter(({ key }) => key > 0).toSorted((a, b) => a.key - b.key);
  const rows = db
    .prepare<[], (string | number | null)[]>(
      `SELECT ${names.map(quoted).join(', ')} FROM ${table} ORDER BY ${order.map(({ name }) => quoted(name)).join(', ')}`,
    )
    .raw()
    .all();
  const reference = db.prepare<[string | number | null], { space: string; value: string }>(
    'SELECT space, value FROM reference WHERE id = ?',
  );
  const place = names.indexOf(REFERENCE_COLUMN);
  if (place === -1) return { columns: names, rows };
  return {
    columns: names,
    rows: rows.map((row) =>
      row.map((value, column) => {
        if (column !== place || value === null) return value;
        const named = reference.get(value);
        if (named === undefined) throw new Error(`${table} names an app that is not in the case`);
        return [named.space, named.value] satisfies [string, string];
      }),
    ),
  };
}

/**
 * Writes the acts into a new case that holds their journal already. Throws `corrupt-input` when a table or column is none
 * this version knows.
 */
export function writeActs(db: Database.Database, acts: Inputs['acts']): void {
  for (const table of Object.keys(acts))
    if (!ACT_TABLES.some((known) => known === table)) throw unknownPart(`a table ${table}`);
  const named = db.prepare<[string, string]>('INSERT OR IGNORE INTO reference (space, value) VALUES (?, ?)');
  const find = db.prepare<[string, string], { id: number }>('SELECT id FROM reference WHERE space = ? AND value = ?');
  for (const table of ACT_TABLES) {
    const part = acts[table];
    if (part === undefined || part.rows.length === 0) continue;
    const known = new Set(columnsOf(db, table).map(({ name }) => name));
    for (const column of part.columns) if (!known.has(column)) throw unknownPart(`a column ${column} of ${table}`);
    const insert = db.prepare(
      `INSERT INTO ${table} (${part.columns.map(quoted).join(', ')}) VALUES (${part.columns.map(() => '?').join(', ')})`,
    );
    for (const row of part.rows) {
      insert.run(
        row.map((value) => {
          if (!Array.isArray(value)) return value;
          named.run(...value);
          return find.get(...value)?.id ?? null;
        }),
      );
    }
  }
}

function unknownPart(what: string): AppError {
  return new AppError(
    'corrupt-input',
    `inputs.json of this bundle holds ${what} that this version of Countersign does not know. Nothing was recomputed. Use the version that made the bundle.`,
  );
}

/** Columns that are stored, with their place in the primary key (0: none). */
function columnsOf(db: Database.Database, table: string): { name: string; key: number }[] {
  return db
    .prepare<[string], { name: string; pk: number; hidden: number }>(
      'SELECT name, pk, hidden FROM pragma_table_xinfo(?)',
    )
    .all(table)
    .filter(({ hidden }) => hidden === 0)
    .map(({ name, pk }) => ({ name, key: pk }));
}

function quoted(name: string): string {
  return `"${name}"`;
}
