import type Database from 'better-sqlite3';
import type { GrantKind } from '../../../shared/domain/vocabulary.ts';
import { type BulkInsert, bulkInsert } from '../db/bulk-insert.ts';

/** Opens every table that facts go to for multi-row inserts, with its columns; the caller owns the transaction. */
export function createFactTables(db: Database.Database, importId: number) {
  const events = bulkInsert(
    db,
    'event',
    ['id', 'line', 'time', 'kind', 'client', 'principal', 'operation', 'result', 'bytes', 'ip', 'key_high', 'key_low'],
    '',
    { import_id: importId },
  );
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
    'expires_at',
    'from_event',
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
    'last_used_at',
    'stated_users',
  ]);
  const names = bulkInsert(db, 'name_fact', ['import_id', 'client', 'name'], 'ON CONFLICT DO NOTHING');
  const aliases = bulkInsert(db, 'alias_fact', ['import_id', 'a', 'b'], 'ON CONFLICT DO NOTHING');
  const credentials = bulkInsert(db, 'credential_fact', [
    'import_id',
    'line',
    'client',
    'kind',
    'start_at',
    'end_at',
    'key_id',
    'name',
  ]);
  const details = bulkInsert(
    db,
    'detail_fact',
    ['import_id', 'line', 'client', 'kind', 'value'],
    'ON CONFLICT DO NOTHING',
  );
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
  const registers = bulkInsert(db, 'register_fact', ['import_id', 'line', 'register', 'key', 'client', '"values"']);
  const unattributed = bulkInsert(db, 'unattributed_fact', [
    'import_id',
    'line',
    'time',
    'kind',
    'principal',
    'operation',
    'result',
    'reason',
    'session',
    'key_high',
    'key_low',
  ]);
  const sessions = bulkInsert(db, 'session_fact', ['import_id', 'session', 'client'], 'ON CONFLICT DO NOTHING');
  const counted = bulkInsert(db, 'counted_fact', ['import_id', 'key_high', 'key_low']);
  /** Grants that say no more than who, what and to whom, by kind: there may be millions of them. */
  const plainGrants = new Map<GrantKind, BulkInsert>();
  const plainGrantsOf = (kind: GrantKind): BulkInsert => {
    let table = plainGrants.get(kind);
    if (table === undefined) {
      const columns = ['id', 'line', 'client', 'principal', 'resource', 'scope_set'];
      table = bulkInsert(db, 'grant_fact', columns, '', { import_id: importId, kind });
      plainGrants.set(kind, table);
    }
    return table;
  };
  const tables = {
    events,
    lifecycle,
    grants,
    connectorRows,
    names,
    aliases,
    credentials,
    details,
    permissions,
    principals,
    owners,
    registers,
    unattributed,
    sessions,
    counted,
  };
  return {
    ...tables,
    plainGrantsOf,
    /** Writes what is still in memory. */
    flush(): void {
      for (const table of [...Object.values(tables), ...plainGrants.values()]) table.flush();
    },
  };
}
