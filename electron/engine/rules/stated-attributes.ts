import type { APP_ATTRIBUTES } from '../derive/app-attributes.ts';
import type { EvidenceSpot, RuleContext } from './rule.ts';

/** What a register, or an act of the reviewer, says of a connector. */
export interface StatedAttribute {
  readonly value: string;
  /** Where a register says it; empty for an act of the reviewer. */
  readonly evidence: readonly EvidenceSpot[];
}

export function readAttributes({
  db,
}: RuleContext): (connector: number, field: (typeof APP_ATTRIBUTES)[number]) => StatedAttribute | undefined {
  const rows = db
    .prepare<[], { connector: number; field: string; value: string; import_id: number | null; line: number | null }>(
      'SELECT connector, field, value, import_id, line FROM v_app_attribute',
    )
    .all();
  const attributes = new Map(
    rows.map((row) => [
      `${row.connector} ${row.field}`,
      {
        value: row.value,
        evidence:
          row.import_id === null || row.line === null
            ? []
            : [{ importId: row.import_id, line: row.line, note: 'register of applications' }],
      },
    ]),
  );
  return (connector, field) => attributes.get(`${connector} ${field}`);
}
