import type Database from 'better-sqlite3';
import type { Drill, DrillSubject } from '../../../../shared/contract/drill.ts';
import {
  decisionSchema,
  gradeSchema,
  grantKindSchema,
  type Platform,
  platformSchema,
  tierSchema,
  usageStatusSchema,
} from '../../../../shared/domain/vocabulary.ts';
import { AppError } from '../../lib/errors.ts';
import { remedyFor } from '../../remediation/index.ts';
import { isBlind, type Viewer } from '../../review/viewer.ts';
import { prepared } from '../prepared.ts';
import { connectorRow, isOwnerStated, type ItemRecord, lastUseOf, ownersOf, registers } from './connector.ts';
import { worstFindings } from './findings.ts';
import { iso } from './imports.ts';
import { type ConnectorRow, toInventoryRow } from './inventory.ts';
import { targetOf } from './remedy-target.ts';

/** What the page shows of long lists; the rest is counted, and grants are in the CSV file. */
const PEOPLE = 200;
const SCOPES = 300;
const FINDINGS = 100;
const ITEMS = 500;

interface Subject {
  readonly name: string;
  readonly nameWarning: string | null;
  readonly isConfirmed: boolean;
  readonly connectors: readonly ConnectorRow[];
}

function subjectOf(db: Database.Database, subject: DrillSubject): Subject {
  if ('connectorId' in subject) {
    const row = connectorRow(db, subject.connectorId);
    return { name: row.name, nameWarning: row.name_warning, isConfirmed: true, connectors: [row] };
  }
  const connectors = prepared<[string], ConnectorRow & { state: string }>(
    db,
    `SELECT connector.*, state FROM vendor_member JOIN connector ON connector.id = vendor_member.connector WHERE vendor = ?
     ORDER BY tier_rank DESC, platform, connector.key`,
  ).all(subject.vendor);
  if (connectors.length === 0)
    throw new AppError('not-found', `No app of this case stands under the vendor ${subject.vendor} any more.`);
  return {
    name: subject.vendor,
    nameWarning: null,
    isConfirmed: connectors.every((row) => row.state === 'merged'),
    connectors,
  };
}

interface ItemRow extends ItemRecord {
  readonly scopes: number;
  readonly connector_key: string;
  readonly name: string;
  readonly name_warning: string | null;
  readonly platform: string;
  readonly native_id: string;
  readonly decision: string | null;
}

/**
 * Everything the case holds about one vendor or one app, and how it is revoked. Throws `not-found`.
 * `counts` are of all of it, the lists may be shorter.
 */
export function drillInto(db: Database.Database, asked: DrillSubject, asOf: number, viewer: Viewer): Drill {
  const subject = subjectOf(db, asked);
  const ids = JSON.stringify(subject.connectors.map((row) => row.id));
  const all = <Row>(sql: string, ...more: readonly number[]): Row[] =>
    prepared<unknown[], Row>(db, sql).all(ids, ...more);
  const one = (sql: string): number => prepared<[string], { n: number }>(db, sql).get(ids)?.n ?? 0;
  const items = all<ItemRow>(
    `SELECT item.*, connector.key AS connector_key, name, name_warning, platform, native_id, d.decision
     FROM item JOIN connector ON connector.id = item.connector LEFT JOIN v_decision_in_force d ON d.item = item.id
     WHERE item.connector IN (SELECT value FROM json_each(?)) ORDER BY item.risk DESC, item.key`,
  );
  const scopes = scopeRows(all);
  const outcomes = (outcome: 'finding' | 'undeterminable'): number =>
    one(
      `SELECT count(*) AS n FROM finding WHERE outcome = '${outcome}' AND suppression IS NULL AND connector IN (SELECT value FROM json_each(?))`,
    );
  const { registered, ownerFiles } = registers(db);
  return {
    kind: 'vendor' in asked ? 'vendor' : 'app',
    name: subject.name,
    nameWarning: subject.nameWarning,
    isConfirmed: subject.isConfirmed,
    asOf: asOf === 0 ? null : iso(asOf),
    counts: {
      apps: subject.connectors.length,
      platforms: new Set(subject.connectors.map((row) => row.platform)).size,
      tenants: new Set(items.map((item) => `${item.platform}\u0000${item.tenant}`)).size,
      items: items.length,
      grants: items.reduce((sum, item) => sum + item.grants, 0),
      people: one(
        'SELECT count(DISTINCT principal) AS n FROM consent_grant WHERE principal <> 0 AND connector IN (SELECT value FROM json_each(?))',
      ),
      tenantWideItems: items.filter((item) => item.kind !== 'delegated-user').length,
      scopes: new Set(scopes.map((row) => `${row.platform}\u0000${row.scope}`)).size,
      findings: outcomes('finding'),
      undeterminable: outcomes('undeterminable'),
      gone: one('SELECT count(*) AS n FROM absent_grant WHERE connector IN (SELECT value FROM json_each(?))'),
    },
    apps: subject.connectors.map((row) => {
      const summary = toInventoryRow(db, row, viewer);
      const { critical, high, medium, low } = summary.findings;
      return {
        connectorId: row.key,
        name: row.name,
        nameWarning: row.name_warning,
        platform: summary.platform,
        nativeId: row.native_id,
        publisher: row.publisher,
        tenants: summary.tenants,
        inPopulation: summary.inPopulation,
        highestTier: summary.highestTier,
        reach: summary.reach,
        grants: items.reduce((sum, item) => (item.connector === row.id ? sum + item.grants : sum), 0),
        lastUse: summary.lastUse,
        findings: critical + high + medium + low,
      };
    }),
    items: items.slice(0, ITEMS).map((item) => ({
      itemId: item.key,
      connectorId: item.connector_key,
      name: item.name,
      nameWarning: item.name_warning,
      platform: platformSchema.parse(item.platform),
      tenant: item.tenant,
      kind: grantKindSchema.parse(item.kind),
      grants: item.grants,
      people: item.people,
      scopes: item.scopes,
      highestTier: tierSchema.parse(item.tier),
      lastUse: lastUseOf(item),
      decision: isBlind(db, viewer, item.id) ? null : decisionSchema.nullable().parse(item.decision),
    })),
    people: all<Drill['people'][number]>(
      `SELECT p.key AS principal, p.name, p.status, p.department, count(*) AS grants
       FROM consent_grant g JOIN principal p ON p.id = g.principal
       WHERE g.connector IN (SELECT value FROM json_each(?)) GROUP BY p.id ORDER BY coalesce(p.name, p.key) COLLATE NOCASE, p.key LIMIT ?`,
      PEOPLE,
    ),
    ownersKnown: registered && (ownerFiles || subject.connectors.every((row) => isOwnerStated(db, row.id))),
    owners: subject.connectors.flatMap((row) => ownersOf(db, row.id).map((owner) => ({ ...owner, app: row.name }))),
    scopes: scopes.slice(0, SCOPES),
    scopesTotal: scopes.length,
    findings: worstFindings(
      db,
      subject.connectors.map((row) => row.id),
      FINDINGS,
    ),
    revoke: revocations(db, items),
  };
}

interface ScopeRow {
  readonly scope: string;
  readonly label: string;
  readonly platform: string;
  readonly tier: number | null;
  readonly status: string;
  readonly items: number;
  readonly grade: string;
  readonly last: number | null;
  readonly calls: number;
}

/** One row per scope and what the evidence says of it, riskiest first. The best grade of its items stands for all. */
function scopeRows(all: <Row>(sql: string) => Row[]): Drill['scopes'] {
  return all<ScopeRow>(
    `SELECT s.scope, max(s.label) AS label, connector.platform, s.tier, s.status, count(*) AS items,
            coalesce(min(nullif(s.grade, 'Q0')), 'Q0') AS grade, max(s.last_time) AS last, sum(s.count) AS calls
     FROM item_scope s JOIN item ON item.id = s.item JOIN connector ON connector.id = item.connector
     WHERE item.connector IN (SELECT value FROM json_each(?))
     GROUP BY connector.platform, s.scope, s.tier, s.status ORDER BY coalesce(s.tier, 3) DESC, connector.platform, s.scope, s.status`,
  ).map((row) => ({
    ...row,
    platform: platformSchema.parse(row.platform),
    tier: tierSchema.parse(row.tier),
    status: usageStatusSchema.parse(row.status),
    grade: gradeSchema.parse(row.grade),
    last: iso(row.last),
  }));
}

/** How every platform with grants that stand is revoked, the one with the highest tier first. */
function revocations(db: Database.Database, items: readonly ItemRow[]): Drill['revoke'] {
  const rank = (list: readonly ItemRow[]): number => Math.max(...list.map((item) => item.tier_rank));
  const grants = (list: readonly ItemRow[]): number => list.reduce((sum, item) => sum + item.grants, 0);
  return [...Map.groupBy(items, (item) => platformSchema.parse(item.platform))]
    .toSorted(([nameA, a], [nameB, b]) => rank(b) - rank(a) || grants(b) - grants(a) || (nameA < nameB ? -1 : 1))
    .map(([platform, list]: [Platform, ItemRow[]]) => ({
      platform,
      apps: new Set(list.map((item) => item.connector)).size,
      remedy: remedyFor(
        platform,
        'revoke',
        list.map((item) => targetOf(db, item)),
      ),
    }));
}

/** Columns of the CSV of grants. Scripts of the remedies read `person` and `client_id`. */
export const GRANT_COLUMNS = [
  'platform',
  'tenant',
  'app',
  'client_id',
  'consent',
  'person',
  'person_name',
  'person_status',
  'department',
  'resource',
  'scopes',
  'granted_at',
  'granted_basis',
  'platform_last_used_at',
  'file',
  'line',
] as const;

interface GrantRow {
  readonly platform: string;
  readonly tenant: string;
  readonly name: string;
  readonly native_id: string;
  readonly kind: string;
  readonly person: string | null;
  readonly person_name: string | null;
  readonly status: string | null;
  readonly department: string | null;
  readonly resource: string | null;
  readonly scopes: string;
  readonly granted_at: number | null;
  readonly granted_basis: string | null;
  readonly last_used_at: number | null;
  readonly file_name: string;
  readonly line: number;
}

/** Every grant of the subject as a row of that CSV, in an order that does not depend on imports. Throws `not-found`. */
export function* grantRows(db: Database.Database, asked: DrillSubject): Generator<(string | number | null)[]> {
  const ids = JSON.stringify(subjectOf(db, asked).connectors.map((row) => row.id));
  const rows = db.prepare<[string], GrantRow>(
    `SELECT c.platform, item.tenant, c.name, c.native_id, item.kind, p.key AS person, p.name AS person_name, p.status, p.department,
              r.name AS resource, (SELECT group_concat(value, ' ') FROM json_each(scope_set.value)) AS scopes,
              g.granted_at, g.granted_basis, g.last_used_at, import.file_name, g.line
       FROM consent_grant g JOIN item ON item.id = g.item JOIN connector c ON c.id = g.connector JOIN scope_set ON scope_set.id = g.scope_set
       JOIN import ON import.id = g.import_id LEFT JOIN principal p ON p.id = g.principal LEFT JOIN connector r ON r.id = g.resource
       WHERE g.connector IN (SELECT value FROM json_each(?)) ORDER BY c.platform, c.key, item.tenant, item.kind, p.key, r.key, scope_set.value, import.file_name, g.line`,
  );
  for (const row of rows.iterate(ids))
    yield [
      row.platform,
      row.tenant,
      row.name,
      row.native_id,
      row.kind,
      row.person,
      row.person_name,
      row.status,
      row.department,
      row.resource,
      row.scopes,
      iso(row.granted_at),
      row.granted_basis,
      iso(row.last_used_at),
      row.file_name,
      row.line,
    ];
}
