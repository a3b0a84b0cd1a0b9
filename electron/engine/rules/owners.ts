import type Database from 'better-sqlite3';
import type { RuleContext } from './rule.ts';

/** An owner of record with the standing that the register of people gives. */
export interface Owner {
  readonly connector: number;
  readonly principal: number;
  readonly isBusiness: boolean;
  /** Since when, as the register of owners writes it. */
  readonly since: string | null;
  /** The address or id by which the case knows the person. */
  readonly key: string;
  /** Name for people: the name, else the address. */
  readonly name: string;
  readonly email: string | null;
  /** '' when not stated. */
  readonly department: string;
  readonly status: string | null;
  /** ISO 8601 as registers write it. */
  readonly leftOn: string | null;
  readonly inRegister: boolean;
}

/** Business owners by connector; technical ones never answer for it. */
export function readOwners(context: RuleContext): ReadonlyMap<number, readonly Owner[]> {
  return Map.groupBy(
    context.read(readAllOwners).filter((owner) => owner.isBusiness),
    (owner) => owner.connector,
  );
}

/** Owners of both roles, by connector and in the order of their keys. */
export function readAllOwners({ db }: RuleContext): readonly Owner[] {
  const rows = db
    .prepare<
      [],
      {
        connector: number;
        principal: number;
        role: string;
        since: string | null;
        name: string | null;
        email: string | null;
        key: string;
        department: string;
        status: string | null;
        left_on: string | null;
        in_register: number;
      }
    >(
      `SELECT owner.connector, owner.principal, owner.role, owner.since, principal.name, principal.email, principal.key,
              trim(coalesce(principal.department, '')) AS department, principal.status, principal.left_on, principal.in_register
       FROM owner JOIN principal ON principal.id = owner.principal
       ORDER BY owner.connector, principal.key, owner.role`,
    )
    .all();
  return rows.map((row) => ({
    connector: row.connector,
    principal: row.principal,
    isBusiness: row.role === 'business',
    since: row.since,
    key: row.key,
    name: row.name ?? row.email ?? row.key,
    email: row.email,
    department: row.department,
    status: row.status,
    leftOn: row.left_on,
    inRegister: row.in_register === 1,
  }));
}

/** One file of the register of people. Times are UTC milliseconds. */
export interface PeopleFile {
  readonly system: string;
  readonly asOf: number;
  /** Whether it was stated to be whole, and read to its end without a row refused. */
  readonly isWhole: boolean;
}

/** What one file of the register of people says of a person. */
export interface PeopleEntry {
  readonly system: string;
  readonly asOf: number;
  readonly department: string | null;
}

export interface PeopleFiles {
  /** Newest first. */
  readonly files: readonly PeopleFile[];
  /** Domains of the addresses in the register: of others it says nothing. */
  readonly domains: ReadonlySet<string>;
  /** Entries about an owner, newest first. */
  of(owner: number): readonly PeopleEntry[];
}

/** Reads which files of the register of people name which owner. */
export function readPeopleFiles({ db }: RuleContext): PeopleFiles {
  const files = db
    .prepare<[], { system: string; as_of: number; is_whole: number }>(
      `SELECT system, as_of, completeness = 'whole' AND truncation = '[]' AND rejected = 0 AS is_whole
       FROM import
       WHERE status = 'complete' AND format = 'register.people'
       ORDER BY as_of DESC, system, sha256`,
    )
    .all()
    .map((row) => ({ system: row.system, asOf: row.as_of, isWhole: row.is_whole === 1 }));
  const entries = readEntries(db);
  return { files, domains: readDomains(db), of: (owner) => entries.get(owner) ?? [] };
}

export function readDomains(db: Database.Database): ReadonlySet<string> {
  const rows = db
    .prepare<[], { domain: string }>(
      `SELECT DISTINCT lower(substr(email, instr(email, '@') + 1)) AS domain
       FROM principal
       WHERE in_register = 1 AND email IS NOT NULL`,
    )
    .all();
  return new Set(rows.map((row) => row.domain));
}

/** Of everybody in the register only owners are looked at. */
function readEntries(db: Database.Database): ReadonlyMap<number, readonly PeopleEntry[]> {
  const rows = db
    .prepare<[], { principal: number; system: string; as_of: number; department: string | null }>(
      `SELECT entity.id AS principal, import.system, import.as_of, nullif(principal_fact.department, '') AS department
       FROM principal_fact
       JOIN import ON import.id = principal_fact.import_id AND import.status = 'complete'
       JOIN entity ON entity.ref = principal_fact.principal
       WHERE principal_fact.is_register = 1 AND entity.id IN (SELECT principal FROM owner WHERE role = 'business')
       ORDER BY import.as_of DESC, import.system, principal_fact.department`,
    )
    .all();
  return Map.groupBy(
    rows.map((row) => ({ ...row, asOf: row.as_of })),
    (row) => row.principal,
  );
}
