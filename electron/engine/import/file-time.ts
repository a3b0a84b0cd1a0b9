import type { Importer } from '../importers/importer.ts';
import { compilePath, findColumn } from '../reading/keys.ts';
import { decideDayOrder, type DayOrder, parseTime } from '../reading/time.ts';
import type { CsvHead, JsonHead } from '../reading/types.ts';
import { lacksZone, zoneReader } from '../reading/zone.ts';
import { textOf } from './field-reader.ts';

/** Numbers with slashes or hyphens; with dots the day always comes first. */
const EITHER_ORDER = /^\W*\d{1,2}[/-]\d{1,2}[/-]/;
const TIME_FIELDS = /time|date|created|granted|used|expir|since|until|day|left|start|end/i;

export interface FileTime {
  readonly parse: (text: string) => number | null;
  /** Set once a date was met that can be read with the day or the month first while nothing in the file decides. */
  readonly warning: () => string | null;
  /** What was met so far and only the user can decide. */
  readonly questions: () => { readonly zone: boolean; readonly dayOrder: boolean };
}

export interface TimeAssertions {
  /** Zone of times that name none, as the user states it; null = UTC. */
  readonly zone: string | null;
  readonly dayOrder: DayOrder | null;
}

/**
 * The time parser of one file. Day order: the exporter's own where it is known, else what the user states, else what the
 * first records show. Times without a zone are UTC unless the user states a zone.
 */
export function fileTime(head: CsvHead | JsonHead, importer: Importer, stated: TimeAssertions): FileTime {
  const inZone = stated.zone === null ? null : zoneReader(stated.zone);
  let isZoneOpen = false;
  let wasAssumed = false;
  const known = importer.dayOrder ?? stated.dayOrder ?? orderOfSamples(head, importer);
  const asksZone = importer.zone === 'local' && inZone === null;

  const parse = (text: string): number | null => {
    const isEither = known === null && EITHER_ORDER.test(text);
    const time = parseTime(text, known ?? (isEither ? 'month-first' : undefined));
    if (isEither && !wasAssumed) wasAssumed = time !== null && parseTime(text) === null;
    if (time === null || (inZone === null && !asksZone) || !lacksZone(text)) return time;
    if (inZone !== null) return inZone(time);
    isZoneOpen = true;
    return time;
  };
  return {
    parse,
    questions: () => ({ zone: isZoneOpen, dayOrder: wasAssumed }),
    warning: () => {
      const sentences = [
        ...(wasAssumed
          ? [
              'Dates such as 3/4/2026 can be read with the day or the month first, and the first records do not show which. The month was taken first; check the dates.',
            ]
          : []),
        ...(isZoneOpen
          ? [
              'Times in this file name no zone, and this export writes them in the zone of whoever made it. They were read as UTC; state the zone if it was another.',
            ]
          : []),
      ];
      return sentences.length === 0 ? null : sentences.join(' ');
    },
  };
}

function orderOfSamples(head: CsvHead | JsonHead, importer: Importer): DayOrder | null {
  const names = Object.entries(importer.fields)
    .filter(([field]) => TIME_FIELDS.test(field))
    .map(([, source]) => source.from);
  const samples = names.flatMap((from) => (head.kind === 'csv' ? csvSamples(head, from) : jsonSamples(head, from)));
  const order = decideDayOrder(samples.filter((text) => text !== ''));
  return order === 'day-first' || order === 'month-first' ? order : null;
}

function csvSamples(head: CsvHead, names: readonly string[]): string[] {
  const column = findColumn(head.header, names);
  return head.sample.map((row) => row[column] ?? '');
}

function jsonSamples(head: JsonHead, names: readonly string[]): string[] {
  const read = compilePath(names);
  return head.sample.map((record) => textOf(read(record)));
}
