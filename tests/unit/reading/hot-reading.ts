import { textOf } from '../../../electron/engine/import/field-reader.ts';
import { createCsvReader, wholeCharacters } from '../../../electron/engine/reading/csv-reader.ts';
import { createJsonReader } from '../../../electron/engine/reading/json-reader.ts';
import { compilePath, findColumn } from '../../../electron/engine/reading/keys.ts';
import type { HotPath, HotSlot, HotView, RecordReader } from '../../../electron/engine/reading/record-reader.ts';
import { chunkDecoder } from '../../../electron/engine/reading/source-bytes.ts';
import type { CsvHead, JsonHead, JsonValue } from '../../../electron/engine/reading/types.ts';

/** What was found in a file, record by record: line and values, or the problem. */
export interface Found {
  readonly all: readonly string[];
  /** Records that the scanner read. */
  readonly scanned: number;
}

type Head = CsvHead | Pick<JsonHead, 'kind' | 'encoding' | 'shape' | 'wrapperKey' | 'position'>;

/** Reads bytes in pieces, with the scanner or without, and writes down the values of the slots as text. */
export function readSlots(bytes: Buffer, head: Head, slots: readonly HotSlot[], pieces: number, isHot: boolean): Found {
  const all: string[] = [];
  let scanned = 0;
  let view: HotView | null = null;
  const texts = slots.map(() => new Map<number, string>());
  const say = (line: number, values: readonly string[]): void => void all.push(JSON.stringify([line, ...values]));
  const hot: HotPath = {
    slots,
    open: (opened) => {
      view = opened;
    },
    take: (at, line) => {
      scanned += 1;
      say(
        line,
        slots.map(({ mode }, slot) => {
          if (view === null) throw new Error('not opened');
          const { scanner } = view;
          const [first = 0, length = 0] = scanner.rows.subarray(at + 2 * slot, at + 2 * slot + 2);
          if (mode === 'span') return plain(head, scanner.bytes.toString('utf8', first, first + length));
          // Remembered until it is forgotten: a number that changed its meaning without a word would show.
          const known = texts[slot]?.get(first);
          if (known !== undefined) return known;
          const text = plain(head, scanner.text(slot, first));
          texts[slot]?.set(first, text);
          return text;
        }),
      );
      return true;
    },
    forget: (slot) => texts[slot]?.clear(),
  };
  const problem = (found: { line: number; reason: string; excerpt: string }): void =>
    void all.push(JSON.stringify([found.line, found.reason, found.excerpt]));
  const reader =
    head.kind === 'csv'
      ? createCsvReader(head, { record: rowValues(head, slots, say), problem }, isHot ? hot : null)
      : createJsonReader(head, { record: recordValues(slots, say), problem }, isHot ? hot : null);
  pushAll(reader, bytes, head, pieces);
  return { all, scanned };
}

function pushAll(reader: RecordReader, bytes: Buffer, head: Head, size: number): void {
  const decode = chunkDecoder(head.encoding);
  for (let at = 0; at < bytes.length; at += size) {
    const decoded = decode(Buffer.from(bytes.subarray(at, at + size)), at + size >= bytes.length);
    for (let from = 0; from < decoded.length;) {
      const end = wholeCharacters(decoded, Math.min(decoded.length, from + size + 4));
      reader.push(Buffer.from(decoded.subarray(from, end)));
      from = end;
    }
  }
  reader.end(bytes.length);
}

/** As the importers read it: trimmed. A cell may have doubled quotes. */
function plain(head: Head, text: string): string {
  return (head.kind === 'csv' ? text.replaceAll('""', '"') : text).trim();
}

function rowValues(head: CsvHead, slots: readonly HotSlot[], say: (line: number, values: readonly string[]) => void) {
  const columns = slots.map(({ from }) => findColumn(head.header, from));
  return (row: readonly string[], line: number): void =>
    say(
      line,
      columns.map((column) => (row[column] ?? '').trim()),
    );
}

function recordValues(slots: readonly HotSlot[], say: (line: number, values: readonly string[]) => void) {
  const paths = slots.map(({ from }) => compilePath(from));
  return (record: JsonValue, line: number): void =>
    say(
      line,
      paths.map((path) => textOf(path(record))),
    );
}
