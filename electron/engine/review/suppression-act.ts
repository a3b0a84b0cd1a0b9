import type Database from 'better-sqlite3';
import { connectorRow } from '../db/queries/connector.ts';
import { itemByKey } from '../db/queries/review.ts';
import { AppError } from '../lib/errors.ts';
import { ruleById } from '../rules/index.ts';
import { appendJournal } from './journal.ts';

export interface SuppressionOrder {
  readonly name: string;
  readonly rule: string;
  readonly connectorId: string;
  readonly itemId: string | null;
  /** Last day on which it holds, ISO date. */
  readonly until: string;
  readonly reason: string;
}

interface Act {
  readonly act: 'add' | 'revoke' | 'expire';
  readonly type: string;
  readonly payload: Readonly<Record<string, string | number | null>>;
  /** Of an act that ends a suppression: the one it ends. */
  readonly ends?: number;
  readonly added?: Omit<SuppressionOrder, 'connectorId' | 'itemId' | 'reason'> & {
    readonly client: number;
    readonly tenant: string | null;
    readonly kind: string | null;
  };
  readonly reason: string;
}

function isPast(until: string, at: number): boolean {
  return Date.parse(`${until}T23:59:59.999Z`) < at;
}

/**
 * Sets aside what a rule finds on a connector or one of its review items, as an act in the journal; answers its number.
 * Throws `not-found` for what is not in the case and `invalid-request` for a date that has passed.
 */
export function addSuppression(db: Database.Database, order: SuppressionOrder, actor: string, at: number): number {
  if (ruleById(order.rule) === undefined)
    throw new AppError('not-found', `There is no rule ${order.rule}. Nothing was changed.`);
  if (isPast(order.until, at))
    throw new AppError('invalid-request', `The date ${order.until} has passed. Nothing was changed.`);
  const connector = connectorRow(db, order.connectorId);
  const item = order.itemId === null ? null : itemByKey(db, order.itemId);
  if (item !== null && item.connector !== connector.id)
    throw new AppError('invalid-request', 'The review item is not one of this connector. Nothing was changed.');
  const client =
    db.prepare<[number], { ref: number }>('SELECT ref FROM connector WHERE id = ?').get(connector.id)?.ref ?? 0;
  const { name, rule, until, reason } = order;
  const [tenant, kind] = [item?.tenant ?? null, item?.kind ?? null];
  return record(
    db,
    {
      act: 'add',
      type: 'suppression-added',
      payload: { name, rule, connector: connector.key, item: order.itemId, tenant, kind, until, reason },
      added: { name, rule, until, client, tenant, kind },
      reason,
    },
    actor,
    at,
  );
}

/** Takes a suppression back. Throws `not-found`, and `conflict` when it has ended already. */
export function revokeSuppression(
  db: Database.Database,
  { seq, reason }: { readonly seq: number; readonly reason: string },
  actor: string,
  at: number,
): void {
  const found = db
    .prepare<[number], { name: string; ended_act: string | null }>(
      'SELECT name, ended_act FROM v_suppression WHERE seq = ?',
    )
    .get(seq);
  if (found === undefined) throw new AppError('not-found', 'There is no such suppression. Nothing was changed.');
  if (found.ended_act !== null)
    throw new AppError('conflict', `“${found.name}” has ended already. Nothing was changed.`);
  record(
    db,
    {
      act: 'revoke',
      type: 'suppression-revoked',
      payload: { suppression: seq, name: found.name, reason },
      ends: seq,
      reason,
    },
    actor,
    at,
  );
}

/**
 * Ends the suppressions whose last day has passed, each as an entry in the journal, so that findings follow from what the
 * case holds and never from the time of day; answers how many. Run when a case is opened and before a report is made.
 */
export function expireSuppressions(db: Database.Database, at: number): number {
  const due = db
    .prepare<[], { seq: number; name: string; until: string }>(
      'SELECT seq, name, until FROM v_suppression WHERE ended_act IS NULL ORDER BY until, seq',
    )
    .all()
    .filter((row) => isPast(row.until, at));
  for (const { seq, name, until } of due) {
    const reason = `Held until ${until}`;
    record(
      db,
      { act: 'expire', type: 'suppression-expired', payload: { suppression: seq, name, until }, ends: seq, reason },
      'Countersign',
      at,
    );
  }
  return due.length;
}

function record(db: Database.Database, act: Act, actor: string, at: number): number {
  return db
    .transaction(() => {
      const seq = appendJournal(db, { at, actor, type: act.type, payload: act.payload });
      const { added } = act;
      db.prepare(
        `INSERT INTO suppression_act (seq, act, suppression, name, rule, client, tenant, kind, until, reason, decided_by, decided_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        seq,
        act.act,
        act.ends ?? seq,
        added?.name ?? null,
        added?.rule ?? null,
        added?.client ?? null,
        added?.tenant ?? null,
        added?.kind ?? null,
        added?.until ?? null,
        act.reason,
        actor,
        new Date(at).toISOString(),
      );
      return seq;
    })
    .immediate();
}
