import type Database from 'better-sqlite3';
import { bulkInsert } from '../db/bulk-insert.ts';

/** Rows of one statement. */
const RUN = 250;
/** What the rows of a run have in common: item, connector, resource, scope set, import, sources. */
const SHARED = 6;

export interface PlainGrants {
  /** Adds a grant that says nothing of time. */
  add(
    item: number,
    connector: number,
    resource: number,
    scopeSet: number,
    importId: number,
    sources: number,
    principal: number,
    line: number,
  ): void;
  /** Writes what is still in memory. */
  flush(): void;
}

/**
 * Writes rows of consent_grant that come in long runs differing only in person and line: handing a value over takes longer
 * than storing it, so what a run shares is handed over once. The caller owns the transaction.
 */
export function createPlainGrants(db: Database.Database): PlainGrants {
  const columns = ['item', 'connector', 'resource', 'scope_set', 'import_id', 'sources', 'principal', 'line'];
  const single = bulkInsert(db, 'consent_grant', columns);
  const many = db.prepare(
    `INSERT INTO consent_grant (${columns.join(', ')})
     SELECT ${columns.map((_, index) => (index < SHARED ? '?' : `column${index - SHARED + 1}`)).join(', ')}
     FROM (VALUES ${Array.from({ length: RUN }, () => '(?, ?)').join(', ')})`,
  );
  const cells: number[] = [];
  const endRun = (): void => {
    const shared = cells.slice(0, SHARED);
    for (let at = SHARED; at < cells.length; at += 2) single.add(...shared, cells[at] ?? 0, cells[at + 1] ?? 0);
    cells.length = 0;
  };
  return {
    add(item, connector, resource, scopeSet, importId, sources, principal, line) {
      const isSameRun =
        cells[0] === item &&
        cells[2] === resource &&
        cells[3] === scopeSet &&
        cells[4] === importId &&
        cells[5] === sources &&
        cells[1] === connector;
      if (!isSameRun) {
        endRun();
        cells.push(item, connector, resource, scopeSet, importId, sources);
      }
      cells.push(principal, line);
      if (cells.length < SHARED + 2 * RUN) return;
      many.run(...cells);
      cells.length = SHARED;
    },
    flush() {
      endRun();
      single.flush();
    },
  };
}
