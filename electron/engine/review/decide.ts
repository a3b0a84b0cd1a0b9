import { createHash, randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { DecideParams, DecisionTrace } from '../../../shared/contract/review.ts';
import { ROUNDS } from '../../../shared/contract/item-states.ts';
import { DECISION_LABELS, FINAL_DECISIONS } from '../../../shared/domain/vocabulary.ts';
import { prepared } from '../db/prepared.ts';
import { activePolicy } from '../db/queries/policy.ts';
import { itemByKey, type QueueItem } from '../db/queries/review.ts';
import { canonicalJson } from '../evidence/canonical-json.ts';
import type { Acting } from '../handlers/context.ts';
import { AppError } from '../lib/errors.ts';
import { cadenceDays } from '../rules/cadence.ts';
import { guardDecision } from './guards.ts';
import { traceDigest } from './integrity.ts';
import { heads } from './item-state.ts';
import { appendJournal, journalHead } from './journal.ts';
import { namedOwner, ownersNamed } from './named-owner.ts';
import { actsOf, refreshReviewState, updateReviewState } from './review-state.ts';
import { turnOf } from './turn.ts';

const DAY = 86_400_000;

/** Longest condition on a connector nobody answers for: 30 days (CS-01). */
const MOST_UNOWNED = 30 * DAY;
/** Longest condition that is proposed: a quarter. */
const MOST_PROPOSED = 90 * DAY;

/**
 * Why an item cannot be certified yet, or null: certifying needs a person who answers for the connector, as rule CS-01
 * judges it, or an active person of the register whom the review named.
 */
export function certifyLock(db: Database.Database, connector: number): string | null {
  const isUnowned =
    prepared<[number], { found: number }>(
      db,
      `SELECT EXISTS (SELECT 1 FROM finding WHERE rule = 'CS-01' AND connector = ? AND outcome = 'finding') AS found`,
    ).get(connector)?.found === 1;
  if (!isUnowned) return null;
  const named = ownersNamed(db, connector).map((owner) => namedOwner(db, owner));
  if (named.some(({ mayAnswer }) => mayAnswer)) return null;
  const [first] = named;
  return first === undefined
    ? 'No accountable business owner is on record. Assign an owner first, or certify conditionally for at most 30 days.'
    : `${first.name} was named as owner. ${first.warning ?? ''} Assign an active person of the register, or certify conditionally for at most 30 days.`;
}

/**
 * Date proposed for a condition, ISO: when the tier of the item is due for review again by the policy, but within 90 days,
 * and within 30 where nobody answers for the connector. `now`: UTC milliseconds.
 */
export function proposedUntil(db: Database.Database, item: QueueItem, now: number): string {
  const cadence = cadenceDays(item.tier_rank, activePolicy(db)) * DAY;
  const most = certifyLock(db, item.connector) === null ? MOST_PROPOSED : MOST_UNOWNED;
  return new Date(now + Math.min(cadence, most)).toISOString().slice(0, 10);
}

/**
 * Records a decision on a review item: journal entry, decision and what counts it in one durable transaction. Answers the
 * uid of the decision. Refuses with a sentence what makes no sense (a reduce without scopes, a condition without a date, an
 * owner decision without an owner) and what is not this person's to decide.
 */
export function decide(
  db: Database.Database,
  params: DecideParams,
  acting: Acting,
  now: number,
  batch: string | null = null,
): string {
  const item = itemByKey(db, params.itemId);
  check(db, item, params, now);
  const turn = turnOf(db, item.id, acting, params.round);
  if ('closed' in turn) throw new AppError('invalid-request', `${turn.closed} Nothing was recorded.`);
  const replaced = heads(actsOf(db, item.id), params.round);
  const mine = replaced.find((act) => act.person === acting.person) ?? replaced[0];
  // What is signed for closes the round it was decided in; a second review or a dispute about it stays open.
  if (mine?.isSubmitted === true && mine.campaign === turn.campaign)
    throw new AppError(
      'invalid-request',
      'This item was decided and signed for; it can only be decided again in another campaign. Nothing was recorded.',
    );
  const act = {
    item: item.key,
    decision: params.decision,
    reason: params.reason,
    scopes: params.scopes,
    principals: params.principals,
    until: params.until,
    owner: params.owner,
    agreed: params.agreed,
    by: acting.name,
    person: acting.person,
    at: new Date(now).toISOString(),
    round: params.round,
    replaces: mine?.uid ?? null,
    campaign: turn.campaign,
    batch,
    after: journalHead(db).head,
  };
  return insertDecision(db, item, { ...act, uid: actUid(act), trace: sealTrace(params.trace), origin: null }, now);
}

/** A decision with everything that is stored of it, whether taken here or brought from another machine. */
export interface WholeDecision extends Omit<DecideParams, 'itemId' | 'trace'> {
  readonly uid: string;
  readonly by: string;
  readonly person: string | null;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly replaces: string | null;
  readonly campaign: string | null;
  readonly batch: string | null;
  /** Head of the journal it was written after, where it was taken: the same words twice are two acts. */
  readonly after: string;
  readonly trace: (DecisionTrace & { readonly salt: string }) | null;
  /** Digest of the packet that brought it; null when it was taken here. */
  readonly origin: string | null;
}

/** Names an act by what it says, so that every machine gives it the same name. */
export function actUid(act: {
  readonly item: string;
  readonly decision: string;
  readonly reason: string;
  readonly scopes: readonly string[];
  readonly principals: readonly string[];
  readonly until: string | null;
  readonly owner: string | null;
  readonly agreed: boolean | null;
  readonly by: string;
  readonly person: string | null;
  readonly at: string;
  readonly round: string;
  readonly replaces: string | null;
  readonly campaign: string | null;
  readonly batch: string | null;
  readonly after: string;
}): string {
  return createHash('sha256').update(canonicalJson(act)).digest('hex');
}

function sealTrace(trace: DecisionTrace | null): WholeDecision['trace'] {
  return trace === null ? null : { ...trace, salt: randomBytes(16).toString('hex') };
}

/** Stores a decision with its journal entry and brings its item up to date; `now` is when it came into this case. */
export function insertDecision(db: Database.Database, item: QueueItem, act: WholeDecision, now: number): string {
  db.transaction(() => {
    const { trace } = act;
    const seq = appendJournal(db, {
      at: now,
      actor: act.by,
      type: act.origin === null ? 'decision' : 'decision-merged',
      payload: {
        item: item.key,
        connector: item.connector_key,
        name: item.name,
        tenant: item.tenant,
        kind: item.kind,
        decision: act.decision,
        reason: act.reason,
        scopes: act.scopes,
        principals: act.principals,
        until: act.until,
        owner: act.owner,
        agreed: act.agreed,
        uid: act.uid,
        by: act.by,
        person: act.person,
        at: act.at,
        round: act.round,
        replaces: act.replaces,
        campaign: act.campaign,
        batch: act.batch,
        after: act.after,
        origin: act.origin,
        blind: trace === null ? null : { provisional: trace.provisional, revealed: trace.revealed },
        trace: trace === null ? null : traceDigest(trace),
      },
    });
    const { lastInsertRowid } = prepared(
      db,
      `INSERT INTO decision (seq, tenant, client, kind, decision, reason, scopes, principals, until, owner, agreed, decided_by, decided_at,
         uid, replaces, round, person, campaign, batch, origin)
       VALUES (?, ?, (SELECT ref FROM connector WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      seq,
      item.tenant,
      item.connector,
      item.kind,
      act.decision,
      act.reason,
      JSON.stringify(act.scopes),
      JSON.stringify(act.principals),
      act.until,
      act.owner,
      act.agreed === null ? null : act.agreed ? 1 : 0,
      act.by,
      act.at,
      act.uid,
      act.replaces,
      act.round,
      act.person,
      act.campaign,
      act.batch,
      act.origin,
    );
    if (trace !== null)
      prepared(
        db,
        'INSERT INTO review_trace (decision, shown_at, active_ms, panels, provisional, revealed, salt) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ).run(
        lastInsertRowid,
        trace.shownAt,
        trace.activeMs,
        JSON.stringify(trace.panels),
        trace.provisional,
        trace.revealed ? 1 : 0,
        trace.salt,
      );
    updateReviewState(db, item.id);
  }).immediate();
  return act.uid;
}

function check(db: Database.Database, item: QueueItem, params: DecideParams, now: number): void {
  const refuse = (sentence: string): never => {
    throw new AppError('invalid-request', `${sentence} Nothing was recorded.`);
  };
  const granted = new Set(
    prepared<[number], { scope: string }>(db, 'SELECT scope FROM item_scope WHERE item = ?')
      .all(item.id)
      .map((row) => row.scope),
  );
  const unknown = params.scopes.filter((scope) => !granted.has(scope));
  if (unknown.length > 0) refuse(`Not a scope of this item: ${unknown.slice(0, 3).join(', ')}.`);
  const strangers = params.principals.filter((principal) => !holds(db, item, principal));
  if (strangers.length > 0) refuse(`Not a holder of this item: ${strangers.slice(0, 3).join(', ')}.`);
  switch (params.decision) {
    case 'certify': {
      const lock = certifyLock(db, item.connector);
      if (lock !== null) refuse(lock);
      break;
    }
    case 'reduce':
      if (params.scopes.length === 0) refuse('To reduce, choose at least one scope to remove.');
      if (params.scopes.length === granted.size) refuse('Removing every scope is a revocation: choose Revoke.');
      break;
    case 'conditional':
      if (params.until === null) refuse('A conditional approval needs the date until which it holds.');
      if (params.until !== null && Date.parse(`${params.until}T23:59:59Z`) < now)
        refuse(`The date ${params.until} has passed.`);
      if (
        params.until !== null &&
        Date.parse(params.until) > now + MOST_UNOWNED &&
        certifyLock(db, item.connector) !== null
      )
        refuse(
          'Nobody answers for this connector, so a condition may hold for at most 30 days: choose an earlier date, or assign an owner first.',
        );
      break;
    case 'assign-owner':
      if (params.owner === null) refuse(`To ${DECISION_LABELS['assign-owner'].toLowerCase()}, name the person.`);
      break;
    default:
      break;
  }
  const guard = guardDecision(db, item, params);
  if (guard !== null) refuse(guard);
}

/** Whether a person, by key, holds a grant of the item. */
function holds(db: Database.Database, item: QueueItem, principal: string): boolean {
  return (
    prepared<[number, number, string], { n: number }>(
      db,
      'SELECT EXISTS (SELECT 1 FROM consent_grant WHERE connector = ? AND item = ? AND principal = (SELECT id FROM principal WHERE key = ?)) AS n',
    ).get(item.connector, item.id, principal)?.n === 1
  );
}

/**
 * Takes back the newest decision of this person on an item, in whichever round; both acts stay in the journal, and what it
 * replaced stands again. Refused after submission.
 */
export function undoDecision(db: Database.Database, itemId: string, acting: Acting, now: number): void {
  const item = itemByKey(db, itemId);
  const acts = actsOf(db, item.id);
  const current = ROUNDS.flatMap((round) => heads(acts, round))
    .filter((act) => act.person === acting.person)
    .toSorted((a, b) => a.seq - b.seq)
    .at(-1);
  if (current === undefined)
    throw new AppError(
      'conflict',
      acting.person === null
        ? 'There is no decision to take back on this item.'
        : `${acting.name} has no decision on this item to take back.`,
    );
  if (current.isSubmitted)
    throw new AppError(
      'conflict',
      'This decision was submitted and signed for, so it cannot be taken back. Nothing was changed.',
    );
  recordUndo(db, item, current, { by: acting.name, person: acting.person, at: new Date(now).toISOString() }, now);
}

/** Stores that a decision was taken back, here or on another machine, and brings its item up to date. */
export function recordUndo(
  db: Database.Database,
  item: QueueItem,
  undone: { readonly seq: number; readonly uid: string },
  act: { readonly by: string; readonly person: string | null; readonly at: string },
  now: number,
): void {
  db.transaction(() => {
    const seq = appendJournal(db, {
      at: now,
      actor: act.by,
      type: 'undo',
      payload: { item: item.key, connector: item.connector_key, undoes: undone.seq, uid: undone.uid, ...act },
    });
    prepared(db, 'UPDATE decision SET undone_seq = ? WHERE seq = ?').run(seq, undone.seq);
    updateReviewState(db, item.id);
  }).immediate();
}

/**
 * Binds what somebody decided for good to their signed submission, so that it cannot be taken back; what keeps an item open
 * stays theirs to change. Runs in the caller's transaction.
 */
export function submitDecisionsOf(db: Database.Database, person: string, seq: number): void {
  const final = FINAL_DECISIONS.map(() => '?').join(', ');
  db.prepare(
    `UPDATE decision SET submitted_seq = ? WHERE person = ? AND submitted_seq IS NULL AND undone_seq IS NULL AND decision IN (${final})`,
  ).run(seq, person, ...FINAL_DECISIONS);
  refreshReviewState(db);
}

/** Binds all decisions in force to a signed report; afterwards they cannot be taken back. Runs in the caller's transaction. */
export function submitDecisions(db: Database.Database, seq: number): void {
  db.prepare('UPDATE decision SET submitted_seq = ? WHERE submitted_seq IS NULL AND undone_seq IS NULL').run(seq);
  refreshReviewState(db);
}
