import type Database from 'better-sqlite3';
import { z } from 'zod';
import { bulkInsert } from '../db/bulk-insert.ts';
import { compare } from './entities.ts';

/** What registers and acts may say of a connector, as `app_attribute.field`. */
export const APP_ATTRIBUTES = [
  'purpose-code',
  'purpose',
  'environment',
  'replaced-by',
  'agent',
  'oversight',
  'enterprise-service',
] as const;
export type AppAttribute = (typeof APP_ATTRIBUTES)[number];

const values = z.record(z.string(), z.string());

interface Statement {
  readonly connector: number;
  readonly field: string;
  readonly value: string;
  readonly as_of: number;
  readonly import_id: number;
  readonly line: number;
}

/** Takes for each connector and field the newest statement of the registers; equal ones in the order of their text. */
export function deriveAppAttributes(db: Database.Database): void {
  db.exec('DELETE FROM app_attribute');
  const stated = [...applicationRows(db), ...ownerPurposes(db)].toSorted(
    (a, b) => b.as_of - a.as_of || compare(a.value, b.value) || a.line - b.line,
  );
  const rows = bulkInsert(db, 'app_attribute', ['connector', 'field', 'value', 'import_id', 'line']);
  for (const [, [first]] of Map.groupBy(stated, (row) => `${row.connector} ${row.field}`))
    if (first !== undefined) rows.add(first.connector, first.field, first.value, first.import_id, first.line);
  rows.flush();
}

function applicationRows(db: Database.Database): Statement[] {
  return db
    .prepare<[], { connector: number; values: string; as_of: number; import_id: number; line: number }>(
      `SELECT connector, "values", as_of, import_id, line FROM v_register WHERE register = 'applications' AND connector IS NOT NULL`,
    )
    .all()
    .flatMap((row) => {
      const said = values.parse(JSON.parse(row.values));
      return APP_ATTRIBUTES.flatMap((field) => {
        const value = said[field];
        return value === undefined
          ? []
          : [{ connector: row.connector, field, value, as_of: row.as_of, import_id: row.import_id, line: row.line }];
      });
    });
}

/** The register of owners may say what a connector is for. */
function ownerPurposes(db: Database.Database): Statement[] {
  return db
    .prepare<[], Statement>(
      `SELECT entity.id AS connector, 'purpose' AS field, purpose AS value, as_of, import_id, line
       FROM owner_fact JOIN import ON import.id = import_id AND import.status = 'complete' JOIN entity ON entity.ref = client
       WHERE purpose IS NOT NULL AND purpose <> ''`,
    )
    .all();
}
