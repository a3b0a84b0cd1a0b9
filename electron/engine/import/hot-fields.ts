import type { RecordImporter } from '../importers/importer.ts';
import { findColumn } from '../reading/keys.ts';
import type { HotPath, HotView } from '../reading/record-reader.ts';
import type { CsvHead, JsonValue } from '../reading/types.ts';
import type { BoundReader } from './field-reader.ts';

/**
 * The way of rows that an importer maps one by one: only the cells it asks for become text. The reader is pointed at a row
 * of cells of which the others are blank.
 */
export function hotFields(
  importer: RecordImporter,
  head: CsvHead,
  reader: BoundReader<string>,
  read: (line: number, whole: () => JsonValue | readonly string[]) => void,
): HotPath | null {
  const columns = [...new Set(Object.values(importer.fields).map(({ from }) => findColumn(head.header, from)))].filter(
    (column) => column >= 0,
  );
  // Two columns of one name cannot be told apart by it.
  const slots = columns.map((column) => ({ from: [head.header[column] ?? ''], mode: 'span' as const }));
  if (slots.some(({ from }, slot) => findColumn(head.header, from) !== columns[slot])) return null;
  const blank = Array.from({ length: head.header.length }, () => '');
  let view: HotView | null = null;
  let rows: Int32Array = new Int32Array(0);
  let bytes: Buffer = Buffer.alloc(0);
  return {
    slots,
    open: (opened) => {
      view = opened;
      ({ rows, bytes } = opened.scanner);
    },
    forget: () => undefined,
    take: (at, line) => {
      const cells = blank.slice();
      for (const [slot, column] of columns.entries()) {
        const from = rows[at + 2 * slot] ?? 0;
        const cell = bytes.toString('utf8', from, from + (rows[at + 2 * slot + 1] ?? 0));
        cells[column] = cell.includes('"') ? cell.replaceAll('""', '"') : cell;
      }
      reader.point(cells);
      read(line, () => view?.record(at) ?? cells);
      return true;
    },
  };
}
