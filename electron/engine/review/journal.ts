import type Database from 'better-sqlite3';
import { prepared } from '../db/prepared.ts';
import type { JournalRow } from '../db/queries/journal.ts';
import { canonicalJson, type JsonValue } from '../evidence/canonical-json.ts';
import { type ChainEntry, type ChainResult, GENESIS, nextEntry, verifyChain } from '../evidence/hash-chain.ts';

/** What a caller says of an act; number, link and hash follow from the journal. */
export type JournalAct = Pick<ChainEntry, 'actor' | 'type' | 'payload'> & { readonly at: number };

/** Appends one entry and answers its number. Runs inside the caller's transaction, so that act and record are one. */
export function appendJournal(db: Database.Database, act: JournalAct): number {
  const last = lastEntry(db);
  const entry = nextEntry(last, {
    at: new Date(act.at).toISOString(),
    actor: act.actor,
    type: act.type,
    payload: act.payload,
  });
  prepared(db, 'INSERT INTO journal (seq, at, actor, type, payload, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    entry.seq,
    entry.at,
    entry.actor,
    entry.type,
    canonicalJson(entry.payload),
    entry.prev,
    entry.hash,
  );
  return entry.seq;
}

function lastEntry(db: Database.Database): Pick<JournalRow, 'seq' | 'hash'> | undefined {
  return prepared<[], Pick<JournalRow, 'seq' | 'hash'>>(
    db,
    'SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1',
  ).get();
}

/** All entries in order, as the bundle writes them. */
export function* readJournal(db: Database.Database): Generator<ChainEntry> {
  for (const row of db.prepare<[], JournalRow>('SELECT * FROM journal ORDER BY seq').iterate()) yield toEntry(row);
}

/** A row of the journal as an entry of the chain. */
export function toEntry(row: JournalRow): ChainEntry {
  // The payload was written by canonicalJson.
  return {
    v: 1,
    seq: row.seq,
    prev: row.prev,
    at: row.at,
    actor: row.actor,
    type: row.type,
    payload: JSON.parse(row.payload) as JsonValue,
    hash: row.hash,
  };
}

/** Recomputes the whole chain. */
export function checkJournal(db: Database.Database): ChainResult {
  return verifyChain(readJournal(db));
}

/** Hash and number of the last entry. */
export function journalHead(db: Database.Database): { head: string; count: number } {
  const row = lastEntry(db);
  return row === undefined ? { head: GENESIS, count: 0 } : { head: row.hash, count: row.seq };
}
