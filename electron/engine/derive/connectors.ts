import type Database from 'better-sqlite3';
import { bulkInsert } from '../db/bulk-insert.ts';
import { inspectName } from '../lib/text.ts';
import { compare, type Entity } from './entities.ts';

interface FactRow {
  readonly entity: number;
  readonly as_of: number;
  readonly line: number;
  readonly tenant: string;
  readonly name: string | null;
  readonly publisher: string | null;
  readonly publisher_verified: number | null;
  readonly owner_tenant: string | null;
  readonly enabled: number | null;
  readonly created_at: number | null;
  readonly last_used_at: number | null;
  readonly stated_users: number | null;
}

/**
 * One row per connector from everything said about it: the newest statement wins, equal ones in the order of their
 * text. Connectors without a grant stay, marked as outside the population: a ghost in a log is a finding, a resource
 * API is not a connector at all.
 */
export function deriveConnectors(db: Database.Database, entities: readonly Entity[]): void {
  const facts = Map.groupBy(
    db
      .prepare<[], FactRow>(
        `SELECT entity.id AS entity, as_of, line, tenant, connector_fact.name, publisher, publisher_verified, owner_tenant, enabled, created_at, last_used_at, stated_users
         FROM connector_fact JOIN import ON import.id = import_id AND status = 'complete' JOIN entity ON entity.ref = client`,
      )
      .all(),
    (row) => row.entity,
  );
  const names = Map.groupBy(
    db
      .prepare<[], { entity: number; as_of: number; name: string }>(
        `SELECT entity.id AS entity, max(as_of) AS as_of, name FROM name_fact JOIN import ON import.id = import_id AND status = 'complete' JOIN entity ON entity.ref = client GROUP BY 1, 3`,
      )
      .all(),
    (row) => row.entity,
  );
  const granted = idSet(
    db,
    // The few apps of millions of grants are found first, then looked up.
    `SELECT DISTINCT entity.id AS id FROM (SELECT DISTINCT import_id, client FROM grant_fact)
     JOIN import ON import.id = import_id AND status = 'complete' JOIN entity ON entity.ref = client`,
  );
  const active = idSet(
    db,
    `SELECT DISTINCT entity.id AS id
     FROM (SELECT DISTINCT import_id, client FROM usage UNION SELECT DISTINCT import_id, client FROM lifecycle_fact)
     JOIN import ON import.id = import_id AND status = 'complete' JOIN entity ON entity.ref = client`,
  );
  db.exec('DELETE FROM connector');
  const rows = bulkInsert(db, 'connector', [
    'id',
    'key',
    'platform',
    'ref',
    'native_id',
    'name',
    'names',
    'name_warning',
    'publisher',
    'publisher_verified',
    'owner_tenant',
    'is_internal',
    'enabled',
    'created_at',
    'in_population',
    'is_resource_only',
    'stated_users',
    'stated_last_use',
    'joined_by',
    'origin',
  ]);
  for (const entity of entities) {
    const said = (facts.get(entity.id) ?? []).toSorted(
      (a, b) => b.as_of - a.as_of || a.line - b.line || compare(JSON.stringify(a), JSON.stringify(b)),
    );
    const seen = (names.get(entity.id) ?? []).toSorted((a, b) => b.as_of - a.as_of || compare(a.name, b.name));
    const raw = said.find((row) => row.name !== null && row.name !== '')?.name ?? seen[0]?.name ?? unnamed(entity);
    const inspected = inspectName(raw);
    const allNames = [...new Set([raw, ...seen.map((row) => row.name)])];
    const ownerTenant = newest(said, 'owner_tenant');
    const inPopulation = granted.has(entity.id);
    rows.add(
      entity.id,
      entity.key,
      entity.platform,
      entity.main.id,
      entity.main.value,
      inspected.display,
      JSON.stringify(allNames),
      inspected.warning,
      newest(said, 'publisher'),
      newest(said, 'publisher_verified'),
      ownerTenant,
      isInternal(ownerTenant, said),
      newest(said, 'enabled'),
      newest(said, 'created_at'),
      inPopulation ? 1 : 0,
      !inPopulation && !active.has(entity.id) ? 1 : 0,
      newest(said, 'stated_users'),
      said.reduce<number | null>(
        (last, row) => (row.last_used_at === null ? last : Math.max(last ?? 0, row.last_used_at)),
        null,
      ),
      entity.joinedBy,
      originOf(entity, ownerTenant, isInternal(ownerTenant, said)),
    );
  }
  rows.flush();
  db.exec(
    `UPDATE connector SET is_name_shared = 1
     WHERE is_resource_only = 0 AND (platform, name) IN (SELECT platform, name FROM connector WHERE is_resource_only = 0 GROUP BY 1, 2 HAVING count(*) > 1)`,
  );
}

function newest<K extends keyof FactRow>(rows: readonly FactRow[], key: K): FactRow[K] | null {
  return rows.find((row) => row[key] !== null)?.[key] ?? null;
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether the tenant under review owns the app; unknown when the tenant was stated by another name than its id. */
function isInternal(ownerTenant: string | null, said: readonly FactRow[]): number | null {
  if (ownerTenant === null) return null;
  if (said.some((row) => row.tenant.toLowerCase() === ownerTenant.toLowerCase())) return 1;
  return said.every((row) => GUID.test(row.tenant)) ? 0 : null;
}

/** Tenants in which Microsoft registers its own apps. */
const MICROSOFT_TENANTS = new Set(['f8cdef31-a31e-4b4a-93e4-5f571e91255a', '72f988bf-86f1-41af-91ab-2d7cd011db47']);

/** Whose app it is, told by the id of its owner and never by its name. */
function originOf(entity: Entity, ownerTenant: string | null, isOwn: number | null): string | null {
  // Salesforce gives its own apps ids that begin with 888.
  if (entity.platform === 'salesforce' && entity.main.space.endsWith('/app') && entity.main.value.startsWith('888'))
    return 'platform';
  if (ownerTenant === null) return null;
  if (MICROSOFT_TENANTS.has(ownerTenant.toLowerCase())) return 'platform';
  return isOwn === 1 ? 'internal' : 'third-party';
}

function unnamed(entity: Entity): string {
  return `${entity.main.space.endsWith('/sp') ? 'Service principal' : 'App'} ${entity.main.value} (name unknown)`;
}

function idSet(db: Database.Database, sql: string): Set<number> {
  return new Set(
    db
      .prepare<[], { id: number }>(sql)
      .all()
      .map((row) => row.id),
  );
}
