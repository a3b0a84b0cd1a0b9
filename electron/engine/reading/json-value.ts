import type { JsonValue } from './types.ts';

/**
 * Parses one JSON record. Whole numbers beyond 2^53 become text instead of losing digits; lone surrogates and NUL
 * become U+FFFD. Throws SyntaxError.
 */
export function parseJsonRecord(text: string, hasLongNumber: boolean): JsonValue {
  // JSON.parse is typed `any`; JsonValue is what it returns by definition.
  const value = JSON.parse(hasLongNumber ? quoteLongNumbers(text) : text) as JsonValue;
  return text.includes('\\u') && /\\u(?:0000|[dD][89a-fA-F])/.test(text) ? wellFormed(value) : value;
}

/**
 * Adds the scalars of a value that stands beside the records to a map from dotted path to text: the value itself, or
 * the members of an object (`response_metadata.next_cursor`). Broken JSON adds nothing.
 */
export function flattenNeighbor(path: string, text: string, into: Map<string, string>): void {
  let value: JsonValue;
  try {
    value = parseJsonRecord(text, true);
  } catch {
    return;
  }
  if (value === null || typeof value !== 'object') into.set(path, String(value));
  else if (!Array.isArray(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (member === null || typeof member !== 'object') into.set(`${path}.${key}`, String(member));
    }
  }
}

/** Elasticsearch keeps the record under `_source` of each hit. */
export function payloadOf(hit: JsonValue): JsonValue {
  if (hit === null || typeof hit !== 'object' || !Object.hasOwn(hit, '_source')) return hit;
  // An array has no own key `_source`.
  return (hit as { readonly _source?: JsonValue })._source ?? hit;
}

/** The same JSON text with every whole number that a double cannot hold exactly put in quotes. */
function quoteLongNumbers(text: string): string {
  let result = '';
  let copiedTo = 0;
  let position = 0;
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (code === 0x22) {
      position = endOfString(text, position);
    } else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      const start = position;
      do position += 1;
      while (position < text.length && isNumberPart(text.charCodeAt(position)));
      const number = text.slice(start, position);
      if (/^-?\d+$/.test(number) && !Number.isSafeInteger(Number(number))) {
        result += `${text.slice(copiedTo, start)}"${number}"`;
        copiedTo = position;
      }
    } else position += 1;
  }
  return result + text.slice(copiedTo);
}

function endOfString(text: string, start: number): number {
  let position = start + 1;
  for (;;) {
    const quote = text.indexOf('"', position);
    if (quote < 0) return text.length;
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === 0x5c) backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
    position = quote + 1;
  }
}

function isNumberPart(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) || code === 0x2b || code === 0x2d || code === 0x2e || code === 0x45 || code === 0x65
  );
}

function wellFormed(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\ufffd');
  if (value === null || typeof value !== 'object') return value;
  // Array.isArray does not narrow readonly arrays.
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(wellFormed);
  // fromEntries defines own properties, so a `__proto__` key stays a plain key.
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [wellFormedText(key), wellFormed(member ?? null)]),
  );
}

function wellFormedText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}
