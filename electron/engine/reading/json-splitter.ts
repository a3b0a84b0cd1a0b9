import { cutOffReason } from './cut-off.ts';
import { beginValue, scanValue } from './value-scan.ts';

/** Where the splitter hands over what it finds. Byte ranges are valid only during the call. */
export interface SplitSink {
  /** A record: its bytes, the line it starts on, and whether it holds a whole number of 16 or more digits. */
  readonly record: (bytes: Buffer, line: number, hasLongNumber: boolean) => void;
  /** A record that cannot be read; `start` is its first bytes. */
  readonly problem: (reason: string, line: number, start: Buffer) => void;
  /** A value beside the records in a wrapper object, with the dotted path of its key. */
  readonly neighbor: (path: string, bytes: Buffer) => void;
  /** A wrapper document ended; `hadRecords` is false when it had no records key. */
  readonly page: (hadRecords: boolean, line: number) => void;
}

export interface SplitOptions {
  /** Keys that lead from a document to its records; empty when documents or their elements are the records. */
  readonly wrapperPath: readonly string[];
  /** True when a line end always ends a document (NDJSON), so that reading can go on after a broken line. */
  readonly isLineDelimited: boolean;
}

/** Reads runs of plain records faster than byte by byte. */
export interface JsonScan {
  /** The bytes that positions of `take` refer to. */
  readonly begin: (bytes: Buffer) => void;
  /** Reads records from the one that begins at a position; returns where it stopped, at best behind the last. */
  readonly take: (position: number, line: number) => number;
  /** Line ends that the last `take` passed. */
  readonly lineEnds: () => number;
}

export interface JsonSplitter {
  readonly push: (bytes: Buffer) => void;
  /** Call once after the last bytes. True when the file ends inside a record or a list; `bytesDone` is named then. */
  readonly end: (bytesDone: number) => boolean;
}

/** A record larger than this is not parsed. */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024;
/** A record nested deeper than this is not parsed: what follows may walk it recursively. */
export const MAX_DEPTH = 200;
const MAX_NEIGHBOR_BYTES = 64 * 1024;
const EXCERPT_BYTES = 400;

const [TAB, LINE_FEED, RETURN, SPACE, QUOTE, COMMA, COLON, OPEN, CLOSE, OPEN_BRACE, CLOSE_BRACE, RECORD_SEPARATOR] = [
  0x09, 0x0a, 0x0d, 0x20, 0x22, 0x2c, 0x3a, 0x5b, 0x5d, 0x7b, 0x7d, 0x1e,
] as const;

/** What the next byte outside a value may be: a document, an element, a key, a colon, or the value of a key. */
type Place = 'document' | 'element' | 'key' | 'colon' | 'member';
type Role = 'record' | 'key' | 'neighbor' | 'skipped' | 'stray';

/**
 * Finds the records of JSON text that arrives in pieces: elements of arrays, members of wrapper objects, lines, or
 * documents written one after the other. It only looks at brackets, quotes and commas; each record is still to be
 * parsed. Memory is bounded by the size of one record.
 */
export function createJsonSplitter(options: SplitOptions, sink: SplitSink, fast: JsonScan | null = null): JsonSplitter {
  const { wrapperPath, isLineDelimited } = options;
  let line = 1;
  let place: Place = 'document';
  // Open containers outside records: path depth inside the wrapper, and whether we are in its record array.
  let level = 0;
  let inArray = false;
  let arrayIsTop = false;
  let hadRecords = false;
  let pageLine = 1;
  let key = '';

  // The value being scanned.
  let isScanning = false;
  let role: Role = 'skipped';
  let scan = beginValue(0, false);
  let startLine = 1;
  let parts: Buffer[] = [];
  let partsLength = 0;
  let isOversize = false;

  function push(bytes: Buffer): void {
    const length = bytes.length;
    let position = 0;
    fast?.begin(bytes);
    while (position < length) {
      if (!isScanning) {
        const byte = bytes[position];
        if (fast !== null && byte === OPEN_BRACE && isAtRecord()) {
          const next = fast.take(position, line);
          if (next > position) {
            position = next;
            line += fast.lineEnds();
            continue;
          }
        }
        if (byte === LINE_FEED) {
          line += 1;
          if (isLineDelimited) leaveArray();
        }
        if (byte === LINE_FEED || byte === SPACE || byte === RETURN || byte === TAB) position += 1;
        else if (betweenValues(byte ?? 0)) position += 1;
        if (!isScanning) continue;
      }
      const end = scanValue(scan, bytes, position, isLineDelimited);
      if (end < 0) {
        keep(bytes.subarray(position));
        return;
      }
      keepOrFinish(bytes.subarray(position, end));
      position = end;
    }
  }

  /** True where the next value is a record and no line end breaks a list off. */
  function isAtRecord(): boolean {
    return place === 'element' ? !isLineDelimited : place === 'document' && wrapperPath.length === 0;
  }

  /** A line end inside an array breaks off a line-delimited document. */
  function leaveArray(): void {
    if (!inArray) return;
    sink.problem('the line ends before its list of records does', line - 1, Buffer.alloc(0));
    inArray = false;
    place = 'document';
  }

  /** Takes one byte outside values; false when the byte starts a value, which is then scanned from this byte on. */
  function betweenValues(byte: number): boolean {
    switch (place) {
      case 'document':
        if (byte === COMMA || byte === RECORD_SEPARATOR || byte === 0xef || byte === 0xbb || byte === 0xbf) return true;
        if (byte === OPEN) {
          inArray = true;
          arrayIsTop = true;
          place = 'element';
          return true;
        }
        if (byte === OPEN_BRACE && wrapperPath.length > 0) {
          level = 0;
          hadRecords = false;
          pageLine = line;
          place = 'key';
          return true;
        }
        begin(byte === OPEN_BRACE ? 'record' : 'stray', byte);
        return false;
      case 'element':
        if (byte === COMMA) return true;
        if (byte === CLOSE) {
          inArray = false;
          place = arrayIsTop ? 'document' : 'key';
          return true;
        }
        if (byte === CLOSE_BRACE || byte === COLON) return true;
        begin('record', byte);
        return false;
      case 'key':
        if (byte === CLOSE_BRACE) {
          level -= 1;
          if (level < 0) {
            place = 'document';
            sink.page(hadRecords, pageLine);
          }
          return true;
        }
        if (byte !== QUOTE) return true;
        begin('key', byte);
        return false;
      case 'colon':
        if (byte === COLON) place = 'member';
        return true;
      case 'member':
        return enterMember(byte);
    }
  }

  function enterMember(byte: number): boolean {
    place = 'key';
    if (key !== wrapperPath[level]) {
      begin('neighbor', byte);
      return false;
    }
    const isLast = level === wrapperPath.length - 1;
    if (!isLast && byte === OPEN_BRACE) {
      level += 1;
      return true;
    }
    if (isLast) {
      hadRecords = true;
      if (byte === OPEN) {
        inArray = true;
        arrayIsTop = false;
        place = 'element';
        return true;
      }
      if (byte === OPEN_BRACE) {
        begin('record', byte);
        return false;
      }
    }
    begin('skipped', byte);
    return false;
  }

  function begin(newRole: Role, byte: number): void {
    isScanning = true;
    role = newRole;
    scan = beginValue(byte, newRole === 'stray');
    startLine = line;
    parts = [];
    partsLength = 0;
    isOversize = false;
  }

  function limit(): number {
    return role === 'record' ? MAX_RECORD_BYTES : MAX_NEIGHBOR_BYTES;
  }

  function keep(bytes: Buffer): void {
    if (isOversize) return;
    // The bytes are only lent.
    parts.push(Buffer.from(bytes));
    partsLength += bytes.length;
    if (partsLength > limit()) {
      isOversize = true;
      parts = [Buffer.from(Buffer.concat(parts).subarray(0, EXCERPT_BYTES))];
    }
  }

  function keepOrFinish(bytes: Buffer): void {
    let whole = bytes;
    if (parts.length > 0 || isOversize) {
      keep(bytes);
      whole = Buffer.concat(parts);
    } else if (bytes.length > limit()) {
      isOversize = true;
    }
    finish(whole);
  }

  function finish(whole: Buffer): void {
    isScanning = false;
    parts = [];
    line += scan.lineEnds;
    switch (role) {
      case 'record': {
        const reason = problemOf();
        if (reason === null) sink.record(whole, startLine, scan.hasLongNumber);
        else sink.problem(reason, startLine, whole.subarray(0, EXCERPT_BYTES));
        break;
      }
      case 'key':
        key = isOversize ? '' : keyText(whole);
        place = 'colon';
        break;
      case 'neighbor':
        if (!isOversize) sink.neighbor([...wrapperPath.slice(0, level), key].join('.'), whole);
        break;
      case 'stray': {
        const text = whole.toString('utf8').replace(/[\s,]+$/, '');
        if (text !== '' && text !== 'null')
          sink.problem('text outside of any record', startLine, whole.subarray(0, EXCERPT_BYTES));
        break;
      }
      case 'skipped':
        break;
    }
  }

  function problemOf(): string | null {
    if (isOversize) return `the record is larger than ${MAX_RECORD_BYTES / 1024 / 1024} MiB`;
    if (scan.deepest > MAX_DEPTH) return `the record is nested deeper than ${MAX_DEPTH} levels`;
    if (scan.isBroken)
      return isLineDelimited ? 'the line ends in the middle of a record' : 'a text in the record has no closing quote';
    return null;
  }

  function end(bytesDone: number): boolean {
    if (isScanning && scan.isScalar) {
      keepOrFinish(Buffer.alloc(0));
      if (!inArray && place === 'document') return false;
    } else if (isScanning) {
      const start = Buffer.concat(parts).subarray(0, EXCERPT_BYTES);
      const tooDeep = scan.deepest > MAX_DEPTH ? `the record is nested deeper than ${MAX_DEPTH} levels, and ` : '';
      const where = role === 'record' ? startLine : line;
      sink.problem(`${tooDeep}${cutOffReason(bytesDone)}`, where, start);
      return true;
    }
    if (!inArray && place === 'document') return false;
    sink.problem(`the file ends before its list of records does (byte ${bytesDone})`, line, Buffer.alloc(0));
    return true;
  }

  return { push, end };
}

function keyText(bytes: Buffer): string {
  try {
    const parsed: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof parsed === 'string' ? parsed : '';
  } catch {
    return '';
  }
}
