import type Database from 'better-sqlite3';
import type { MatchGroup, UnmatchedOperation } from '../../../../shared/contract/matching.ts';
import { platformSchema } from '../../../../shared/domain/vocabulary.ts';
import { iso } from './imports.ts';

interface RateRow {
  readonly import_id: number;
  readonly file_name: string;
  readonly platform: string;
  readonly tenant: string;
  readonly log: string;
  readonly label: string;
  readonly exact: number;
  readonly folded: number;
  readonly parent: number;
  readonly none: number;
}

/** Match rates of the calls of each import, grouped by platform, tenant and log. */
export function matchRates(db: Database.Database): MatchGroup[] {
  const rows = db
    .prepare<[], RateRow>(
      `SELECT import_id, file_name, platform, tenant, coalesce(log, format) AS log, coalesce(log_label, format) AS label, exact, folded, parent, none
       FROM match_rate JOIN import ON import.id = import_id ORDER BY platform, tenant, log, file_name, sha256`,
    )
    .all();
  const unmatched = db.prepare<[string, string], { n: number }>(
    'SELECT count(*) AS n FROM unmatched_operation WHERE platform = ? AND tenant = ?',
  );
  return [...Map.groupBy(rows, (row) => `${row.platform}\n${row.tenant}`).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        platform: platformSchema.parse(first.platform),
        tenant: first.tenant,
        unmatched: unmatched.get(first.platform, first.tenant)?.n ?? 0,
        logs: [...Map.groupBy(group, (row) => row.log)].map(([log, files]) => ({
          log,
          label: files[0]?.label ?? log,
          ...countsOf(files),
          imports: files.map((row) => ({ importId: row.import_id, file: row.file_name, ...countsOf([row]) })),
        })),
      },
    ];
  });
}

function countsOf(rows: readonly RateRow[]): { exact: number; folded: number; parent: number; none: number } {
  const sum = (field: 'exact' | 'folded' | 'parent' | 'none') => rows.reduce((total, row) => total + row[field], 0);
  return { exact: sum('exact'), folded: sum('folded'), parent: sum('parent'), none: sum('none') };
}

/** Operations of a tenant that name nothing in the catalog, most calls first. */
export function unmatchedOperations(
  db: Database.Database,
  platform: string,
  tenant: string,
  offset: number,
  limit: number,
): { total: number; rows: UnmatchedOperation[] } {
  const total =
    db
      .prepare<[string, string], { n: number }>(
        'SELECT count(*) AS n FROM unmatched_operation WHERE platform = ? AND tenant = ?',
      )
      .get(platform, tenant)?.n ?? 0;
  const rows = db
    .prepare<
      [string, string, number, number],
      { key: string; calls: number; connectors: number; first_time: number; last_time: number }
    >(
      `SELECT key, calls, connectors, first_time, last_time FROM unmatched_operation
       WHERE platform = ? AND tenant = ? ORDER BY calls DESC, key LIMIT ? OFFSET ?`,
    )
    .all(platform, tenant, limit, offset);
  return {
    total,
    rows: rows.map((row) => ({
      operation: row.key,
      calls: row.calls,
      connectors: row.connectors,
      first: iso(row.first_time),
      last: iso(row.last_time),
    })),
  };
}
