import Papa from 'papaparse';
import { redactSecrets } from '../lib/redact.ts';
import { splitPlainRows } from './csv-plain.ts';
import type { CsvHead, ReadProblem } from './types.ts';

/** Rows of a piece of text, each with the line it starts on; blank lines are left out. */
export interface CsvRows {
  readonly rows: string[][];
  readonly lines: number[];
  readonly problems: ReadProblem[];
}

export interface CsvSplitter {
  /** Takes the next piece of decoded text; `isLast` also gives the row that no line end closes. */
  readonly push: (text: string, isLast: boolean) => CsvRows;
  /** Line of the next row. */
  readonly line: () => number;
  /** Gives back the beginning of a row that was not ended yet; null when it is longer, or no row begins there. */
  readonly takeRest: (mostCharacters: number) => string | null;
  /** Goes on with a row that begins on a line, after what lies between was read elsewhere. */
  readonly resume: (line: number) => void;
}

/** A row longer than this (in characters) is not read: a quote was opened and never closed. */
export const MAX_ROW_LENGTH = 16 * 1024 * 1024;
const RECOVERIES_PER_PIECE = 32;
const EXCERPT_LENGTH = 200;

/**
 * Splits the text of a CSV file into rows of cells, piece by piece: plain text by hand, all else with papaparse. Quoted cells may hold delimiters and
 * line ends. A quote that is never closed costs one line, not the rest of the file.
 */
export function createCsvSplitter(head: Pick<CsvHead, 'delimiter' | 'lineEnd'>): CsvSplitter {
  const newline = head.lineEnd === '\r' ? '\r' : '\n';
  const parser = new Papa.Parser({ delimiter: head.delimiter, newline, quoteChar: '"' });
  let carry = '';
  let line = 1;
  // Length of the carry that was already found to hold no whole row: it is parsed again only when it has doubled.
  let parseAt = 0;
  let isSkippingLine = false;
  let heldReturn = '';

  function push(piece: string, isLast: boolean): CsvRows {
    const out: CsvRows = { rows: [], lines: [], problems: [] };
    let text = carry + (head.lineEnd === 'mixed' ? oneLineEnd(piece, isLast) : piece);
    if (isSkippingLine) {
      const end = text.indexOf(newline);
      if (end < 0) return keep('', out);
      isSkippingLine = false;
      line += 1;
      text = text.slice(end + 1);
    }
    if (!isLast && text.length < parseAt) return keep(text, out);
    let recoveries = 0;
    while (text.length > 0) {
      const result = parse(text, isLast);
      const broken = firstBroken(result, isLast);
      const count = broken < 0 ? result.rows.length : broken;
      const nextLine = take(result.rows, count, out, !result.isPlain && text.includes('"'));
      if (broken < 0) {
        text = text.slice(result.consumed);
        line = nextLine;
        if (text.length <= MAX_ROW_LENGTH || isLast) break;
        // The row is too long: give its first line up and read on behind it.
        recoveries = RECOVERIES_PER_PIECE;
      } else {
        text = text.slice(offsetOfLine(text, nextLine - line));
        line = nextLine;
        recoveries += 1;
      }
      text = giveUpLine(text, out);
      if (recoveries >= RECOVERIES_PER_PIECE) {
        text = takeLineByLine(text, isLast, out);
        break;
      }
    }
    parseAt = text.length === 0 ? 0 : Math.min(text.length * 2, MAX_ROW_LENGTH);
    return keep(text, out);
  }

  function keep(text: string, out: CsvRows): CsvRows {
    carry = text;
    return out;
  }

  function parse(text: string, isLast: boolean): ParsedRows {
    const plain = isLast ? null : splitPlainRows(text, head.delimiter, newline);
    if (plain !== null) return { ...plain, errors: [], isPlain: true };
    // papaparse types the low-level parser's result as `any`; this is what it returns.
    const result = parser.parse(text, 0, !isLast) as Papa.ParseResult<string[]>;
    return { rows: result.data, errors: result.errors, consumed: result.meta.cursor, isPlain: false };
  }

  /**
   * Index of the first row that a stray quote made out of several lines: its closing quote is missing, or a quote in it
   * is malformed. Taking such a row as it is would hide the lines it swallowed. -1 when there is none.
   */
  function firstBroken({ rows, errors }: ParsedRows, isLast: boolean): number {
    for (const error of errors) {
      const index = error.row ?? -1;
      const row = rows[index];
      if (row === undefined) continue;
      if (error.code === 'MissingQuotes' && isLast) return index;
      if (error.code === 'InvalidQuotes' && extraLines(row) > 0) return index;
    }
    return -1;
  }

  /** Adds the first rows of a parse; returns the line after them. */
  function take(rows: readonly string[][], count: number, out: CsvRows, hasLongRows: boolean): number {
    let at = line;
    for (let index = 0; index < count; index += 1) {
      const row = rows[index];
      if (row === undefined) break;
      const start = at;
      at += hasLongRows ? 1 + extraLines(row) : 1;
      const last = row.length - 1;
      const cell = row[last] ?? '';
      if (newline === '\n' && cell.charCodeAt(cell.length - 1) === 0x0d) row[last] = cell.slice(0, -1);
      if (last === 0 && (row[0] ?? '').trim() === '') continue;
      out.rows.push(row);
      out.lines.push(start);
    }
    return at;
  }

  function extraLines(row: readonly string[]): number {
    let count = 0;
    for (const cell of row) {
      for (let at = cell.indexOf(newline); at >= 0; at = cell.indexOf(newline, at + 1)) count += 1;
    }
    return count;
  }

  function offsetOfLine(text: string, lines: number): number {
    let offset = 0;
    for (let count = 0; count < lines; count += 1) offset = text.indexOf(newline, offset) + 1;
    return offset;
  }

  /** Reports the line at the start of the text and returns what follows it. */
  function giveUpLine(text: string, out: CsvRows): string {
    const end = text.indexOf(newline);
    const reason =
      end < 0 || end > MAX_ROW_LENGTH
        ? 'the row is longer than 16 MiB'
        : 'a quote is opened here and never closed as it should be';
    out.problems.push({ line, reason, excerpt: excerptOf(end < 0 ? text : text.slice(0, end)) });
    if (end < 0) {
      isSkippingLine = true;
      return '';
    }
    line += 1;
    return text.slice(end + 1);
  }

  /** Every line for itself: bounded work for text in which quotes make no sense. Returns the unfinished last line. */
  function takeLineByLine(text: string, isLast: boolean, out: CsvRows): string {
    let offset = 0;
    while (offset < text.length) {
      const end = text.indexOf(newline, offset);
      if (end < 0 && !isLast) break;
      const lineText = text.slice(offset, end < 0 ? text.length : end);
      offset = end < 0 ? text.length : end + 1;
      const result = parse(lineText, true);
      if (result.errors.some((error) => error.code === 'MissingQuotes')) {
        out.problems.push({ line, reason: 'a quote is opened here and never closed', excerpt: excerptOf(lineText) });
        line += 1;
      } else line = lineText === '' ? line + 1 : take(result.rows, 1, out, false);
    }
    return text.slice(offset);
  }

  /** CRLF and lone CR become LF; a CR at the end waits for what follows it. */
  function oneLineEnd(piece: string, isLast: boolean): string {
    const text = heldReturn + piece;
    heldReturn = !isLast && text.endsWith('\r') ? '\r' : '';
    return text.slice(0, text.length - heldReturn.length).replace(/\r\n?/g, '\n');
  }

  function takeRest(mostCharacters: number): string | null {
    // A mark that is still there is part of the text: whoever reads it anew would take it away.
    if (isSkippingLine || heldReturn !== '' || carry.length > mostCharacters || carry.includes('\ufeff')) return null;
    const rest = carry;
    carry = '';
    parseAt = 0;
    return rest;
  }

  return {
    push,
    line: () => line,
    takeRest,
    resume: (at) => {
      line = at;
    },
  };
}

interface ParsedRows {
  readonly rows: string[][];
  readonly errors: readonly Papa.ParseError[];
  readonly consumed: number;
  /** No cell holds a line end. */
  readonly isPlain: boolean;
}

/** The first 200 characters of a spot, without secrets. */
export function excerptOf(text: string): string {
  return redactSecrets(text.slice(0, 2 * EXCERPT_LENGTH)).text.slice(0, EXCERPT_LENGTH);
}
