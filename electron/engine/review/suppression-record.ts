import type Database from 'better-sqlite3';
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

/** Whether a day, ISO date, is over at a time, UTC milliseconds. */
export function isPast(until: string, at: number): boolean {
  return Date.parse(`${until}T23:59:59.999Z`) < at;
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
    recordSuppression(
      db,
      { act: 'expire', type: 'suppression-expired', payload: { suppression: seq, name, until }, ends: seq, reason },
      'Countersign',
      at,
    );
  }
  return due.length;
}

/** Writes an act on a suppression, with its entry in the journal; answers its number. */
export function recordSuppression(db: Database.Database, act: Act, actor: string, at: number): number {
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
