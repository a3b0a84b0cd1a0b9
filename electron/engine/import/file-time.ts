import type { Importer } from '../importers/importer.ts';
import { compilePath, findColumn } from '../reading/keys.ts';
import { decideDayOrder, parseTime } from '../reading/time.ts';
import type { CsvHead, JsonHead } from '../reading/types.ts';
import { textOf } from './field-reader.ts';

/** Numbers with slashes or hyphens; with dots the day always comes first. */
const EITHER_ORDER = /^\W*\d{1,2}[/-]\d{1,2}[/-]/;
const TIME_FIELDS = /time|date|created|granted|used|expiry/i;

export interface FileTime {
  readonly parse: (text: string) => number | null;
  /** Set once a date was met that can be read with the day or the month first while nothing in the file decides. */
  readonly warning: () => string | null;
}

/** The time parser of one file: the exporter's own order where it is known, else what the first records show. */
export function fileTime(head: CsvHead | JsonHead, importer: Importer): FileTime {
  if (importer.dayOrder !== undefined)
    return { parse: (text) => parseTime(text, importer.dayOrder), warning: () => null };
  const names = Object.entries(importer.fields)
    .filter(([field]) => TIME_FIELDS.test(field))
    .map(([, source]) => source.from);
  const samples = names.flatMap((from) => (head.kind === 'csv' ? csvSamples(head, from) : jsonSamples(head, from)));
  const order = decideDayOrder(samples.filter((text) => text !== ''));
  if (order === 'day-first' || order === 'month-first')
    return { parse: (text) => parseTime(text, order), warning: () => null };
  let wasAssumed = false;
  return {
    parse: (text) => {
      const isEither = EITHER_ORDER.test(text);
      const time = isEither ? parseTime(text, 'month-first') : parseTime(text);
      if (isEither && !wasAssumed) wasAssumed = time !== null && parseTime(text) === null;
      return time;
    },
    warning: () =>
      wasAssumed
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
