import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { DecisionRecord, QueueRow, ReviewProgress } from '../../../../shared/contract/review.ts';
import {
  decisionSchema,
  FINAL_DECISIONS,
  grantKindSchema,
  platformSchema,
  severitySchema,
  tierSchema,
  type AgeBand,
  type Decision,
  type Tier,
} from '../../../../shared/domain/vocabulary.ts';
import { AppError } from '../../lib/errors.ts';
import { type ItemRecord, lastUseOf } from './connector.ts';
import { prepared } from '../prepared.ts';
import { bandOf, tierAmong } from './figures.ts';
import { likePattern } from './inventory.ts';

export interface QueueItem extends ItemRecord {
  readonly connector_key: string;
  readonly name: string;
  readonly name_warning: string | null;
  readonly platform: string;
  readonly stated_users: number | null;
}

const ITEM = `SELECT item.*, connector.key AS connector_key, connector.name, connector.name_warning, connector.platform, connector.stated_users FROM item JOIN connector ON connector.id = item.connector`;
const FINAL = FINAL_DECISIONS.map((decision) => `'${decision}'`).join(', ');
/** Highest risk first, equal ones by key, so that every reader sees one order. */
const ORDER = 'item.risk DESC, item.key';
const IS_DECIDED = `EXISTS (SELECT 1 FROM v_decision_in_force d WHERE d.item = item.id AND d.decision IN (${FINAL}))`;

export interface QueueFilter {
  readonly text?: string | undefined;
  readonly state: 'open' | 'decided' | 'all';
  readonly platforms?: readonly string[] | undefined;
  readonly minTier?: number | undefined;
  readonly rule?: string | undefined;
  readonly tiers?: readonly Tier[] | undefined;
  readonly decision?: Decision | 'none' | undefined;
  readonly grantAge?: AgeBand | undefined;
  readonly lastUse?: AgeBand | undefined;
}

/** Throws `not-found` for an item that is not (or no longer) in the population. */
export function itemByKey(db: Database.Database, key: string): QueueItem {
  const row = prepared<[string], QueueItem>(db, `${ITEM} WHERE item.key = ?`).get(key);
  if (row === undefined) throw new AppError('not-found', `There is no review item ${key} in this case.`);
  return row;
}

export function queuePage(
  db: Database.Database,
  filter: QueueFilter,
  offset: number,
  limit: number,
): { total: number; rows: QueueRow[] } {
  const parts = ['1'];
  const params: unknown[] = [];
  if (filter.text?.trim()) {
    parts.push(
      `(connector.name LIKE ? ESCAPE '\\' OR connector.native_id LIKE ? ESCAPE '\\' OR connector.publisher LIKE ? ESCAPE '\\')`,
    );
    const pattern = likePattern(filter.text.trim());
    params.push(pattern, pattern, pattern);
  }
  if (filter.platforms !== undefined && filter.platforms.length > 0) {
    parts.push(`connector.platform IN (${filter.platforms.map(() => '?').join(', ')})`);
    params.push(...filter.platforms);
  }
  if (filter.minTier !== undefined) {
    parts.push('item.tier_rank >= ?');
    params.push(filter.minTier);
  }
  if (filter.rule !== undefined) {
    parts.push(
      `EXISTS (SELECT 1 FROM finding f WHERE f.connector = item.connector AND (f.item IS NULL OR f.item = item.id) AND f.outcome = 'finding' AND f.suppression IS NULL AND f.rule = ?)`,
    );
    params.push(filter.rule);
  }
  if (filter.tiers !== undefined && filter.tiers.length > 0) {
    parts.push(tierAmong('item.tier'));
    params.push(JSON.stringify(filter.tiers));
  }
  if (filter.decision !== undefined) {
    parts.push(`coalesce((SELECT d.decision FROM v_decision_in_force d WHERE d.item = item.id), 'none') = ?`);
    params.push(filter.decision);
  }
  if (filter.grantAge !== undefined) {
    parts.push(`${bandOf('item.first_granted')} = ?`);
    params.push(filter.grantAge);
  }
  if (filter.lastUse !== undefined) {
    parts.push(`${bandOf('item.last_use')} = ?`);
    params.push(filter.lastUse);
  }
  if (filter.state !== 'all') parts.push(`${filter.state === 'open' ? 'NOT ' : ''}${IS_DECIDED}`);
  const where = parts.join(' AND ');
  const total =
    db
      .prepare<unknown[], { n: number }>(
        `SELECT count(*) AS n FROM item JOIN connector ON connector.id = item.connector WHERE ${where}`,
      )
      .get(...params)?.n ?? 0;
  const rows = db
    .prepare<unknown[], QueueItem>(`${ITEM} WHERE ${where} ORDER BY ${ORDER} LIMIT ? OFFSET ?`)
    .all(...params, limit, offset);
  return { total, rows: rows.map((row) => toQueueRow(db, row)) };
}

export function toQueueRow(db: Database.Database, row: QueueItem): QueueRow {
  const findings = prepared<[number, number], { rule: string; severity: string }>(
    db,
    `SELECT DISTINCT rule, severity FROM finding WHERE connector = ? AND (item IS NULL OR item = ?) AND outcome = 'finding' AND suppression IS NULL ORDER BY CASE severity WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END, rule`,
  ).all(row.connector, row.id);
  const decision = decisionInForce(db, row.id);
  return {
    itemId: row.key,
    connectorId: row.connector_key,
    name: row.name,
    nameWarning: row.name_warning,
    platform: platformSchema.parse(row.platform),
    tenant: row.tenant,
    kind: grantKindSchema.parse(row.kind),
    highestTier: tierSchema.parse(row.tier),
    reach: {
      people: row.people,
      stated: row.kind === 'delegated-user' ? row.stated_users : null,
      tenantWide: row.kind !== 'delegated-user',
    },
    lastUse: lastUseOf(row),
    findings: findings.map((finding) => ({ rule: finding.rule, severity: severitySchema.parse(finding.severity) })),
    decision: decision?.decision ?? null,
    decidedAt: decision?.at ?? null,
  };
}

interface DecisionRow {
  readonly seq: number;
  readonly decision: string;
  readonly reason: string;
  readonly scopes: string;
  readonly principals: string;
  readonly until: string | null;
  readonly owner: string | null;
  readonly agreed: number | null;
  readonly decided_by: string;
  readonly decided_at: string;
  readonly undone_seq: number | null;
  readonly submitted_seq: number | null;
}

const textList = z.array(z.string());

function toDecision(row: DecisionRow): DecisionRecord {
  return {
    decision: decisionSchema.parse(row.decision),
    reason: row.reason,
    scopes: textList.parse(JSON.parse(row.scopes)),
    principals: textList.parse(JSON.parse(row.principals)),
    until: row.until,
    owner: row.owner,
    by: row.decided_by,
    at: row.decided_at,
    journalSeq: row.seq,
    agreed: row.agreed === null ? null : row.agreed === 1,
    submitted: row.submitted_seq !== null,
  };
}

/** The newest decision of an item that was not taken back. */
export function decisionInForce(db: Database.Database, item: number): DecisionRecord | null {
  const row = prepared<[number], DecisionRow>(db, 'SELECT * FROM v_decision_in_force WHERE item = ?').get(item);
  return row === undefined ? null : toDecision(row);
}

/** All decisions of an item, newest first, those taken back included. */
export function decisionHistory(db: Database.Database, item: number): (DecisionRecord & { undone: boolean })[] {
  return db
    .prepare<[number], DecisionRow>('SELECT * FROM v_decision WHERE item = ? ORDER BY seq DESC')
    .all(item)
    .map((row) => ({ ...toDecision(row), undone: row.undone_seq !== null }));
}

export function reviewProgress(db: Database.Database): ReviewProgress {
  const row = db
    .prepare<[], { total: number; decided: number; high: number; submitted: number }>(
      `SELECT count(*) AS total, coalesce(sum(done), 0) AS decided, coalesce(sum(NOT done AND tier_rank >= 3), 0) AS high,
              (SELECT count(*) FROM v_decision_in_force WHERE submitted_seq IS NOT NULL) AS submitted
       FROM (SELECT item.tier_rank, ${IS_DECIDED} AS done FROM item)`,
    )
    .get() ?? { total: 0, decided: 0, high: 0, submitted: 0 };
  return {
    total: row.total,
    decided: row.decided,
    open: row.total - row.decided,
    highRiskOpen: row.high,
    submitted: row.submitted,
  };
}

export interface Neighbors {
  readonly position: number;
  readonly total: number;
  readonly previous: string | null;
  readonly next: string | null;
  readonly nextUndecided: string | null;
}

/** Where an item stands in the queue; the next undecided one is looked for after it first, then from the top. */
export function neighborsOf(db: Database.Database, item: QueueItem): Neighbors {
  const get = <T>(sql: string, ...params: unknown[]): T | undefined => prepared<unknown[], T>(db, sql).get(...params);
  const after = '(item.risk < ? OR (item.risk = ? AND item.key > ?))';
  const before = '(item.risk > ? OR (item.risk = ? AND item.key < ?))';
  const at = [item.risk, item.risk, item.key];
  const key = (sql: string, ...params: unknown[]): string | null => get<{ key: string }>(sql, ...params)?.key ?? null;
  return {
    position: (get<{ n: number }>(`SELECT count(*) AS n FROM item WHERE ${before}`, ...at)?.n ?? 0) + 1,
    total: get<{ n: number }>('SELECT count(*) AS n FROM item')?.n ?? 0,
    previous: key(`SELECT key FROM item WHERE ${before} ORDER BY item.risk, item.key DESC LIMIT 1`, ...at),
    next: key(`SELECT key FROM item WHERE ${after} ORDER BY ${ORDER} LIMIT 1`, ...at),
    nextUndecided:
      key(`SELECT key FROM item WHERE ${after} AND NOT ${IS_DECIDED} ORDER BY ${ORDER} LIMIT 1`, ...at) ??
      key(`SELECT key FROM item WHERE item.key <> ? AND NOT ${IS_DECIDED} ORDER BY ${ORDER} LIMIT 1`, item.key),
  };
}
