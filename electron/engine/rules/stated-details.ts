import type { DetailKind } from '../importers/importer.ts';
import type { EvidenceSpot, RuleContext } from './rule.ts';

/** What the newest export that says it states of an app. */
export interface StatedDetail {
  readonly value: string;
  /** As-of time of that export, UTC milliseconds. */
  readonly asOf: number;
  readonly importId: number;
  readonly line: number;
}

/** The values of a kind of detail per connector, in the order of their text. */
export function readDetails({ db }: RuleContext): (connector: number, kind: DetailKind) => readonly StatedDetail[] {
  const rows = db
    .prepare<[], { connector: number; kind: string; value: string; as_of: number; import_id: number; line: number }>(
      'SELECT connector, kind, value, as_of, import_id, line FROM v_detail ORDER BY connector, kind, value',
    )
    .all();
  const details = Map.groupBy(rows, (row) => `${row.connector} ${row.kind}`);
  return (connector, kind) =>
    (details.get(`${connector} ${kind}`) ?? []).map((row) => ({
      value: row.value,
      asOf: row.as_of,
      importId: row.import_id,
      line: row.line,
    }));
}

/** Where a detail stands in its file. */
export function detailSpot(detail: StatedDetail, note: string): EvidenceSpot {
  return { importId: detail.importId, line: detail.line, note };
}
