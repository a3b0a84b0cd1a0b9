import type Database from 'better-sqlite3';
import type { Holder } from '../../../../shared/contract/review.ts';
import { GONE_STATUSES, goneOf } from '../../rules/people.ts';
import { prepared } from '../prepared.ts';
import { iso } from './imports.ts';
import { likePattern } from './inventory.ts';
import type { QueueItem } from './review.ts';

interface HolderRow {
  readonly key: string;
  readonly name: string;
  readonly email: string | null;
  readonly status: string | null;
  readonly last_use: number | null;
}

const MOST_KEYS = 10_000;
const IS_GONE = `lower(trim(coalesce(p.status, ''))) IN (${GONE_STATUSES.map((status) => `'${status}'`).join(', ')})`;
const FROM = `FROM (SELECT DISTINCT principal FROM consent_grant WHERE connector = ? AND item = ? AND principal IS NOT NULL) AS held
  CROSS JOIN principal AS p ON p.id = held.principal`;
const MATCHES = `(p.name LIKE ? ESCAPE '\\' OR p.email LIKE ? ESCAPE '\\' OR p.key LIKE ? ESCAPE '\\')`;

/** The people and accounts that hold a grant of an item and whose names hold the text, those who no longer work first. */
export function itemHolders(
  db: Database.Database,
  item: QueueItem,
  text: string,
  limit: number,
): { total: number; matching: number; gone: string[]; rows: Holder[] } {
  const held = [item.connector, item.id] as const;
  const pattern = likePattern(text.trim());
  const count = (sql: string, ...params: readonly unknown[]): number =>
    prepared<unknown[], { n: number }>(db, sql).get(...params)?.n ?? 0;
  const rows = prepared<unknown[], HolderRow>(
    db,
    `SELECT page.key, page.name, page.email, page.status,
       (SELECT max(last_time) FROM usage_pair AS u WHERE u.connector = ? AND u.tenant = ? AND u.class = 0 AND u.principal = page.id) AS last_use
     FROM (SELECT p.id, p.key, coalesce(p.name, p.email, p.key) AS name, p.email, p.status, ${IS_GONE} AS is_gone
           ${FROM} WHERE ${MATCHES} ORDER BY is_gone DESC, 3, p.key LIMIT ?) AS page
     ORDER BY page.is_gone DESC, page.name, page.key`,
  ).all(item.connector, item.tenant, ...held, pattern, pattern, pattern, limit);
  return {
    total: count(`SELECT count(*) AS n ${FROM}`, ...held),
    matching: count(`SELECT count(*) AS n ${FROM} WHERE ${MATCHES}`, ...held, pattern, pattern, pattern),
    gone: prepared<unknown[], { key: string }>(
      db,
      `SELECT p.key ${FROM} WHERE ${IS_GONE} ORDER BY p.key LIMIT ${MOST_KEYS}`,
    )
      .all(...held)
      .map(({ key }) => key),
    rows: rows.map((row) => ({
      key: row.key,
      name: row.name,
      email: row.email,
      status: row.status,
      isGone: goneOf(row.status, null) !== null,
      lastUse: row.last_use === null ? null : iso(row.last_use),
    })),
  };
}
