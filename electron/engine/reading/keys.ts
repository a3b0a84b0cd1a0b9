import type { JsonObject, JsonValue } from './types.ts';

const TYPE_SUFFIX = /_(?:s|d|b|t|g|dynamic|string)$/;
const IGNORED = /[\s._\u200b\ufeff]+/g;

/**
 * The one spelling under which names of columns and keys are compared: `eventType_s`, `EVENT_TYPE`, `event.type` and
 * `Event Type [UTC]` are all `eventtype`. Removes letter case, Log Analytics type suffixes, ` [UTC]`, white space,
 * `_` and `.`.
 */
export function canonicalKey(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/\s*\[utc\]\s*$/, '')
    .trim();
  const canonical = plain.replace(TYPE_SUFFIX, '').replace(IGNORED, '');
  return canonical === '' ? plain : canonical;
}

/** Index of the first of the names that the header has, exact spelling before canonical; -1 when it has none. */
export function findColumn(header: readonly string[], names: readonly string[]): number {
  const canonical = header.map(canonicalKey);
  for (const name of names) {
    const exact = header.indexOf(name);
    if (exact >= 0) return exact;
    const column = canonical.indexOf(canonicalKey(name));
    if (column >= 0) return column;
  }
  return -1;
}

/**
 * The value at a dotted path (or list of segments) of a record; undefined when the record has no such value. Segments
 * match own keys by canonical key, several at once when the export flattened them (`actor_alternateId_s`). A single
 * object and an array of one are the same; over a longer array a named segment gives an array of what its elements
 * hold, and a number picks one element.
 */
export function readPath(record: JsonValue, path: string | readonly string[]): JsonValue | undefined {
  return compileSegments(typeof path === 'string' ? path.split('.') : path)(record);
}

/**
 * A function that reads the first of the paths that a record has. It remembers how keys are spelled, so it is cheap
 * for millions of records.
 */
export function compilePath(names: readonly string[]): (record: JsonValue) => JsonValue | undefined {
  const readers = names.map((name) => compileSegments(name.split('.')));
  const [only] = readers;
  if (only !== undefined && readers.length === 1) return only;
  return (record) => {
    for (const read of readers) {
      const value = read(record);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}

type Reader = (value: JsonValue) => JsonValue | undefined;

function compileSegments(segments: readonly string[]): Reader {
  const [first, ...rest] = segments;
  if (first === undefined) return (value) => value;
  const index = /^\d+$/.test(first) ? Number(first) : null;
  const readRest = compileSegments(rest);
  // Longer joins match flattened keys; `@odata.nextLink` is one key although it holds a dot.
  const joins = segments.map((_, last) => ({
    key: keyReader(segments.slice(0, last + 1).join('.')),
    rest: compileSegmentsLazily(segments.slice(last + 1)),
  }));
  const readObject = (object: JsonObject): JsonValue | undefined => {
    for (const join of joins) {
      const value = join.key(object);
      if (value === undefined) continue;
      const found = join.rest()(value);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return (value) => {
    if (value === null || typeof value !== 'object') return undefined;
    if (isArray(value)) {
      if (index !== null) {
        const element = value[index];
        return element === undefined ? undefined : readRest(element);
      }
      return readElements(value, readObject);
    }
    const found = readObject(value);
    return found === undefined && index === 0 ? readRest(value) : found;
  };
}

function compileSegmentsLazily(segments: readonly string[]): () => Reader {
  let reader: Reader | undefined;
  return () => (reader ??= compileSegments(segments));
}

function readElements(
  elements: readonly JsonValue[],
  read: (object: JsonObject) => JsonValue | undefined,
): JsonValue | undefined {
  const found: JsonValue[] = [];
  for (const element of elements) {
    if (element === null || typeof element !== 'object' || isArray(element)) continue;
    const value = read(element);
    if (value !== undefined) found.push(value);
  }
  return found.length > 1 ? found : found[0];
}

/** Array.isArray does not narrow readonly arrays. */
function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function keyReader(name: string): (object: JsonObject) => JsonValue | undefined {
  const canonical = canonicalKey(name);
  let spelling = name;
  return (object) => {
    if (Object.hasOwn(object, name)) return object[name];
    if (spelling !== name && Object.hasOwn(object, spelling)) return object[spelling];
    const key = keysOf(object).get(canonical);
    if (key === undefined) return undefined;
    spelling = key;
    return object[key];
  };
}

// Records of a file share a few sets of keys, and a record is asked for many fields in a row.
const KNOWN_LIMIT = 2000;
const known = new Map<string, ReadonlyMap<string, string>>();
let lastObject: JsonObject | undefined;
let lastKeys: ReadonlyMap<string, string> = new Map();

function keysOf(object: JsonObject): ReadonlyMap<string, string> {
  if (object === lastObject) return lastKeys;
  const keys = Object.keys(object);
  const signature = keys.join('\n');
  let index = known.get(signature);
  if (index === undefined) {
    const fresh = new Map<string, string>();
    for (const key of keys) {
      const canonical = canonicalKey(key);
      if (!fresh.has(canonical)) fresh.set(canonical, key);
    }
    if (known.size >= KNOWN_LIMIT) known.clear();
    known.set(signature, fresh);
    index = fresh;
  }
  lastObject = object;
  lastKeys = index;
  return index;
}
