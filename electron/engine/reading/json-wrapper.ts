import { canonicalKey } from './keys.ts';
import type { OutlineEntry } from './json-outline.ts';

/** Keys under which vendors put their records, most telling first. `true`: may also hold one record as an object. */
const RECORD_KEYS: ReadonlyMap<string, boolean> = new Map([
  ['value', true],
  ['items', true],
  ['activities', true],
  ['records', true],
  ['entries', true],
  ['logs', false],
  ['approved_apps', false],
  ['restricted_apps', false],
  ['app_requests', false],
  ['installations', false],
  ['logins', false],
  ['hits', false],
  ['results', false],
  ['data', false],
]);

/** Keys of objects that hold such a list one level down. */
const OUTER_KEYS = new Set(['result', 'hits', 'data', 'response', 'body']);

/** Objects that describe the page, not a record. */
const PAGE_OBJECTS = new Set([
  'paging',
  'pagination',
  'responsemetadata',
  'metadata',
  'meta',
  'links',
  '@links',
  'page',
  'query',
  'shards',
]);

/** Keys that only a record of its own has. */
const RECORD_MARKS =
  /^(?:id|uuid|guid|objectid|appid|clientid|eventid|recordid|documentid|time|timestamp|eventtime|creationtime|createddatetime|createdat|action|operation|operationname|eventtype)$/;

/**
 * Dotted key under which an object holds the records of a page, or null when the object is a record itself. An unknown
 * key counts when its list is all that the object holds, and the object is the only one in the file.
 */
export function findWrapper(entries: readonly OutlineEntry[], isOnlyDocument: boolean): string | null {
  return knownKey(entries) ?? nestedKey(entries) ?? (isOnlyDocument ? onlyList(entries) : null);
}

function knownKey(entries: readonly OutlineEntry[]): string | null {
  for (const [name, mayBeObject] of RECORD_KEYS) {
    const entry = entries.find(({ key }) => key.toLowerCase() === name);
    if (entry === undefined) continue;
    if (entry.kind === 'array' && (entry.hasObjects || entry.isEmpty))
      return looksLikeRecord(entries, entry) ? null : entry.key;
    if (entry.kind === 'object' && mayBeObject && !looksLikeRecord(entries, entry)) return entry.key;
  }
  return null;
}

function nestedKey(entries: readonly OutlineEntry[]): string | null {
  for (const entry of entries) {
    if (entry.kind !== 'object' || !OUTER_KEYS.has(entry.key.toLowerCase()) || looksLikeRecord(entries, entry))
      continue;
    const inner = knownKey(entry.members);
    if (inner !== null) return `${entry.key}.${inner}`;
  }
  return null;
}

function onlyList(entries: readonly OutlineEntry[]): string | null {
  const lists = entries.filter((entry) => entry.hasObjects);
  const [list] = lists;
  if (list === undefined || lists.length > 1 || list.key.includes('.')) return null;
  const hasOthers = entries.some(
    (entry) =>
      entry.kind !== 'scalar' && entry !== list && !entry.isEmpty && !PAGE_OBJECTS.has(canonicalKey(entry.key)),
  );
  return hasOthers || looksLikeRecord(entries, list) ? null : list.key;
}

/** True when the neighbors of a list say that the object is a record which happens to hold a list. */
function looksLikeRecord(entries: readonly OutlineEntry[], list: OutlineEntry): boolean {
  return entries.some(
    (entry) => entry !== list && entry.kind === 'scalar' && RECORD_MARKS.test(canonicalKey(entry.key)),
  );
}
