import { z } from 'zod';
import type { Register } from '../importers/importer.ts';
import type { EvidenceSpot, RuleContext } from './rule.ts';

const values = z.record(z.string(), z.string());

/** One row of a register that was imported. */
export interface RegisterEntry {
  readonly key: string;
  /** The connector it is about, where it names one. */
  readonly connector: number | null;
  readonly values: Readonly<Record<string, string>>;
  /** As-of time of the file, UTC milliseconds. */
  readonly asOf: number;
  readonly importId: number;
  readonly line: number;
}

/** The rows of a register, older files first, in an order that follows from what they say. */
export function createRegisterEntries({ db }: RuleContext): (register: Register) => readonly RegisterEntry[] {
  const find = db.prepare<
    [string],
    { key: string; connector: number | null; values: string; as_of: number; import_id: number; line: number }
  >(
    `SELECT key, connector, "values" AS "values", as_of, import_id, line
     FROM v_register
     WHERE register = ?
     ORDER BY as_of, key, "values", line`,
  );
  return (register) =>
    find.all(register).map((row) => ({
      key: row.key,
      connector: row.connector,
      values: values.parse(JSON.parse(row.values)),
      asOf: row.as_of,
      importId: row.import_id,
      line: row.line,
    }));
}

/** Where an entry stands in its file. */
export function spotOf(entry: RegisterEntry, note: string): EvidenceSpot {
  return { importId: entry.importId, line: entry.line, note };
}

/** A list as registers keep it: one entry a line. */
export function linesOf(text: string | undefined): readonly string[] {
  return (text ?? '').split('\n').filter((line) => line !== '');
}
