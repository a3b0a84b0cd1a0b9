/** One decoded DER element; `raw` and `content` are views into the input. */
export interface DerElement {
  readonly tag: number;
  /** Offset just after the element within the input it was read from. */
  readonly end: number;
  readonly raw: Uint8Array;
  readonly content: Uint8Array;
}

export class DerError extends Error {}

/** Reads one element with a definite length (indefinite lengths and multi-byte tags are refused). */
export function readDer(bytes: Uint8Array, offset = 0): DerElement {
  const tag = bytes[offset];
  let length = bytes[offset + 1];
  if (tag === undefined || length === undefined) throw new DerError('DER: truncated');
  if ((tag & 0x1f) === 0x1f) throw new DerError('DER: multi-byte tag');
  let start = offset + 2;
  if (length >= 0x80) {
    const count = length & 0x7f;
    if (count === 0 || count > 4) throw new DerError('DER: unsupported length');
    length = 0;
    for (let index = 0; index < count; index++) {
      const byte = bytes[start++];
      if (byte === undefined) throw new DerError('DER: truncated');
      length = length * 256 + byte;
    }
  }
  const end = start + length;
  if (end > bytes.length) throw new DerError('DER: longer than the data');
  return { tag, end, raw: bytes.subarray(offset, end), content: bytes.subarray(start, end) };
}

/** The elements inside a constructed element, in order. */
export function children(element: DerElement): DerElement[] {
  const result: DerElement[] = [];
  for (let offset = 0; offset < element.content.length;) {
    const child = readDer(element.content, offset);
    result.push(child);
    offset = child.end;
  }
  return result;
}

/** Follows child indexes from an element; throws a DerError when there is no such child. */
export function child(element: DerElement | undefined, ...path: readonly number[]): DerElement {
  let current = element;
  for (const index of path) current = current && children(current)[index];
  if (!current) throw new DerError('DER: missing element');
  return current;
}

/** Dotted text of an object identifier. */
export function readOid(element: DerElement): string {
  if (element.tag !== 0x06) throw new DerError('DER: not an object identifier');
  const arcs: number[] = [];
  let value = 0;
  for (const byte of element.content) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(value);
      value = 0;
    }
  }
  const [first = 0, ...rest] = arcs;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}

/** A small non-negative INTEGER; throws above 2^53. */
export function readInteger(element: DerElement): number {
  if (element.tag !== 0x02 || element.content.length === 0 || element.content.length > 7) {
    throw new DerError('DER: not a small integer');
  }
  return element.content.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** Time of a UTCTime or GeneralizedTime element in UTC milliseconds. */
export function readTime(element: DerElement): number {
  const text = new TextDecoder().decode(element.content);
  // RFC 5280 4.1.2.5.1: two-digit years from 50 on are of the twentieth century.
  const full = element.tag === 0x17 ? (Number(text.slice(0, 2)) >= 50 ? '19' : '20') + text : text;
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(full);
  if (!match || (element.tag !== 0x17 && element.tag !== 0x18)) throw new DerError('DER: not a UTC time');
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Text of a string element (UTF8String, PrintableString, IA5String, T61String as Latin-1, BMPString). */
export function readText(element: DerElement): string {
  if (element.tag === 0x1e) return Buffer.from(element.content).swap16().toString('utf16le');
  return Buffer.from(element.content).toString(element.tag === 0x14 ? 'latin1' : 'utf8');
}

/** An element of any tag around the joined parts. */
export function tagged(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  const size = content.length;
  let header: number[];
  if (size < 0x80) header = [tag, size];
  else if (size < 0x100) header = [tag, 0x81, size];
  else if (size < 0x10000) header = [tag, 0x82, size >> 8, size & 0xff];
  else header = [tag, 0x83, size >> 16, (size >> 8) & 0xff, size & 0xff];
  if (size >= 0x1000000) throw new DerError('DER: element too long to write');
  return Uint8Array.from(Buffer.concat([Uint8Array.from(header), content]));
}

export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return tagged(0x30, ...parts);
}

/** SET OF: DER wants the members in the order of their encodings. */
export function setOf(...parts: readonly Uint8Array[]): Uint8Array {
  return tagged(0x31, ...[...parts].sort((a, b) => Buffer.compare(a, b)));
}

/** Constructed context tag `[number]`. */
export function context(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return tagged(0xa0 | number, ...parts);
}

/** Primitive context tag `[number]`. */
export function contextPrimitive(number: number, content: Uint8Array): Uint8Array {
  return tagged(0x80 | number, content);
}

export function octetString(content: Uint8Array): Uint8Array {
  return tagged(0x04, content);
}

/** BIT STRING of whole bytes. */
export function bitString(content: Uint8Array): Uint8Array {
  return tagged(0x03, Uint8Array.of(0), content);
}

export function nullValue(): Uint8Array {
  return tagged(0x05);
}

export function boolean(value: boolean): Uint8Array {
  return tagged(0x01, Uint8Array.of(value ? 0xff : 0));
}

export function utf8String(text: string): Uint8Array {
  return tagged(0x0c, Buffer.from(text, 'utf8'));
}

/** INTEGER of a non-negative number, or of unsigned big-endian bytes. */
export function integer(value: number | Uint8Array): Uint8Array {
  const bytes =
    typeof value === 'number' ? Buffer.from(value.toString(16).padStart(14, '0'), 'hex') : Buffer.from(value);
  const first = bytes.findIndex((byte) => byte !== 0);
  const trimmed = first < 0 ? Buffer.of(0) : bytes.subarray(first);
  // A leading zero keeps the number positive when its top bit is set.
  return (trimmed[0] ?? 0) >= 0x80 ? tagged(0x02, Uint8Array.of(0), trimmed) : tagged(0x02, trimmed);
}

export function objectIdentifier(dotted: string): Uint8Array {
  const [root = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [root * 40 + second];
  for (const arc of rest) {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift(0x80 | (left % 128));
    bytes.push(...groups);
  }
  return tagged(0x06, Uint8Array.from(bytes));
}

/** UTCTime until 2049, GeneralizedTime after (RFC 5280 4.1.2.5); whole seconds. */
export function time(date: Date): Uint8Array {
  const text = `${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
  return date.getUTCFullYear() < 2050 ? tagged(0x17, Buffer.from(text.slice(2))) : tagged(0x18, Buffer.from(text));
}
