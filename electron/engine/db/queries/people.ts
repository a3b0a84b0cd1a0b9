import type Database from 'better-sqlite3';
import { z } from 'zod';
import { type Person, roleSchema } from '../../../../shared/contract/people.ts';
import { readCertificate } from '../../lib/certificate.ts';
import { readPem } from '../../lib/pem.ts';
import { prepared } from '../prepared.ts';

interface PersonRow {
  readonly person: string;
  readonly name: string;
  readonly email: string;
  readonly manager: string;
  readonly roles: string;
}

const roleList = z.array(roleSchema);

function toPerson({ person, name, email, manager, roles }: PersonRow): Person {
  return { id: person, name, email, manager, roles: roleList.parse(JSON.parse(roles)) };
}

/** Everybody who ever took part in the case, by name. */
export function listPeople(db: Database.Database): Person[] {
  return prepared<[], PersonRow>(db, 'SELECT person, name, email, manager, roles FROM v_person ORDER BY name, person')
    .all()
    .map(toPerson);
}

/** Somebody by the fingerprint of their certificate, or null. */
export function personById(db: Database.Database, id: string): Person | null {
  const row = prepared<[string], PersonRow>(
    db,
    'SELECT person, name, email, manager, roles FROM v_person WHERE person = ?',
  ).get(id);
  return row === undefined ? null : toPerson(row);
}

/** Whether the case knows people by their keys; a case without them has one reviewer, named in its details. */
export function hasPeople(db: Database.Database): boolean {
  return prepared<[], { n: number }>(db, 'SELECT EXISTS (SELECT 1 FROM person_act) AS n').get()?.n === 1;
}

/** Ends of the certificates by person, UTC milliseconds. */
export function certificateEnds(db: Database.Database): ReadonlyMap<string, number> {
  const rows = prepared<[], { person: string; certificate: string }>(
    db,
    'SELECT person, certificate FROM v_person',
  ).all();
  return new Map(
    rows.map(({ person, certificate }) => [
      person,
      Math.max(0, ...readPem(certificate).map(({ der }) => readCertificate(der).notAfter)),
    ]),
  );
}
