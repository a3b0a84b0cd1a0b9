import type { Importer } from '../importers/importer.ts';
import { compilePath, findColumn } from '../reading/keys.ts';
import { decideDayOrder, parseTime } from '../reading/time.ts';
import type { CsvHead, JsonHead } from '../reading/types.ts';
import { textOf } from './field-reader.ts';

const TIME_FIELDS = /time|date|created|granted|used|expiry/i;

/** The time parser of one file: whether day or month comes first is decided once, from the first records. */
export function fileTimeParser(head: CsvHead | JsonHead, importer: Importer): (text: string) => number | null {
  const names = Object.entries(importer.fields)
    .filter(([field]) => TIME_FIELDS.test(field))
    .flatMap(([, source]) => source.from);
  const samples =
    head.kind === 'csv' ? csvSamples(head, names) : head.sample.map((record) => textOf(compilePath(names)(record)));
  const order = decideDayOrder(samples.filter((text) => text !== ''));
  // Where nothing in the sample decides, the portal's own form is month first; the import's warnings say so.
  return order === 'day-first' ? (text) => parseTime(text, 'day-first') : (text) => parseTime(text, 'month-first');
}

function csvSamples(head: CsvHead, names: readonly string[]): string[] {
  const column = findColumn(head.header, names);
  return head.sample.map((row) => row[column] ?? '');
}
