import type Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { bulkInsert } from '../db/bulk-insert.ts';
import { GRAPH_APP_ID } from '../catalog/scope-facts.ts';
import type { Catalog } from '../catalog/types.ts';
import { canonicalJson } from '../evidence/canonical-json.ts';

interface FactRow {
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
  readonly import_id: number;
  readonly line: number;
}

const textList = z.array(z.string());

/** The stable name of a review item: the same for the same (tenant, connector, grant kind) in every case. */
export function itemKey(tenant: string, connectorKey: string, kind: string): string {
  return `i-${createHash('sha256')
    .update(canonicalJson([tenant, connectorKey, kind]))
    .digest('hex')
    .slice(0, 12)}`;
}

/**
 * Turns grant records into grants, one per (connector, tenant, kind, person, resource): records of the newest as-of time
 * speak, several of one time are united. Then groups grants into review items. Role ids become names through the
 * resource's own dictionary first, the catalog second; what neither knows stays an id.
 */
export function deriveGrants(db: Database.Database, catalog: Catalog): void {
  db.exec('DELETE FROM consent_grant; DELETE FROM item;');
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
  const connectorKeys = new Map(db.prepare<[], [number, string]>('SELECT id, key FROM connector').raw().all());
  const consents = firstConsents(db);

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
  ]);
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
  let group: FactRow[] = [];

  const closeGrant = (): void => {
    const first = group[0];
    if (first === undefined || item === null) return;
    const speaking = group.filter((row) => row.as_of === first.as_of);
    const scopes = speaking.flatMap((row) => [
      ...(scopeTexts.get(row.scope_set) ?? []),
      ...(row.scope_ids === null ? [] : textList.parse(JSON.parse(row.scope_ids))).map((id) =>
        permissionName(row.resource, id),
      ),
    ]);
    const stated = minimum(group.map((row) => row.granted_at));
    const derived =
      consents.get(`${first.connector} ${first.tenant} ${first.kind === 'delegated-user' ? first.principal : 0}`) ??
      null;
    const grantedAt = stated ?? derived;
    rows.add(
      itemId,
      first.connector,
      first.principal,
      first.resource,
      setOf(scopes),
      grantedAt,
      stated !== null ? 'stated by the export' : derived !== null ? 'first consent in the audit log' : null,
      maximum(group.map((row) => row.last_used_at)),
      group.length,
      first.import_id,
      first.line,
    );
    item.grants += 1;
    item.asOf = Math.max(item.asOf, first.as_of);
    if (first.principal !== 0) item.people.add(first.principal);
    if (grantedAt !== null) item.firstGranted = Math.min(item.firstGranted ?? Infinity, grantedAt);
    group = [];
  };
  const closeItem = (): void => {
    closeGrant();
    if (item === null) return;
    items.add(
      itemId,
      itemKey(item.tenant, connectorKeys.get(item.connector) ?? '', item.kind),
      item.connector,
      item.tenant,
      item.kind,
      item.grants,
      item.people.size,
      item.firstGranted,
      item.asOf,
    );
    item = null;
  };

  for (const fact of readFacts(db)) {
    if (item === null || item.connector !== fact.connector || item.tenant !== fact.tenant || item.kind !== fact.kind) {
      closeItem();
      itemId += 1;
      item = {
        connector: fact.connector,
        tenant: fact.tenant,
        kind: fact.kind,
        grants: 0,
        people: new Set(),
        firstGranted: null,
        asOf: 0,
      };
    } else if (
      group[0] !== undefined &&
      (group[0].principal !== fact.principal || group[0].resource !== fact.resource)
    ) {
      closeGrant();
    }
    group.push(fact);
  }
  closeItem();
  rows.flush();
  items.flush();
}

interface ItemDraft {
  readonly connector: number;
  readonly tenant: string;
  readonly kind: string;
  grants: number;
  readonly people: Set<number>;
  firstGranted: number | null;
  asOf: number;
}

/** Materialized in pages by a temporary table: rows are written while it is read. */
function* readFacts(db: Database.Database): Generator<FactRow> {
  db.exec(`
    DROP TABLE IF EXISTS temp.grant_order;
    CREATE TEMP TABLE grant_order AS
    SELECT c.id AS connector, import.tenant, kind, coalesce(p.id, 0) AS principal, coalesce(r.id, 0) AS resource, import.as_of,
           scope_set, scope_ids, granted_at, last_used_at, import_id, line
    FROM grant_fact JOIN import ON import.id = import_id AND status = 'complete'
    JOIN entity c ON c.ref = client LEFT JOIN entity p ON p.ref = principal LEFT JOIN entity r ON r.ref = resource
    ORDER BY 1, 2, 3, 4, 5, import.as_of DESC, import.sha256, line;
  `);
  const page = db.prepare<[number], FactRow & { rowid: number }>(
    'SELECT rowid, * FROM grant_order WHERE rowid > ? ORDER BY rowid LIMIT 10000',
  );
  let last = 0;
  for (;;) {
    const rows = page.all(last);
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined) break;
    last = end.rowid;
  }
  db.exec('DROP TABLE temp.grant_order');
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

/** When the audit log first shows consent, per connector, tenant and person (0 = for everyone). */
function firstConsents(db: Database.Database): Map<string, number> {
  const rows = db
    .prepare<[], [number, string, number, number]>(
      `SELECT connector, tenant, iif(is_tenant_wide, 0, principal), min(time) FROM lifecycle WHERE kind IN ('consent', 'scope-change') AND result = 0 GROUP BY 1, 2, 3`,
    )
    .raw()
    .all();
  return new Map(rows.map(([connector, tenant, principal, time]) => [`${connector} ${tenant} ${principal}`, time]));
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
