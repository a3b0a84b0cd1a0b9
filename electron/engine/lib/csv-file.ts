import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { AppError } from './errors.ts';
import { csvLine } from './text.ts';

type Row = Parameters<typeof csvLine>[0];

/**
 * Writes a CSV file that is safe to open in a spreadsheet, row by row, and gives the number of rows without the header.
 * The file appears when it is complete. Throws `io`.
 */
export function writeCsvFile(path: string, header: readonly string[], rows: Iterable<Row>): number {
  const temporary = `${path}.part`;
  let count = 0;
  try {
    const file = openSync(temporary, 'w', 0o600);
    try {
      writeSync(file, `\ufeff${csvLine(header)}`);
      for (const row of rows) {
        count += 1;
        writeSync(file, csvLine(row));
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
  return count;
}
