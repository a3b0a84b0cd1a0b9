import type Database from 'better-sqlite3';
import type { OwnQuality } from '../../../../shared/contract/quality.ts';
import { tierSchema } from '../../../../shared/domain/vocabulary.ts';
import { prepared } from '../../db/prepared.ts';

const NAMED = 10;

/** Items whose first review may be somebody's: those given to them, and those given to nobody in particular. */
const AMONG = `(s.reviewer IS NULL OR s.reviewer IS ?)
  AND s.in_campaign = (SELECT EXISTS (SELECT 1 FROM review_count WHERE in_campaign = 1 AND items > 0))`;

/** How many of these are decided. */
export function decidedOf(db: Database.Database, person: string | null): OwnQuality['soFar'] {
  const row = prepared<[string | null], { total: number; decided: number }>(
    db,
    `SELECT count(*) AS total, coalesce(sum(s.status = 'decided'), 0) AS decided FROM review_state AS s WHERE ${AMONG}`,
  ).get(person);
  return { total: row?.total ?? 0, decided: row?.decided ?? 0 };
}

/** What somebody may still decide of the population: the items given to them, and those given to nobody in particular. */
export function openItems(db: Database.Database, person: string | null): OwnQuality['open'] {
  const first =
    prepared<[string | null], { n: number }>(
      db,
      `SELECT count(*) AS n FROM review_state AS s WHERE ${AMONG} AND s.is_open = 1`,
    ).get(person)?.n ?? 0;
  const answered =
    prepared<[string | null], { n: number }>(
      db,
      `SELECT count(*) AS n FROM review_state AS s WHERE ${AMONG} AND s.is_open = 1 AND s.status <> 'undecided'`,
    ).get(person)?.n ?? 0;
  const second =
    prepared<[string | null], { n: number }>(
      db,
      'SELECT count(*) AS n FROM review_state WHERE second_reviewer = ? AND second_waits = 1',
    ).get(person)?.n ?? 0;
  const items = prepared<
    [string | null, number],
    { key: string; name: string; tier: number | null; due: string | null }
  >(
    db,
    `SELECT item.key, connector.name, item.tier, s.due
     FROM review_state AS s CROSS JOIN item ON item.id = s.item CROSS JOIN connector ON connector.id = item.connector
     WHERE ${AMONG} AND s.is_open = 1 ORDER BY s.position LIMIT ?`,
  ).all(person, NAMED);
  return {
    first,
    answered,
    second,
    items: items.map(({ key, name, tier, due }) => ({ itemId: key, name, highestTier: tierSchema.parse(tier), due })),
  };
}
