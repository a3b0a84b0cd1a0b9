import type Database from 'better-sqlite3';
import type { JournalFilter } from '../../../../shared/contract/journal.ts';
import { prepared } from '../prepared.ts';
import { likePattern } from './inventory.ts';

export interface JournalRow {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly type: string;
  readonly payload: string;
  readonly prev: string;
  readonly hash: string;
}

interface Where {
  readonly sql: string;
  readonly values: readonly string[];
}

function whereOf(filter: JournalFilter): Where {
  const parts: string[] = [];
  const values: string[] = [];
  const add = (sql: string, value: string): void => {
    parts.push(sql);
    values.push(value);
  };
  const text = filter.text?.trim() ?? '';
  if (text !== '') add(`i.words LIKE ? ESCAPE '\\'`, likePattern(text));
  if (filter.types !== undefined && filter.types.length > 0)
    add('i.type IN (SELECT value FROM json_each(?))', JSON.stringify(filter.types));
  if (filter.actor !== undefined) add('i.actor = ?', filter.actor);
  if (filter.campaign !== undefined) add('i.campaign = ?', filter.campaign);
  if (filter.round !== undefined) add('i.round = ?', filter.round);
  // Times are ISO 8601 in UTC with milliseconds, so that their order is that of their texts.
  if (filter.from !== undefined) add('i.at >= ?', filter.from);
  if (filter.to !== undefined) add('i.at < ?', `${filter.to}T24`);
  return { sql: parts.join(' AND '), values };
}

/** One page, newest first. The chain is not checked here. */
export function journalPage(
  db: Database.Database,
  filter: JournalFilter,
  offset: number,
  limit: number,
): { total: number; rows: JournalRow[] } {
  const { sql, values } = whereOf(filter);
  if (sql === '') {
    const total = journalCount(db);
    // Entries are numbered without a gap, so that no page has to walk past the ones before it.
    const rows = prepared<[number, number], JournalRow>(
      db,
      'SELECT * FROM journal WHERE seq <= ? ORDER BY seq DESC LIMIT ?',
    ).all(total - offset, limit);
    return { total, rows };
  }
  const total =
    prepared<string[], { n: number }>(db, `SELECT count(*) AS n FROM journal_index AS i WHERE ${sql}`).get(...values)
      ?.n ?? 0;
  const rows = prepared<(string | number)[], JournalRow>(
    db,
    `SELECT journal.* FROM journal JOIN (
       SELECT i.seq FROM journal_index AS i WHERE ${sql} ORDER BY i.seq DESC LIMIT ? OFFSET ?
     ) AS found ON found.seq = journal.seq ORDER BY journal.seq DESC`,
  ).all(...values, limit, offset);
  return { total, rows };
}

/** All entries of a filter, oldest first. */
export function journalRows(db: Database.Database, filter: JournalFilter): IterableIterator<JournalRow> {
  const { sql, values } = whereOf(filter);
  return db
    .prepare<string[], JournalRow>(
      `SELECT journal.* FROM journal JOIN journal_index AS i ON i.seq = journal.seq ${sql === '' ? '' : `WHERE ${sql}`} ORDER BY journal.seq`,
    )
    .iterate(...values);
}

/** One entry, or null. */
export function journalRow(db: Database.Database, seq: number): JournalRow | null {
  return prepared<[number], JournalRow>(db, 'SELECT * FROM journal WHERE seq = ?').get(seq) ?? null;
}

/** Entries in order after one, a bounded number of them. */
export function journalAfter(db: Database.Database, seq: number, limit: number): JournalRow[] {
  return prepared<[number, number], JournalRow>(db, 'SELECT * FROM journal WHERE seq > ? ORDER BY seq LIMIT ?').all(
    seq,
    limit,
  );
}

/** Number of entries. */
export function journalCount(db: Database.Database): number {
  return prepared<[], { n: number }>(db, 'SELECT coalesce(max(seq), 0) AS n FROM journal').get()?.n ?? 0;
}

/** Entries after the last checkpoint, whatever it is worth; all of them without one. */
export function entriesSinceCheckpoint(db: Database.Database): number {
  const last =
    prepared<[], { seq: number | null }>(
      db,
      `SELECT max(seq) AS seq FROM journal_index WHERE type = 'checkpoint'`,
    ).get()?.seq ?? 0;
  return journalCount(db) - last;
}

/** What a list of entries can be narrowed to, with numbers of entries, most first. */
export function journalFacet(
  db: Database.Database,
  column: 'type' | 'actor' | 'campaign' | 'round',
): { value: string; count: number }[] {
  return prepared<[], { value: string; count: number }>(
    db,
    `SELECT ${column} AS value, count(*) AS count FROM journal_index WHERE ${column} IS NOT NULL GROUP BY ${column} ORDER BY count DESC, value`,
  ).all();
}
