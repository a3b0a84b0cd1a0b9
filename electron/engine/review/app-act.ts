import type Database from 'better-sqlite3';
import { APP_FIELD_LABELS, type AppField } from '../../../shared/contract/policy.ts';
import { purposeOf } from '../../../shared/domain/purpose.ts';
import { AppError } from '../lib/errors.ts';
import { appendJournal } from './journal.ts';

export interface AppOrder {
  readonly connectorIds: readonly string[];
  readonly field: AppField;
  /** null: earlier acts are taken back; '': stated to be none. */
  readonly value: string | null;
  readonly reason: string;
}

/**
 * States a field of apps, as one act in the journal; answers how many it changes. Throws `not-found` for an app that is not
 * there, `invalid-request` for a value the field cannot have, and `conflict` when nothing would change.
 */
export function actOnApps(db: Database.Database, order: AppOrder, actor: string, at: number): number {
  const value = plainValue(order.field, order.value);
  const find = db.prepare<[string], { id: number; ref: number; key: string }>(
    'SELECT id, ref, key FROM connector WHERE key = ?',
  );
  const inForce = db.prepare<[number, string], { value: string }>(
    'SELECT value FROM v_app_act WHERE connector = ? AND field = ?',
  );
  const apps = [...new Set(order.connectorIds)].toSorted().map((key) => {
    const found = find.get(key);
    if (found === undefined) throw new AppError('not-found', `${key} is not in this case. Nothing was changed.`);
    return { ...found, before: inForce.get(found.id, order.field)?.value ?? null };
  });
  const changed = apps.filter((app) => app.before !== value);
  if (changed.length === 0)
    throw new AppError('conflict', 'This is what was stated last for each of them. Nothing was changed.');
  db.transaction(() => {
    const seq = appendJournal(db, {
      at,
      actor,
      type: 'app-stated',
      payload: {
        field: order.field,
        value,
        reason: order.reason,
        connectors: changed.map(({ key, before }) => ({ connector: key, before })),
      },
    });
    const insert = db.prepare(
      'INSERT INTO app_act (seq, client, connector, field, value, reason, decided_by, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    for (const { ref, key } of changed)
      insert.run(seq, ref, key, order.field, value, order.reason, actor, new Date(at).toISOString());
  }).immediate();
  return changed.length;
}

/** A value as the registers spell it. */
function plainValue(field: AppField, value: string | null): string | null {
  if (value === null || value === '') return value;
  const refuse = (what: string): never => {
    throw new AppError('invalid-request', `${APP_FIELD_LABELS[field]}: ${what} Nothing was changed.`);
  };
  switch (field) {
    case 'business-owner':
    case 'technical-owner':
      return value.includes('@') ? value.toLowerCase() : value;
    case 'purpose-code':
      return purposeOf(value) === null ? refuse('choose one of the codes.') : value.trim().toLowerCase();
    case 'agent':
      return value === 'yes' || value === 'no' ? value : refuse('say yes or no.');
    default:
      return value;
  }
}
