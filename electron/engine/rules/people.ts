import { normalizePrincipal } from '../import/dictionary.ts';
import type { RuleContext } from './rule.ts';
import { endOf } from '../lib/stated-dates.ts';
import { dateText } from './wording.ts';

/** Words by which registers and directories say that a person or account no longer works. */
export const GONE_STATUSES = [
  'left',
  'disabled',
  'deleted',
  'suspended',
  'inactive',
  'deactivated',
  'deprovisioned',
] as const;
const GONE: ReadonlySet<string> = new Set(GONE_STATUSES);

/** Someone who has left, or whose account is switched off. */
export interface Gone {
  readonly status: string;
  /** First moment after the last day, UTC milliseconds; null when no day is stated. */
  readonly since: number | null;
}

/** Whether a status means that the person is gone, and since when; null when it does not. */
export function goneOf(status: string | null, leftOn: string | null): Gone | null {
  const word = (status ?? '').trim().toLowerCase();
  return GONE.has(word) ? { status: word, since: endOf(leftOn) } : null;
}

/** `left on 2026-08-31`, `is disabled (since when is not stated)`. */
export function goneText({ status, since }: Gone): string {
  const day = since === null ? null : dateText(since - 1);
  if (status === 'left') return day === null ? 'left (the day is not stated)' : `left on ${day}`;
  return day === null ? `is ${status} (since when is not stated)` : `is ${status}, last day ${day}`;
}

/** A person or account. */
export interface Person {
  readonly id: number;
  readonly name: string;
  readonly key: string;
}

export interface People {
  /** Whether a register of people with readable standings is in the case. */
  readonly hasRegister: boolean;
  person(id: number): Person | null;
  /** The person or account that a register means by an address or id, or null. */
  identify(text: string): number | null;
  /** Every address and id of a person, and the name. */
  namesOf(id: number): readonly string[];
}

/** What to ask for where nobody's standing is known. */
export const NO_PEOPLE = 'A register of people: none was imported, so nobody can be said to have left.';

/** Looks up people one by one: rules ask for few of them. */
export function readPeople({ db }: RuleContext): People {
  const registered = db
    .prepare<[], { found: number }>(
      `SELECT EXISTS (SELECT 1 FROM principal WHERE in_register = 1 AND status IS NOT NULL AND status <> '') AS found`,
    )
    .get();
  const find = db.prepare<[number], { id: number; name: string | null; email: string | null; key: string }>(
    'SELECT id, name, email, key FROM principal WHERE id = ?',
  );
  const byText = db.prepare<[string], { id: number }>(
    `SELECT entity.id FROM reference JOIN entity ON entity.ref = reference.id
     WHERE reference.space = 'principal' AND reference.value = ?`,
  );
  const texts = db.prepare<[number], { value: string }>(
    `SELECT reference.value FROM entity JOIN reference ON reference.id = entity.ref
     WHERE entity.id = ? AND reference.space = 'principal'
     ORDER BY reference.value`,
  );
  return {
    hasRegister: registered?.found === 1,
    person(id) {
      const row = find.get(id);
      return row === undefined ? null : { id: row.id, name: row.email ?? row.name ?? row.key, key: row.key };
    },
    identify: (text) => byText.get(normalizePrincipal(text))?.id ?? null,
    namesOf(id) {
      const name = find.get(id)?.name;
      return [...texts.all(id).map((row) => row.value), ...(name === null || name === undefined ? [] : [name])];
    },
  };
}
