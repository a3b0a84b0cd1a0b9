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

const PAGE = 5000;
/** Columns that are blank in most exports: read and kept only when some record has them. */
const RARE = ['granted_at', 'last_used_at', 'expires_at', 'from_event'] as const;

/**
 * Every grant record of complete imports, by connector, tenant, kind, person and resource; of those that agree, lists before
 * events, the newest first, the rest by digest and line. Sorted here, in columns of numbers: for millions of records the
 * database would take ten times as long and several times the memory. Rows may be written while it is read.
 */
export function* readGrantRecords(db: Database.Database): Generator<GrantRecord> {
  const imports = db
    .prepare<[], ImportRow>(
      `SELECT id, tenant, as_of FROM import WHERE status = 'complete' ORDER BY as_of DESC, sha256, id`,
    )
    .all();
  const tenants = [...new Set(imports.map(({ tenant }) => tenant))].toSorted(compare);
  const kinds = db.prepare<[], string>('SELECT DISTINCT kind FROM grant_fact').pluck().all().toSorted(compare);
  const rankOf = new Map(imports.map(({ id }, rank) => [id, rank]));
  const kindOf = new Map(kinds.map((kind, index) => [kind, index]));
  const tenantOf = imports.map(({ tenant }) => tenants.indexOf(tenant));
  const entityOf = entities(db);
  const columns = readColumns(db, rankOf, kindOf, entityOf);
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

  const rareOf = (name: (typeof RARE)[number], index: number): number | null => {
    const value = rare.get(name)?.[index] ?? Number.NaN;
    return Number.isNaN(value) ? null : value;
  };
  for (const index of order) {
    const source = imports[rank[index] ?? 0];
    if (source === undefined) continue;
    yield {
      connector: connector[index] ?? 0,
      tenant: source.tenant,
      kind: kinds[kind[index] ?? 0] ?? '',
      principal: principal[index] ?? 0,
      resource: resource[index] ?? 0,
      as_of: source.as_of,
      scope_set: scopeSet[index] ?? 0,
      scope_ids: scopeIds.get(index) ?? null,
      granted_at: rareOf('granted_at', index),
      last_used_at: rareOf('last_used_at', index),
      expires_at: rareOf('expires_at', index),
      from_event: rareOf('from_event', index) ?? 0,
      import_id: source.id,
      line: line[index] ?? 0,
    };
  }
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
  const page = db
    .prepare<[number], (number | string | null)[]>(
      `SELECT id, import_id, kind, client, principal, resource, scope_set, line, scope_ids${used.map((name) => `, ${name}`).join('')}
       FROM grant_fact WHERE id > ? ORDER BY id LIMIT ${PAGE}`,
    )
    .raw();
  let count = 0;
  for (let last = 0; ;) {
    const rows = page.all(last);
    for (const [id, importId, kind, client, principal, resource, scopeSet, line, ids, ...others] of rows) {
      last = Number(id);
      const rank = rankOf.get(Number(importId));
      const connector = entityOf[Number(client)] ?? 0;
      if (rank === undefined || connector === 0) continue;
      columns.rank[count] = rank;
      columns.kind[count] = kindOf.get(String(kind)) ?? 0;
      columns.connector[count] = connector;
      columns.principal[count] = entityOf[Number(principal)] ?? 0;
      columns.resource[count] = entityOf[Number(resource)] ?? 0;
      columns.scopeSet[count] = Number(scopeSet);
      columns.line[count] = Number(line);
      if (typeof ids === 'string') scopeIds.set(count, ids);
      for (const [index, name] of used.entries()) {
        const value = others[index];
        const column = rare.get(name);
        if (column !== undefined) column[count] = typeof value === 'number' ? value : Number.NaN;
      }
      count += 1;
    }
    if (rows.length < PAGE) break;
  }
  return { ...columns, count, rare, scopeIds };
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
