import type Database from 'better-sqlite3';
import { prepared } from '../db/prepared.ts';
import type { Acting } from '../handlers/context.ts';
import { AppError } from '../lib/errors.ts';
import { personById } from '../db/queries/people.ts';
import { requireRole } from './acting.ts';
import { type DecidedItem, decidedItems } from './decided-items.ts';
import { appendJournal } from './journal.ts';

/** An act on carrying decisions out. */
export type RemedyOrder =
  | { readonly act: 'owner'; readonly owner: string | null; readonly person: string | null }
  | { readonly act: 'deadline'; readonly due: string; readonly reason: string }
  | { readonly act: 'export'; readonly format: string; readonly digest: string }
  | { readonly act: 'claim'; readonly saidBy: string; readonly reference: string }
  | { readonly act: 'withdraw'; readonly reason: string };

/**
 * Records an act on decisions in force, one journal entry for all of them; answers how many. Throws `not-found` for a
 * decision that is not in force, and `invalid-request` for who may only look on and for an act that makes no sense.
 */
export function actOnRemedies(
  db: Database.Database,
  actionIds: readonly string[],
  order: RemedyOrder,
  acting: Acting,
  now: number,
): number {
  requireRole(acting, 'preparer', 'reviewer', 'approver');
  const wanted = new Set(actionIds);
  const decided = decidedItems(db).filter(({ act }) => wanted.has(act.uid) && act.decision !== 'certify');
  if (decided.length < wanted.size)
    throw new AppError(
      'not-found',
      `${wanted.size - decided.length} of the actions named ${wanted.size - decided.length === 1 ? 'is' : 'are'} not there: the decision was taken back, replaced, or asks for no work. Nothing was recorded.`,
    );
  check(db, decided, order, now);
  db.transaction(() => {
    const seq = appendJournal(db, {
      at: now,
      actor: acting.name,
      type: `remedy-${order.act}`,
      payload: {
        ...payloadOf(order),
        person: acting.person,
        decisions: decided.map(({ act }) => act.uid).toSorted(),
        actions: decided.map(({ act, itemKey, name }) => ({ decision: act.uid, item: itemKey, name })),
      },
    });
    const insert = prepared(
      db,
      `INSERT INTO remedy_act (seq, decision, act, owner, person, due, reason, said_by, reference, format, digest, acted_by, acted_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    for (const { act } of decided)
      insert.run(
        seq,
        act.uid,
        order.act,
        order.act === 'owner' ? order.owner : null,
        order.act === 'owner' ? order.person : null,
        order.act === 'deadline' ? order.due : null,
        order.act === 'deadline' || order.act === 'withdraw' ? order.reason : '',
        order.act === 'claim' ? order.saidBy : null,
        order.act === 'claim' ? order.reference : null,
        order.act === 'export' ? order.format : null,
        order.act === 'export' ? order.digest : null,
        acting.name,
        new Date(now).toISOString(),
      );
  }).immediate();
  return decided.length;
}

function check(db: Database.Database, decided: readonly DecidedItem[], order: RemedyOrder, now: number): void {
  const refuse = (sentence: string): never => {
    throw new AppError('invalid-request', `${sentence} Nothing was recorded.`);
  };
  if (order.act === 'owner' && order.person !== null && (personById(db, order.person)?.roles.length ?? 0) === 0)
    refuse('Nobody who takes part in this case has that certificate.');
  if (order.act === 'deadline') {
    const early = decided.find(({ act }) => order.due < act.at.slice(0, 10));
    if (early !== undefined) refuse(`The decision on ${early.name} was taken after ${order.due}.`);
    if (Date.parse(order.due) > now + MOST_AHEAD) refuse('A deadline may lie at most two years ahead.');
  }
  if (order.act === 'withdraw') {
    const last = prepared<[string], { act: string }>(
      db,
      `SELECT act FROM remedy_act WHERE decision = ? AND act IN ('claim', 'withdraw') ORDER BY id DESC LIMIT 1`,
    );
    const without = decided.find(({ act }) => last.get(act.uid)?.act !== 'claim');
    if (without !== undefined) refuse(`Nobody says that ${without.name} is done, so there is no claim to take back.`);
  }
}

/** Two years. */
const MOST_AHEAD = 2 * 365 * 86_400_000;

function payloadOf(order: RemedyOrder): Readonly<Record<string, string | null>> {
  switch (order.act) {
    case 'owner':
      return { owner: order.owner, ownerPerson: order.person };
    case 'deadline':
      return { due: order.due, reason: order.reason };
    case 'export':
      return { format: order.format, digest: order.digest };
    case 'claim':
      return { saidBy: order.saidBy, reference: order.reference };
    case 'withdraw':
      return { reason: order.reason };
  }
}
