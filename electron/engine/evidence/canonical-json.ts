/** What JSON can hold. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

/**
 * The one canonical text of a value by RFC 8785 (JCS): members sorted by UTF-16 code units, no white space, numbers
 * as ECMAScript prints them. Members that are undefined are left out, as JSON.stringify does. Throws a TypeError that
 * names the place for anything JSON cannot say exactly: NaN, infinities, undefined in an array, functions, bigints,
 * class instances, text with a lone surrogate.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '$');
}

/** The canonical text as UTF-8 bytes. */
export function canonicalJsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(canonicalJson(value));
}

function write(value: unknown, place: string): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`canonical JSON: ${place} is ${value}, not a finite number`);
    return JSON.stringify(value);
  }
  if (typeof value === 'string') return writeString(value, place);
  if (Array.isArray(value)) {
    // Array.from visits holes too, so that a sparse array is refused instead of shortened.
    return `[${Array.from(value, (item: unknown, index) => write(item, `${place}[${index}]`)).join(',')}]`;
  }
  if (typeof value === 'object') return writeObject(value, place);
  throw new TypeError(`canonical JSON: ${place} is of type ${typeof value}`);
}

function writeString(value: string, place: string): string {
  if (!value.isWellFormed()) throw new TypeError(`canonical JSON: ${place} contains a lone surrogate`);
  return JSON.stringify(value);
}

function writeObject(value: object, place: string): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`canonical JSON: ${place} is not a plain object`);
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    // RFC 8785 section 3.2.3 orders by UTF-16 code units, which is what < compares.
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${writeString(key, `a key of ${place}`)}:${write(member, `${place}.${key}`)}`);
  return `{${members.join(',')}}`;
}
