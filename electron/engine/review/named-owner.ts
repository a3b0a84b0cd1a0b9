import type Database from 'better-sqlite3';
import { prepared } from '../db/prepared.ts';
import { isActiveStatus } from '../rules/ownership.ts';

/** What the register of people says of whoever a reviewer names as owner. */
export interface NamedOwner {
  /** Whether somebody named like this may answer for an app; without a register anybody may. */
  readonly mayAnswer: boolean;
  /** Name by the register; what was written where it lists nobody. */
  readonly name: string;
  /** Why the register does not show that this person still works here; null when it does. */
  readonly warning: string | null;
}

interface Row {
  readonly key: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly status: string | null;
}

/** Whether any register of people is in the case. */
export function hasPeopleRegister(db: Database.Database): boolean {
  return (
    prepared<[], { found: number }>(db, 'SELECT EXISTS (SELECT 1 FROM principal WHERE in_register = 1) AS found').get()
      ?.found === 1
  );
}

/**
 * Looks a person up in the register, by address first and then by name, whatever the case of the letters. A name that
 * several people have, of whom not all are active, tells nobody in particular.
 */
export function namedOwner(db: Database.Database, written: string): NamedOwner {
  const text = written.trim();
  if (!hasPeopleRegister(db))
    return {
      mayAnswer: true,
      name: text,
      warning: 'No register of people was imported: nobody shows that this person still works here.',
    };
  const plain = text.toLowerCase();
  const rows = prepared<[string, string, string], Row>(
    db,
    `SELECT key, name, email, status FROM principal
     WHERE in_register = 1 AND (lower(key) = ? OR lower(email) = ? OR lower(name) = ?) ORDER BY key`,
  ).all(plain, plain, plain);
  const byAddress = rows.filter(({ key, email }) => [key, email ?? ''].some((id) => id.toLowerCase() === plain));
  const found = byAddress.length > 0 ? byAddress : rows;
  const [first] = found;
  if (first === undefined)
    return {
      mayAnswer: false,
      name: text,
      warning: 'Not in the register of people: nobody shows that this person still works here.',
    };
  const name = first.name ?? first.email ?? first.key;
  if (found.every(({ status }) => isActiveStatus(status))) return { mayAnswer: true, name, warning: null };
  return {
    mayAnswer: false,
    name,
    warning:
      found.length > 1
        ? `Several people in the register are called ${name}, and not all of them are active: give the address.`
        : `Not an active person by the register of people: ${statusText(first.status)}.`,
  };
}

function statusText(status: string | null): string {
  return status === null || status.trim() === '' ? 'it states no status' : `it says "${status.trim()}"`;
}

/** The owner named last for each item of a connector, by decisions that were not taken back, in the order of the items. */
export function ownersNamed(db: Database.Database, connector: number): readonly string[] {
  return prepared<[number], { owner: string }>(
    db,
    `SELECT owner, max(seq) AS seq FROM v_decision
     WHERE connector = ? AND decision = 'assign-owner' AND owner IS NOT NULL AND undone_seq IS NULL
     GROUP BY tenant, kind ORDER BY tenant, kind`,
  )
    .all(connector)
    .map(({ owner }) => owner);
}
