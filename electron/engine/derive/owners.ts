import type Database from 'better-sqlite3';
import { bulkInsert } from '../db/bulk-insert.ts';
import { compare } from './entities.ts';

/** Fields of acts that name an owner, with the role they give. */
const ROLES = [
  ['business-owner', 'business'],
  ['technical-owner', 'technical'],
] as const;

interface Act {
  readonly connector: number;
  readonly field: string;
  readonly value: string;
  readonly seq: number;
}

/**
 * The owners of each connector: what the registers state, or, where the reviewer stated an owner of that role, that one
 * alone. A person whom no file knows becomes a principal of its own, outside of the register of people.
 */
export function deriveOwners(db: Database.Database): void {
  db.exec(`
    DELETE FROM owner;
    DELETE FROM principal WHERE from_act = 1;
    INSERT INTO owner (connector, principal, role, since, import_id, line)
    SELECT connector, principal, role, since, import_id, line FROM (
      SELECT c.id AS connector, p.id AS principal, role, min(since) OVER same AS since, import_id, line,
             row_number() OVER (same ORDER BY as_of DESC, sha256, line) AS newest
      FROM owner_fact JOIN import ON import.id = import_id AND status = 'complete'
      JOIN entity c ON c.ref = client JOIN entity p ON p.ref = owner
      WINDOW same AS (PARTITION BY c.id, p.id, role))
    WHERE newest = 1`);
  const acts = db
    .prepare<[], Act>('SELECT connector, field, value, seq FROM v_app_act ORDER BY connector, field')
    .all();
  const drop = db.prepare<[number, string]>('DELETE FROM owner WHERE connector = ? AND role = ?');
  const find = db.prepare<[string], { id: number }>(
    `SELECT entity.id FROM reference JOIN entity ON entity.ref = reference.id WHERE space = 'principal' AND value = ?`,
  );
  const strangers = new Map<string, number>();
  let last = db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM principal').get()?.id ?? 0;
  const named = acts.flatMap((act) =>
    ROLES.flatMap(([field, role]) => (field === act.field ? [{ ...act, role }] : [])),
  );
  const known = (value: string): number | undefined => (find.get(value.toLowerCase()) ?? find.get(value))?.id;
  for (const value of [...new Set(named.map((act) => act.value))].toSorted(compare))
    if (value !== '' && known(value) === undefined) strangers.set(value, (last += 1));
  const people = bulkInsert(db, 'principal', ['id', 'key', 'email', 'in_register', 'from_act']);
  for (const [value, id] of strangers) people.add(id, value, value.includes('@') ? value : null, 0, 1);
  people.flush();
  const owners = bulkInsert(db, 'owner', ['connector', 'principal', 'role', 'seq']);
  for (const { connector, value, seq, role } of named) {
    drop.run(connector, role);
    const person = value === '' ? undefined : (known(value) ?? strangers.get(value));
    if (person !== undefined) owners.add(connector, person, role, seq);
  }
  owners.flush();
}
