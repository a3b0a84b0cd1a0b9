import type Database from 'better-sqlite3';
import { connectorRow } from '../db/queries/connector.ts';
import { itemByKey } from '../db/queries/review.ts';
import { AppError } from '../lib/errors.ts';
import { ruleById } from '../rules/index.ts';
import { isPast, recordSuppression, type SuppressionOrder } from './suppression-record.ts';

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
  return recordSuppression(
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
  recordSuppression(
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
