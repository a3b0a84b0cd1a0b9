import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { InventoryFilter, InventoryRow, INVENTORY_SORTS } from '../../../../shared/contract/inventory.ts';
import {
  decisionSchema,
  gradeSchema,
  GRANT_KINDS,
  originSchema,
  platformSchema,
  tierSchema,
} from '../../../../shared/domain/vocabulary.ts';
import { isBlind, type Viewer } from '../../review/viewer.ts';
import { prepared } from '../prepared.ts';
import { OWNERSHIP, tierAmong } from './figures.ts';
import { iso } from './imports.ts';

export interface ConnectorRow {
  readonly id: number;
  readonly key: string;
  readonly platform: string;
  readonly native_id: string;
  readonly name: string;
  readonly names: string;
  readonly name_warning: string | null;
  readonly publisher: string | null;
  readonly publisher_verified: number | null;
  readonly owner_tenant: string | null;
  readonly is_internal: number | null;
  readonly enabled: number | null;
  readonly created_at: number | null;
  readonly first_seen: number | null;
  readonly purpose: string | null;
  readonly in_population: number;
  readonly tenants: string;
  readonly kinds: string;
  readonly people: number;
  readonly is_tenant_wide: number;
  readonly scopes: number;
  readonly unrated_scopes: number;
  readonly tier: number | null;
  readonly last_use: number | null;
  readonly last_use_grade: string;
  readonly critical: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  readonly items: number;
  readonly origin: string | null;
  readonly is_name_shared: number;
  readonly joined_by: string | null;
  readonly stated_users: number | null;
}

type Sort = (typeof INVENTORY_SORTS)[number];

/** Sort keys are a closed map: identifiers never come from the wire. Each ends in the key, so that pages never overlap. */
const ORDER: Readonly<Record<Sort, string>> = {
  risk: 'risk',
  name: 'name COLLATE NOCASE',
  publisher: 'publisher COLLATE NOCASE',
  platform: 'platform',
  people: 'is_tenant_wide * 1000000000 + people',
  scopes: 'scopes',
  tier: 'tier_rank',
  lastUse: 'last_use',
  findings: 'critical * 1000000 + high * 10000 + medium * 100 + low',
};

/** Text with the wildcards of LIKE made literal. */
export function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

const list = z.array(z.string());

function conditions(filter: InventoryFilter): { sql: string; params: unknown[] } {
  const parts = ['is_resource_only = 0'];
  const params: unknown[] = [];
  const anyOf = (sql: (marks: string) => string, values: readonly unknown[] | undefined): void => {
    if (values === undefined || values.length === 0) return;
    parts.push(sql(values.map(() => '?').join(', ')));
    params.push(...values);
  };
  const text = filter.text?.trim();
  if (text) {
    parts.push(
      `(name LIKE ? ESCAPE '\\' OR publisher LIKE ? ESCAPE '\\' OR native_id LIKE ? ESCAPE '\\' OR names LIKE ? ESCAPE '\\')`,
    );
    const pattern = likePattern(text);
    params.push(pattern, pattern, pattern, pattern);
  }
  anyOf((marks) => `platform IN (${marks})`, filter.platforms);
  anyOf(
    (marks) => `EXISTS (SELECT 1 FROM item WHERE item.connector = connector.id AND kind IN (${marks}))`,
    filter.kinds,
  );
  anyOf((marks) => `coalesce(origin, 'unknown') IN (${marks})`, filter.origins);
  if (filter.minTier !== undefined) {
    parts.push('tier_rank >= ?');
    params.push(filter.minTier);
  }
  anyOf(
    (marks) =>
      `EXISTS (SELECT 1 FROM finding WHERE finding.connector = connector.id AND suppression IS NULL AND severity IN (${marks}))`,
    filter.severities,
  );
  if (filter.rule !== undefined) {
    parts.push(
      `EXISTS (SELECT 1 FROM finding WHERE finding.connector = connector.id AND outcome = 'finding' AND suppression IS NULL AND rule = ?)`,
    );
    params.push(filter.rule);
  }
  if (filter.tiers !== undefined && filter.tiers.length > 0) {
    parts.push(tierAmong('tier'));
    params.push(JSON.stringify(filter.tiers));
  }
  anyOf(
    (marks) =>
      `EXISTS (SELECT 1 FROM item JOIN item_scope s ON s.item = item.id WHERE item.connector = connector.id AND s.status IN (${marks}))`,
    filter.statuses,
  );
  if (filter.ownership !== undefined) {
    parts.push(`${OWNERSHIP} = ?`);
    params.push(filter.ownership);
  }
  const open = `EXISTS (SELECT 1 FROM item JOIN review_state AS s ON s.item = item.id WHERE item.connector = connector.id AND s.status <> 'decided')`;
  if (filter.decided === 'undecided') parts.push(open);
  if (filter.decided === 'decided') parts.push(`items > 0 AND NOT ${open}`);
  return { sql: parts.join(' AND '), params };
}

/** One page of connectors with the number of all that match. */
export function inventoryPage(
  db: Database.Database,
  filter: InventoryFilter,
  viewer: Viewer,
  sort: { by: Sort; descending: boolean },
  offset: number,
  limit: number,
): { total: number; rows: InventoryRow[] } {
  const where = conditions(filter);
  const total =
    db.prepare<unknown[], { n: number }>(`SELECT count(*) AS n FROM connector WHERE ${where.sql}`).get(...where.params)
      ?.n ?? 0;
  const order = `${ORDER[sort.by]} IS NULL, ${ORDER[sort.by]} ${sort.descending ? 'DESC' : 'ASC'}, key`;
  // The default order has an index of its own, which the NULLS term would hide.
  const sql = sort.by === 'risk' && sort.descending ? 'risk DESC, key' : order;
  const rows = db
    .prepare<unknown[], ConnectorRow>(`SELECT * FROM connector WHERE ${where.sql} ORDER BY ${sql} LIMIT ? OFFSET ?`)
    .all(...where.params, limit, offset);
  return { total, rows: rows.map((row) => toInventoryRow(db, row, viewer)) };
}

/** An app as the inventory shows it; decisions that the viewer must not see yet count as not taken. */
export function toInventoryRow(db: Database.Database, row: ConnectorRow, viewer: Viewer): InventoryRow {
  const decisions = prepared<[number], { item: number; decision: string }>(
    db,
    'SELECT item, decision FROM v_decision_in_force WHERE connector = ?',
  )
    .all(row.id)
    .filter((entry) => !isBlind(db, viewer, entry.item))
    .map((entry) => decisionSchema.parse(entry.decision));
  const decided = prepared<[number], { n: number }>(
    db,
    `SELECT count(*) AS n FROM item JOIN review_state AS s ON s.item = item.id WHERE item.connector = ? AND s.status = 'decided'`,
  ).get(row.id);
  const distinct = new Set(decisions);
  const kinds = new Set(row.kinds.split(','));
  return {
    connectorId: row.key,
    name: row.name,
    nameWarning: row.name_warning,
    publisher: row.publisher,
    publisherVerified: row.publisher_verified === null ? null : row.publisher_verified === 1,
    platform: platformSchema.parse(row.platform),
    origin: originSchema.parse(row.origin ?? 'unknown'),
    nativeId: row.native_id,
    isNameShared: row.is_name_shared === 1,
    tenants: list.parse(JSON.parse(row.tenants)),
    kinds: GRANT_KINDS.filter((kind) => kinds.has(kind)),
    reach: { people: row.people, stated: row.stated_users, tenantWide: row.is_tenant_wide === 1 },
    scopes: row.scopes,
    unratedScopes: row.unrated_scopes,
    highestTier: tierSchema.parse(row.tier),
    lastUse: { at: iso(row.last_use), grade: gradeSchema.parse(row.last_use_grade) },
    findings: { critical: row.critical, high: row.high, medium: row.medium, low: row.low },
    items: row.items,
    decided: decided?.n ?? 0,
    decision: distinct.size === 1 && decisions.length === row.items ? (decisions[0] ?? null) : null,
    inPopulation: row.in_population === 1,
  };
}
