import type Database from 'better-sqlite3';
import { importSummaryById } from '../db/queries/imports.ts';
import { AppError } from '../lib/errors.ts';
import { writeCsvFile } from '../lib/csv-file.ts';

/**
 * Writes the records of one import that were not accepted as CSV (file, line, outcome, reason, text with secrets taken
 * out), safe to open in a spreadsheet. The file appears when it is complete. Throws `not-found` and `io`.
 */
export function exportRows(db: Database.Database, importId: number, path: string): { rows: number; note: string } {
  const summary = importSummaryById(db, importId);
  if (summary === null) throw new AppError('not-found', 'That import is not in this case. Nothing was written.');
  const all = summary.rejected + summary.duplicate + summary.notRelevant;
  const rows = writeCsvFile(
    path,
    ['file', 'sha256', 'line', 'outcome', 'reason', 'text'],
    keptRows(db, importId, [summary.file, summary.sha256]),
  );
  return {
    rows,
    note:
      rows === all
        ? all === 1
          ? 'It holds the one record that was not accepted.'
          : `It holds all ${all.toLocaleString('en-US')} records that were not accepted.`
        : `It holds ${rows.toLocaleString('en-US')} of ${all.toLocaleString('en-US')} records: of duplicates and not relevant records the first of each reason are kept, and texts are cut to 500 characters.`,
  };
}

function* keptRows(db: Database.Database, importId: number, file: readonly string[]): Generator<string[]> {
  const kept = db.prepare<[number], { line: number; outcome: string; reason: string; excerpt: string }>(
    'SELECT line, outcome, reason, excerpt FROM import_row WHERE import_id = ? ORDER BY outcome DESC, ordinal',
  );
  for (const row of kept.iterate(importId)) yield [...file, String(row.line), row.outcome, row.reason, row.excerpt];
}
