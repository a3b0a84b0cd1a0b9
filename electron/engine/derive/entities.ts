import type Database from 'better-sqlite3';
import { bulkInsert } from '../db/bulk-insert.ts';

interface Reference {
  readonly id: number;
  readonly space: string;
  readonly value: string;
}

/** One thing in the world with all the ids that sources give it. */
export interface Entity {
  readonly id: number;
  /** `google:…`, `entra:…`, or `principal:…`; the same whatever the order of imports. */
  readonly key: string;
  readonly platform: string;
  readonly references: readonly Reference[];
  /** The id that names it best: application id before service principal id, address before number. */
  readonly main: Reference;
  /** How a weak id was joined to it, in words; null when every id was joined by a record that names both. */
  readonly joinedBy: string | null;
}

/** A person or account with the id that names it best: its address, else the first of its other ids. */
export interface Principal {
  readonly id: number;
  readonly value: string;
}

export interface Entities {
  readonly connectors: readonly Entity[];
  /** All principals by number; a case may know hundreds of thousands, so they are read anew each time. */
  readonly principals: () => Iterable<Principal>;
}

const SPACES = ['app', 'sp', 'installation', 'service', 'name', 'project'];

/** Order in which the ids of one connector are preferred as its name. */
function preference({ space }: Reference): number {
  return SPACES.indexOf(space.slice(space.indexOf('/') + 1));
}

/**
 * Joins the ids that complete imports say belong together, and numbers the results in the order of their keys, so that
 * the same files give the same numbers in whatever order they came. Fills the `entity` table.
 */
export function deriveEntities(db: Database.Database): Entities {
  const last = db.prepare<[], number | null>('SELECT max(id) FROM reference').pluck().get() ?? 0;
  const parent = Int32Array.from({ length: last + 1 }, (_, id) => id);
  const find = (id: number): number => {
    let root = id;
    for (let next = parent[root] ?? root; next !== root; next = parent[root] ?? root) root = next;
    parent[id] = root;
    return root;
  };
  findSharedAddresses(db);
  const pairs = db
    .prepare<[], [number, number]>(
      `SELECT a, b FROM alias_fact JOIN import ON import.id = import_id
       WHERE import.status = 'complete' AND NOT EXISTS (
         SELECT 1 FROM shared_address s WHERE s.platform = import.platform AND s.tenant = import.tenant AND s.address IN (a, b))`,
    )
    .raw();
  for (const [a, b] of pairs.iterate()) {
    const [left, right] = [find(a), find(b)];
    if (left !== right) parent[Math.max(left, right)] = Math.min(left, right);
  }
  const joins = joinWeakIds(db, find, parent);
  const connectors = connectorsOf(db, find, joins);
  const { numbers, read } = numberPrincipals(db, find, last);
  db.exec('DELETE FROM entity');
  const rows = bulkInsert(db, 'entity', ['ref', 'id']);
  for (const entity of connectors) for (const reference of entity.references) rows.add(reference.id, entity.id);
  for (const [ref, number] of numbers.entries()) if (number !== 0) rows.add(ref, number);
  rows.flush();
  return { connectors, principals: read };
}

function connectorsOf(
  db: Database.Database,
  find: (id: number) => number,
  joins: ReadonlyMap<number, string>,
): readonly Entity[] {
  const references = db
    .prepare<[], Reference>(`SELECT id, space, value FROM reference WHERE space <> 'principal'`)
    .all();
  const connectors = [...Map.groupBy(references, ({ id }) => find(id)).values()].flatMap((cluster) => {
    const sorted = cluster.toSorted((a, b) => preference(a) - preference(b) || compare(a.value, b.value));
    const main = sorted[0];
    if (main === undefined) return [];
    const [platform = 'other', space = 'app'] = main.space.split('/');
    return [
      {
        key: space === 'app' ? `${platform}:${main.value}` : `${platform}:${space}:${main.value}`,
        platform,
        references: sorted,
        main,
        joinedBy: sorted.map((reference) => joins.get(reference.id)).find((how) => how !== undefined) ?? null,
      },
    ];
  });
  return connectors.toSorted((a, b) => compare(a.key, b.key)).map((entity, index) => ({ ...entity, id: index + 1 }));
}

/**
 * Numbers principals in the order of their names: `numbers` by reference, 0 for what is none. In columns of numbers and by
 * reading the ids twice, since there may be millions of them.
 */
function numberPrincipals(db: Database.Database, find: (id: number) => number, last: number) {
  /** By root: the reference that names it best, an address before any other id. */
  const mains = new Int32Array(last + 1);
  const hasAddress = new Uint8Array(last + 1);
  for (const { id, value } of principalReferences(db)) {
    const root = find(id);
    const isAddress = value.includes('@');
    if (mains[root] === 0 || (isAddress && hasAddress[root] === 0)) mains[root] = id;
    if (isAddress) hasAddress[root] = 1;
  }
  function* read(): Generator<Principal> {
    let number = 0;
    for (const { id, value } of principalReferences(db)) {
      if (mains[find(id)] !== id) continue;
      number += 1;
      yield { id: number, value };
    }
  }
  const numberOfRoot = new Int32Array(last + 1);
  let number = 0;
  for (const { id } of principalReferences(db)) {
    const root = find(id);
    if (mains[root] === id) numberOfRoot[root] = number += 1;
  }
  const numbers = new Int32Array(last + 1);
  for (let ref = 1; ref <= last; ref += 1) numbers[ref] = numberOfRoot[find(ref)] ?? 0;
  return { numbers, read };
}

const PAGE = 5000;

/** The ids of people and accounts in the order of their text. Rows may be written while they are read. */
function* principalReferences(db: Database.Database): Generator<{ id: number; value: string }> {
  const page = db.prepare<[string], { id: number; value: string }>(
    `SELECT id, value FROM reference WHERE space = 'principal' AND value > ? ORDER BY value LIMIT ${PAGE}`,
  );
  for (let after = ''; ;) {
    const rows = page.all(after);
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.value ?? '';
  }
}

/**
 * Notes addresses that one platform and tenant gives to several ids, as sanitized exports and reused mailboxes do: such an
 * address tells nobody apart, so it joins no ids. The conflict itself is an evidence check.
 */
function findSharedAddresses(db: Database.Database): void {
  db.exec('DELETE FROM shared_address');
  db.exec(`
    INSERT INTO shared_address (platform, tenant, address, ids)
    SELECT platform, tenant, address, count(DISTINCT other) FROM (
      SELECT import.platform, import.tenant, iif(instr(ra.value, '@') > 0, a, b) AS address, iif(instr(ra.value, '@') > 0, b, a) AS other
      FROM alias_fact JOIN import ON import.id = import_id AND import.status = 'complete'
      JOIN reference ra ON ra.id = a JOIN reference rb ON rb.id = b
      WHERE ra.space = 'principal' AND rb.space = 'principal' AND (instr(ra.value, '@') > 0) <> (instr(rb.value, '@') > 0))
    GROUP BY 1, 2, 3 HAVING count(DISTINCT other) > 1`);
}

/**
 * A name or a project number is no id: it is joined to an app only where exactly one app of the platform fits. Answers how
 * each weak reference was joined. What fits several apps, or none, stays a connector of its own.
 */
function joinWeakIds(db: Database.Database, find: (id: number) => number, parent: Int32Array): Map<number, string> {
  const weak = db
    .prepare<[], Reference>(
      `SELECT id, space, value FROM reference WHERE space LIKE '%/name' OR space LIKE '%/project' ORDER BY space, value`,
    )
    .all();
  const joins = new Map<number, string>();
  if (weak.length === 0) return joins;
  const named = db.prepare<{ platform: string; name: string }, { id: number }>(
    `SELECT DISTINCT client AS id FROM name_fact JOIN import ON import.id = import_id AND status = 'complete' JOIN reference ON reference.id = client
     WHERE name_fact.name = @name AND reference.space IN (@platform || '/app', @platform || '/sp', @platform || '/installation', @platform || '/service')`,
  );
  const ofProject = db.prepare<{ space: string; value: string }, { id: number }>(
    `SELECT id FROM reference WHERE space = @space AND (value = @value OR value GLOB @value || '-*' OR value GLOB @value || '.*')`,
  );
  const found: { id: number; root: number; how: string }[] = [];
  for (const reference of weak) {
    const [platform = '', space] = reference.space.split('/');
    const isName = space === 'name';
    const candidates = isName
      ? named.all({ platform, name: reference.value })
      : /^\d+$/.test(reference.value)
        ? ofProject.all({ space: `${platform}/app`, value: reference.value })
        : [];
    const roots = new Set(candidates.map((candidate) => find(candidate.id)));
    const [root] = roots;
    if (root === undefined || roots.size > 1 || root === find(reference.id)) continue;
    const how = isName
      ? `records that give only the name “${reference.value.slice(0, 80)}” were joined to this app, the only one of that name`
      : `records that give only the project number ${reference.value} were joined to this app, the only one of that project`;
    found.push({ id: reference.id, root, how });
  }
  // Joined when all are decided, so that one join cannot make another.
  for (const { id, root, how } of found) {
    parent[find(id)] = find(root);
    joins.set(id, how);
  }
  return joins;
}

/** By code unit, so that no locale of the machine changes the order. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
