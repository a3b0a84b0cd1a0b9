import type Database from 'better-sqlite3';
import { bulkInsert } from '../db/bulk-insert.ts';

/** Opens every table that facts go to for multi-row inserts, with its columns; the caller owns the transaction. */
export function createFactTables(db: Database.Database) {
  const events = bulkInsert(db, 'event', [
    'id',
    'import_id',
    'line',
    'time',
    'kind',
    'client',
    'principal',
    'operation',
    'result',
    'bytes',
    'ip',
    'key_high',
    'key_low',
  ]);
  const lifecycle = bulkInsert(db, 'lifecycle_fact', [
    'id',
    'import_id',
    'line',
    'time',
    'kind',
    'client',
    'principal',
    'actor',
    'result',
    'ip',
    'scope_set',
    'previous_scope_set',
    'is_tenant_wide',
    'detail',
    'correlation',
    'key_high',
    'key_low',
  ]);
  const grants = bulkInsert(db, 'grant_fact', [
    'id',
    'import_id',
    'line',
    'client',
    'kind',
    'principal',
    'resource',
    'scope_set',
    'scope_ids',
    'granted_at',
    'last_used_at',
  ]);
  const connectorRows = bulkInsert(db, 'connector_fact', [
    'import_id',
    'line',
    'client',
    'name',
    'publisher',
    'publisher_verified',
    'owner_tenant',
    'enabled',
    'created_at',
  ]);
  const names = bulkInsert(db, 'name_fact', ['import_id', 'client', 'name'], 'ON CONFLICT DO NOTHING');
  const aliases = bulkInsert(db, 'alias_fact', ['import_id', 'a', 'b'], 'ON CONFLICT DO NOTHING');
  const credentials = bulkInsert(db, 'credential_fact', ['import_id', 'client', 'kind', 'start_at', 'end_at']);
  const permissions = bulkInsert(
    db,
    'permission_fact',
    ['import_id', 'client', 'permission_id', 'kind', 'value'],
    'ON CONFLICT DO NOTHING',
  );
  const principals = bulkInsert(db, 'principal_fact', [
    'import_id',
    'line',
    'principal',
    'name',
    'department',
    'status',
    'manager',
    'left_on',
    'is_register',
  ]);
  const owners = bulkInsert(db, 'owner_fact', ['import_id', 'line', 'client', 'owner', 'role', 'since', 'purpose']);
  const all = [events, lifecycle, grants, connectorRows, names, aliases, credentials, permissions, principals, owners];
  return {
    events,
    lifecycle,
    grants,
    connectorRows,
    names,
    aliases,
    credentials,
    permissions,
    principals,
    owners,
    /** Writes what is still in memory. */
    flush(): void {
      for (const table of all) table.flush();
    },
  };
}
