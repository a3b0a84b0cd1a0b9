import type Database from 'better-sqlite3';
import { bulkInsert } from '../db/bulk-insert.ts';
import { compare, type Principal } from './entities.ts';

interface FactRow {
  readonly entity: number;
  readonly as_of: number;
  readonly name: string | null;
  readonly department: string | null;
  readonly status: string | null;
  readonly manager: string | null;
  readonly left_on: string | null;
  readonly is_register: number;
}

/** One row per person or account. The register of people outranks other sources. */
export function derivePrincipals(db: Database.Database, entities: Iterable<Principal>): void {
  const facts = Map.groupBy(
    db
      .prepare<[], FactRow>(
        `SELECT entity.id AS entity, as_of, name, department, principal_fact.status, manager, left_on, is_register
         FROM principal_fact JOIN import ON import.id = import_id AND import.status = 'complete' JOIN entity ON entity.ref = principal`,
      )
      .all(),
    (row) => row.entity,
  );
  db.exec('DELETE FROM principal');
  const rows = bulkInsert(db, 'principal', [
    'id',
    'key',
    'name',
    'email',
    'department',
    'status',
    'manager',
    'left_on',
    'in_register',
  ]);
  for (const entity of entities) {
    const said = (facts.get(entity.id) ?? []).toSorted(
      (a, b) => b.is_register - a.is_register || b.as_of - a.as_of || compare(JSON.stringify(a), JSON.stringify(b)),
    );
    const pick = (key: 'name' | 'department' | 'status' | 'manager' | 'left_on'): string | null =>
      said.find((row) => row[key] !== null && row[key] !== '')?.[key] ?? null;
    const email = entity.value.includes('@') ? entity.value : null;
    rows.add(
      entity.id,
      entity.value,
      pick('name'),
      email,
      pick('department'),
      pick('status'),
      pick('manager'),
      pick('left_on'),
      said.some((row) => row.is_register === 1) ? 1 : 0,
    );
  }
  rows.flush();
}
