/** Progress through one JSON value whose bytes arrive in pieces. */
export interface ValueScan {
  /** True for a number, `true`, `false`, `null` and stray text: it ends where something else begins. */
  isScalar: boolean;
  /** Stray text outside of documents goes on to the end of its line or to the next bracket. */
  isStray: boolean;
  depth: number;
  deepest: number;
  inString: boolean;
  isEscaped: boolean;
  /** A string has no closing quote before the end of its line. */
  isBroken: boolean;
  /** The value holds a whole number of 16 or more digits outside of strings, more than a double can hold. */
  hasLongNumber: boolean;
  /** Line ends passed inside the value. */
  lineEnds: number;
  digits: number;
}

const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const CLOSE = 0x5d;
const CLOSE_BRACE = 0x7d;
const LONG_NUMBER_DIGITS = 16;
/** `[` and `{` differ in this bit alone, and so do `]` and `}`. */
const BRACE_BIT = 0x20;
const OPEN = 0x5b;

/** The scan of a value that begins with a byte. */
export function beginValue(byte: number, isStray: boolean): ValueScan {
  return {
    isScalar: byte !== QUOTE && !isOpening(byte),
    isStray,
    depth: 0,
    deepest: 0,
    inString: false,
    isEscaped: false,
    isBroken: false,
    hasLongNumber: false,
    lineEnds: 0,
    digits: 0,
  };
}

/**
 * Goes on with a value from a position; returns where it ends (exclusive), or -1 when the bytes end first. A value that
 * lacks its end stops before a line end: always inside a top-level string, elsewhere when a line is a document.
 */
export function scanValue(scan: ValueScan, bytes: Uint8Array, from: number, isLineDelimited: boolean): number {
  if (scan.isScalar) return scanScalar(scan, bytes, from);
  const length = bytes.length;
  let position = from;
  // Local copies: this loop runs once per byte of the file.
  let { depth, deepest, inString, isEscaped, digits } = scan;
  let end = -1;
  while (position < length) {
    if (inString) {
      if (isEscaped) {
        isEscaped = false;
        position += 1;
      }
      while (position < length) {
        const byte = bytes[position];
        if (byte === QUOTE || byte === BACKSLASH || byte === LINE_FEED) break;
        position += 1;
      }
      if (position >= length) break;
      const byte = bytes[position];
      if (byte === LINE_FEED) {
        // JSON has no line end inside a string: the closing quote is missing.
        scan.isBroken = true;
        if (isLineDelimited || depth === 0) {
          end = position;
          break;
        }
        scan.lineEnds += 1;
      }
      position += 1;
      if (byte === BACKSLASH) {
        isEscaped = true;
        continue;
      }
      inString = false;
      if (depth === 0) {
        end = position;
        break;
      }
      continue;
    }
    const byte = bytes[position] ?? 0;
    position += 1;
    if (byte === QUOTE) {
      inString = true;
      digits = 0;
    } else if (byte >= 0x30 && byte <= 0x39) {
      digits += 1;
      if (digits === LONG_NUMBER_DIGITS) scan.hasLongNumber = true;
    } else {
      digits = 0;
      if ((byte & ~BRACE_BIT) === OPEN) {
        depth += 1;
        if (depth > deepest) deepest = depth;
      } else if ((byte & ~BRACE_BIT) === CLOSE) {
        depth -= 1;
        if (depth === 0) {
          end = position;
          break;
        }
      } else if (byte === LINE_FEED) {
        if (isLineDelimited) {
          scan.isBroken = true;
          end = position - 1;
          break;
        }
        scan.lineEnds += 1;
      }
    }
  }
  scan.depth = depth;
  scan.deepest = deepest;
  scan.inString = inString;
  scan.isEscaped = isEscaped;
  scan.digits = digits;
  return end;
}

function scanScalar(scan: ValueScan, bytes: Uint8Array, from: number): number {
  for (let position = from; position < bytes.length; position += 1) {
    const byte = bytes[position] ?? 0;
    if (byte === LINE_FEED) return position;
    if (scan.isStray) {
      if (isOpening(byte)) return position;
    } else if (byte === COMMA || byte === CLOSE || byte === CLOSE_BRACE || byte === RETURN) return position;
    if (byte >= 0x30 && byte <= 0x39) {
      scan.digits += 1;
      if (scan.digits === LONG_NUMBER_DIGITS) scan.hasLongNumber = true;
    } else scan.digits = 0;
  }
  return -1;
}

function isOpening(byte: number): boolean {
  return (byte & ~BRACE_BIT) === OPEN;
}
