import type Database from 'better-sqlite3';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { importSummaryById } from '../db/queries/imports.ts';
import { AppError } from '../lib/errors.ts';
import { csvLine } from '../lib/text.ts';

/**
 * Writes the records of one import that were not accepted as CSV (file, line, outcome, reason, text with secrets taken
 * out), safe to open in a spreadsheet. The file appears when it is complete. Throws `not-found` and `io`.
 */
export function exportRows(db: Database.Database, importId: number, path: string): { rows: number; note: string } {
  const summary = importSummaryById(db, importId);
  if (summary === null) throw new AppError('not-found', 'That import is not in this case. Nothing was written.');
  const all = summary.rejected + summary.duplicate + summary.notRelevant;
  const temporary = `${path}.part`;
  let rows = 0;
  try {
    const file = openSync(temporary, 'w', 0o600);
    try {
      writeSync(file, `\ufeff${csvLine(['file', 'sha256', 'line', 'outcome', 'reason', 'text'])}`);
      const kept = db.prepare<[number], { line: number; outcome: string; reason: string; excerpt: string }>(
        'SELECT line, outcome, reason, excerpt FROM import_row WHERE import_id = ? ORDER BY outcome DESC, ordinal',
      );
      for (const row of kept.iterate(importId)) {
        rows += 1;
        writeSync(
          file,
          csvLine([summary.file, summary.sha256, String(row.line), row.outcome, row.reason, row.excerpt]),
        );
      }
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw new AppError('io', 'The list could not be written. Nothing was left behind; check the folder and the disk.', {
      cause,
    });
  }
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
