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
        `SELECT entity.id AS entity, as_of, line, tenant, connector_fact.name, publisher, publisher_verified, owner_tenant, enabled, created_at
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
    `SELECT DISTINCT entity.id AS id FROM grant_fact JOIN import ON import.id = import_id AND status = 'complete' JOIN entity ON entity.ref = client`,
  );
  const active = idSet(
    db,
    `SELECT DISTINCT entity.id AS id FROM usage JOIN import ON import.id = import_id AND status = 'complete' JOIN entity ON entity.ref = client
     UNION SELECT DISTINCT entity.id FROM lifecycle_fact JOIN import ON import.id = import_id AND status = 'complete' JOIN entity ON entity.ref = client`,
  );
  const purposes = new Map(
    db
      .prepare<[], [number, string]>(
        `SELECT entity.id, max(purpose) FROM owner_fact JOIN import ON import.id = import_id AND status = 'complete' JOIN entity ON entity.ref = client WHERE purpose IS NOT NULL GROUP BY 1`,
      )
      .raw()
      .all(),
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
    'purpose',
    'in_population',
    'is_resource_only',
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
      purposes.get(entity.id) ?? null,
      inPopulation ? 1 : 0,
      !inPopulation && !active.has(entity.id) ? 1 : 0,
    );
  }
  rows.flush();
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
