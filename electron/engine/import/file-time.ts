import type { Importer } from '../importers/importer.ts';
import { compilePath, findColumn } from '../reading/keys.ts';
import { decideDayOrder, parseTime } from '../reading/time.ts';
import type { CsvHead, JsonHead } from '../reading/types.ts';
import { textOf } from './field-reader.ts';

const TIME_FIELDS = /time|date|created|granted|used|expiry/i;

export interface FileTime {
  readonly parse: (text: string) => number | null;
  /** Set when nothing in the first records shows whether day or month comes first, so that one had to be assumed. */
  readonly warning: string | null;
}

/** The time parser of one file: the exporter's own order where it is known, else what the first records show. */
export function fileTime(head: CsvHead | JsonHead, importer: Importer): FileTime {
  if (importer.dayOrder !== undefined) return { parse: (text) => parseTime(text, importer.dayOrder), warning: null };
  const names = Object.entries(importer.fields)
    .filter(([field]) => TIME_FIELDS.test(field))
    .flatMap(([, source]) => source.from);
  const samples = head.kind === 'csv' ? csvSamples(head, names) : jsonSamples(head, names);
  const order = decideDayOrder(samples.filter((text) => text !== ''));
  if (order === 'day-first' || order === 'month-first')
    return { parse: (text) => parseTime(text, order), warning: null };
  return {
    parse: (text) => parseTime(text, 'month-first'),
    warning:
      order === 'undecidable'
        ? 'Dates such as 3/4/2026 can be read with the day or the month first, and the first records do not show which. The month was taken first; check the dates.'
        : null,
  };
}

function csvSamples(head: CsvHead, names: readonly string[]): string[] {
  const column = findColumn(head.header, names);
  return head.sample.map((row) => row[column] ?? '');
}

function jsonSamples(head: JsonHead, names: readonly string[]): string[] {
  const read = compilePath(names);
  return head.sample.map((record) => textOf(read(record)));
}
