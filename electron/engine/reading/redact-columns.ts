import { createCsvSplitter } from './csv-rows.ts';
import { isHarmless, isOpaque, isSecretKey } from './redact-keys.ts';
import type { CsvHead } from './types.ts';

/** A secret cell in the text pushed so far, in characters from its start. */
export interface CellRange {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  /** It goes on from the range before and needs no mark of its own. */
  readonly isRest: boolean;
}

export interface ColumnRedactor {
  /** Takes the next piece of text; gives the secret cells of the rows that are whole by now. */
  readonly push: (piece: string, isLast: boolean) => readonly CellRange[];
  /** Up to here, in characters from the start, all secret cells have been given. */
  readonly settled: () => number;
}

/** Names of the columns that hold secrets, by index. */
export function secretColumns(head: CsvHead): ReadonlyMap<number, string> {
  const columns = new Map<number, string>();
  if (!head.hasHeader) return columns;
  for (const [index, header] of head.header.entries()) {
    const name = header.replace(/#\d+$/, '');
    if (isSecretKey(name)) columns.set(index, name);
  }
  return columns;
}

/**
 * Finds the cells of secret columns in the rows that readCsvRecords makes of the file. In a row that is broken, or not as
 * long as the header, the secret may stand in any cell, so all that looks like one goes. Memory is bounded by one row.
 */
export function createColumnRedactor(head: CsvHead, columns: ReadonlyMap<number, string>): ColumnRedactor {
  const splitter = createCsvSplitter(head);
  const newline = head.lineEnd === '\r' ? '\r' : '\n';
  const lineEnd = head.lineEnd === 'mixed' ? /\r\n?|\n/g : new RegExp(newline, 'g');
  // What is not settled: where it begins in the file, its text, how far that is done, and on which line that is.
  let offset = 0;
  let text = '';
  let position = 0;
  let line = 1;
  let isHeaderPast = false;
  /** A row without end was given up: the rest of its line belongs to it. */
  let isGivenUp = false;
  let ranges: CellRange[] = [];

  function push(piece: string, isLast: boolean): readonly CellRange[] {
    ranges = [];
    text += piece;
    if (isGivenUp) giveUp(isLast);
    const { rows, lines, problems } = splitter.push(withoutMarks(piece), isLast);
    const found = [
      ...rows.map((row, index) => ({ row, at: lines[index] ?? 0 })),
      ...problems.map((problem) => ({ row: null, at: problem.line })),
    ];
    for (const { row, at } of found.toSorted((one, other) => one.at - other.at)) {
      while (line < at) takeLine(isLast);
      if (row !== null) takeRow(row, isLast);
      else if (hasLineEnd() || isLast) takeBroken(isLast);
      else giveUp(isLast);
    }
    offset += position;
    text = text.slice(position);
    position = 0;
    return ranges;
  }

  function takeRow(row: readonly string[], isLast: boolean): void {
    const isData = line >= head.headerLine && isHeaderPast;
    if (line >= head.headerLine) isHeaderPast = true;
    const start = position;
    let end = takeLine(isLast);
    for (let extra = extraLines(row, newline); extra > 0; extra -= 1) end = takeLine(isLast);
    if (!isData) return;
    const raw = text.slice(start, end);
    const cells = cellsOf(raw, head.delimiter);
    let isAsRead = row.length === head.header.length;
    for (const [column, name] of columns) {
      const value = row[column] ?? '';
      if (isHarmless(name, value)) continue;
      const cell = cells[column];
      if (cell !== undefined && textOf(raw, cell) === comparable(value)) addCell(start, raw, cell, name);
      else {
        isAsRead = false;
        for (const place of placesOf(raw, value.trim())) addCell(start, raw, place, name);
      }
    }
    if (!isAsRead) addSuspects(start, raw);
  }

  function takeBroken(isLast: boolean): void {
    const start = position;
    addSuspects(start, text.slice(start, takeLine(isLast)));
  }

  /** All that may be a secret in text whose cells are not certain. */
  function addSuspects(start: number, raw: string): void {
    const cells = cellsOf(raw.replaceAll('"', ' '), head.delimiter);
    for (const [column, name] of columns) {
      const cell = cells[column];
      if (cell !== undefined) addCell(start, raw, { ...cell, isPlain: false }, name);
    }
    for (const { index, 0: run } of raw.matchAll(RUN)) {
      if (isOpaque(run)) add(start, index, run, IN_BROKEN_ROW);
    }
  }

  /** Takes all there is of a line that is too long to be read. */
  function giveUp(isLast: boolean): void {
    const start = position;
    const isOver = hasLineEnd();
    const end = isOver ? takeLine(isLast) : text.length;
    if (!isOver) position = end;
    ranges.push({ start: offset + start, end: offset + end, kind: UNREADABLE, isRest: isGivenUp });
    isGivenUp = !isOver;
  }

  /** Of a cell with stray quotes only the text between them goes, so that the file is read as it was before. */
  function addCell(start: number, raw: string, cell: Cell, name: string): void {
    for (const { index, 0: part } of raw.slice(cell.start, cell.end).matchAll(cell.isPlain ? /[^]+/g : /[^"]+/g)) {
      if (!isHarmless(name, part)) add(start, cell.start + index, part, columnKind(head, name));
    }
  }

  function add(start: number, index: number, secret: string, kind: string): void {
    const from = offset + start + index;
    ranges.push({ start: from, end: from + secret.length, kind, isRest: false });
  }

  function hasLineEnd(): boolean {
    lineEnd.lastIndex = position;
    return lineEnd.test(text);
  }

  /** Goes to the next line; returns where the line ends, its line end left out. */
  function takeLine(isLast: boolean): number {
    lineEnd.lastIndex = position;
    const match = lineEnd.exec(text);
    if (match === null && !isLast) throw new Error('a row was split from text that is not there');
    const end = match?.index ?? text.length;
    position = end + (match?.[0].length ?? 0);
    line += 1;
    return end;
  }

  return { push, settled: () => offset };
}

interface Cell {
  readonly start: number;
  readonly end: number;
  /** Quotes stand around it or doubled in it, and nowhere else. */
  readonly isPlain: boolean;
}

const UNREADABLE = 'row too long to be read, in a file with secret columns';
const IN_BROKEN_ROW = 'opaque text in a broken row, in a file with secret columns';
const RUN = /[\w.~+/=!-]{16,}/g;

/** In a list of Salesforce tokens the columns have names that say little. */
const SALESFORCE_KINDS: ReadonlyMap<string, string> = new Map([
  ['accesstoken', 'OAuth refresh token'],
  ['requesttoken', 'OAuth request token'],
  ['deletetoken', 'OAuth revocation token'],
]);

function columnKind(head: CsvHead, name: string): string {
  const isTokenList = head.header.some((other) => /^usecount$/i.test(other));
  const kind = isTokenList ? SALESFORCE_KINDS.get(name.toLowerCase()) : undefined;
  const column = `column ${name.replace(/[^\w .-]/g, '').slice(0, 60)}`;
  return kind === undefined ? column : `${kind} ${column}`;
}

/** Where the cells of a row stand, without the quotes around them. */
function cellsOf(raw: string, delimiter: string): readonly Cell[] {
  const cells: Cell[] = [];
  const last = raw.length - (raw.endsWith('\r') ? 1 : 0);
  let at = MARK.exec(raw)?.[0].length ?? 0;
  for (;;) {
    const start = at;
    if (raw[start] === '"') {
      at = raw.indexOf('"', start + 1);
      while (at >= 0 && raw[at + 1] === '"') at = raw.indexOf('"', at + 2);
    }
    const close = raw[start] === '"' ? at : -1;
    const next = at < 0 ? -1 : raw.indexOf(delimiter, at);
    const end = next < 0 ? last : next;
    if (close > 0) cells.push({ start: start + 1, end: close, isPlain: close + 1 === end });
    else cells.push({ start, end, isPlain: !raw.slice(start, end).includes('"') });
    if (next < 0) return cells;
    at = next + 1;
  }
}

function textOf(raw: string, cell: Cell): string {
  const content = raw.slice(cell.start, cell.end);
  return comparable(cell.isPlain ? content.replaceAll('""', '"') : content);
}

/** Where a value stands in a row that is not as it seems. */
function placesOf(raw: string, value: string): readonly Cell[] {
  const places: Cell[] = [];
  for (const form of new Set([value, value.replaceAll('"', '""')])) {
    for (let at = raw.indexOf(form); at >= 0; at = raw.indexOf(form, at + form.length))
      places.push({ start: at, end: at + form.length, isPlain: false });
  }
  return places;
}

/** Reading unites line ends and takes a carriage return at the end of a row for one. */
function comparable(text: string): string {
  if (!/[\r\n]/.test(text)) return text;
  return text.replace(/\r\n?/g, '\n').replace(/\n+$/, '');
}

/** A byte order mark at the start of a line, as a character or as three bytes. */
const MARK = /^(?:\ufeff|\u00ef\u00bb\u00bf)/;
const MARKS = /(^|[\r\n])(?:\ufeff|\u00ef\u00bb\u00bf)/g;

/** Of files put together each keeps its mark; readCsvRecords leaves them out too. */
function withoutMarks(text: string): string {
  return text.replace(MARKS, '$1');
}

function extraLines(row: readonly string[], newline: string): number {
  let count = 0;
  for (const cell of row) for (let at = cell.indexOf(newline); at >= 0; at = cell.indexOf(newline, at + 1)) count += 1;
  return count;
}
