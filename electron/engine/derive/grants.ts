import type Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { bulkInsert } from '../db/bulk-insert.ts';
import { GRAPH_APP_ID } from '../catalog/scope-facts.ts';
import type { Catalog } from '../catalog/types.ts';
import { canonicalJson } from '../evidence/canonical-json.ts';
import { absence } from './absence.ts';
import { type GrantRecord, readGrantRecords } from './grant-order.ts';
import { createPlainGrants } from './plain-grants.ts';
import { type SnapshotFact, standings } from './snapshots.ts';

const textList = z.array(z.string());
/** Above any number of a scope set: room to pair one with a resource. */
const SETS = 2 ** 26;

/** The stable name of a review item: the same for the same (tenant, connector, grant kind) in every case. */
export function itemKey(tenant: string, connectorKey: string, kind: string): string {
  return `i-${createHash('sha256')
    .update(canonicalJson([tenant, connectorKey, kind]))
    .digest('hex')
    .slice(0, 12)}`;
}

/**
 * Turns grant records into grants, one per (connector, tenant, kind, person, resource): records of the newest list speak,
 * several of one list are united. A grant that a newer whole list of the same kind lacks is kept apart as absent, and so
 * is one that only an event granted and a later event ended. Then groups grants into review items. Role ids become names
 * through the resource's own dictionary first, the catalog second; what neither knows stays an id.
 */
export function deriveGrants(db: Database.Database, catalog: Catalog, snapshots: readonly SnapshotFact[]): void {
  db.exec(`DELETE FROM consent_grant; DELETE FROM item; DELETE FROM item_scope_set; DELETE FROM absent_grant;
           DELETE FROM returned_grant; DELETE FROM grant_source;`);
  const { goneSince, overtaken, returns } = absence(db, snapshots);
  const formatOf = new Map(snapshots.flatMap(({ imports, format }) => imports.map((id) => [id, format] as const)));
  const standing = standings(snapshots);
  const permissionName = permissionNames(db, catalog);
  const scopeTexts = new Map<number, readonly string[]>(
    db
      .prepare<[], [number, string]>('SELECT id, value FROM scope_set')
      .raw()
      .all()
      .map(([id, value]) => [id, textList.parse(JSON.parse(value))]),
  );
  const setIds = new Map<string, number>([...scopeTexts].map(([id, scopes]) => [JSON.stringify(scopes), id]));
  const insertSet = db.prepare('INSERT INTO scope_set (value) VALUES (?)');
  const setOf = (scopes: Iterable<string>): number => {
    const value = JSON.stringify([...new Set(scopes)].toSorted());
    const known = setIds.get(value);
    if (known !== undefined) return known;
    const id = Number(insertSet.run(value).lastInsertRowid);
    setIds.set(value, id);
    return id;
  };
  const plainSets = new Map<number, number>();
  const plainSet = (id: number): number => {
    let set = plainSets.get(id);
    if (set === undefined) plainSets.set(id, (set = setOf(scopeTexts.get(id) ?? [])));
    return set;
  };
  const connectorKeys = new Map(db.prepare<[], [number, string]>('SELECT id, key FROM connector').raw().all());
  const consents = firstConsents(db);
  let consentsOfItem: ReadonlyMap<number, number> | undefined;

  const rows = bulkInsert(db, 'consent_grant', [
    'item',
    'connector',
    'principal',
    'resource',
    'scope_set',
    'granted_at',
    'granted_basis',
    'last_used_at',
    'sources',
    'import_id',
    'line',
    'expires_at',
  ]);
  const plainRows = createPlainGrants(db);
  const scopeSets = bulkInsert(db, 'item_scope_set', ['item', 'resource', 'scope_set']);
  const noteScopes = (held: ItemDraft, resource: number, scopeSet: number): void => {
    const key = resource * SETS + scopeSet;
    if (key === held.lastScopes || held.scopes.has(key)) return;
    held.lastScopes = key;
    held.scopes.add(key);
    scopeSets.add(itemId, resource, scopeSet);
  };
  const absent = bulkInsert(db, 'absent_grant', [
    'connector',
    'tenant',
    'kind',
    'principal',
    'resource',
    'scope_set',
    'reason',
    'seen_as_of',
    'gone_as_of',
    'sources',
    'import_id',
    'line',
  ]);
  const returned = bulkInsert(db, 'returned_grant', [
    'connector',
    'tenant',
    'kind',
    'principal',
    'resource',
    'scopes',
    'gone_as_of',
    'back_as_of',
    'import_id',
    'line',
  ]);
  const sources = bulkInsert(db, 'grant_source', ['connector', 'tenant', 'kind', 'format']);
  const namesOf = (row: GrantRecord): readonly string[] => [
    ...(scopeTexts.get(row.scope_set) ?? []),
    ...(row.scope_ids === null ? [] : textList.parse(JSON.parse(row.scope_ids))).map((id) =>
      permissionName(row.resource, id),
    ),
  ];
  const items = bulkInsert(db, 'item', [
    'id',
    'key',
    'connector',
    'tenant',
    'kind',
    'grants',
    'people',
    'first_granted',
    'as_of',
  ]);
  let item: ItemDraft | null = null;
  let itemId = 0;
  let group: GrantRecord[] = [];

  const closeGrant = (): void => {
    const first = group[0];
    if (first === undefined || item === null) return;
    const gone = goneSince(group);
    const held = gone === null ? group.filter((row) => overtaken(row) === null) : group;
    const lead = held[0] ?? first;
    const snapshot = standing.get(lead.import_id)?.snapshot ?? null;
    // Lists outrank events, and the newest list speaks as a whole; what only events say is united.
    const speaking = held.filter((row) =>
      row.from_event === 1
        ? lead.from_event === 1
        : snapshot === null
          ? row.as_of === lead.as_of
          : standing.get(row.import_id)?.snapshot === snapshot,
    );
    const scopeSet =
      speaking.length === 1 && lead.scope_ids === null ? plainSet(lead.scope_set) : setOf(speaking.flatMap(namesOf));
    for (const row of group) noteSource(item, row.import_id);
    if (gone !== null) {
      absent.add(
        first.connector,
        first.tenant,
        first.kind,
        first.principal,
        first.resource,
        scopeSet,
        gone.reason,
        Math.max(...group.map((row) => row.as_of)),
        gone.at,
        group.length,
        first.import_id,
        first.line,
      );
      group = [];
      return;
    }
    for (const one of returns(group, namesOf))
      returned.add(
        first.connector,
        first.tenant,
        first.kind,
        first.principal,
        first.resource,
        JSON.stringify(one.scopes),
        one.goneAt,
        one.backAt,
        one.importId,
        one.line,
      );
    // What stands says when it was given: an older list may speak of a grant that was taken back and given again since.
    const stated = minimum(held.map((row) => row.granted_at)) ?? minimum(group.map((row) => row.granted_at));
    const derived = consentsOfItem?.get(first.kind === 'delegated-user' ? first.principal : 0) ?? null;
    const grantedAt = stated ?? derived;
    const lastUsedAt = maximum(group.map((row) => row.last_used_at));
    const expiresAt = maximum(speaking.map((row) => row.expires_at));
    const { connector, principal, resource, import_id: source, line } = first;
    if (grantedAt === null && lastUsedAt === null && expiresAt === null)
      plainRows.add(itemId, connector, resource, scopeSet, source, group.length, principal, line);
    else {
      const basis =
        stated === null
          ? 'first consent in the audit log'
          : lead.from_event === 1
            ? 'event in the audit log'
            : 'stated by the export';
      rows.add(
        itemId,
        connector,
        principal,
        resource,
        scopeSet,
        grantedAt,
        grantedAt === null ? null : basis,
        lastUsedAt,
        group.length,
        source,
        line,
        expiresAt,
      );
    }
    item.grants += 1;
    item.asOf = Math.max(item.asOf, first.as_of);
    countPerson(item, first.principal);
    noteScopes(item, resource, scopeSet);
    if (grantedAt !== null) item.firstGranted = Math.min(item.firstGranted ?? Infinity, grantedAt);
    group = [];
  };
  const closeItem = (): void => {
    closeGrant();
    if (item === null) return;
    for (const format of new Set(Array.from(item.sources, (id) => formatOf.get(id) ?? '')))
      sources.add(item.connector, item.tenant, item.kind, format);
    // Every grant of it is gone: nothing is left to review.
    if (item.grants === 0) {
      item = null;
      return;
    }
    items.add(
      itemId,
      itemKey(item.tenant, connectorKeys.get(item.connector) ?? '', item.kind),
      item.connector,
      item.tenant,
      item.kind,
      item.grants,
      item.people,
      item.firstGranted,
      item.asOf,
    );
    item = null;
  };

  const records = readGrantRecords(db);
  let last = 0;
  for (let start = 0; start < records.count;) {
    const record = records.order[start] ?? 0;
    if (item === null || !records.isSameItem(record, last)) {
      closeItem();
      const { connector, tenant, kind } = records.read(record);
      itemId += 1;
      item = {
        connector,
        tenant,
        kind,
        grants: 0,
        people: 0,
        lastPerson: 0,
        scopes: new Set(),
        lastScopes: -1,
        sources: new Set(),
        lastSource: 0,
        firstGranted: null,
        asOf: 0,
      };
      consentsOfItem = consents.get(`${connector} ${tenant}`);
    }
    last = record;
    let end = start + 1;
    while (end < records.count && records.isSameGrant(record, records.order[end] ?? 0)) end += 1;
    const source = records.importOf(record);
    const person = records.principalOf(record);
    const consented = consentsOfItem?.get(item.kind === 'delegated-user' ? person : 0);
    const isAlone = end === start + 1 && consented === undefined && records.isPlain(record);
    if (isAlone && standing.get(source)?.newer.length === 0) {
      // Most grants of a long list: one record that says nothing of time, and no newer list that may lack it.
      const scopeSet = plainSet(records.scopeSetOf(record));
      noteSource(item, source);
      plainRows.add(
        itemId,
        item.connector,
        records.resourceOf(record),
        scopeSet,
        source,
        1,
        person,
        records.lineOf(record),
      );
      item.grants += 1;
      item.asOf = Math.max(item.asOf, records.asOfOf(record));
      countPerson(item, person);
      noteScopes(item, records.resourceOf(record), scopeSet);
    } else {
      for (let index = start; index < end; index += 1) group.push(records.read(records.order[index] ?? 0));
      closeGrant();
    }
    start = end;
  }
  closeItem();
  rows.flush();
  plainRows.flush();
  items.flush();
  scopeSets.flush();
  absent.flush();
  returned.flush();
  sources.flush();
  db.exec(
    `UPDATE connector SET in_population = 0
     WHERE id IN (SELECT connector FROM absent_grant) AND NOT EXISTS (SELECT 1 FROM consent_grant g WHERE g.connector = connector.id)`,
  );
}

interface ItemDraft {
  readonly connector: number;
  readonly tenant: string;
  readonly kind: string;
  grants: number;
  people: number;
  /** Grants come sorted by person. */
  lastPerson: number;
  /** Distinct resources with scope sets, and the one met last. */
  readonly scopes: Set<number>;
  lastScopes: number;
  /** Imports that speak of its grants, and the one met last. */
  readonly sources: Set<number>;
  lastSource: number;
  firstGranted: number | null;
  asOf: number;
}

function noteSource(item: ItemDraft, source: number): void {
  if (source === item.lastSource) return;
  item.lastSource = source;
  item.sources.add(source);
}

function countPerson(item: ItemDraft, person: number): void {
  if (person === 0 || person === item.lastPerson) return;
  item.people += 1;
  item.lastPerson = person;
}

/** What exports call Microsoft Graph. */
const GRAPH_NAME = 'Microsoft Graph';

function permissionNames(db: Database.Database, catalog: Catalog): (resource: number, id: string) => string {
  const own = new Map<string, string>();
  const rows = db
    .prepare<[], [number, string, string]>(
      `SELECT entity.id, permission_id, max(value) FROM permission_fact JOIN import ON import.id = import_id AND status = 'complete' JOIN entity ON entity.ref = client WHERE kind = 'application' GROUP BY 1, 2`,
    )
    .raw()
    .all();
  for (const [resource, id, value] of rows) own.set(`${resource} ${id}`, value);
  const apis = new Map(
    db
      .prepare<[], [number, string, string]>(
        "SELECT connector.id, native_id, iif(space = 'entra/sp', name, '') FROM connector JOIN reference ON reference.id = ref",
      )
      .raw()
      .all()
      .map(([id, nativeId, name]) => [id, name === GRAPH_NAME ? GRAPH_APP_ID : nativeId]),
  );
  return (resource, id) =>
    own.get(`${resource} ${id}`) ??
    catalog.platform('entra')?.resolvePermissionGuid(apis.get(resource) ?? '', id, 'application')?.name ??
    id;
}

/** When the audit log first shows consent: by connector and tenant, then person (0 = for everyone). */
function firstConsents(db: Database.Database): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const found = new Map<string, Map<number, number>>();
  const rows = db
    .prepare<[], [number, string, number, number]>(
      `SELECT connector, tenant, iif(is_tenant_wide, 0, principal), min(time) FROM lifecycle WHERE kind IN ('consent', 'scope-change') AND result = 0 GROUP BY 1, 2, 3`,
    )
    .raw()
    .all();
  for (const [connector, tenant, principal, time] of rows) {
    const key = `${connector} ${tenant}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, new Map([[principal, time]]));
    else known.set(principal, time);
  }
  return found;
}

function minimum(values: readonly (number | null)[]): number | null {
  return values.reduce(
    (least, value) => (value === null ? least : least === null ? value : Math.min(least, value)),
    null,
  );
}

function maximum(values: readonly (number | null)[]): number | null {
  return values.reduce((most, value) => (value === null ? most : most === null ? value : Math.max(most, value)), null);
}
