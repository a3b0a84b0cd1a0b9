import type Database from 'better-sqlite3';
import { errorCode } from '../lib/errors.ts';

/** A table of a damaged database, as it is to be read. */
export interface DamagedTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** What its rows are found by: the row id, or the first column of the key when that is a number; null for other keys. */
  readonly finder: string | null;
  readonly hasRowId: boolean;
}

/** What became of the rows of a table. */
export interface SalvageCount {
  read: number;
  /** Numbers of rows that stood in places nobody can read, at most; null when that cannot be told. */
  lostAtMost: number | null;
  /** How many stretches of it cannot be read. */
  gaps: number;
}

type Row = readonly unknown[];
interface Range {
  readonly from: bigint;
  readonly to: bigint;
}

/**
 * Reads what can be read of a table of a damaged database: from the front until a page fails, then on behind it, by halving
 * the stretch that is left until every row that stands on a readable page was found. Rows may come twice where a key has
 * several. `mostRows`: no table of this file can have more.
 */
export function* salvageRows(
  db: Database.Database,
  table: DamagedTable,
  mostRows: number,
  count: SalvageCount,
): Generator<Row> {
  if (table.finder === null) yield* fromBothEnds(db, table, '', [], count);
  else yield* byNumber(db, table, table.finder, BigInt(mostRows), count);
}

function* byNumber(
  db: Database.Database,
  table: DamagedTable,
  finder: string,
  mostRows: bigint,
  count: SalvageCount,
): Generator<Row> {
  const select = db
    .prepare<[bigint, bigint], unknown[]>(
      `SELECT ${finder}, ${table.columns.map(quoted).join(', ')} FROM ${quoted(table.name)} ${table.hasRowId ? 'NOT INDEXED' : ''}
       WHERE ${finder} BETWEEN ? AND ? ORDER BY ${finder}`,
    )
    .raw()
    .safeIntegers();
  const last = lastNumber(db, table, finder);
  const stack: Range[] = [{ from: 0n, to: last ?? mostRows }];
  // Stretches that were passed over unread, and those of them that end where a row could be read again.
  let skipped: Range[] = [];
  let misses = 0;
  for (let range = stack.pop(); range !== undefined; range = stack.pop()) {
    let next = range.from;
    try {
      for (const [number, ...row] of select.iterate(range.from, range.to)) {
        if (typeof number === 'bigint') next = number;
        count.read += 1;
        misses = 0;
        yield row;
        if (table.hasRowId) next += 1n;
      }
    } catch (cause) {
      assertDamage(cause);
      misses += 1;
      const { from, to } = range;
      if (next > to) continue;
      const length = to - next + 1n;
      if (length === 1n && next === from) {
        if (table.hasRowId) lose(count, last === null ? null : 1);
        else yield* fromBothEnds(db, table, `WHERE ${finder} = ?`, [next], count);
        continue;
      }
      if (next === from && length <= grainAfter(misses)) {
        skipped.push({ from: next, to });
        continue;
      }
      const middle = next + length / 2n - (length === 1n ? 0n : 1n);
      if (middle < to) stack.push({ from: middle + 1n, to });
      stack.push({ from: next, to: middle });
      continue;
    }
    // Where it can be read again, what stands just before it is looked at row by row.
    const before = skipped.at(-1);
    if (misses === 0 && before !== undefined) {
      skipped = skipped.slice(0, -1);
      for (const one of skipped) lose(count, last === null ? null : Number(one.to - one.from + 1n));
      skipped = [];
      misses = -Number(before.to - before.from + 1n) * 2;
      stack.push(before);
    }
  }
  for (const one of skipped) lose(count, last === null ? null : Number(one.to - one.from + 1n));
}

/** After how many misses in a row stretches of which length are passed over: an inner page can hide thousands of rows. */
function grainAfter(misses: number): bigint {
  return GRAINS.findLast(([from]) => misses >= from)?.[1] ?? 0n;
}

const GRAINS: readonly (readonly [misses: number, length: bigint])[] = [
  [2000, 64n],
  [4000, 4096n],
  [6000, 262_144n],
];

/** From the front and from the back until a page fails; what stands between is lost, and nobody knows how much that is. */
function* fromBothEnds(
  db: Database.Database,
  table: DamagedTable,
  where: string,
  values: readonly bigint[],
  count: SalvageCount,
): Generator<Row> {
  const columns = table.columns.map(quoted).join(', ');
  const key = keyOf(db, table.name);
  let isWhole = true;
  for (const direction of ['ASC', 'DESC'] as const) {
    if (direction === 'DESC' && isWhole) return;
    try {
      const rows = db
        .prepare<bigint[], unknown[]>(
          `SELECT ${columns} FROM ${quoted(table.name)} ${where} ORDER BY ${key.map((column) => `${quoted(column)} ${direction}`).join(', ')}`,
        )
        .raw()
        .safeIntegers();
      for (const row of rows.iterate(...values)) {
        count.read += 1;
        yield row;
      }
    } catch (cause) {
      assertDamage(cause);
      isWhole = false;
    }
  }
  lose(count, null);
}

function lose(count: SalvageCount, rows: number | null): void {
  count.gaps += 1;
  count.lostAtMost = rows === null || count.lostAtMost === null ? null : count.lostAtMost + rows;
}

/** The highest number in use; null when the page that has it cannot be read. */
function lastNumber(db: Database.Database, table: DamagedTable, finder: string): bigint | null {
  try {
    const last = db
      .prepare<[], bigint | null>(
        `SELECT ${finder} FROM ${quoted(table.name)} ${table.hasRowId ? 'NOT INDEXED' : ''} ORDER BY ${finder} DESC LIMIT 1`,
      )
      .pluck()
      .safeIntegers()
      .get();
    return last ?? -1n;
  } catch (cause) {
    assertDamage(cause);
    return null;
  }
}

function keyOf(db: Database.Database, table: string): string[] {
  return db
    .prepare<[string], string>('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk')
    .pluck()
    .all(table);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Errors that say that bytes are not as they should be; any other is thrown again. */
export function assertDamage(cause: unknown): void {
  if (/^SQLITE_(?:CORRUPT|NOTADB|IOERR)/.test(errorCode(cause))) return;
  throw cause;
}
