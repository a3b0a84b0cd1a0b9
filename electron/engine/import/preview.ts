import { readCsvRecords, readJsonRecords } from '../reading/records.ts';
import type { CsvHead, JsonHead, JsonValue } from '../reading/types.ts';
import { textOf } from './field-reader.ts';

const ROWS = 20;
/** Counting stops here: an inspection answers in a second or two, whatever the file. */
const COUNT_BYTES = 64 * 1024 * 1024;

/** The first rows as cells, and the columns they stand in. */
export function previewOf(head: CsvHead | JsonHead): { columns: string[]; rows: string[][] } {
  if (head.kind === 'csv')
    return { columns: [...head.header], rows: head.sample.slice(0, ROWS).map((row) => [...row]) };
  const records = head.sample.slice(0, ROWS).map(flatten);
  const columns = [...new Set(records.flatMap((record) => [...record.keys()]))].slice(0, 60);
  return { columns, rows: records.map((record) => columns.map((column) => record.get(column) ?? '')) };
}

/** Dotted paths two levels deep; lists and deeper objects as text. */
function flatten(record: JsonValue): Map<string, string> {
  const cells = new Map<string, string>();
  const visit = (value: JsonValue | undefined, path: string, depth: number): void => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < 2) {
      for (const [key, child] of Object.entries(value)) visit(child, path === '' ? key : `${path}.${key}`, depth + 1);
    } else {
      cells.set(path === '' ? 'value' : path, textOf(value));
    }
  };
  visit(record, '', 0);
  return cells;
}

/** Counts the records, unreadable ones included; stops early in a very large file and says so. */
export async function countRecords(
  path: string,
  head: CsvHead | JsonHead,
): Promise<{ records: number; isExact: boolean }> {
  let records = 0;
  const batches = head.kind === 'csv' ? readCsvRecords(path, head, {}) : readJsonRecords(path, head, {});
  for await (const batch of batches) {
    records += batch.records.length + batch.problems.length;
    if (batch.bytesDone >= COUNT_BYTES) return { records, isExact: false };
  }
  return { records, isExact: true };
}
