import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import { roundSchema, type Round } from '../../../shared/contract/item-states.ts';
import { decisionSchema, type Decision } from '../../../shared/domain/vocabulary.ts';
import { bulkInsert } from '../db/bulk-insert.ts';
import { prepared } from '../db/prepared.ts';
import { forgetQueue, itemMoved } from '../db/queries/queue-index.ts';
import { type DecisionAct, type Standing, standingOf } from './item-state.ts';

/** A decision as stored, as far as it matters for where its item stands. */
export interface StoredAct extends DecisionAct {
  readonly id: number;
  readonly seq: number;
  readonly person: string | null;
  readonly isSubmitted: boolean;
  /** Id of the campaign in which it was taken; null outside of one. */
  readonly campaign: string | null;
}

/** A row of the table of decisions, as far as `toAct` reads it. */
export interface ActRow {
  readonly id: number;
  readonly seq: number;
  readonly uid: string;
  readonly round: string;
  readonly replaces: string | null;
  readonly undone_seq: number | null;
  readonly submitted_seq: number | null;
  readonly decided_at: string;
  readonly decision: string;
  readonly scopes: string;
  readonly principals: string;
  readonly person: string | null;
  readonly campaign: string | null;
}

const textList = z.array(z.string());

/** A stored decision as the standing of its item looks at it. */
export function toAct(row: ActRow): StoredAct {
  const round: Round = roundSchema.parse(row.round);
  const decision: Decision = decisionSchema.parse(row.decision);
  return {
    id: row.id,
    seq: row.seq,
    uid: row.uid,
    round,
    replaces: row.replaces,
    isUndone: row.undone_seq !== null,
    isSubmitted: row.submitted_seq !== null,
    at: row.decided_at,
    decision,
    scopes: textList.parse(JSON.parse(row.scopes)),
    principals: textList.parse(JSON.parse(row.principals)),
    person: row.person,
    campaign: row.campaign,
  };
}

const ACT = `SELECT item.id AS item, decision.id, decision.seq, decision.uid, decision.round, decision.replaces, decision.undone_seq,
  decision.submitted_seq, decision.decided_at, decision.decision, decision.scopes, decision.principals, decision.person, decision.campaign`;

/** All decisions on an item, of every campaign, taken back or not. */
export function actsOf(db: Database.Database, item: number): StoredAct[] {
  return prepared<[number], ActRow>(
    db,
    `${ACT}
     FROM item CROSS JOIN entity ON entity.id = item.connector
     CROSS JOIN decision ON decision.client = entity.ref AND decision.tenant = item.tenant AND decision.kind = item.kind
     WHERE item.id = ? ORDER BY decision.id`,
  )
    .all(item)
    .map(toAct);
}

/** Id of the campaign in which the items of its population are decided; null without one. */
export function currentCampaign(db: Database.Database): string | null {
  return prepared<[], { id: string }>(db, 'SELECT id FROM v_campaign').get()?.id ?? null;
}

/** Where one item stands, with the decisions that count: in a campaign those taken in it. */
export function standingNow(db: Database.Database, item: number): Standing<StoredAct> {
  const row = prepared<[number], { in_campaign: number; second_reviewer: string | null }>(
    db,
    'SELECT in_campaign, second_reviewer FROM review_state WHERE item = ?',
  ).get(item);
  const campaign = row?.in_campaign === 1 ? currentCampaign(db) : null;
  return standingOf(counting(actsOf(db, item), campaign), (row?.second_reviewer ?? null) !== null);
}

/** Of a campaign only what was decided in it counts. */
export function counting(acts: readonly StoredAct[], campaign: string | null): readonly StoredAct[] {
  return campaign === null ? acts : acts.filter((act) => act.campaign === campaign);
}

/**
 * Brings one item up to date after an act on it. Runs in the transaction of the act, so that no crash parts a decision
 * from what counts it.
 */
export function updateReviewState(db: Database.Database, item: number): void {
  const state = columnsOf(standingNow(db, item));
  prepared(
    db,
    'UPDATE review_state SET status = ?, is_open = ?, decision = ?, is_submitted = ?, second_waits = ? WHERE item = ?',
  ).run(state.status, state.isOpen, state.decision, state.isSubmitted, state.secondWaits, item);
  itemMoved(db, item);
}

function columnsOf({ status, inForce, secondWaits }: Standing<StoredAct>) {
  return {
    status,
    // Whether the first review has something left to do.
    isOpen: status === 'undecided' || status === 'interim' ? 1 : 0,
    decision: inForce?.id ?? null,
    isSubmitted: inForce?.isSubmitted === true ? 1 : 0,
    secondWaits: secondWaits ? 1 : 0,
  };
}

interface ItemRow {
  readonly id: number;
  readonly tier_rank: number;
  readonly in_campaign: number;
  readonly reviewer: string | null;
  readonly second_reviewer: string | null;
  readonly due: string | null;
}

/**
 * Says anew where every item stands: after the items were derived and after an act on the campaign. The frozen population
 * comes first, in its own order; then everything else, highest risk first. Runs in the caller's transaction.
 */
export function refreshReviewState(db: Database.Database): void {
  forgetQueue(db);
  db.exec('DELETE FROM review_state; DELETE FROM review_count;');
  const acts = Map.groupBy(
    db
      .prepare<[], ActRow & { readonly item: number }>(
        `${ACT}
         FROM decision JOIN entity ON entity.ref = decision.client
         JOIN item ON item.connector = entity.id AND item.tenant = decision.tenant AND item.kind = decision.kind
         ORDER BY decision.id`,
      )
      .all(),
    (row) => row.item,
  );
  const items = db
    .prepare<[], ItemRow>(
      `SELECT item.id, item.tier_rank, c.item IS NOT NULL AS in_campaign, c.reviewer, c.second_reviewer, c.due
       FROM item LEFT JOIN campaign_item AS c ON c.campaign = (SELECT campaign FROM v_campaign) AND c.item = item.key
       ORDER BY in_campaign DESC, c.ordinal, item.risk DESC, item.key`,
    )
    .all();
  const rows = bulkInsert(db, 'review_state', [
    'item',
    'position',
    'status',
    'is_open',
    'decision',
    'is_submitted',
    'tier_rank',
    'in_campaign',
    'reviewer',
    'second_reviewer',
    'second_waits',
    'due',
  ]);
  const campaign = currentCampaign(db);
  for (const [index, item] of items.entries()) {
    const known = (acts.get(item.id) ?? []).map(toAct);
    const state = columnsOf(
      standingOf(counting(known, item.in_campaign === 1 ? campaign : null), item.second_reviewer !== null),
    );
    rows.add(
      item.id,
      index + 1,
      state.status,
      state.isOpen,
      state.decision,
      state.isSubmitted,
      item.tier_rank,
      item.in_campaign,
      item.reviewer,
      item.second_reviewer,
      state.secondWaits,
      item.due,
    );
  }
  rows.flush();
}

/** What is kept of where items stand, as one text to compare. */
function stateText(db: Database.Database): string {
  const digest = createHash('sha256');
  for (const row of db.prepare<[], unknown[]>('SELECT * FROM review_state ORDER BY item').raw().iterate())
    digest.update(JSON.stringify(row));
  for (const row of db.prepare<[], unknown[]>('SELECT * FROM review_count WHERE items > 0').raw().iterate())
    digest.update(JSON.stringify(row));
  return digest.digest('hex');
}

/**
 * Says anew where every item stands and answers with a sentence when the case held something else: no act of ours parts the
 * two, so another program did.
 */
export function mendReviewState(db: Database.Database): string[] {
  db.exec('BEGIN IMMEDIATE');
  try {
    const before = stateText(db);
    refreshReviewState(db);
    const isAsKept = before === stateText(db);
    // What is there already is not written again.
    db.exec(isAsKept ? 'ROLLBACK' : 'COMMIT');
    return isAsKept
      ? []
      : [
          'Where some items stand did not follow from the decisions on record: another program changed the case. It was worked out anew from the decisions.',
        ];
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK');
  }
}
