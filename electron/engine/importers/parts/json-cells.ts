import type { JsonValue } from '../../reading/types.ts';

/** JSON text in a cell as a value; anything else, broken JSON too, as it is. */
export function decodeJson(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== 'string' || !/^\s*["[{]/.test(value)) return value;
  try {
    // JSON.parse answers a JSON value.
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}

/** A value that may be JSON in a string in JSON, as text: decoded until it stays the same, three times at most. */
export function decodedText(value: JsonValue | undefined): string {
  let current = value;
  for (let round = 0; round < 3 && typeof current === 'string'; round += 1) {
    const next = decodeJson(current);
    if (next === current) break;
    current = next;
  }
  return cellText(current);
}

/**
 * Text of a value out of a decoded cell: lists joined by spaces, an object as JSON, '' when absent. Takes values of any
 * depth: unlike records, decoded cells were not checked for it by the reader.
 */
export function cellText(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return value.map(flatText).join(' ').trim();
  return flatText(value);
}

function flatText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value.trim();
  if (typeof value !== 'object') return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    return '';
  }
}

/** The member of an object by its name in any letter case; undefined when there is none or it is no object. */
export function childOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  // Array.isArray does not narrow readonly arrays; the key is taken from the object itself.
  const object = value as Readonly<Record<string, JsonValue>>;
  if (Object.hasOwn(object, name)) return object[name];
  const wanted = name.toLowerCase();
  const key = Object.keys(object).find((candidate) => candidate.toLowerCase() === wanted);
  return key === undefined ? undefined : object[key];
}

/** Text of a member, '' when absent. */
export function textAt(value: JsonValue | undefined, name: string): string {
  return cellText(childOf(value, name));
}

/** A list; exports collapse a list of one to its element and an empty list to null. Text is no list. */
export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null || typeof value !== 'object') return [];
  return Array.isArray(value) ? value : [value];
}

/** Whether PowerShell wrote the name of a type or `@{…}` in place of a nested value: it is lost, not data. */
export function isLost(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && /^\s*(?:@\{|System\.(?:Object|Collections)\b|Microsoft\.Graph\.)/.test(value);
}

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** All GUIDs in a text, in lower case. */
export function guidsIn(text: string): string[] {
  return text.match(GUID)?.map((id) => id.toLowerCase()) ?? [];
}

/** Whether a text is one GUID and nothing else. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}

/** `{ name }`, or nothing when it is blank. */
export function named(name: string): { name?: string } {
  return name === '' ? {} : { name };
}
