import type Database from 'better-sqlite3';
import type { GrantKind } from '../../../../shared/domain/vocabulary.ts';
import { listPeople } from '../../db/queries/people.ts';
import type { Person } from '../../../../shared/contract/people.ts';
import { normalizePrincipal } from '../../import/dictionary.ts';
import { listed } from '../../rules/wording.ts';

/** What ties somebody to a connector. */
interface Tie {
  readonly connector: number;
  /** null: in every tenant. */
  readonly tenant: string | null;
  /** null: to every kind of grant. */
  readonly kinds: readonly GrantKind[] | null;
  readonly principal: number;
  readonly words: TieWords;
}

/** What one person and what several are said to be or to have done: `is its owner`, `are its owners`. */
interface TieWords {
  readonly one: string;
  readonly many: string;
}

/** Tells what ties people of the case to an item, in words; empty: nothing that the evidence shows. */
export interface Relations {
  of(person: string, item: { readonly connector: number; readonly tenant: string; readonly kind: GrantKind }): string[];
  /** People of the case whom no imported file names: about them the evidence says nothing. */
  readonly unknown: readonly Person[];
  /** Whether any file tells who manages whom. */
  readonly knowsManagers: boolean;
}

/** How somebody stands to a person of the case. */
interface Near {
  readonly person: string;
  readonly as: 'self' | 'manager' | 'report';
  readonly name: string;
}

const TENANT_WIDE: readonly GrantKind[] = ['application', 'delegated-tenant'];
const OWN: readonly GrantKind[] = ['delegated-user'];

/**
 * Reads what ties these people, and those who manage them or whom they manage, to the connectors of the case: owners now and
 * before, consents given, grants held, approvals on record, apps added, access taken away. People are known by their address.
 */
export function readRelations(db: Database.Database, ids: ReadonlySet<string>): Relations {
  const people = listPeople(db);
  const asked = people.filter((person) => ids.has(person.id));
  const identify = createIdentify(db);
  const near = new Map<number, Near[]>();
  const add = (principal: number, entry: Near): void => {
    const known = near.get(principal) ?? [];
    // Whoever manages themselves is the person itself first.
    if (known.some((one) => one.person === entry.person)) return;
    near.set(principal, [...known, entry]);
  };
  const managers = readManagers(db);
  const nameOf = createNames(db);
  const unknown: Person[] = [];
  for (const person of asked) {
    const own = identify(person.email);
    if (own.length === 0) unknown.push(person);
    for (const principal of own) add(principal, { person: person.id, as: 'self', name: person.name });
    const stated = [person.manager, ...own.map((id) => managers.of.get(id) ?? '')].filter((text) => text !== '');
    for (const manager of new Set(stated.flatMap(identify)))
      add(manager, { person: person.id, as: 'manager', name: nameOf(manager) });
    const reports = [
      ...own.flatMap((id) => managers.reports.get(id) ?? []),
      ...people.filter((other) => sameAddress(other.manager, person.email)).flatMap((other) => identify(other.email)),
    ];
    for (const report of reports) add(report, { person: person.id, as: 'report', name: nameOf(report) });
  }
  const ties = Map.groupBy(readTies(db, [...near.keys()], identify), (tie) => tie.connector);
  return {
    unknown,
    knowsManagers: managers.of.size > 0 || people.some((person) => person.manager !== ''),
    of(person, item) {
      const own = (ties.get(item.connector) ?? []).filter(
        (tie) =>
          (tie.tenant === null || tie.tenant === item.tenant) && (tie.kinds === null || tie.kinds.includes(item.kind)),
      );
      const entries = own.flatMap((tie) =>
        (near.get(tie.principal) ?? []).filter((one) => one.person === person).map((one) => ({ ...one, ...tie.words })),
      );
      return clauses(entries);
    },
  };
}

/** One clause for what ties the person itself, one for each tie of those around it with their names. */
function clauses(entries: readonly (Near & TieWords)[]): string[] {
  const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].toSorted();
  const self = distinct(entries.filter(({ as }) => as === 'self').map(({ one }) => one));
  const around = (['manager', 'report'] as const).flatMap((as) => {
    const byTie = [
      ...Map.groupBy(
        entries.filter((entry) => entry.as === as),
        (entry) => entry.one,
      ).values(),
    ].map((tied) => ({
      names: distinct(tied.map(({ name }) => name)),
      one: tied[0]?.one ?? '',
      many: tied[0]?.many ?? '',
    }));
    // The same people with several ties are named once.
    return [...Map.groupBy(byTie, ({ names }) => names.join('\n')).values()]
      .map((tied) => {
        const names = tied[0]?.names ?? [];
        const words = distinct(tied.map(({ one, many }) => (names.length === 1 ? one : many)));
        return `${as === 'manager' ? 'is managed by' : 'manages'} ${listed(names, 3)}, who ${listed(words)}`;
      })
      .toSorted();
  });
  return [...self, ...around];
}

function sameAddress(a: string, b: string): boolean {
  return a.trim() !== '' && a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** Finds principals by an address or id: those of files by every alias, and those whom only an act names. */
function createIdentify(db: Database.Database): (text: string) => number[] {
  const find = db.prepare<[string, string], { id: number }>(
    `SELECT entity.id FROM reference JOIN entity ON entity.ref = reference.id
     WHERE reference.space = 'principal' AND reference.value = ?
     UNION SELECT id FROM principal WHERE email = ?`,
  );
  return (text) => {
    const value = normalizePrincipal(text);
    return value === '' ? [] : find.all(value, value).map((row) => row.id);
  };
}

function createNames(db: Database.Database): (principal: number) => string {
  const find = db.prepare<[number], { name: string }>(
    'SELECT coalesce(name, email, key) AS name FROM principal WHERE id = ?',
  );
  return (principal) => find.get(principal)?.name ?? 'somebody';
}

/** Who manages whom by the imported files, both ways. */
function readManagers(db: Database.Database) {
  const rows = db
    .prepare<[], { id: number; manager: string }>(
      `SELECT id, trim(manager) AS manager FROM principal WHERE manager IS NOT NULL AND trim(manager) <> '' ORDER BY key`,
    )
    .all();
  const identify = createIdentify(db);
  const known = new Map<string, readonly number[]>();
  const reports = new Map<number, number[]>();
  for (const { id, manager } of rows) {
    const ids = known.get(manager) ?? identify(manager);
    known.set(manager, ids);
    for (const one of ids) reports.set(one, [...(reports.get(one) ?? []), id]);
  }
  return { of: new Map(rows.map((row) => [row.id, row.manager])), reports };
}

function readTies(db: Database.Database, principals: readonly number[], identify: (text: string) => number[]): Tie[] {
  const wanted = JSON.stringify(principals);
  const among = new Set(principals);
  return [
    ...readOwnerTies(db, wanted),
    ...readNamedOwners(db, among, identify),
    ...readLifecycleTies(db, wanted),
    ...readHolders(db, wanted),
    ...readApprovers(db, among, identify),
  ];
}

const IN = 'IN (SELECT value FROM json_each(?))';

/** Owners of record, now and in any file that was imported. */
function readOwnerTies(db: Database.Database, wanted: string): Tie[] {
  return db
    .prepare<[string, string], { connector: number; principal: number; role: string; is_now: number }>(
      `SELECT connector, principal, role, max(is_now) AS is_now FROM (
         SELECT connector, principal, role, 1 AS is_now FROM owner WHERE principal ${IN}
         UNION ALL
         SELECT c.id, p.id, role, 0
         FROM owner_fact JOIN import ON import.id = import_id AND import.status = 'complete'
         JOIN entity c ON c.ref = client JOIN entity p ON p.ref = owner
         WHERE p.id ${IN})
       GROUP BY 1, 2, 3`,
    )
    .all(wanted, wanted)
    .map(({ connector, principal, role, is_now }) => ({
      connector,
      tenant: null,
      kinds: null,
      principal,
      words: {
        one: `${is_now === 1 ? 'is' : 'was'} its ${role} owner`,
        many: `${is_now === 1 ? 'are' : 'were'} its ${role} owners`,
      },
    }));
}

/** What a name in a text ties to an app as a whole: each of the people asked about whom it may mean. */
function tiesTo(
  connector: number,
  name: string,
  words: TieWords,
  among: ReadonlySet<number>,
  identify: (text: string) => number[],
): Tie[] {
  return identify(name)
    .filter((principal) => among.has(principal))
    .map((principal) => ({ connector, tenant: null, kinds: null, principal, words }));
}

const NAMED: TieWords = { one: 'was named its owner in this case', many: 'were named its owners in this case' };

/** Owners whom an act or a decision of this case named. */
function readNamedOwners(
  db: Database.Database,
  among: ReadonlySet<number>,
  identify: (text: string) => number[],
): Tie[] {
  return db
    .prepare<[], { connector: number; value: string }>(
      `SELECT entity.id AS connector, value FROM app_act JOIN entity ON entity.ref = app_act.client
       WHERE field IN ('business-owner', 'technical-owner') AND coalesce(value, '') <> ''
       UNION
       SELECT entity.id, owner FROM decision JOIN entity ON entity.ref = decision.client
       WHERE owner IS NOT NULL AND undone_seq IS NULL`,
    )
    .all()
    .flatMap(({ connector, value }) => tiesTo(connector, value, NAMED, among, identify));
}

const ACTS: Readonly<Record<string, string>> = {
  consent: 'consented to it',
  'scope-change': 'consented to it',
  install: 'added it',
  revoke: 'took away access of it',
  uninstall: 'took away access of it',
  disable: 'took away access of it',
};

/** What the audit logs show somebody to have done with an app. */
function readLifecycleTies(db: Database.Database, wanted: string): Tie[] {
  return db
    .prepare<[string], { connector: number; tenant: string; kind: string; principal: number; is_wide: number }>(
      `SELECT DISTINCT connector, tenant, kind, coalesce(nullif(actor, 0), principal) AS principal,
              is_tenant_wide = 1 OR principal = 0 AS is_wide
       FROM lifecycle
       WHERE kind IN ('consent', 'scope-change', 'install', 'revoke', 'uninstall', 'disable') AND result = 0
         AND coalesce(nullif(actor, 0), principal) ${IN}`,
    )
    .all(wanted)
    .map(({ connector, tenant, kind, principal, is_wide }) => ({
      connector,
      tenant,
      kinds: kind === 'consent' || kind === 'scope-change' ? (is_wide === 1 ? TENANT_WIDE : OWN) : null,
      principal,
      words: { one: ACTS[kind] ?? '', many: ACTS[kind] ?? '' },
    }));
}

/** Whoever holds a grant of their own let the app in. */
function readHolders(db: Database.Database, wanted: string): Tie[] {
  return db
    .prepare<[string], { connector: number; tenant: string; principal: number }>(
      `SELECT DISTINCT g.connector, item.tenant, g.principal FROM consent_grant AS g JOIN item ON item.id = g.item
       WHERE item.kind = 'delegated-user' AND g.principal ${IN}`,
    )
    .all(wanted)
    .map((row) => ({ ...row, kinds: OWN, words: { one: 'holds a grant of it', many: 'hold a grant of it' } }));
}

const APPROVER: TieWords = {
  one: 'is named as its approver in the register of approvals',
  many: 'are named as its approvers in the register of approvals',
};

/** Approvers that the register of approvals names. */
function readApprovers(db: Database.Database, among: ReadonlySet<number>, identify: (text: string) => number[]): Tie[] {
  return db
    .prepare<[], { connector: number; who: string }>(
      `SELECT DISTINCT connector, json_extract("values", '$.approver') AS who FROM v_register
       WHERE register = 'approvals' AND connector IS NOT NULL AND coalesce(json_extract("values", '$.approver'), '') <> ''`,
    )
    .all()
    .flatMap(({ connector, who }) => tiesTo(connector, who, APPROVER, among, identify));
}

/** `Ann Ash is its business owner and holds a grant of it`. */
export function relationText(name: string, words: readonly string[]): string {
  return `${name} ${listed(words, 4)}.`;
}
