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
 * Table and columns are constants of the program, never input. `same` holds whole numbers and words of the program that
 * all rows share: handing a value over takes longer than storing it.
 */
export function bulkInsert(
  db: Database.Database,
  table: string,
  columns: readonly string[],
  suffix = '',
  same: Readonly<Record<string, number | string>> = {},
): BulkInsert {
  const shared = Object.values(same).map((value) => (typeof value === 'number' ? String(value) : `'${value}'`));
  const tuple = `(${[...shared, ...columns.map(() => '?')].join(', ')})`;
  const sql = (rows: number): string =>
    `INSERT INTO ${table} (${[...Object.keys(same), ...columns].join(', ')}) VALUES ${Array.from({ length: rows }, () => tuple).join(', ')} ${suffix}`;
  // Prepared when rows come: an import opens every table, and most files fill only a few.
  let many: Database.Statement | null = null;
  let one: Database.Statement | null = null;
  const width = columns.length;
  const most = width * ROWS_PER_STATEMENT;
  const cells: Cell[] = [];
  let used = 0;
  return {
    add(...row) {
      for (let index = 0; index < width; index += 1) cells[used + index] = row[index] ?? null;
      used += width;
      if (used === most) {
        used = 0;
        many ??= db.prepare(sql(ROWS_PER_STATEMENT));
        many.run(...cells);
      }
    },
    flush() {
      if (used === 0) return;
      one ??= db.prepare(sql(1));
      for (let start = 0; start < used; start += width) one.run(...cells.slice(start, start + width));
      used = 0;
    },
  };
}
