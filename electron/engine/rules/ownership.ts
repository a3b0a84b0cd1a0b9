import type Database from 'better-sqlite3';
import type { RuleContext } from './rule.ts';
import { dateText, listed } from './wording.ts';

/** Whether somebody answers for a connector. */
export type Ownership =
  | { readonly is: 'owned' }
  | { readonly is: 'unowned'; readonly because: string }
  | { readonly is: 'unknown'; readonly missing: string };

interface OwnerRow {
  readonly connector: number;
  readonly role: string;
  readonly since: string | null;
  readonly email: string | null;
  readonly name: string | null;
  readonly status: string | null;
  readonly left_on: string | null;
  readonly in_register: number;
}

/** Words by which registers of people say that somebody works here. */
const ACTIVE = new Set(['active', 'employed', 'current', 'enabled', 'working']);

/** Whether a person's status in the register of people means that the person works here. */
export function isActiveStatus(status: string | null): boolean {
  return status !== null && ACTIVE.has(status.trim().toLowerCase());
}

/**
 * Tells for any connector whether a business owner of record is an active person of the register at the as-of time.
 * Technical owners never answer for a connector.
 */
export function readOwnership({ db, asOf }: RuleContext): (connector: number) => Ownership {
  const noPeople = missingPeople(db);
  if (noPeople !== null) return () => ({ is: 'unknown', missing: noPeople });
  const hasRegister = hasOwnerRegister(db);
  const stated = statedByHand(db);
  const owners = new Map<number, OwnerRow[]>();
  const rows = db
    .prepare<[], OwnerRow>(
      `SELECT connector, role, since, email, name, status, left_on, in_register
       FROM v_owner
       ORDER BY connector, role, email, name`,
    )
    .all();
  for (const row of rows) owners.set(row.connector, [...(owners.get(row.connector) ?? []), row]);
  return (connector) =>
    hasRegister || stated.has(connector)
      ? judge(owners.get(connector) ?? [], asOf, stated.has(connector))
      : { is: 'unknown', missing: 'A register of owners: none was imported.' };
}

/** Connectors of which the reviewer said who owns them as the business, or that nobody does. */
function statedByHand(db: Database.Database): ReadonlySet<number> {
  return new Set(
    db
      .prepare<[], { connector: number }>(
        `SELECT connector FROM v_app_attribute WHERE field = 'business-owner' AND seq IS NOT NULL`,
      )
      .all()
      .map((row) => row.connector),
  );
}

function missingPeople(db: Database.Database): string | null {
  const statuses = db
    .prepare<[], { status: string | null }>('SELECT DISTINCT status FROM principal WHERE in_register = 1')
    .all();
  if (statuses.length === 0) return 'A register of people: none was imported, so no owner can be checked against it.';
  if (!statuses.some((row) => isActiveStatus(row.status))) {
    return 'A register of people with a status that says who is active: no entry of the imported one does.';
  }
  return null;
}

/** Whether a register says who owns what, so that an app it does not name has no owner. */
function hasOwnerRegister(db: Database.Database): boolean {
  return (
    db
      .prepare<[], { found: number }>(
        `SELECT EXISTS (SELECT 1 FROM v_owner WHERE seq IS NULL)
             OR EXISTS (SELECT 1 FROM import WHERE format = 'register.owners' AND status = 'complete') AS found`,
      )
      .get()?.found === 1
  );
}

function judge(owners: readonly OwnerRow[], asOf: number, isStated: boolean): Ownership {
  const source = isStated ? 'what was stated in this review' : 'the register of owners';
  if (owners.length === 0) return { is: 'unowned', because: `${source} names nobody for it` };
  const business = owners.filter((owner) => owner.role === 'business');
  if (business.length === 0) {
    return { is: 'unowned', because: `${source} names only a technical owner (${who(owners)})` };
  }
  const faults = business.map((owner) => faultOf(owner, asOf));
  if (faults.includes(null)) return { is: 'owned' };
  return {
    is: 'unowned',
    because: listed(
      faults.flatMap((fault) => fault ?? []),
      3,
    ),
  };
}

function who(owners: readonly OwnerRow[]): string {
  return listed(owners.map(nameOf), 3);
}

function nameOf(owner: OwnerRow): string {
  return owner.name ?? owner.email ?? 'no name given';
}

/** Why this business owner does not answer for the connector, or null. */
function faultOf(owner: OwnerRow, asOf: number): string | null {
  const name = nameOf(owner);
  const since = owner.since === null ? NaN : Date.parse(owner.since);
  if (since > asOf) return `the business owner ${name} takes over only on ${dateText(since)}`;
  if (owner.in_register !== 1) {
    return `the business owner ${name} is not in the register of people (a shared mailbox, a group or somebody outside)`;
  }
  if (isActiveStatus(owner.status)) return null;
  const status = owner.status ?? '';
  if (status === 'left') {
    return `the business owner ${name} left${owner.left_on === null || owner.left_on === '' ? '' : ` on ${owner.left_on}`}`;
  }
  return `the business owner ${name} is not an active person (status ${status === '' ? 'not stated' : `"${status}"`})`;
}
