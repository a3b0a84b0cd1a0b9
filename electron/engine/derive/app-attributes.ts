import type Database from 'better-sqlite3';
import { z } from 'zod';
import { APP_ATTRIBUTES } from '../../../shared/contract/policy.ts';
import { bulkInsert } from '../db/bulk-insert.ts';
import { compare } from './entities.ts';

const values = z.record(z.string(), z.string());

interface Statement {
  readonly connector: number;
  readonly field: string;
  readonly value: string;
  readonly as_of: number;
  readonly import_id: number;
  readonly line: number;
}

/**
 * Takes for each connector and field the newest statement of the registers, equal ones in the order of their text, and over
 * it the act in force. An act that states that there is none leaves no row but of an owner: that nobody owns an app is
 * something to know.
 */
export function deriveAppAttributes(db: Database.Database): void {
  db.exec('DELETE FROM app_attribute');
  const stated = registerStatements(db);
  const acts = db
    .prepare<[], { connector: number; field: string; value: string; seq: number }>(
      'SELECT connector, field, value, seq FROM v_app_act ORDER BY connector, field',
    )
    .all();
  const acted = new Set(acts.map((act) => `${act.connector} ${act.field}`));
  const rows = bulkInsert(db, 'app_attribute', ['connector', 'field', 'value', 'import_id', 'line', 'seq']);
  for (const [key, row] of stated)
    if (!acted.has(key)) rows.add(row.connector, row.field, row.value, row.import_id, row.line, null);
  for (const { connector, field, value, seq } of acts)
    if (value !== '' || field.endsWith('-owner')) rows.add(connector, field, value, null, null, seq);
  rows.flush();
  db.exec(`
    UPDATE connector SET purpose = NULL;
    UPDATE connector SET purpose = stated.value
    FROM (SELECT connector, value FROM app_attribute WHERE field = 'purpose') AS stated WHERE stated.connector = connector.id`);
}

/** What the registers state, by connector and field: the newest statement of each. */
export function registerStatements(db: Database.Database): ReadonlyMap<string, Statement> {
  const said = [...applicationRows(db), ...ownerPurposes(db)].toSorted(
    (a, b) => b.as_of - a.as_of || compare(a.value, b.value) || a.line - b.line,
  );
  const newest = new Map<string, Statement>();
  for (const row of said) {
    const key = `${row.connector} ${row.field}`;
    if (!newest.has(key)) newest.set(key, row);
  }
  return newest;
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
