import { canonicalKey } from './keys.ts';
import type { JsonValue } from './types.ts';

/** A header cell without byte order mark and without white space (incl. no-break space) around it. */
export function cellText(cell: string): string {
  // Behind a byte order mark a quote does not count as one, so it is still there.
  const text = cell.replace(/^[\ufeff\u200b\s]+|[\ufeff\u200b\s]+$/g, '');
  return cell.startsWith('\ufeff') && /^".*"$/s.test(text) ? text.slice(1, -1) : text;
}

/** Column names of a header row: trimmed, a repeated name with `#2`, `#3`, an empty one as `column N`. */
export function headerNames(row: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return row.map((cell, index) => {
    const name = cellText(cell) || `column ${index + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  });
}

const DATA_CELLS = [
  /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i,
  /^\d{4}-\d{2}-\d{2}(?:[T ]|$)/,
  /^\d{1,2}[/.]\d{1,2}[/.]\d{4}(?:\D|$)/,
  /^https?:\/\//i,
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  /^[+-]?\d+(?:\.\d+)?$/,
  /^\d{1,3}(?:\.\d{1,3}){3}$/,
  /^[[{]/,
];

/** True when a first row holds a GUID, date, URL, e-mail address, number or JSON, so that it is no header. */
export function looksLikeData(row: readonly string[]): boolean {
  return row.some((cell) => {
    const text = cellText(cell);
    return text.length > 200 || DATA_CELLS.some((pattern) => pattern.test(text));
  });
}

/** True when a row is the header once more, as in files put together with `cat` or `copy`. */
export function isRepeatedHeaderRow(row: readonly string[], header: readonly string[]): boolean {
  const [first] = row;
  const [name] = header;
  if (first === undefined || name === undefined || row.length !== header.length) return false;
  // The first cell decides nearly always, without a look at the others.
  if (!first.includes(name)) return false;
  return row.every((cell, index) => cellText(cell) === header[index]);
}

/**
 * True when a record is a header that an exporter took for data: each of its texts is the name of its key
 * (`{"event_type": "EVENT_TYPE", …}`).
 */
export function isRepeatedHeaderRecord(value: JsonValue): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  let matches = 0;
  for (const key of Object.keys(value)) {
    const member: unknown = Reflect.get(value, key);
    if (member === '' || member === null) continue;
    if (typeof member !== 'string' || !isNameOf(member, key)) return false;
    matches += 1;
  }
  return matches > 1;
}

function isNameOf(text: string, key: string): boolean {
  // The same letter in either case: cheaper than two canonical keys.
  if ((text.charCodeAt(0) | 0x20) !== (key.charCodeAt(0) | 0x20) || text.length > key.length + 8) return false;
  return canonicalKey(text) === canonicalKey(key);
}
