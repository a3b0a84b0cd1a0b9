import type Database from 'better-sqlite3';
import { canonicalJson, type JsonValue } from '../evidence/canonical-json.ts';
import { type ChainEntry, type ChainResult, GENESIS, nextEntry, verifyChain } from '../evidence/hash-chain.ts';

interface JournalRow {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly type: string;
  readonly payload: string;
  readonly prev: string;
  readonly hash: string;
}

/** What a caller says of an act; number, link and hash follow from the journal. */
export type JournalAct = Pick<ChainEntry, 'actor' | 'type' | 'payload'> & { readonly at: number };

/** Appends one entry and answers its number. Runs inside the caller's transaction, so that act and record are one. */
export function appendJournal(db: Database.Database, act: JournalAct): number {
  const last = db
    .prepare<[], Pick<JournalRow, 'seq' | 'hash'>>('SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1')
    .get();
  const entry = nextEntry(last, {
    at: new Date(act.at).toISOString(),
    actor: act.actor,
    type: act.type,
    payload: act.payload,
  });
  db.prepare('INSERT INTO journal (seq, at, actor, type, payload, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
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

/** All entries in order, as the bundle writes them. */
export function* readJournal(db: Database.Database): Generator<ChainEntry> {
  for (const row of db.prepare<[], JournalRow>('SELECT * FROM journal ORDER BY seq').iterate()) yield toEntry(row);
}

function toEntry(row: JournalRow): ChainEntry {
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
  const row = db
    .prepare<[], Pick<JournalRow, 'seq' | 'hash'>>('SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1')
    .get();
  return row === undefined ? { head: GENESIS, count: 0 } : { head: row.hash, count: row.seq };
}

/** One page, newest first. */
export function journalPage(
  db: Database.Database,
  offset: number,
  limit: number,
): { total: number; rows: JournalRow[] } {
  const total = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM journal').get()?.n ?? 0;
  return {
    total,
    rows: db
      .prepare<[number, number], JournalRow>('SELECT * FROM journal ORDER BY seq DESC LIMIT ? OFFSET ?')
      .all(limit, offset),
  };
}
