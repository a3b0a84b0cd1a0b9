import { headerNames } from './header.ts';
import type { CsvHead, JsonHead } from './types.ts';

/** Said of a file without column names, until the user says what its first row is. */
export const NO_HEADER =
  'The first row looks like data, not like column names: the file has no header row. Say what its columns are.';

export type FirstRow = 'names' | 'data';

/** The head of a CSV file read as the user says: its first row as column names, or as data. Other heads stay as they are. */
export function withFirstRow(head: CsvHead | JsonHead, firstRow: FirstRow | undefined): CsvHead | JsonHead {
  if (head.kind !== 'csv' || firstRow === undefined) return head;
  const answered = { ...head, warnings: head.warnings.filter((warning) => warning !== NO_HEADER) };
  if (head.hasHeader === (firstRow === 'names')) return answered;
  if (firstRow === 'data')
    return {
      ...answered,
      hasHeader: false,
      header: head.header.map((_, index) => `column ${index + 1}`),
      sample: [head.header, ...head.sample],
    };
  const [names = [], ...rows] = head.sample;
  return { ...answered, hasHeader: true, header: headerNames(names), sample: rows };
}

/** How the first row of a file is taken; null for a file that is no CSV. */
export function firstRowOf(head: CsvHead | JsonHead): FirstRow | null {
  return head.kind !== 'csv' ? null : head.hasHeader ? 'names' : 'data';
}
