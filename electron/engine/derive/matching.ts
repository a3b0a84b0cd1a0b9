import type Database from 'better-sqlite3';
import { bulkInsert } from '../db/bulk-insert.ts';
import { attributionOf } from '../catalog/crediting.ts';
import type { Catalog, MatchQuality } from '../catalog/types.ts';
import { rematch, UNSTATED_OPERATION } from './observed-operations.ts';
import { NOT_COUNTED_TWICE } from './usage.ts';

interface OperationRow {
  readonly operation: number;
  readonly matcher: string;
  readonly key: string;
  readonly quality: MatchQuality;
}

/**
 * Counts, per import, the calls by how well their operation matches the catalog that is loaded now, and lists the
 * operations that match nothing. Envelopes of calls that are logged on their own are left out.
 */
export function deriveMatching(db: Database.Database, catalog: Catalog): void {
  db.exec(`
    DELETE FROM match_rate;
    DELETE FROM unmatched_operation;
    DROP TABLE IF EXISTS temp.match_sum;
    CREATE TEMP TABLE match_sum AS
    SELECT import_id, operation, sum(count) AS calls, min(first_time) AS first_time, max(last_time) AS last_time FROM (
      SELECT usage.import_id, operation, count, usage.first_time, usage.last_time
      FROM import CROSS JOIN usage ON usage.import_id = import.id
      WHERE import.status = 'complete' AND class < 3 AND ${NOT_COUNTED_TWICE}
      UNION ALL
      SELECT import_id, operation, 1, time, time FROM unattributed_fact JOIN import ON import.id = import_id
      WHERE import.status = 'complete' AND kind = 'use')
    GROUP BY import_id, operation;
    DROP TABLE IF EXISTS temp.match_quality;
    CREATE TEMP TABLE match_quality (operation INTEGER PRIMARY KEY, key TEXT NOT NULL, quality TEXT NOT NULL);
  `);
  const operations = db
    .prepare<[], OperationRow>(
      `SELECT DISTINCT match_sum.operation, coalesce(matcher, 'plain') AS matcher,
              coalesce(key, '${UNSTATED_OPERATION}') AS key, coalesce(quality, 'none') AS quality
       FROM temp.match_sum LEFT JOIN operation ON operation.id = match_sum.operation`,
    )
    .all();
  const rows = bulkInsert(db, 'temp.match_quality', ['operation', 'key', 'quality']);
  for (const row of operations)
    if (attributionOf(row.key) !== 'container') rows.add(row.operation, row.key, qualityNow(catalog, row));
  rows.flush();
  db.exec(`
    INSERT INTO match_rate (import_id, exact, folded, parent, none, unmatched)
    SELECT import_id, sum(iif(quality = 'exact', calls, 0)), sum(iif(quality = 'folded', calls, 0)),
           sum(iif(quality = 'parent', calls, 0)), sum(iif(quality = 'none', calls, 0)),
           count(DISTINCT iif(quality = 'none', key, NULL))
    FROM temp.match_sum JOIN temp.match_quality USING (operation) GROUP BY import_id;
    INSERT INTO unmatched_operation (platform, tenant, key, calls, connectors, first_time, last_time)
    SELECT import.platform, import.tenant, q.key, sum(calls),
           (SELECT count(DISTINCT p.connector) FROM usage_pair p JOIN connector c ON c.id = p.connector
            WHERE p.tenant = import.tenant AND c.platform = import.platform AND p.class < 3
              AND p.operation IN (SELECT same.operation FROM temp.match_quality same WHERE same.key = q.key)),
           min(s.first_time), max(s.last_time)
    FROM temp.match_sum s JOIN temp.match_quality q USING (operation) JOIN import ON import.id = import_id
    WHERE quality = 'none' GROUP BY import.platform, import.tenant, q.key;
    DROP TABLE temp.match_sum;
    DROP TABLE temp.match_quality;
  `);
}

/** How the operation was found when it was imported, as far as the catalog loaded now still finds it. */
function qualityNow(catalog: Catalog, { matcher, key, quality }: OperationRow): MatchQuality {
  const now = rematch(catalog, matcher, key).quality;
  // A stored key is the form that is listed, so an alias that was resolved at import no longer shows.
  return now === 'exact' && quality === 'folded' ? 'folded' : now;
}
