import { actionOf, ENTER, IGNORE, UNSURE } from './keys';
import { DONE, FULL, NEW_KEY, ODD, ROW_HEAD, setConsumed, setReason, setRowCount } from './result';
import { clearValues, ranks, slotCount, values, writeRow } from './slots';

// A record deeper than this is left to the thorough reader, which has a limit of its own.
const DEEPEST: i32 = 100;
const LONGEST_NUMBER: u32 = 15;

const QUOTE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;
const OPEN_BRACE: u8 = 0x7b;
const CLOSE_BRACE: u8 = 0x7d;
const OPEN: u8 = 0x5b;
const CLOSE: u8 = 0x5d;
const COLON: u8 = 0x3a;
const COMMA: u8 = 0x2c;
const LINE_FEED: u8 = 0x0a;
const SPACE: u8 = 0x20;
const MINUS: u8 = 0x2d;

let end: usize = 0;
let lines: i32 = 0;
let isLineDelimited = false;
/** Why the record is not read here. */
let why: i32 = DONE;
let hasEscape = false;
/** Inner objects that were entered in this record, one bit each. */
let entered: u32 = 0;

/** Line ends passed by what the scan consumed. */
export let lineEnds: i32 = 0;
export let keyAt: usize = 0;
export let keyLength: u32 = 0;
export let keyObject: i32 = 0;

/**
 * Reads records (JSON objects with white space and commas between them), checks their grammar to the last byte, and writes
 * the declared values of each to the table: start, length, line ends before it, then its slots. Stops before a record that
 * is cut off (DONE), that is for the thorough reader (ODD), or for a new key or a full table.
 */
export function scanJson(input: usize, length: u32, oneLine: bool, rows: usize, most: i32): void {
  end = input + length;
  isLineDelimited = oneLine;
  lines = 0;
  const stride = ROW_HEAD + <usize>slotCount * 8;
  let count: i32 = 0;
  let at = input;
  let linesBefore: i32 = 0;
  setReason(DONE);
  while (count < most) {
    while (at < end) {
      const byte = load<u8>(at);
      if (byte == LINE_FEED) lines += 1;
      else if (byte != SPACE && byte != COMMA && byte != 0x0d && byte != 0x09) break;
      at += 1;
    }
    linesBefore = lines;
    if (at >= end) break;
    if (load<u8>(at) != OPEN_BRACE) {
      setReason(ODD);
      break;
    }
    clearValues();
    why = DONE;
    entered = 1;
    const next = readObject(at + 1, 0, 1);
    if (next == 0) {
      lines = linesBefore;
      setReason(why);
      break;
    }
    const out = rows + <usize>count * stride;
    if (!writeRow(out + ROW_HEAD)) {
      lines = linesBefore;
      setReason(FULL);
      break;
    }
    store<u32>(out, <u32>at);
    store<u32>(out, <u32>(next - at), 4);
    store<i32>(out, linesBefore, 8);
    count += 1;
    at = next;
  }
  lineEnds = lines;
  setRowCount(count);
  setConsumed(<u32>(at - input));
}

// All below return the position behind what they read, or 0: `why` then says why.

function odd(): usize {
  why = ODD;
  return 0;
}

function skipSpace(from: usize): usize {
  let at = from;
  while (at < end) {
    const byte = load<u8>(at);
    if (byte > SPACE) break;
    if (byte == LINE_FEED) {
      if (isLineDelimited) return odd();
      lines += 1;
    } else if (byte != SPACE && byte != 0x0d && byte != 0x09) return odd();
    at += 1;
  }
  return at < end ? at : 0;
}

/** Behind the opening brace. Object -1 is one whose keys mean nothing. */
function readObject(from: usize, object: i32, depth: i32): usize {
  if (depth > DEEPEST) return odd();
  let at = skipSpace(from);
  if (at == 0) return 0;
  if (load<u8>(at) == CLOSE_BRACE) return at + 1;
  while (true) {
    if (load<u8>(at) != QUOTE) return odd();
    const key = at + 1;
    at = readString(key);
    if (at == 0) return 0;
    let action = IGNORE;
    if (object >= 0) {
      if (hasEscape) return odd();
      const length = <u32>(at - 1 - key);
      action = actionOf(object, key, length);
      if (action < 0) {
        if (action == UNSURE) return odd();
        keyAt = key;
        keyLength = length;
        keyObject = object;
        why = NEW_KEY;
        return 0;
      }
    }
    at = skipSpace(at);
    if (at == 0) return 0;
    if (load<u8>(at) != COLON) return odd();
    at = skipSpace(at + 1);
    if (at == 0) return 0;
    if (action == IGNORE) at = readValue(at, depth);
    else if (action >= ENTER) at = readInner(at, action - ENTER, depth);
    else at = readSlot(at, (action & 0xff) - 1, action >> 8);
    if (at == 0) return 0;
    at = skipSpace(at);
    if (at == 0) return 0;
    const byte = load<u8>(at);
    if (byte == CLOSE_BRACE) return at + 1;
    if (byte != COMMA) return odd();
    at = skipSpace(at + 1);
    if (at == 0) return 0;
  }
}

function readInner(at: usize, object: i32, depth: i32): usize {
  const byte = load<u8>(at);
  if (byte == OPEN || (entered & (1 << object)) != 0) return odd();
  if (byte != OPEN_BRACE) return readValue(at, depth);
  entered |= 1 << object;
  return readObject(at + 1, object, depth + 1);
}

function readSlot(at: usize, slot: i32, rank: i32): usize {
  const byte = load<u8>(at);
  let from = at;
  let length: u32 = 0;
  let next: usize;
  if (byte == QUOTE) {
    from = at + 1;
    next = readString(from);
    if (next == 0) return 0;
    if (hasEscape) return odd();
    length = <u32>(next - 1 - from);
  } else if (byte == OPEN || byte == OPEN_BRACE) return odd();
  else {
    next = readValue(at, 0);
    if (next == 0) return 0;
    if (byte != 0x6e) {
      length = <u32>(next - at);
      // Numbers are written anew by the thorough reader: only plain whole ones are the same text.
      if (byte == MINUS || (byte >= 0x30 && byte <= 0x39)) {
        if (length > LONGEST_NUMBER || (byte == MINUS && load<u8>(at + 1) == 0x30)) return odd();
        for (let digit = at + 1; digit < next; digit += 1) {
          const value = load<u8>(digit);
          if (value < 0x30 || value > 0x39) return odd();
        }
      }
    }
  }
  const known = load<i32>(ranks + <usize>slot * 4);
  if (known == rank) return odd();
  if (known >= 0 && known < rank) return next;
  store<i32>(ranks + <usize>slot * 4, rank);
  store<u32>(values + <usize>slot * 8, <u32>from);
  store<u32>(values + <usize>slot * 8, length, 4);
  return next;
}

function readValue(at: usize, depth: i32): usize {
  const byte = load<u8>(at);
  switch (byte) {
    case QUOTE:
      return readString(at + 1);
    case OPEN_BRACE:
      return readObject(at + 1, -1, depth + 1);
    case OPEN:
      return readArray(at + 1, depth + 1);
    case 0x74:
      return readWord(at, 0x65757274, 4);
    case 0x66:
      return readWord(at + 1, 0x65736c61, 4);
    case 0x6e:
      return readWord(at, 0x6c6c756e, 4);
    default:
      return readNumber(at);
  }
}

function readArray(from: usize, depth: i32): usize {
  if (depth > DEEPEST) return odd();
  let at = skipSpace(from);
  if (at == 0) return 0;
  if (load<u8>(at) == CLOSE) return at + 1;
  while (true) {
    at = readValue(at, depth);
    if (at == 0) return 0;
    at = skipSpace(at);
    if (at == 0) return 0;
    const byte = load<u8>(at);
    if (byte == CLOSE) return at + 1;
    if (byte != COMMA) return odd();
    at = skipSpace(at + 1);
    if (at == 0) return 0;
  }
}

function readWord(at: usize, word: u32, length: u32): usize {
  if (at + length > end) return 0;
  return load<u32>(at) == word ? at + length : odd();
}

function readNumber(from: usize): usize {
  let at = from;
  if (load<u8>(at) == MINUS) at += 1;
  if (at >= end) return 0;
  const first = load<u8>(at);
  if (first < 0x30 || first > 0x39) return odd();
  at += 1;
  if (first != 0x30) at = digits(at);
  if (at < end && load<u8>(at) == 0x2e) {
    const start = at + 1;
    at = digits(start);
    if (at >= end) return 0;
    if (at == start) return odd();
  }
  if (at < end && (load<u8>(at) | 0x20) == 0x65) {
    at += 1;
    if (at < end && (load<u8>(at) == 0x2b || load<u8>(at) == MINUS)) at += 1;
    const start = at;
    at = digits(start);
    if (at >= end) return 0;
    if (at == start) return odd();
  }
  // A number that the input ends with may go on in the next.
  return at < end ? at : 0;
}

function digits(from: usize): usize {
  let at = from;
  while (at < end) {
    const byte = load<u8>(at);
    if (byte < 0x30 || byte > 0x39) break;
    at += 1;
  }
  return at;
}

/** Behind the opening quote; returns the position behind the closing one. */
function readString(from: usize): usize {
  const quotes = i8x16.splat(QUOTE);
  const backslashes = i8x16.splat(BACKSLASH);
  const spaces = i8x16.splat(SPACE);
  hasEscape = false;
  let at = from;
  while (at < end) {
    const bytes = v128.load(at);
    const marks = v128.or(v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, backslashes)), i8x16.lt_u(bytes, spaces));
    const mask = i8x16.bitmask(marks);
    if (mask == 0) {
      at += 16;
      continue;
    }
    at += ctz(mask);
    if (at >= end) return 0;
    const byte = load<u8>(at);
    if (byte == QUOTE) return at + 1;
    if (byte != BACKSLASH) return odd();
    hasEscape = true;
    if (at + 1 >= end) return 0;
    const escape = load<u8>(at + 1);
    if (escape == 0x75) {
      if (at + 6 > end) return 0;
      for (let digit: usize = 2; digit < 6; digit += 1) if (!isHex(load<u8>(at + digit))) return odd();
      at += 6;
    } else {
      if (
        escape != QUOTE &&
        escape != BACKSLASH &&
        escape != 0x2f &&
        escape != 0x62 &&
        escape != 0x66 &&
        escape != 0x6e &&
        escape != 0x72 &&
        escape != 0x74
      )
        return odd();
      at += 2;
    }
  }
  return 0;
}

function isHex(byte: u8): bool {
  const letter = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (letter >= 0x61 && letter <= 0x66);
}
