/** What JSON can hold. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

/**
 * The one canonical text of a value by RFC 8785 (JCS): members sorted by UTF-16 code units, no white space, numbers
 * as ECMAScript prints them. Members that are undefined are left out, as JSON.stringify does. Throws a TypeError that
 * names the place for anything JSON cannot say exactly: NaN, infinities, undefined in an array, functions, bigints,
 * class instances, text with a lone surrogate, more than 1000 levels of nesting.
 */
export function canonicalJson(value: unknown): string {
  return write(value, []);
}

/** The canonical text as UTF-8 bytes. */
export function canonicalJsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(canonicalJson(value));
}

const DEEPEST = 1000;

/** `path` leads to the value; it is a stack, because building its text for every member costs more than the rest. */
type Path = (string | number)[];

function write(value: unknown, path: Path): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw fault(path, `${value}, not a finite number`);
    return JSON.stringify(value);
  }
  if (typeof value === 'string') return writeString(value, path);
  if (path.length > DEEPEST) throw new TypeError(`canonical JSON: nested deeper than ${DEEPEST} levels`);
  if (Array.isArray(value)) return writeArray(value, path);
  if (typeof value === 'object') return writeObject(value, path);
  throw fault(path, `of type ${typeof value}`);
}

function writeString(value: string, path: Path): string {
  if (!value.isWellFormed()) throw fault(path, 'text with a lone surrogate');
  return JSON.stringify(value);
}

function writeArray(value: readonly unknown[], path: Path): string {
  const items: string[] = [];
  // By index, so that a hole in a sparse array is refused instead of left out.
  for (let index = 0; index < value.length; index++) {
    path.push(index);
    items.push(write(value[index], path));
    path.pop();
  }
  return `[${items.join(',')}]`;
}

function writeObject(value: object, path: Path): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw fault(path, 'not a plain object');
  const members: string[] = [];
  // RFC 8785 section 3.2.3 orders by UTF-16 code units, which is what < compares.
  for (const [key, member] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (member === undefined) continue;
    path.push(key);
    members.push(`${writeString(key, path)}:${write(member, path)}`);
    path.pop();
  }
  return `{${members.join(',')}}`;
}

function fault(path: Path, what: string): TypeError {
  const place = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return new TypeError(`canonical JSON: $${place} is ${what}`);
}
