import { isoUtcOf } from '../reading/time.ts';

const MOST_DIGITS = 15;

/** The value of decimal digits at a place; NaN for anything else, and for more digits than a double holds. */
export function digitsAt(bytes: Uint8Array, from: number, length: number): number {
  if (length === 0 || length > MOST_DIGITS) return Number.NaN;
  let value = 0;
  for (let at = from; at < from + length; at += 1) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Whether a value is the same as text with one character a byte, without doubled quotes and white space around it. */
export function isPlainAt(bytes: Uint8Array, from: number, length: number): boolean {
  if (length === 0 || (bytes[from] ?? 0) <= 0x20 || (bytes[from + length - 1] ?? 0) <= 0x20) return false;
  for (let at = from; at < from + length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80 || byte === 0x22) return false;
  }
  return true;
}

/** UTC milliseconds of a time at a place; the usual form of logs is read without a text. */
export function timeAt(
  bytes: Buffer,
  from: number,
  length: number,
  time: (text: string) => number | null,
): number | null {
  const exact = isoUtcOf(bytes, from, length);
  return exact === undefined ? time(bytes.toString('utf8', from, from + length)) : exact;
}
