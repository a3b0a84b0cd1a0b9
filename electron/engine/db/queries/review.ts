import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { DecisionRecord, QueueFilter, QueueRow } from '../../../../shared/contract/review.ts';
import { itemStatusSchema, roundSchema } from '../../../../shared/contract/item-states.ts';
import {
  decisionSchema,
  grantKindSchema,
  platformSchema,
  SEVERITIES,
  severitySchema,
  tierSchema,
} from '../../../../shared/domain/vocabulary.ts';
import { deltaKindSchema } from '../../../../shared/contract/baseline.ts';
import { AppError } from '../../lib/errors.ts';
import { isBlind, type Viewer } from '../../review/viewer.ts';
import { prepared } from '../prepared.ts';
import { type ItemRecord, lastUseOf } from './connector.ts';
import { blindStatus, matchingPlaces } from './queue-filter.ts';
import { type QueueIndex, queueIndex, statusNumber } from './queue-index.ts';

const UNDECIDED = statusNumber('undecided');

export interface QueueItem extends ItemRecord {
  readonly connector_key: string;
  readonly name: string;
  readonly name_warning: string | null;
  readonly native_id: string;
  readonly is_name_shared: number;
  readonly platform: string;
  readonly stated_users: number | null;
  readonly status: string;
  readonly second_waits: number;
  /** The decision in force. */
  readonly decision: string | null;
  readonly decided_at: string | null;
  /** What changed since the baseline. */
  readonly delta: string | null;
  readonly changes: number | null;
  readonly in_campaign: number;
  readonly reviewer_name: string | null;
  readonly due: string | null;
}

const ITEM = `SELECT item.*, connector.key AS connector_key, connector.name, connector.name_warning, connector.native_id,
  connector.is_name_shared, connector.platform, connector.stated_users, s.status, s.second_waits, s.in_campaign, s.due, d.decision, d.decided_at,
  delta.kind AS delta, delta.count AS changes,
  (SELECT name FROM person_act WHERE person = s.reviewer ORDER BY id DESC LIMIT 1) AS reviewer_name`;
const JOINED = `CROSS JOIN item ON item.id = s.item CROSS JOIN connector ON connector.id = item.connector
  LEFT JOIN decision AS d ON d.id = s.decision LEFT JOIN item_delta AS delta ON delta.item = s.item`;

/** Throws `not-found` for an item that is not (or no longer) in the population. */
export function itemByKey(db: Database.Database, key: string): QueueItem {
  const row = prepared<[string], QueueItem>(
    db,
    `${ITEM} FROM item CROSS JOIN review_state AS s ON s.item = item.id CROSS JOIN connector ON connector.id = item.connector
     LEFT JOIN decision AS d ON d.id = s.decision LEFT JOIN item_delta AS delta ON delta.item = s.item WHERE item.key = ?`,
  ).get(key);
  if (row === undefined) throw new AppError('not-found', `There is no review item ${key} in this case.`);
  return row;
}

/**
 * One page of the queue and the number of all items that match; `filter` and what it hides from the viewer are explained in
 * queue-filter.ts.
 */
export function queuePage(
  db: Database.Database,
  filter: QueueFilter,
  viewer: Viewer,
  offset: number,
  limit: number,
): { total: number; rows: QueueRow[] } {
  const index = queueIndex(db);
  const places = matchingPlaces(db, index, filter, viewer);
  const ids = Array.from(places.subarray(offset, offset + limit), (place) => index.items[place] ?? 0);
  // One statement for a page: opening the tables of a join takes longer than finding a row in them.
  const rows = prepared<[string], QueueItem>(
    db,
    `${ITEM} FROM json_each(?) AS asked CROSS JOIN review_state AS s ON s.item = asked.value ${JOINED} ORDER BY asked.key`,
  ).all(JSON.stringify(ids));
  return { total: places.length, rows: toQueueRows(db, rows, viewer) };
}

/** An item as lists show it: never with a recommendation, and without the decision that the viewer must not see yet. */
export function toQueueRow(db: Database.Database, row: QueueItem, viewer: Viewer): QueueRow {
  const [shown] = toQueueRows(db, [row], viewer);
  if (shown === undefined) throw new Error('a row makes a row');
  return shown;
}

/** The same for several. */
function toQueueRows(db: Database.Database, rows: readonly QueueItem[], viewer: Viewer): QueueRow[] {
  const ids = JSON.stringify(rows.map(({ id }) => id));
  const findings = standingFindings(db, ids);
  const evidence = evidenceStrength(db, ids);
  return rows.map((row) => listed(db, row, viewer, findings.get(row.id) ?? [], evidence.get(row.id) ?? UNKNOWN));
}

function listed(
  db: Database.Database,
  row: QueueItem,
  viewer: Viewer,
  findings: QueueRow['findings'],
  evidence: QueueRow['evidence'],
): QueueRow {
  const isHidden = isBlind(db, viewer, row.id);
  const status = itemStatusSchema.parse(row.status);
  return {
    itemId: row.key,
    connectorId: row.connector_key,
    name: row.name,
    nameWarning: row.name_warning,
    sharedId: row.is_name_shared === 1 ? row.native_id : null,
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
    findings,
    decision: isHidden || row.decision === null ? null : decisionSchema.parse(row.decision),
    decidedAt: isHidden ? null : row.decided_at,
    status: isHidden ? blindStatus(status, row.second_waits === 1) : status,
    evidence,
    change: row.delta === null ? null : { kind: deltaKindSchema.parse(row.delta), changes: row.changes ?? 0 },
    inCampaign: row.in_campaign === 1,
    reviewer: row.reviewer_name,
    due: row.due,
  };
}

/** Rule and severity of what was found and is not suppressed, worst first, by item. `ids`: JSON array. */
function standingFindings(db: Database.Database, ids: string): ReadonlyMap<number, QueueRow['findings']> {
  const rows = prepared<[string], { asked: number; rule: string; severity: string }>(
    db,
    `SELECT DISTINCT item.id AS asked, f.rule, f.severity
     FROM json_each(?) AS asked CROSS JOIN item ON item.id = asked.value
     CROSS JOIN finding AS f INDEXED BY finding_standing ON f.connector = item.connector AND (f.item IS NULL OR f.item = item.id)
       AND f.outcome = 'finding' AND f.suppression IS NULL`,
  ).all(ids);
  return new Map(
    [...Map.groupBy(rows, ({ asked }) => asked)].map(([item, found]) => [
      item,
      found
        .map(({ rule, severity }) => ({ rule, severity: severitySchema.parse(severity) }))
        .toSorted(
          (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || (a.rule < b.rule ? -1 : 1),
        ),
    ]),
  );
}

interface StrengthRow {
  readonly asked: number;
  readonly judged: number;
  readonly partly: number;
  readonly blind: number;
  readonly passive: number;
}

const UNKNOWN: QueueRow['evidence'] = { judged: 0, partly: 0, blind: 0, passive: 0 };

/**
 * How much the evidence says about the scopes of items, by item. judged: used, or not seen although the logs cover the whole
 * window; partly: not seen, or seen only refused, in a window with gaps or without a word on it; blind: no log supplied can
 * show it. `ids`: JSON array.
 */
function evidenceStrength(db: Database.Database, ids: string): ReadonlyMap<number, QueueRow['evidence']> {
  return new Map(
    prepared<[string], StrengthRow>(
      db,
      `SELECT sc.item AS asked, sum(sc.status IN ('observed', 'not-seen-full')) AS judged,
              sum(sc.status IN ('denied-only', 'not-seen-partial')) AS partly,
              sum(sc.status = 'not-observable') AS blind, sum(sc.status = 'persistence') AS passive
       FROM json_each(?) AS asked CROSS JOIN item_scope AS sc INDEXED BY item_scope_judged ON sc.item = asked.value
       GROUP BY sc.item`,
    )
      .all(ids)
      .map(({ asked, ...strength }) => [asked, strength]),
  );
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

export interface Neighbors {
  readonly position: number;
  readonly total: number;
  readonly previous: string | null;
  readonly next: string | null;
  readonly nextUndecided: string | null;
}

/**
 * Where an item stands in a person's own queue when it is theirs to review, or to review a second time; else in the queue
 * of its population. The next one that nobody decided yet, or that waits for the second review, is looked for after it first,
 * then from the top: what was answered and only waits for something is not offered again and again.
 */
export function neighborsOf(db: Database.Database, item: QueueItem, person: string | null): Neighbors {
  const index = queueIndex(db);
  const place = index.placeOf(item.id) ?? 0;
  const mine = person === null ? -1 : index.person(person);
  const key = (at: number | undefined): string | null =>
    prepared<[number], { key: string }>(db, 'SELECT key FROM item WHERE id = ?').get(index.items[at ?? -1] ?? -1)
      ?.key ?? null;
  const column = index.reviewer[place] === mine ? 'reviewer' : index.second[place] === mine ? 'second' : null;
  if (column !== null) {
    const own = index.placesOf(column, mine);
    const at = lowerBound(own, place);
    const isWaiting = (other: number): boolean =>
      column === 'reviewer' ? isUntouched(index, other) : index.secondWaits[other] === 1;
    return {
      position: at + 1,
      total: own.length,
      previous: key(own[at - 1]),
      next: key(own[at + 1]),
      nextUndecided: key(own.subarray(at + 1).find(isWaiting) ?? own.subarray(0, at).find(isWaiting)),
    };
  }
  // The population comes first in the queue, then everything else.
  const population = lowerBound(index.inCampaign, 0, (value) => value === 1);
  const [first, end] = index.inCampaign[place] === 1 ? [0, population] : [population, index.size];
  let open = place + 1;
  while (open < end && !isUntouched(index, open)) open += 1;
  let before = first;
  while (before < place && !isUntouched(index, before)) before += 1;
  return {
    position: place - first + 1,
    total: end - first,
    previous: place > first ? key(place - 1) : null,
    next: place + 1 < end ? key(place + 1) : null,
    nextUndecided: open < end ? key(open) : before < place ? key(before) : null,
  };
}

/** Nobody decided it in its first review. */
export function isUntouched(index: QueueIndex, place: number): boolean {
  return index.status[place] === UNDECIDED;
}

/** The first place in a sorted list that does not come before `value`, or for which `isBefore` no longer holds. */
export function lowerBound(
  sorted: Int32Array | Uint8Array,
  value: number,
  isBefore: (other: number) => boolean = (other) => other < value,
): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(sorted[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
