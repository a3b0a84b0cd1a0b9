import type Database from 'better-sqlite3';

/** A consent taken back. principal 0 with `isTenantWide`: for everybody. Time is UTC milliseconds. */
export interface Revocation {
  readonly connector: number;
  readonly tenant: string;
  readonly time: number;
  readonly principal: number;
  readonly isTenantWide: boolean;
  readonly importId: number;
  readonly line: number;
}

/** One proven use of a token: a call, or a token given out. Where its record stands is known only from imports. */
export interface TokenUse {
  readonly principal: number;
  readonly time: number;
  readonly importId: number | null;
  readonly line: number | null;
}

interface RevocationRow {
  readonly connector: number;
  readonly tenant: string;
  readonly time: number;
  readonly principal: number;
  readonly is_tenant_wide: number;
  readonly import_id: number;
  readonly line: number;
}

/** Successful revocations in time order, by connector. */
export function readRevocations(db: Database.Database): ReadonlyMap<number, readonly Revocation[]> {
  const rows = db
    .prepare<[], RevocationRow>(
      `SELECT connector, tenant, time, principal, is_tenant_wide, import_id, line
       FROM v_lifecycle
       WHERE kind = 'revoke' AND result = 0
       ORDER BY connector, time, principal`,
    )
    .all();
  const revocations = rows.map((row) => ({
    connector: row.connector,
    tenant: row.tenant,
    time: row.time,
    principal: row.principal,
    isTenantWide: row.is_tenant_wide === 1,
    importId: row.import_id,
    line: row.line,
  }));
  return Map.groupBy(revocations, (revocation) => revocation.connector);
}

/** What the logs and the inventory say about the people of one connector in one tenant. */
export interface History {
  /** Uses that are proven, by time. */
  readonly uses: readonly TokenUse[];
  readonly consents: readonly { readonly principal: number; readonly isTenantWide: boolean; readonly time: number }[];
  /** People, and 0 for the whole tenant, who hold a grant in the inventory, by kind of grant. */
  readonly holders: ReadonlySet<string>;
}

/**
 * Gathers the history of a connector whose consent was taken back from `since` on. Uses of `people` are looked up to the
 * day, those of others by the first and last time of each operation.
 */
export function readHistory(
  db: Database.Database,
  connector: number,
  tenant: string,
  since: number,
  people: ReadonlySet<number>,
): History {
  const uses = [
    ...pairUses(db, connector, tenant, since),
    ...tokenEvents(db, connector, tenant, since),
    ...[...people].flatMap((principal) => dayUses(db, connector, tenant, principal, since)),
  ];
  return {
    // Of two records of one moment the one that can be shown comes first.
    uses: uses.toSorted((a, b) => a.time - b.time || (b.line ?? -1) - (a.line ?? -1)),
    consents: db
      .prepare<[number, number, string], { principal: number; is_tenant_wide: number; time: number }>(
        `SELECT principal, is_tenant_wide, time
         FROM v_lifecycle
         WHERE connector = ? AND time >= ? AND tenant = ? AND kind IN ('consent', 'scope-change') AND result = 0`,
      )
      .all(connector, since, tenant)
      .map((row) => ({ principal: row.principal, isTenantWide: row.is_tenant_wide === 1, time: row.time })),
    holders: new Set(
      db
        .prepare<[number, string], { kind: string; principal: number }>(
          `SELECT DISTINCT v_item.kind, consent_grant.principal
           FROM consent_grant JOIN v_item ON v_item.item = consent_grant.item
           WHERE consent_grant.connector = ? AND v_item.tenant = ?`,
        )
        .all(connector, tenant)
        .map((row) => `${row.kind} ${row.principal}`),
    ),
  };
}

/** First and last time of an operation are proven; what lies between is counted only when both are in question. */
function pairUses(db: Database.Database, connector: number, tenant: string, since: number): readonly TokenUse[] {
  return db
    .prepare<[number, string, number], { principal: number; first_time: number; last_time: number }>(
      `SELECT principal, first_time, last_time
       FROM v_usage
       WHERE connector = ? AND tenant = ? AND result = 0 AND last_time > ?`,
    )
    .all(connector, tenant, since)
    .flatMap((row) =>
      [...new Set([row.first_time, row.last_time])].map((time) => ({
        principal: row.principal,
        time,

        importId: null,
        line: null,
      })),
    );
}

function tokenEvents(db: Database.Database, connector: number, tenant: string, since: number): readonly TokenUse[] {
  return db
    .prepare<[number, number, string], { principal: number; time: number; import_id: number; line: number }>(
      `SELECT principal, time, import_id, line
       FROM v_lifecycle
       WHERE connector = ? AND time > ? AND tenant = ? AND kind IN ('issue', 'refresh') AND result = 0`,
    )
    .all(connector, since, tenant)
    .map((row) => ({ principal: row.principal, time: row.time, importId: row.import_id, line: row.line }));
}

/**
 * First and last call of every day, with the record in the source, from the roll-up of the imports: it shows the first use
 * after a revocation where first and last time of a whole log do not.
 */
function dayUses(
  db: Database.Database,
  connector: number,
  tenant: string,
  principal: number,
  since: number,
): readonly TokenUse[] {
  const references = db.prepare<[number], { ref: number }>('SELECT ref FROM entity WHERE id = ?');
  const clients = references.all(connector);
  const people = principal === 0 ? [{ ref: 0 }] : references.all(principal);
  const find = db.prepare<[string, number, number, number], { import_id: number; time: number; line: number }>(
    `SELECT usage.import_id, event.time, event.line
     FROM import CROSS JOIN usage ON usage.import_id = import.id JOIN event ON event.id IN (usage.first_event, usage.last_event)
     WHERE import.status = 'complete' AND import.tenant = ? AND usage.client = ? AND usage.principal = ?
       AND usage.class % 4 = 0 AND event.time > ?`,
  );
  return clients.flatMap((client) =>
    people.flatMap((person) =>
      find
        .all(tenant, client.ref, person.ref, since)
        .map((row) => ({ principal, time: row.time, importId: row.import_id, line: row.line })),
    ),
  );
}
