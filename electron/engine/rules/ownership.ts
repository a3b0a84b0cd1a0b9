import type Database from 'better-sqlite3';
import { type Owner, readAllOwners, readDomains } from './owners.ts';
import type { Policy } from './policy.ts';
import type { RuleContext } from './rule.ts';
import { dateText, listed } from './wording.ts';

/** Whether somebody answers for a connector. */
export type Ownership =
  | { readonly is: 'owned' }
  | { readonly is: 'unowned'; readonly because: string }
  | { readonly is: 'unknown'; readonly missing: string };

/** Words by which registers of people say that somebody works here. */
export const ACTIVE_STATUSES: readonly string[] = ['active', 'employed', 'current', 'enabled', 'working'];

/** Whether a person's status in the register of people means that the person works here. */
export function isActiveStatus(status: string | null): boolean {
  return status !== null && ACTIVE_STATUSES.includes(status.trim().toLowerCase());
}

/**
 * Tells for any connector whether a business owner of record is an active person of the register at the as-of time.
 * Technical owners never answer for a connector; guests, groups and shared mailboxes do when the policy accepts them.
 */
export function readOwnership(context: RuleContext): (connector: number) => Ownership {
  const { db, asOf, policy } = context;
  const noPeople = missingPeople(db);
  if (noPeople !== null) return () => ({ is: 'unknown', missing: noPeople });
  const hasRegister = hasOwnerRegister(db);
  const stated = statedByHand(db);
  const owners = Map.groupBy(context.read(readAllOwners), (owner) => owner.connector);
  const company = companyOf(db, policy);
  return (connector) =>
    hasRegister || stated.has(connector)
      ? judge(owners.get(connector) ?? [], stated.has(connector), (owner) => faultOf(owner, { asOf, policy, company }))
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
export function hasOwnerRegister(db: Database.Database): boolean {
  return (
    db
      .prepare<[], { found: number }>(
        `SELECT EXISTS (SELECT 1 FROM v_owner WHERE seq IS NULL)
             OR EXISTS (SELECT 1 FROM import WHERE format = 'register.owners' AND status = 'complete') AS found`,
      )
      .get()?.found === 1
  );
}

function judge(owners: readonly Owner[], isStated: boolean, faultOfOwner: (owner: Owner) => string | null): Ownership {
  const source = isStated ? 'what was stated in this review' : 'the register of owners';
  if (owners.length === 0) return { is: 'unowned', because: `${source} names nobody for it` };
  const business = owners.filter((owner) => owner.isBusiness);
  if (business.length === 0) {
    const names = listed(
      owners.map((owner) => owner.name),
      3,
    );
    return { is: 'unowned', because: `${source} names only a technical owner (${names})` };
  }
  const faults = business.map(faultOfOwner);
  if (faults.includes(null)) return { is: 'owned' };
  return {
    is: 'unowned',
    because: listed(
      faults.flatMap((fault) => fault ?? []),
      3,
    ),
  };
}

/** Domains of the company by the policy, or, where it names none, of nobody: then no address is judged external. */
interface Company {
  readonly isForeign: (owner: Owner) => boolean;
  /** Whether the address is one of the company, by the policy or else by the register of people. */
  readonly isOwn: (owner: Owner) => boolean;
}

function companyOf(db: Database.Database, policy: Policy): Company {
  const named = policy.internalDomains.map((domain) => domain.trim().toLowerCase().replace(/^@/, ''));
  const registered = named.length === 0 && policy.acceptGroupOwner ? readDomains(db) : new Set<string>();
  const isNamed = (domain: string): boolean => named.some((own) => domain === own || domain.endsWith(`.${own}`));
  return {
    isForeign: ({ email }) => email !== null && named.length > 0 && !isNamed(domainOf(email)),
    isOwn: ({ email }) => email !== null && (isNamed(domainOf(email)) || registered.has(domainOf(email))),
  };
}

function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase();
}

/** Entra writes the address of a guest with this mark in the user principal name. */
const GUEST_MARK = /#ext#/i;

/** Whether the sources say that somebody belongs to another organisation and was invited. */
function isGuest({ key, email, status }: Owner): boolean {
  return GUEST_MARK.test(key) || GUEST_MARK.test(email ?? '') || status?.trim().toLowerCase() === 'guest';
}

/** Why this business owner does not answer for the connector, or null. */
function faultOf(
  owner: Owner,
  { asOf, policy, company }: { readonly asOf: number; readonly policy: Policy; readonly company: Company },
): string | null {
  const { name } = owner;
  const since = owner.since === null ? NaN : Date.parse(owner.since);
  if (since > asOf) return `the business owner ${name} takes over only on ${dateText(since)}`;
  const isInvited = isGuest(owner);
  if (!policy.acceptGuestOwner) {
    if (isInvited) return `the business owner ${name} is a guest`;
    if (company.isForeign(owner)) return `the business owner ${name} has an address outside the company`;
  }
  if (!owner.inRegister) {
    if (policy.acceptGroupOwner && !isInvited && company.isOwn(owner)) return null;
    return `the business owner ${name} is not in the register of people (a shared mailbox, a group or somebody outside)`;
  }
  if (isActiveStatus(owner.status) || owner.status?.trim().toLowerCase() === 'guest') return null;
  const status = owner.status ?? '';
  if (status === 'left') {
    return `the business owner ${name} left${owner.leftOn === null || owner.leftOn === '' ? '' : ` on ${owner.leftOn}`}`;
  }
  return `the business owner ${name} is not an active person (status ${status === '' ? 'not stated' : `"${status}"`})`;
}
