import { textOf } from '../../import/field-reader.ts';
import { compilePath, findColumn } from '../../reading/keys.ts';
import type { CsvHead, JsonHead } from '../../reading/types.ts';

/** What the first records hold in a field, by its names; '' where a record has no such value. */
export function headValues(head: CsvHead | JsonHead, names: readonly string[]): string[] {
  if (head.kind === 'csv') {
    const column = findColumn(head.header, names);
    return head.sample.map((row) => row[column]?.trim() ?? '');
  }
  const read = compilePath(names);
  return head.sample.map((record) => textOf(read(record)));
}
