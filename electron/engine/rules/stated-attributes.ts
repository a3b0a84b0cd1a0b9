import type { APP_ATTRIBUTES } from '../../../shared/contract/policy.ts';
import type { EvidenceSpot, RuleContext } from './rule.ts';

/** What a register, or an act of the reviewer, says of a connector. */
export interface StatedAttribute {
  readonly value: string;
  /** Where a register says it; empty for an act of the reviewer. */
  readonly evidence: readonly EvidenceSpot[];
}

/** What a spot is called; a purpose may stand in the register of owners. */
const NOTES: Readonly<Record<string, string>> = {
  purpose: 'purpose in the register',
  'purpose-code': 'purpose in the register',
  'replaced-by': 'successor in the register',
};

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
            : [{ importId: row.import_id, line: row.line, note: NOTES[row.field] ?? 'register of applications' }],
      },
    ]),
  );
  return (connector, field) => attributes.get(`${connector} ${field}`);
}
