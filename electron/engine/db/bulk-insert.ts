import type Database from 'better-sqlite3';

type Cell = number | string | null;

/** Collects rows of one table and writes them many at a time; the caller owns the transaction. */
export interface BulkInsert {
  /** Values in column order. */
  add(...cells: Cell[]): void;
  flush(): void;
}

const ROWS_PER_STATEMENT = 100;

/**
 * Multi-row inserts: about 1.5 times as fast as one statement per row. `suffix` may hold an ON CONFLICT clause.
 * Table and columns are constants of the program, never input.
 */
export function bulkInsert(db: Database.Database, table: string, columns: readonly string[], suffix = ''): BulkInsert {
  const tuple = `(${columns.map(() => '?').join(', ')})`;
  const sql = (rows: number): string =>
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array.from({ length: rows }, () => tuple).join(', ')} ${suffix}`;
  const many = db.prepare(sql(ROWS_PER_STATEMENT));
  const one = db.prepare(sql(1));
  const width = columns.length;
  const cells: Cell[] = Array.from({ length: width * ROWS_PER_STATEMENT }, () => null);
  let used = 0;
  return {
    add(...row) {
      for (let index = 0; index < width; index += 1) cells[used + index] = row[index] ?? null;
      used += width;
      if (used === cells.length) {
        used = 0;
        many.run(...cells);
      }
    },
    flush() {
      for (let start = 0; start < used; start += width) one.run(...cells.slice(start, start + width));
      used = 0;
    },
  };
}
