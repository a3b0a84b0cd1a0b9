/**
 * The scopes in one cell of an export nobody knows. In order: a JSON list, a Python list, lines, semicolons, bars, commas,
 * white space; the first separator that occurs is the one, so that scopes with spaces survive where another separates
 * them. Addresses are never cut inside their query, and a phrase (`Read all files`) is one scope.
 */
export function splitScopes(text: string): string[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  const listed = trimmed.startsWith('[') && trimmed.endsWith(']') ? fromList(trimmed) : null;
  return distinct(listed ?? divide(trimmed));
}

/** The scopes of a list that a JSON file holds as one: nothing in its entries is cut. */
export function scopesOfList(values: readonly unknown[]): string[] {
  return distinct(values.map(scopeOf));
}

function distinct(parts: readonly string[]): string[] {
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))];
}

/** A text, what an object calls itself, or anything else as JSON. */
function scopeOf(entry: unknown): string {
  if (typeof entry === 'string') return entry;
  if (typeof entry !== 'object' || entry === null) return entry === null ? '' : JSON.stringify(entry);
  for (const key of ['scope', 'value', 'name', 'id']) {
    const value: unknown = Object.hasOwn(entry, key) ? Reflect.get(entry, key) : undefined;
    if (typeof value === 'string' && value !== '') return value;
  }
  return JSON.stringify(entry);
}

/** The query of an address, up to a separator behind which another scope begins. */
const QUERIES = /https?:\/\/[^\s?,;|]+\?\S*?(?=[,;|](?:\s|https?:\/\/|$)|\s|$)/gi;
const SEPARATORS = ',;|';
/** Stand for the separators in an address; private use, so they occur nowhere else. */
const KEPT = '\u{e100}\u{e101}\u{e102}';

function divide(text: string): string[] {
  const shielded = text.replace(QUERIES, (address) => exchange(address, SEPARATORS, KEPT));
  const parts = isPhrase(shielded) ? [shielded] : shielded.split(separatorOf(shielded));
  return parts.map((part) => exchange(part, KEPT, SEPARATORS));
}

function exchange(text: string, from: string, to: string): string {
  return [...text].map((character) => to[from.indexOf(character)] ?? character).join('');
}

const LONGEST_PHRASE = 200;

/** Words of a sentence, as consoles describe a scope: a capital first, small words behind it, no sign that scopes have. */
function isPhrase(text: string): boolean {
  if (text.length > LONGEST_PHRASE) return false;
  const words = text.split(/ +/);
  return (
    /^\p{Lu}/u.test(text) &&
    words.every((word) => /^[\p{L}\d'’()-]+\.?$/u.test(word)) &&
    words.slice(1).some((word) => /^\p{Ll}/u.test(word))
  );
}

function separatorOf(text: string): RegExp {
  if (/[\r\n]/.test(text)) return /[\r\n]+/;
  if (text.includes(';')) return /;/;
  if (text.includes('|')) return /\|/;
  if (text.includes(',')) return /,/;
  return /\s+/;
}

/** `["a", "b"]` or `['a', 'b']`; null when the brackets hold neither. */
function fromList(text: string): string[] | null {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value.map(scopeOf);
  } catch {
    // Not JSON; perhaps Python.
  }
  const quoted = Array.from(text.matchAll(/'([^']*)'/g), (match) => match[1] ?? '');
  if (quoted.length > 0) return quoted;
  const inner = text.slice(1, -1);
  return /["']/.test(inner) ? null : inner.split(/,/);
}
