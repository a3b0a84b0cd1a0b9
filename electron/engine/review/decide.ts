import type Database from 'better-sqlite3';
import type { DecideParams } from '../../../shared/contract/review.ts';
import { DECISION_LABELS } from '../../../shared/domain/vocabulary.ts';
import { decisionInForce, itemByKey, type QueueItem } from '../db/queries/review.ts';
import { AppError } from '../lib/errors.ts';
import { appendJournal } from './journal.ts';

/** Longest condition on a connector nobody answers for: 30 days (CS-01). */
const MOST_UNOWNED = 30 * 86_400_000;

/** Why an item cannot be certified yet, or null: certifying needs a person who answers for the connector, as rule CS-01 judges it. */
export function certifyLock(db: Database.Database, connector: number): string | null {
  const named =
    db
      .prepare<[number], { n: number }>(
        `SELECT count(*) AS n FROM v_decision WHERE connector = ? AND decision = 'assign-owner' AND undone_seq IS NULL`,
      )
      .get(connector)?.n ?? 0;
  if (named > 0) return null;
  const isUnowned =
    db
      .prepare<[number], { found: number }>(
        `SELECT EXISTS (SELECT 1 FROM finding WHERE rule = 'CS-01' AND connector = ? AND outcome = 'finding') AS found`,
      )
      .get(connector)?.found === 1;
  return !isUnowned
    ? null
    : 'No accountable business owner is on record. Assign an owner first, or certify conditionally for at most 30 days.';
}

/**
 * Records a decision on a review item: journal entry and decision in one durable transaction. Refuses with a sentence
 * what makes no sense: a reduce without scopes, a condition without a date, an owner decision without an owner.
 */
export function decide(db: Database.Database, params: DecideParams, by: string, now: number): void {
  const item = itemByKey(db, params.itemId);
  check(db, item, params, now);
  db.transaction(() => {
    const payload = {
      item: item.key,
      connector: item.connector_key,
      name: item.name,
      tenant: item.tenant,
      kind: item.kind,
      decision: params.decision,
      reason: params.reason,
      scopes: params.scopes,
      principals: params.principals,
      until: params.until,
      owner: params.owner,
      agreed: params.agreed,
    };
    const seq = appendJournal(db, { at: now, actor: by, type: 'decision', payload });
    const ref = db
      .prepare<[number], { ref: number }>('SELECT ref FROM connector WHERE id = ?')
      .get(item.connector)?.ref;
    db.prepare(
      `INSERT INTO decision (seq, tenant, client, kind, decision, reason, scopes, principals, until, owner, agreed, decided_by, decided_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      seq,
      item.tenant,
      ref,
      item.kind,
      params.decision,
      params.reason,
      JSON.stringify(params.scopes),
      JSON.stringify(params.principals),
      params.until,
      params.owner,
      params.agreed === null ? null : params.agreed ? 1 : 0,
      by,
      new Date(now).toISOString(),
    );
  }).immediate();
}

function check(db: Database.Database, item: QueueItem, params: DecideParams, now: number): void {
  const refuse = (sentence: string): never => {
    throw new AppError('invalid-request', `${sentence} Nothing was recorded.`);
  };
  if (decisionInForce(db, item.id)?.submitted)
    refuse('This item was decided and signed for in a report; it cannot be changed in this case.');
  const granted = new Set(
    db
      .prepare<[number], { scope: string }>('SELECT scope FROM item_scope WHERE item = ?')
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
}

/** Whether a person, by key, holds a grant of the item. */
function holds(db: Database.Database, item: QueueItem, principal: string): boolean {
  return (
    db
      .prepare<[number, number, string], { n: number }>(
        'SELECT EXISTS (SELECT 1 FROM consent_grant WHERE connector = ? AND item = ? AND principal = (SELECT id FROM principal WHERE key = ?)) AS n',
      )
      .get(item.connector, item.id, principal)?.n === 1
  );
}

/** Takes back the newest decision of an item; both acts stay in the journal. Refused after submission. */
export function undoDecision(db: Database.Database, itemId: string, by: string, now: number): void {
  const item = itemByKey(db, itemId);
  const current = decisionInForce(db, item.id);
  if (current === null) throw new AppError('conflict', 'There is no decision to take back on this item.');
  if (current.submitted)
    throw new AppError(
      'conflict',
      'This decision was signed for in a report and cannot be taken back. Nothing was changed.',
    );
  db.transaction(() => {
    const seq = appendJournal(db, {
      at: now,
      actor: by,
      type: 'undo',
      payload: { item: item.key, connector: item.connector_key, undoes: current.journalSeq },
    });
    db.prepare('UPDATE decision SET undone_seq = ? WHERE seq = ?').run(seq, current.journalSeq);
  }).immediate();
}

/** Binds all decisions in force to a signed report; afterwards they cannot be taken back. Runs in the caller's transaction. */
export function submitDecisions(db: Database.Database, seq: number): void {
  db.prepare('UPDATE decision SET submitted_seq = ? WHERE submitted_seq IS NULL AND undone_seq IS NULL').run(seq);
}
