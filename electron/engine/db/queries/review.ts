import type Database from 'better-sqlite3';
import { z } from 'zod';
import {
  type DecisionRecord,
  type ItemStatus,
  itemStatusSchema,
  type QueueRow,
  type ReviewProgress,
  roundSchema,
} from '../../../../shared/contract/review.ts';
import {
  decisionSchema,
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
  readonly status: string;
  readonly in_campaign: number;
  readonly reviewer_name: string | null;
  readonly due: string | null;
}

const ITEM = `SELECT item.*, connector.key AS connector_key, connector.name, connector.name_warning, connector.platform, connector.stated_users,
  s.status, s.in_campaign, s.due, (SELECT name FROM v_person WHERE person = s.reviewer) AS reviewer_name`;
const FROM = `FROM review_state AS s CROSS JOIN item ON item.id = s.item CROSS JOIN connector ON connector.id = item.connector`;

export interface QueueFilter {
  readonly text?: string | undefined;
  readonly state: 'open' | 'decided' | 'all';
  readonly platforms?: readonly string[] | undefined;
  readonly minTier?: number | undefined;
  readonly rule?: string | undefined;
  readonly tiers?: readonly Tier[] | undefined;
  readonly statuses?: readonly ItemStatus[] | undefined;
  readonly decision?: Decision | 'none' | undefined;
  readonly grantAge?: AgeBand | undefined;
  readonly lastUse?: AgeBand | undefined;
}

/** Throws `not-found` for an item that is not (or no longer) in the population. */
export function itemByKey(db: Database.Database, key: string): QueueItem {
  const row = prepared<[string], QueueItem>(
    db,
    `${ITEM} FROM item CROSS JOIN review_state AS s ON s.item = item.id CROSS JOIN connector ON connector.id = item.connector WHERE item.key = ?`,
  ).get(key);
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
    parts.push(`coalesce((SELECT d.decision FROM decision d WHERE d.id = s.decision), 'none') = ?`);
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
  if (filter.state !== 'all') parts.push(`s.status ${filter.state === 'open' ? '<>' : '='} 'decided'`);
  if (filter.statuses !== undefined && filter.statuses.length > 0) {
    parts.push(`s.status IN (${filter.statuses.map(() => '?').join(', ')})`);
    params.push(...filter.statuses);
  }
  const where = parts.join(' AND ');
  const total =
    db.prepare<unknown[], { n: number }>(`SELECT count(*) AS n ${FROM} WHERE ${where}`).get(...params)?.n ?? 0;
  const rows = db
    .prepare<unknown[], QueueItem>(`${ITEM} ${FROM} WHERE ${where} ORDER BY s.position LIMIT ? OFFSET ?`)
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
    status: itemStatusSchema.parse(row.status),
    inCampaign: row.in_campaign === 1,
    reviewer: row.reviewer_name,
    due: row.due,
  };
}

interface DecisionRow {
  readonly uid: string;
  readonly round: string;
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
    uid: row.uid,
    round: roundSchema.parse(row.round),
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

/** The decision of an item that stands undisputed. */
export function decisionInForce(db: Database.Database, item: number): DecisionRecord | null {
  const row = prepared<[number], DecisionRow>(db, 'SELECT * FROM v_decision_in_force WHERE item = ?').get(item);
  return row === undefined ? null : toDecision(row);
}

/** All decisions of an item, newest first, those taken back included. */
export function decisionHistory(db: Database.Database, item: number): (DecisionRecord & { undone: boolean })[] {
  return prepared<[number], DecisionRow>(db, 'SELECT * FROM v_decision WHERE item = ? ORDER BY seq DESC')
    .all(item)
    .map((row) => ({ ...toDecision(row), undone: row.undone_seq !== null }));
}

interface CountRow {
  readonly status: string;
  readonly is_high: number;
  readonly is_submitted: number;
  readonly items: number;
}

/** How far the review is: of the campaign's population when there is one, else of all items. */
export function reviewProgress(db: Database.Database): ReviewProgress {
  const rows = prepared<[], CountRow>(
    db,
    `SELECT status, is_high, is_submitted, sum(items) AS items FROM review_count
     WHERE in_campaign = (SELECT EXISTS (SELECT 1 FROM review_count WHERE in_campaign = 1 AND items > 0))
     GROUP BY status, is_high, is_submitted`,
  ).all();
  const count = (of: (row: CountRow) => boolean): number => rows.filter(of).reduce((sum, { items }) => sum + items, 0);
  const total = count(() => true);
  const decided = count((row) => row.status === 'decided');
  return {
    total,
    decided,
    open: total - decided,
    highRiskOpen: count((row) => row.status !== 'decided' && row.is_high === 1),
    secondOpen: count((row) => row.status === 'second-open'),
    disputed: count((row) => row.status === 'disagreement' || row.status === 'conflict'),
    submitted: count((row) => row.is_submitted === 1),
  };
}

export interface Neighbors {
  readonly position: number;
  readonly total: number;
  readonly previous: string | null;
  readonly next: string | null;
  readonly nextUndecided: string | null;
}

interface Place {
  readonly position: number;
  readonly in_campaign: number;
  readonly reviewer: string | null;
}

/**
 * Where an item stands in the queue of its population, or of a person's own items there when it is one of them; the next
 * undecided one is looked for after it first, then from the top.
 */
export function neighborsOf(db: Database.Database, item: QueueItem, person: string | null): Neighbors {
  const place = prepared<[number], Place>(
    db,
    'SELECT position, in_campaign, reviewer FROM review_state WHERE item = ?',
  ).get(item.id) ?? { position: 0, in_campaign: 0, reviewer: null };
  const isOwn = person !== null && place.reviewer === person;
  const among = isOwn ? 's.reviewer = ?' : 's.in_campaign = ?';
  const whose = isOwn ? place.reviewer : place.in_campaign;
  const find = (where: string, order: 'ASC' | 'DESC', ...params: unknown[]): string | null =>
    prepared<unknown[], { key: string }>(
      db,
      `SELECT item.key FROM review_state AS s CROSS JOIN item ON item.id = s.item
       WHERE ${among} AND ${where} ORDER BY s.position ${order} LIMIT 1`,
    ).get(whose, ...params)?.key ?? null;
  const total =
    prepared<unknown[], { n: number }>(db, `SELECT count(*) AS n FROM review_state AS s WHERE ${among}`).get(whose)
      ?.n ?? 0;
  const before =
    prepared<unknown[], { n: number }>(
      db,
      `SELECT count(*) AS n FROM review_state AS s WHERE ${among} AND s.position < ?`,
    ).get(whose, place.position)?.n ?? 0;
  return {
    position: before + 1,
    total,
    previous: find('s.position < ?', 'DESC', place.position),
    next: find('s.position > ?', 'ASC', place.position),
    nextUndecided:
      find('s.is_open = 1 AND s.position > ?', 'ASC', place.position) ??
      find('s.is_open = 1 AND s.position < ?', 'ASC', place.position),
  };
}
