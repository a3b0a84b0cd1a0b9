import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { GrantKind } from '../../../shared/domain/vocabulary.ts';
import { readPeople } from './people.ts';
import type { RuleContext } from './rule.ts';

/** A consent taken back. principal 0 with `isTenantWide`: for everybody. Time is UTC milliseconds. */
export interface Revocation {
  readonly connector: number;
  readonly tenant: string;
  readonly time: number;
  readonly principal: number;
  readonly isTenantWide: boolean;
  /** Of what a whole list no longer shows after the decision to revoke: what kind of grant; null for a record in a log. */
  readonly gone: GrantKind | null;
  /** Where a log says it, or where a list last showed the grant. */
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

/**
 * Successful revocations in time order, by connector: those of the logs, and grants that a whole list lacks after the
 * decision of this case to revoke them. When those ended is not known; by the time of the list they had.
 */
export function readRevocations(context: RuleContext): ReadonlyMap<number, readonly Revocation[]> {
  const all = [...readLogged(context), ...readGone(context)].toSorted(
    (a, b) => a.time - b.time || a.principal - b.principal,
  );
  return Map.groupBy(all, (revocation) => revocation.connector);
}

function readLogged({ db }: RuleContext): readonly Revocation[] {
  const rows = db
    .prepare<[], RevocationRow>(
      `SELECT connector, tenant, time, principal, is_tenant_wide, import_id, line
       FROM v_lifecycle
       WHERE kind = 'revoke' AND result = 0
       ORDER BY connector, time, principal`,
    )
    .all();
  return rows.map((row) => ({
    connector: row.connector,
    tenant: row.tenant,
    time: row.time,
    principal: row.principal,
    isTenantWide: row.is_tenant_wide === 1,
    gone: null,
    importId: row.import_id,
    line: row.line,
  }));
}

interface GoneRow {
  readonly connector: number;
  readonly tenant: string;
  readonly kind: GrantKind;
  readonly principal: number;
  readonly time: number;
  readonly import_id: number;
  readonly line: number;
  readonly principals: string;
}

/** Only those that were used after the list: a tenant may have taken back the consents of everybody. */
function readGone(context: RuleContext): readonly Revocation[] {
  const { db, asOf } = context;
  const { identify } = context.read(readPeople);
  const rows = db
    .prepare<[string], GoneRow>(
      `WITH revoked AS (
         SELECT entity.id AS connector, decision.tenant, decision.kind, decision.decided_at, decision.principals
         FROM decision JOIN entity ON entity.ref = decision.client
         WHERE decision.decision = 'revoke' AND decision.undone_seq IS NULL AND decision.round <> 'second' AND decision.decided_at <= ?
           AND NOT EXISTS (SELECT 1 FROM decision AS later WHERE later.replaces = decision.uid AND later.undone_seq IS NULL)
       ), used AS (
         SELECT connector, tenant, principal, max(last_time) AS last_time
         FROM v_usage WHERE result = 0 AND connector IN (SELECT connector FROM revoked) GROUP BY 1, 2, 3
       )
       SELECT gone.connector, gone.tenant, gone.kind, gone.principal, gone.gone_as_of AS time, gone.import_id, gone.line, revoked.principals
       FROM revoked JOIN absent_grant AS gone
         ON gone.connector = revoked.connector AND gone.tenant = revoked.tenant AND gone.kind = revoked.kind
       WHERE gone.reason = 'absent' AND gone.gone_as_of > CAST(unixepoch(revoked.decided_at, 'subsec') * 1000 AS INTEGER)
         AND EXISTS (SELECT 1 FROM used WHERE used.connector = gone.connector AND used.tenant = gone.tenant
                       AND used.last_time > gone.gone_as_of AND (gone.kind <> 'delegated-user' OR used.principal = gone.principal))
       ORDER BY gone.connector, time, gone.principal, gone.line`,
    )
    .all(new Date(asOf).toISOString());
  return rows
    .filter((row) => {
      const named = textList.parse(JSON.parse(row.principals));
      return named.length === 0 || named.some((text) => identify(text) === row.principal);
    })
    .map((row) => ({
      connector: row.connector,
      tenant: row.tenant,
      time: row.time,
      principal: row.principal,
      isTenantWide: row.kind === 'delegated-tenant',
      gone: row.kind,
      importId: row.import_id,
      line: row.line,
    }));
}

const textList = z.array(z.string());

/** What the logs and the inventory say about the people of one connector in one tenant. */
export interface History {
  /** Proven uses since the first revocation, in time order, by person; 0 for calls without one. */
  readonly uses: ReadonlyMap<number, readonly TokenUse[]>;
  /** Times of consent since the first revocation, by person; 0 for everybody. */
  readonly consents: ReadonlyMap<number, readonly number[]>;
  /** People who consented for themselves or took a consent of their own back. */
  readonly withOwnConsent: ReadonlySet<number>;
  /** Whether the inventory lists a grant of that kind to a person; principal 0 for the whole tenant. */
  readonly holds: (kind: GrantKind, principal: number) => boolean;
}

/**
 * Reads histories of connectors whose consent was taken back. Uses of people named by a revocation are looked up to the
 * day; those of others by the first and last time of each operation, and only when a consent for everybody ended.
 */
export function createHistories({
  db,
}: RuleContext): (connector: number, tenant: string, taken: readonly [Revocation, ...Revocation[]]) => History {
  const pairs = createPairs(db);
  const tokens = createTokens(db);
  const days = createDays(db);
  const consents = db.prepare<[number, number, string], { principal: number; time: number }>(
    `SELECT iif(is_tenant_wide, 0, principal) AS principal, time
     FROM v_lifecycle
     WHERE connector = ? AND time >= ? AND tenant = ? AND kind IN ('consent', 'scope-change') AND result = 0`,
  );
  const listed = db
    .prepare<[number, number, string, string], number>(
      `SELECT EXISTS (
         SELECT 1
         FROM consent_grant JOIN v_item ON v_item.item = consent_grant.item
         WHERE consent_grant.connector = ? AND consent_grant.principal = ? AND v_item.tenant = ? AND v_item.kind = ?
       )`,
    )
    .pluck();
  return (connector, tenant, taken) => {
    const since = taken[0].time;
    const people = new Set(taken.filter((one) => !one.isTenantWide && one.principal !== 0).map((one) => one.principal));
    const concernsAll = taken.some((one) => one.isTenantWide || one.gone === 'application');
    const known = [...pairs(connector, tenant, since), ...tokens(connector, tenant, since)];
    const uses = [
      ...known.filter((use) => concernsAll || people.has(use.principal)),
      ...[...people].flatMap((principal) => days(connector, tenant, principal, since)),
    ];
    // Of two records of one moment the one that can be shown comes first.
    const inOrder = uses.toSorted((a, b) => a.time - b.time || (b.line ?? -1) - (a.line ?? -1));
    const consented = Map.groupBy(consents.all(connector, since, tenant), (row) => row.principal);
    return {
      uses: Map.groupBy(inOrder, (use) => use.principal),
      consents: new Map([...consented].map(([principal, rows]) => [principal, rows.map((row) => row.time)])),
      withOwnConsent: new Set([...people, ...consented.keys()].filter((principal) => principal !== 0)),
      holds: (kind, principal) => listed.get(connector, principal, tenant, kind) === 1,
    };
  };
}

type FindUses = (connector: number, tenant: string, since: number) => readonly TokenUse[];

/** Of a pair only the first and the last time are proven. */
function createPairs(db: Database.Database): FindUses {
  const find = db.prepare<[number, string, number], { principal: number; first_time: number; last_time: number }>(
    `SELECT principal, first_time, last_time
     FROM v_usage
     WHERE connector = ? AND tenant = ? AND result = 0 AND last_time > ?`,
  );
  return (connector, tenant, since) =>
    find
      .all(connector, tenant, since)
      .flatMap((row) =>
        [row.first_time, row.last_time].map((time) => ({ principal: row.principal, time, importId: null, line: null })),
      );
}

function createTokens(db: Database.Database): FindUses {
  const find = db.prepare<
    [number, number, string],
    { principal: number; time: number; import_id: number; line: number }
  >(
    `SELECT principal, time, import_id, line
     FROM v_lifecycle
     WHERE connector = ? AND time > ? AND tenant = ? AND kind IN ('issue', 'refresh') AND result = 0`,
  );
  return (connector, tenant, since) =>
    find
      .all(connector, since, tenant)
      .map((row) => ({ principal: row.principal, time: row.time, importId: row.import_id, line: row.line }));
}

/**
 * First and last call of every day, with the record in the source, from the roll-up of the imports: it shows the first use
 * after a revocation where first and last time of a whole log do not.
 */
function createDays(
  db: Database.Database,
): (connector: number, tenant: string, principal: number, since: number) => readonly TokenUse[] {
  const find = db.prepare<[string, number, number, number], { import_id: number; time: number; line: number }>(
    `SELECT usage.import_id, event.time, event.line
     FROM import CROSS JOIN usage ON usage.import_id = import.id JOIN event ON event.id IN (usage.first_event, usage.last_event)
     WHERE import.status = 'complete' AND import.tenant = ? AND usage.client = ? AND usage.principal = ?
       AND usage.class % 4 = 0 AND event.time > ?`,
  );
  const referencesOf = db.prepare<[number], number>('SELECT ref FROM entity WHERE id = ?').pluck();
  return (connector, tenant, principal, since) => {
    const people = referencesOf.all(principal);
    return referencesOf
      .all(connector)
      .flatMap((client) =>
        people.flatMap((person) =>
          find
            .all(tenant, client, person, since)
            .map((row) => ({ principal, time: row.time, importId: row.import_id, line: row.line })),
        ),
      );
  };
}
