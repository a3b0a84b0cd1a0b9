import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { ConnectorDetail } from '../../../../shared/contract/connectors.ts';
import { decisionSchema, gradeSchema, grantKindSchema, tierSchema } from '../../../../shared/domain/vocabulary.ts';
import { AppError } from '../../lib/errors.ts';
import { inspectName } from '../../lib/text.ts';
import { isBlind, type Viewer } from '../../review/viewer.ts';
import { namedOwner } from '../../review/named-owner.ts';
import { prepared } from '../prepared.ts';
import { findingsOf, undeterminableOf } from './findings.ts';
import { iso } from './imports.ts';
import { type ConnectorRow, toInventoryRow } from './inventory.ts';

const textList = z.array(z.string());

/** The row of a connector by its stable id. Throws `not-found`. */
export function connectorRow(db: Database.Database, key: string): ConnectorRow {
  const row = prepared<[string], ConnectorRow>(db, 'SELECT * FROM connector WHERE key = ?').get(key);
  if (row === undefined)
    throw new AppError(
      'not-found',
      `There is no connector ${key} in this case. It may have got another id when a later file named it better.`,
    );
  return row;
}

export interface ItemRecord {
  readonly id: number;
  readonly key: string;
  readonly connector: number;
  readonly tenant: string;
  readonly kind: string;
  readonly grants: number;
  readonly people: number;
  readonly tier: number | null;
  readonly tier_rank: number;
  readonly last_use: number | null;
  readonly last_use_grade: string;
  readonly risk: number;
}

/** Everything about a connector that fits on its header and side panels, without decisions the viewer must not see yet. */
export function connectorDetail(db: Database.Database, key: string, viewer: Viewer): ConnectorDetail {
  const row = connectorRow(db, key);
  const summary = toInventoryRow(db, row, viewer);
  const items = prepared<[number], ItemRecord>(
    db,
    'SELECT * FROM item WHERE connector = ? ORDER BY risk DESC, key',
  ).all(row.id);
  const decision = prepared<[number], { decision: string }>(
    db,
    'SELECT decision FROM v_decision_in_force WHERE item = ?',
  );
  const { registered, ownerFiles } = registers(db);
  return {
    connectorId: row.key,
    name: row.name,
    names: namesOf(db, row),
    joinedBy: row.joined_by,
    statedUsers: row.stated_users,
    origin: summary.origin,
    gone: prepared<[number], { reason: 'absent' | 'ended'; grants: number; seen: number; gone: number }>(
      db,
      'SELECT reason, count(*) AS grants, max(seen_as_of) AS seen, max(gone_as_of) AS gone FROM absent_grant WHERE connector = ? GROUP BY reason ORDER BY reason',
    )
      .all(row.id)
      .map((entry) => ({ ...entry, seen: iso(entry.seen), gone: iso(entry.gone) })),
    nameWarning: row.name_warning,
    nativeIds: prepared<[number], { space: string; value: string }>(
      db,
      `SELECT space, value FROM entity JOIN reference ON reference.id = entity.ref WHERE entity.id = ? AND space <> 'principal' ORDER BY space, value`,
    )
      .all(row.id)
      .map(({ space, value }) => ({ kind: ID_KINDS.get(space.split('/')[1] ?? '') ?? 'Id', value })),
    publisher: row.publisher,
    publisherVerified: summary.publisherVerified,
    platform: summary.platform,
    tenants: summary.tenants,
    enabled: row.enabled === null ? null : row.enabled === 1,
    createdAt: iso(row.created_at),
    firstSeen: iso(row.first_seen),
    internal: row.is_internal === null ? null : row.is_internal === 1,
    purpose: row.purpose,
    owners: ownersOf(db, row.id),
    ownersKnown: registered && (ownerFiles || isOwnerStated(db, row.id)),
    reach: summary.reach,
    lastUse: summary.lastUse,
    inPopulation: summary.inPopulation,
    items: items.map((item) => ({
      itemId: item.key,
      tenant: item.tenant,
      kind: grantKindSchema.parse(item.kind),
      grants: item.grants,
      people: item.people,
      highestTier: tierSchema.parse(item.tier),
      decision: isBlind(db, viewer, item.id)
        ? null
        : decisionSchema.nullable().parse(decision.get(item.id)?.decision ?? null),
    })),
    findings: findingsOf(db, row.id, null),
    undeterminable: undeterminableOf(db, row.id),
    credentials: prepared<[number], { kind: string; start_at: number | null; end_at: number | null }>(
      db,
      `SELECT DISTINCT kind, start_at, end_at FROM credential_fact JOIN import ON import.id = import_id AND status = 'complete' JOIN entity ON entity.ref = client WHERE entity.id = ? ORDER BY end_at`,
    )
      .all(row.id)
      .map((entry) => ({ kind: entry.kind, start: iso(entry.start_at), end: iso(entry.end_at) })),
  };
}

const ID_KINDS: ReadonlyMap<string, string> = new Map([
  ['app', 'Application id'],
  ['sp', 'Service principal object id'],
  ['installation', 'Installation id'],
  ['service', 'Legacy integration id'],
  ['name', 'Known by name'],
  ['project', 'Project number'],
]);

/** Names with the as-of times of the files that give them; those that hide something carry a warning each. */
function namesOf(db: Database.Database, row: ConnectorRow): ConnectorDetail['names'] {
  const seen = new Map(
    prepared<[number], { name: string; first: number; last: number }>(
      db,
      `SELECT name, min(as_of) AS first, max(as_of) AS last FROM entity JOIN name_fact ON name_fact.client = entity.ref
       JOIN import ON import.id = import_id AND status = 'complete' WHERE entity.id = ? GROUP BY name`,
    )
      .all(row.id)
      .map((entry) => [entry.name, entry]),
  );
  return textList.parse(JSON.parse(row.names)).map((name) => ({
    name,
    warning: inspectName(name).warning,
    first: iso(seen.get(name)?.first ?? null),
    last: iso(seen.get(name)?.last ?? null),
  }));
}

/** Whether registers of people and of owners were supplied: without them nothing can be said about ownership. */
export function registers(db: Database.Database): { registered: boolean; ownerFiles: boolean } {
  const has = (sql: string): boolean => prepared<[], { n: number }>(db, sql).get()?.n === 1;
  return {
    registered: has(`SELECT EXISTS (SELECT 1 FROM principal WHERE in_register = 1) AS n`),
    ownerFiles: has(
      `SELECT EXISTS (SELECT 1 FROM owner_fact JOIN import ON import.id = import_id AND status = 'complete') AS n`,
    ),
  };
}

/** Whether the reviewer said who owns a connector, or that nobody does. */
export function isOwnerStated(db: Database.Database, connector: number): boolean {
  return (
    prepared<[number], { n: number }>(
      db,
      `SELECT EXISTS (SELECT 1 FROM app_attribute WHERE connector = ? AND field = 'business-owner' AND seq IS NOT NULL) AS n`,
    ).get(connector)?.n === 1
  );
}

/** Owners from the register, then owners named by decisions in this review. */
export function ownersOf(db: Database.Database, connector: number): ConnectorDetail['owners'] {
  const registered = prepared<
    [number],
    {
      role: string;
      since: string | null;
      name: string | null;
      email: string | null;
      key: string;
      status: string | null;
      in_register: number;
    }
  >(
    db,
    `SELECT role, since, name, email, key, status, in_register FROM owner JOIN principal ON principal.id = owner.principal WHERE connector = ? ORDER BY role, key`,
  )
    .all(connector)
    .map((row) => ({
      name: row.name ?? row.email ?? row.key,
      email: row.email ?? row.key,
      role: row.role === 'technical' ? ('technical' as const) : ('business' as const),
      status: row.status ?? (row.in_register === 1 ? 'active' : 'not in the register of people'),
      since: row.since,
    }));
  const assigned = prepared<[number], { owner: string; decided_at: string }>(
    db,
    `SELECT owner, max(decided_at) AS decided_at FROM v_decision WHERE connector = ? AND decision = 'assign-owner' AND owner IS NOT NULL AND undone_seq IS NULL GROUP BY owner`,
  )
    .all(connector)
    .map((row) => ({
      name: namedOwner(db, row.owner).name,
      email: row.owner,
      role: 'business' as const,
      status: namedOwner(db, row.owner).mayAnswer
        ? 'named in this review'
        : 'named in this review, not shown to work here',
      since: row.decided_at.slice(0, 10),
    }));
  return [...registered, ...assigned];
}

interface ActivityRow {
  readonly day: number;
  readonly success: number;
  readonly denied: number;
  readonly attempted: number;
  readonly tokens: number;
  readonly people: number;
}

/** Calls per day, from the roll-up, and token events from the lifecycle. */
export function connectorActivity(db: Database.Database, connector: number): ActivityRow[] {
  const days = new Map(
    db
      .prepare<[number], ActivityRow>(
        'SELECT day, success, denied, attempted, tokens, people FROM usage_day WHERE connector = ? ORDER BY day',
      )
      .all(connector)
      .map((row) => [row.day, row]),
  );
  const tokens = db
    .prepare<[number], { day: number; n: number }>(
      `SELECT time / 86400000 AS day, count(*) AS n FROM lifecycle WHERE connector = ? AND kind IN ('issue', 'refresh', 'consent', 'scope-change', 'revoke') GROUP BY 1`,
    )
    .all(connector);
  for (const { day, n } of tokens) {
    const row = days.get(day) ?? { day, success: 0, denied: 0, attempted: 0, tokens: 0, people: 0 };
    days.set(day, { ...row, tokens: row.tokens + n });
  }
  return [...days.values()].toSorted((a, b) => a.day - b.day);
}

export interface HolderRow {
  readonly principal: string | null;
  readonly name: string | null;
  readonly status: string | null;
  readonly department: string | null;
  readonly kind: string;
  readonly tenant: string;
  readonly resource: string | null;
  readonly scopes: string;
  readonly granted_at: number | null;
  readonly granted_basis: string | null;
  readonly last_use: number | null;
  readonly file_name: string;
  readonly import_id: number;
  readonly line: number;
}

/** Who holds grants of a connector, the tenant-wide ones first. */
export function connectorHolders(
  db: Database.Database,
  connector: number,
  offset: number,
  limit: number,
): { total: number; rows: HolderRow[] } {
  const total =
    db.prepare<[number], { n: number }>('SELECT count(*) AS n FROM consent_grant WHERE connector = ?').get(connector)
      ?.n ?? 0;
  const rows = db
    .prepare<[number, number, number, number], HolderRow>(
      `WITH page AS MATERIALIZED (SELECT * FROM consent_grant WHERE connector = ? ORDER BY principal, item, resource LIMIT ? OFFSET ?),
            used AS MATERIALIZED (SELECT tenant, principal, max(last_time) AS last FROM usage_pair
                                  WHERE connector = ? AND class = 0 AND principal <> 0 AND principal IN (SELECT principal FROM page) GROUP BY 1, 2)
       SELECT p.key AS principal, p.name, p.status, p.department, item.kind, item.tenant, r.name AS resource, scope_set.value AS scopes, granted_at, granted_basis,
              (SELECT last FROM used WHERE used.tenant = item.tenant AND used.principal = g.principal) AS last_use,
              import.file_name, g.import_id, g.line
       FROM page g
       JOIN item ON item.id = g.item JOIN scope_set ON scope_set.id = g.scope_set JOIN import ON import.id = g.import_id
       LEFT JOIN principal p ON p.id = g.principal LEFT JOIN connector r ON r.id = g.resource
       ORDER BY g.principal, g.item, g.resource`,
    )
    .all(connector, limit, offset, connector);
  return { total, rows };
}

export interface LifecycleRow {
  readonly time: number;
  readonly kind: string;
  readonly result: number;
  readonly principal: string | null;
  readonly actor: string | null;
  readonly detail: string;
  readonly ip: string | null;
  readonly import_id: number;
  readonly file_name: string;
  readonly line: number;
  readonly sources: number;
}

/** Consents, revocations and the like, newest first. */
export function connectorLifecycle(
  db: Database.Database,
  connector: number,
  offset: number,
  limit: number,
): { total: number; rows: LifecycleRow[] } {
  const total =
    db.prepare<[number], { n: number }>('SELECT count(*) AS n FROM lifecycle WHERE connector = ?').get(connector)?.n ??
    0;
  const rows = db
    .prepare<[number, number, number], LifecycleRow>(
      `SELECT l.time, l.kind, l.result, coalesce(p.name, p.key) AS principal, coalesce(a.name, a.key) AS actor, detail, text.value AS ip, l.import_id, import.file_name, l.line, l.sources
       FROM lifecycle l JOIN import ON import.id = l.import_id LEFT JOIN principal p ON p.id = l.principal LEFT JOIN principal a ON a.id = l.actor LEFT JOIN text ON text.id = l.ip
       WHERE l.connector = ? ORDER BY l.time DESC, l.id DESC LIMIT ? OFFSET ?`,
    )
    .all(connector, limit, offset);
  return { total, rows };
}

/** Grade of a stored last-use value. */
export function lastUseOf(row: { last_use: number | null; last_use_grade: string }): {
  at: string | null;
  grade: z.output<typeof gradeSchema>;
} {
  return { at: iso(row.last_use), grade: gradeSchema.parse(row.last_use_grade) };
}
