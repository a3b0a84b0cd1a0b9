import type Database from 'better-sqlite3';
import { compare } from './entities.ts';

/** One grant record of a complete import, with the things its ids stand for. */
export interface GrantRecord {
  readonly connector: number;
  readonly tenant: string;
  readonly kind: string;
  readonly principal: number;
  readonly resource: number;
  readonly as_of: number;
  readonly scope_set: number;
  readonly scope_ids: string | null;
  readonly granted_at: number | null;
  readonly last_used_at: number | null;
  readonly expires_at: number | null;
  readonly from_event: number;
  readonly import_id: number;
  readonly line: number;
}

interface ImportRow {
  readonly id: number;
  readonly tenant: string;
  readonly as_of: number;
}

const PAGE = 10_000;
/** Columns that are blank in most exports: read and kept only when some record has them. */
const RARE = ['granted_at', 'last_used_at', 'expires_at', 'from_event'] as const;

/** Every grant record of complete imports in columns of numbers, with the order to walk them in. */
export interface GrantRecords {
  readonly count: number;
  /** Numbers of records, sorted. */
  readonly order: Uint32Array;
  /** Numbers of two records of one review item: same connector, tenant and kind. */
  readonly isSameItem: (a: number, b: number) => boolean;
  /** And of one grant: same person and resource too. */
  readonly isSameGrant: (a: number, b: number) => boolean;
  /** Whether a record says no more than who, what and to whom, by name. */
  readonly isPlain: (record: number) => boolean;
  readonly principalOf: (record: number) => number;
  readonly resourceOf: (record: number) => number;
  readonly scopeSetOf: (record: number) => number;
  readonly lineOf: (record: number) => number;
  readonly importOf: (record: number) => number;
  readonly asOfOf: (record: number) => number;
  readonly read: (record: number) => GrantRecord;
}

/**
 * Reads every grant record of complete imports, by connector, tenant, kind, person and resource; of those that agree, lists
 * before events, the newest first, the rest by digest and line. Sorted here, in columns of numbers: for millions of records
 * the database would take ten times as long and several times the memory.
 */
export function readGrantRecords(db: Database.Database): GrantRecords {
  const imports = db
    .prepare<[], ImportRow>(
      `SELECT id, tenant, as_of FROM import WHERE status = 'complete' AND grants > 0 ORDER BY as_of DESC, sha256, id`,
    )
    .all();
  const tenants = [...new Set(imports.map(({ tenant }) => tenant))].toSorted(compare);
  const kinds = db.prepare<[], string>('SELECT DISTINCT kind FROM grant_fact').pluck().all().toSorted(compare);
  const rankOf = new Map(imports.map(({ id }, rank) => [id, rank]));
  const kindOf = new Map(kinds.map((kind, index) => [kind, index]));
  const tenantOf = imports.map(({ tenant }) => tenants.indexOf(tenant));
  const columns = readColumns(db, rankOf, kindOf, entities(db));
  const { count, rank, kind, connector, principal, resource, scopeSet, line, rare, scopeIds } = columns;

  // From the last key to the first: each pass keeps the order of those that agree. Records are read in the order of lines.
  const order = new Uint32Array(count);
  const spare = new Uint32Array(count);
  for (let index = 0; index < count; index += 1) order[index] = index;
  const group = new Int32Array(tenants.length * kinds.length < 2 ? 0 : count);
  for (const index of group.keys())
    group[index] = (tenantOf[rank[index] ?? 0] ?? 0) * kinds.length + (kind[index] ?? 0);
  const fromEvent = rare.get('from_event');
  for (const key of [rank, fromEvent, resource, principal, group, connector])
    if (key !== undefined) sortBy(order, spare, key);

  const rareColumns = [...rare.values()];
  const rareOf = (name: (typeof RARE)[number], record: number): number | null => {
    const value = rare.get(name)?.[record] ?? Number.NaN;
    return Number.isNaN(value) ? null : value;
  };
  const isSameItem = (a: number, b: number): boolean =>
    connector[a] === connector[b] && (group[a] ?? 0) === (group[b] ?? 0);
  const importOf = (record: number): number => imports[rank[record] ?? 0]?.id ?? 0;
  const asOfOf = (record: number): number => imports[rank[record] ?? 0]?.as_of ?? 0;
  return {
    count,
    order,
    isSameItem,
    isSameGrant: (a, b) =>
      principal[a] === principal[b] && (resource[a] ?? 0) === (resource[b] ?? 0) && isSameItem(a, b),
    isPlain: (record) =>
      !scopeIds.has(record) && rareColumns.every((column) => Number.isNaN(column[record]) || column[record] === 0),
    principalOf: (record) => principal[record] ?? 0,
    resourceOf: (record) => resource[record] ?? 0,
    scopeSetOf: (record) => scopeSet[record] ?? 0,
    lineOf: (record) => line[record] ?? 0,
    importOf,
    asOfOf,
    read: (record) => ({
      connector: connector[record] ?? 0,
      tenant: imports[rank[record] ?? 0]?.tenant ?? '',
      kind: kinds[kind[record] ?? 0] ?? '',
      principal: principal[record] ?? 0,
      resource: resource[record] ?? 0,
      as_of: asOfOf(record),
      scope_set: scopeSet[record] ?? 0,
      scope_ids: scopeIds.get(record) ?? null,
      granted_at: rareOf('granted_at', record),
      last_used_at: rareOf('last_used_at', record),
      expires_at: rareOf('expires_at', record),
      from_event: rareOf('from_event', record) ?? 0,
      import_id: importOf(record),
      line: line[record] ?? 0,
    }),
  };
}

type Numbers = Int32Array | Uint16Array | Float64Array;

/** What each reference stands for; 0 = nothing. */
function entities(db: Database.Database): Int32Array {
  const last = db.prepare<[], number | null>('SELECT max(ref) FROM entity').pluck().get() ?? 0;
  const result = new Int32Array(last + 1);
  for (const [ref, id] of db.prepare<[], [number, number]>('SELECT ref, id FROM entity').raw().iterate())
    result[ref] = id;
  return result;
}

function readColumns(
  db: Database.Database,
  rankOf: ReadonlyMap<number, number>,
  kindOf: ReadonlyMap<string, number>,
  entityOf: Int32Array,
) {
  const most = db.prepare<[], number>('SELECT count(*) FROM grant_fact').pluck().get() ?? 0;
  const used = RARE.filter(
    (name) => db.prepare(`SELECT 1 FROM grant_fact WHERE ${name} <> 0 LIMIT 1`).get() !== undefined,
  );
  const lastSet = db.prepare<[], number | null>('SELECT max(id) FROM scope_set').pluck().get() ?? 0;
  const hasResources = db.prepare('SELECT 1 FROM grant_fact WHERE resource <> 0 LIMIT 1').get() !== undefined;
  /** Room for whole numbers below a bound, as narrow as they allow; none for a column that is always 0. */
  const numbers = (bound: number): Numbers =>
    bound < 2 ? new Uint16Array(0) : bound <= 65_535 ? new Uint16Array(most) : new Int32Array(most);
  const columns = {
    rank: numbers(rankOf.size),
    kind: numbers(kindOf.size),
    connector: numbers(entityOf.length),
    principal: numbers(entityOf.length),
    resource: numbers(hasResources ? entityOf.length : 0),
    scopeSet: numbers(lastSet + 1),
    line: new Int32Array(most),
  };
  const rare = new Map(used.map((name) => [name, new Float64Array(most)]));
  const scopeIds = new Map<number, string>();
  // Handing over a value takes longer than finding it, so whole columns of a page come as one JSON text each.
  const named = db.prepare('SELECT 1 FROM grant_fact WHERE scope_ids IS NOT NULL LIMIT 1').get() === undefined;
  const names = [
    'client',
    'principal',
    'scope_set',
    'line',
    ...(rankOf.size > 1 ? ['import_id'] : []),
    ...(kindOf.size > 1 ? ['kind'] : []),
    ...(hasResources ? ['resource'] : []),
    ...(named ? [] : ['scope_ids']),
    ...used,
  ];
  const page = db
    .prepare<[number], (number | string | null)[]>(
      `SELECT max(id), ${names.map((name) => `json_group_array(${name})`).join(', ')}
       FROM (SELECT id, ${names.join(', ')} FROM grant_fact WHERE id > ? ORDER BY id LIMIT ${PAGE})`,
    )
    .raw();
  const [onlyRank] = rankOf.values();
  const {
    rank: ranks,
    kind: kindColumn,
    connector: connectors,
    principal: principals,
    resource: resourceColumn,
  } = columns;
  const { scopeSet: sets, line: lines } = columns;
  let count = 0;
  for (let last: number | null = 0; last !== null;) {
    const [end, ...texts]: readonly (number | string | null)[] = page.get(last) ?? [];
    const cells = new Map(names.map((name, index) => [name, listOf(texts[index] ?? '[]')]));
    const [client, principal, scopeSet, line] = ['client', 'principal', 'scope_set', 'line'].map(
      (name) => cells.get(name) ?? [],
    );
    const [importIds, kinds, resources, ids] = ['import_id', 'kind', 'resource', 'scope_ids'].map((name) =>
      cells.get(name),
    );
    for (let row = 0; row < (client?.length ?? 0); row += 1) {
      const rank = importIds === undefined ? onlyRank : rankOf.get(Number(importIds[row]));
      const connector = entityOf[Number(client?.[row])] ?? 0;
      if (rank === undefined || connector === 0) continue;
      ranks[count] = rank;
      kindColumn[count] = kinds === undefined ? 0 : (kindOf.get(String(kinds[row])) ?? 0);
      connectors[count] = connector;
      principals[count] = entityOf[Number(principal?.[row])] ?? 0;
      sets[count] = Number(scopeSet?.[row]);
      lines[count] = Number(line?.[row]);
      if (resources !== undefined) resourceColumn[count] = entityOf[Number(resources[row])] ?? 0;
      const text = ids?.[row];
      if (typeof text === 'string') scopeIds.set(count, text);
      for (const name of used) {
        const value = cells.get(name)?.[row];
        const column = rare.get(name);
        if (column !== undefined) column[count] = typeof value === 'number' ? value : Number.NaN;
      }
      count += 1;
    }
    last = typeof end === 'number' ? end : null;
  }
  return { ...columns, count, rare, scopeIds };
}

function listOf(text: number | string): readonly unknown[] {
  const list: unknown = JSON.parse(String(text));
  return Array.isArray(list) ? list : [];
}

const DIGIT = 16;
const BUCKETS = 1 << DIGIT;

/** Sorts by a column of whole numbers from 0, those that agree staying as they were; `spare` has the same length. */
function sortBy(order: Uint32Array, spare: Uint32Array, key: Numbers): void {
  let most = 0;
  for (const index of order) most = Math.max(most, key[index] ?? 0);
  let from = order;
  let to = spare;
  for (let shift = 0; most > 0 && most >= 2 ** shift; shift += DIGIT) {
    const places = new Uint32Array(BUCKETS + 1);
    for (const index of from) {
      const next = (((key[index] ?? 0) >>> shift) & (BUCKETS - 1)) + 1;
      places[next] = (places[next] ?? 0) + 1;
    }
    for (let bucket = 1; bucket <= BUCKETS; bucket += 1)
      places[bucket] = (places[bucket] ?? 0) + (places[bucket - 1] ?? 0);
    for (const index of from) {
      const digit = ((key[index] ?? 0) >>> shift) & (BUCKETS - 1);
      const place = places[digit] ?? 0;
      places[digit] = place + 1;
      to[place] = index;
    }
    [from, to] = [to, from];
  }
  if (from !== order) order.set(from);
}
