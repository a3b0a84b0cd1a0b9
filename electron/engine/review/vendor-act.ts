import type Database from 'better-sqlite3';
import { AppError } from '../lib/errors.ts';
import { appendJournal } from './journal.ts';

export interface VendorAct {
  readonly act: 'merge' | 'split';
  readonly vendor: string;
  readonly connectorIds: readonly string[];
  readonly reason: string;
}

/** Puts apps under one vendor, or takes them out, as an act in the journal. Throws `not-found` for an app that is not there. */
export function actOnVendor(db: Database.Database, order: VendorAct, actor: string, at: number): void {
  const known = db.prepare<[string], { key: string }>('SELECT key FROM connector WHERE key = ?');
  const missing = order.connectorIds.filter((id) => known.get(id) === undefined);
  if (missing.length > 0)
    throw new AppError('not-found', `${missing[0] ?? ''} is not in this case. Nothing was changed.`);
  const connectors = [...new Set(order.connectorIds)].toSorted();
  db.transaction(() => {
    const seq = appendJournal(db, {
      at,
      actor,
      type: order.act === 'merge' ? 'vendor-merged' : 'vendor-split',
      payload: { vendor: order.vendor, connectors, reason: order.reason },
    });
    db.prepare(
      'INSERT INTO vendor_act (seq, act, vendor, connectors, reason, decided_by, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ).run(seq, order.act, order.vendor, JSON.stringify(connectors), order.reason, actor, new Date(at).toISOString());
  }).immediate();
}
