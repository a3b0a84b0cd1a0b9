import { splitPlainRows } from './csv-plain.ts';
import { createCsvSplitter, excerptOf } from './csv-rows.ts';
import { cutOffReason, cutOffSentence, isCutRow } from './cut-off.ts';
import { cellText, isRepeatedHeaderRow } from './header.ts';
import { findColumn } from './keys.ts';
import type { HotPath, RecordReader, RecordSink } from './record-reader.ts';
import { INPUT_BYTES, MOST_COLUMNS, ROW_HEAD, Scanner } from './scanner/scanner.ts';
import type { CsvHead, ReadProblem } from './types.ts';

/** A row that is longer is left to the thorough reader. */
const MOST_HELD = INPUT_BYTES / 4;
const MOST_PIECE = INPUT_BYTES - MOST_HELD;
const LINE_FEED = 0x0a;
const QUOTE = 0x22;

/**
 * Reads the rows of a CSV file, cells as written, header row left out. Rows keep the number of cells they have, but one
 * with fewer than half the columns is a problem, and so is a repeated header.
 */
export function createCsvReader(
  head: CsvHead,
  sink: RecordSink<readonly string[]>,
  hot: HotPath | null = null,
): RecordReader {
  const splitter = createCsvSplitter(head);
  const columns = head.header.length;
  const scanner = hot === null || head.lineEnd !== '\n' ? null : openScanner(head, hot);
  const delimiter = head.delimiter.charCodeAt(0);
  let header: readonly string[] | null = null;
  let startsHeader: (at: number) => boolean = () => false;
  // The text that the thorough reader had before ended with a line end.
  let isAtLineStart = true;
  // The thorough reader has the beginning of a row, or the header is still to come.
  let isThorough = true;
  // Otherwise: bytes of an unfinished row, loaded at the start of the scanner's input, and the line of that row.
  let held = 0;
  let line = 1;
  // Bytes of the whole file, once it was read to its end, and whether it was found to break off there.
  let fileEnd: number | null = null;
  let isCut = false;

  function emitRow(row: readonly string[], at: number, isOpen = false): void {
    if (at < head.headerLine) return;
    if (header === null) {
      header = row.map(cellText);
      if (scanner !== null && head.hasHeader) startsHeader = headerTest(scanner, header[0] ?? '', delimiter);
      if (head.hasHeader) return;
    }
    const reason = isOpen && endsInRow(row) ? cutOffReason(fileEnd ?? 0) : rowProblem(row);
    if (reason === null) sink.record(row, at);
    else sink.problem({ line: at, reason, excerpt: excerptOf(row.join(head.delimiter)) });
  }

  function rowProblem(row: readonly string[]): string | null {
    if (row.length * 2 < columns) return `the row has ${row.length} of ${columns} cells`;
    if (head.hasHeader && header !== null && isRepeatedHeaderRow(row, header)) return 'repeated header';
    return null;
  }

  /** For the row that no line end closes. Of a small file the sample ends with that very row. */
  function endsInRow(row: readonly string[]): boolean {
    isCut = isCutRow(row, columns, head.sample.slice(0, -1));
    return isCut;
  }

  function thorough(bytes: Buffer, isLast: boolean): void {
    const text = bytes.toString('utf8');
    const { rows, lines, problems } = splitter.push(withoutInnerMarks(text, isAtLineStart), isLast);
    // Marks alone do not begin a row.
    if (!/^\ufeff*$/.test(text)) isAtLineStart = /[\r\n]\ufeff*$/.test(text);
    const found: ReadProblem[] = problems
      .filter((problem) => problem.line >= head.headerLine)
      .toSorted((a, b) => a.line - b.line);
    let next = 0;
    rows.forEach((row, index) => {
      const at = lines[index] ?? 0;
      for (let problem = found[next]; problem !== undefined && problem.line <= at; problem = found[next]) {
        sink.problem(problem);
        next += 1;
      }
      emitRow(row, at, isLast && !isAtLineStart && index === rows.length - 1 && next === found.length);
    });
    for (const problem of found.slice(next)) sink.problem(problem);
    // A quote is still open where the file ends.
    if (isLast && !isAtLineStart && next < found.length) isCut = true;
  }

  /** Takes back what the thorough reader holds, when that is the beginning of a row of bearable length. */
  function leaveThorough(fast: Scanner): void {
    // What stands before the first row is no row.
    if (header === null && (head.hasHeader || splitter.line() < head.headerLine)) return;
    const rest = splitter.takeRest(MOST_HELD / 4);
    if (rest === null) return;
    isAtLineStart = true;
    const bytes = Buffer.from(rest, 'utf8');
    fast.load(bytes, 0);
    held = bytes.length;
    line = splitter.line();
    isThorough = false;
  }

  function push(bytes: Buffer): void {
    if (scanner === null) return thorough(bytes, false);
    let at = 0;
    while (at < bytes.length) {
      if (isThorough) {
        // The header is read line by line, so that what follows it can be scanned.
        const end = header === null ? bytes.indexOf(LINE_FEED, at) + 1 || bytes.length : bytes.length;
        thorough(bytes.subarray(at, end), false);
        at = end;
        leaveThorough(scanner);
      } else {
        const end = wholeCharacters(bytes, Math.min(bytes.length, at + MOST_PIECE));
        scan(scanner, bytes.subarray(at, end));
        at = end;
      }
    }
  }

  function scan(fast: Scanner, bytes: Buffer): void {
    fast.load(bytes, held);
    const length = held + bytes.length;
    let from = 0;
    for (;;) {
      const end = fast.scanCsv(from, length - from, delimiter, columns);
      takeRows(fast);
      from += fast.consumed;
      if (end === 'full') hot?.forget(fast.clearFullSlot());
      else if (end === 'odd') {
        from = readOddRow(fast, from, length);
        if (isThorough) return leaveThorough(fast);
      } else if (!fast.isCutOff) break;
    }
    held = length - from;
    if (held > MOST_HELD) {
      splitter.resume(line);
      isThorough = true;
      thorough(fast.loaded(from, length), false);
    } else fast.load(fast.loaded(from, length), 0);
  }

  function takeRows(fast: Scanner): void {
    const { rows, stride, rowCount } = fast;
    for (let index = 0; index < rowCount; index += 1) {
      const at = index * stride;
      const isPlain = (rows[at + 2] ?? 0) * 2 >= columns && !startsHeader(rows[at] ?? 0);
      if (!isPlain || hot?.take(at + ROW_HEAD, line) !== true) emitRow(cellsOf(fast, at, head.delimiter), line);
      line += 1;
    }
  }

  /** Reads one line thoroughly, and all that is loaded when the row does not end with it. Returns where to go on. */
  function readOddRow(fast: Scanner, from: number, length: number): number {
    const loaded = fast.loaded(from, length);
    const lineEnd = loaded.indexOf(LINE_FEED) + 1;
    splitter.resume(line);
    thorough(lineEnd === 0 ? loaded : loaded.subarray(0, lineEnd), false);
    if (lineEnd > 0 && splitter.takeRest(0) !== null) {
      isAtLineStart = true;
      line = splitter.line();
      return from + lineEnd;
    }
    if (lineEnd > 0) thorough(loaded.subarray(lineEnd), false);
    isThorough = true;
    held = 0;
    return length;
  }

  return {
    push,
    end: (bytesDone) => {
      fileEnd = bytesDone;
      if (scanner !== null && !isThorough) {
        splitter.resume(line);
        thorough(scanner.loaded(0, held), true);
      } else thorough(Buffer.alloc(0), true);
      return isCut ? [cutOffSentence(bytesDone)] : [];
    },
  };
}

/** Null when two slots read one column, or there are more columns than the scanner looks at. */
function openScanner(head: CsvHead, hot: HotPath): Scanner | null {
  const slots = Array.from({ length: head.header.length }, () => -1);
  for (const [slot, { from }] of hot.slots.entries()) {
    const column = findColumn(head.header, from);
    if (column < 0) continue;
    if (slots[column] !== -1) return null;
    slots[column] = slot;
  }
  if (slots.length > MOST_COLUMNS) return null;
  const scanner = Scanner.open(hot.slots.map(({ mode }) => mode));
  if (scanner === null) return null;
  scanner.setColumns(slots);
  hot.open({ scanner, record: (at) => cellsOf(scanner, at - ROW_HEAD, head.delimiter) });
  return scanner;
}

/** The cells of a plain row. */
function cellsOf(scanner: Scanner, at: number, delimiter: string): readonly string[] {
  const start = scanner.rows[at] ?? 0;
  const text = `${scanner.bytes.toString('utf8', start, start + (scanner.rows[at + 1] ?? 0))}\n`;
  const cells = splitPlainRows(text, delimiter, '\n')?.rows[0] ?? [];
  const last = cells.length - 1;
  if (cells[last]?.endsWith('\r') === true) cells[last] = cells[last].slice(0, -1);
  return cells;
}

/** Whether a row that starts at a place may be the header once more; its first cell decides. */
function headerTest({ bytes }: Scanner, name: string, delimiter: number): (at: number) => boolean {
  const expected = Buffer.from(name, 'utf8');
  const first = expected[0] ?? delimiter;
  return (start) => {
    let at = start;
    if (bytes[at] === QUOTE) at += 1;
    if (bytes[at] !== first) return isSpaceOrBeyond(bytes[at] ?? 0);
    for (let index = 1; index < expected.length; index += 1) if (bytes[at + index] !== expected[index]) return false;
    const next = bytes[at + expected.length] ?? 0;
    return next === delimiter || next === QUOTE || isSpaceOrBeyond(next);
  };
}

/** White space, or a byte of a character beyond ASCII, which may be some. */
function isSpaceOrBeyond(byte: number): boolean {
  return byte <= 0x20 || byte >= 0x80;
}

/** The last position up to an end that does not cut a character in two. */
export function wholeCharacters(bytes: Uint8Array, end: number): number {
  let cut = end;
  while (cut < bytes.length && cut > 0 && ((bytes[cut] ?? 0) & 0xc0) === 0x80) cut -= 1;
  return cut;
}

/** Files put together from several keep the byte order mark of each; it would hide the quote behind it. */
function withoutInnerMarks(text: string, isAtLineStart: boolean): string {
  if (!text.includes('\ufeff')) return text;
  return text.replace(isAtLineStart ? /(^|[\r\n])\ufeff+/g : /([\r\n])\ufeff+/g, '$1');
}
