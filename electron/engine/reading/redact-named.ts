import { isHarmless, isParameterName, isSecretMember } from './redact-keys.ts';
import type { Secret } from './redact-shapes.ts';

/** Five characters in a row that the name of a secret has (see createNeedleScanner). */
export const NAME_NEEDLES: readonly string[] = [
  // token, secret, password and passwd, passphrase, private key, cookie
  '(?i)[^]toke',
  '(?i)[^]secr',
  '(?i)passw',
  '(?i)ssphr',
  '(?i)priva',
  '(?i)cooki',
  // API key, access key, account key, subscription key
  '(?i)[ap][pi][i_ -]ke',
  '(?i)[euisno][snot][stn_ -]ke',
  // names of parameters alone
  '(?i)ture[=%\\\\]',
  '(?i)ssert',
  '(?i)[^a-z]sig[=%\\\\]',
  '(?i)code[=%\\\\]',
  '(?i)[^a-z]pwd=',
];

/** Index at which a name is certainly at work, counted from where its needle stands. */
export const INSIDE = 2;
const LONGEST_NAME = 64;
const ENDS = endings('ken', 'ret', 'ext', 'ord', 'swd', 'ase', 'key', 'kie', 'ing');
const PARAMETER_ENDS = endings('sig', 'ure', 'ion', 'ode', 'pwd');

/**
 * False when the bytes where a needle of NAME_NEEDLES stands are no name of a secret with a value behind it: cheap, since
 * `uniqueTokenIdentifier` may stand in every record. `to` is where the bytes end.
 */
export function mayBeNamed(bytes: Uint8Array, at: number, to: number): boolean {
  let end = at + INSIDE;
  const limit = Math.min(to, at + LONGEST_NAME);
  while (end < limit && isNameByte(bytes[end] ?? 0)) end += 1;
  if (end >= limit) return limit === to;
  const next = bytes[end];
  const isQuote = next === QUOTE || next === APOSTROPHE;
  if (!isQuote && next !== BACKSLASH && next !== EQUALS && next !== PERCENT) return false;
  // Log Analytics adds the type to a name.
  const last = bytes[end - 2] === UNDERSCORE ? end - 2 : end;
  const ending = endingOf(bytes[last - 3] ?? 0, bytes[last - 2] ?? 0, bytes[last - 1] ?? 0);
  if (!isQuote && PARAMETER_ENDS.has(ending)) return true;
  if (!ENDS.has(ending)) return false;
  const behind = bytes[end + (bytes[end + 1] === next ? 2 : 1)];
  return (
    !isQuote || end + 2 >= to || behind === COLON || behind === COMMA || (behind ?? 0) <= SPACE || behind === BACKSLASH
  );
}

/**
 * The secrets named where a needle of NAME_NEEDLES stands (and not before `floor`): the value of a JSON member, however often its quotes are
 * escaped or doubled; of a name and value pair (`"name": "access_token", "value": "…"`); of a URL parameter or form field.
 */
export function matchNamed(text: string, at: number, floor: number): readonly Secret[] {
  let end = at + INSIDE;
  while (end < at + LONGEST_NAME && isNameByte(text.charCodeAt(end))) end += 1;
  PARAMETER_END.lastIndex = end;
  const parameter = PARAMETER_END.exec(text);
  if (parameter !== null) return parameterValue(text, end, parameter[0], floor);
  NAME_END.lastIndex = end;
  const [close, slashes, quote, mark] = NAME_END.exec(text) ?? [];
  if (close === undefined || slashes === undefined || quote === undefined) return [];
  let start = end;
  const lowest = Math.max(floor, end - LONGEST_NAME);
  while (start > lowest && isKeyByte(text.charCodeAt(start - 1))) start -= 1;
  const name = text.slice(start, end).trim();
  const quotes = { slashes: slashes.length, quote };
  return mark === ':' ? memberValues(text, end + close.length, name, quotes) : pairValues(text, end, name, quotes);
}

const PARAMETER_END = /=|%(?:25)*3D|\\+u003d/iy;
const NAME_END = /(\\*)(""|"|')(?:\s|\\+[nrt])*([:,])(?:\s|\\+[nrt])*/y;

/** How a JSON text is quoted: the backslashes before each quote, and the quote, doubled inside a CSV cell. */
interface Quotes {
  readonly slashes: number;
  readonly quote: string;
}

/** A string, or the strings of an array. */
function memberValues(text: string, from: number, name: string, quotes: Quotes): readonly Secret[] {
  const found: Secret[] = [];
  const isArray = text[from] === '[';
  for (let at = isArray ? skipGap(text, from + 1) : from; ; at = skipGap(text, at + 1)) {
    const value = readString(text, at, quotes);
    if (value === null) return found;
    found.push(...secretIn(text, name, value, quotes));
    at = skipGap(text, value.next);
    if (!isArray || text[at] !== ',') return found;
  }
}

const VALUE_KEYS = new Set(['value', 'newvalue', 'oldvalue', 'stringvalue']);
const MEMBERS_OF_PAIR = 4;
const OTHER_VALUE = /(?:null|true|false|[\d.]+|\[\s*\])/y;

/** The name is a value itself; the members after it may hold what it names. */
function pairValues(text: string, end: number, name: string, quotes: Quotes): readonly Secret[] {
  const found: Secret[] = [];
  let at = end + quotes.slashes + quotes.quote.length;
  for (let count = 0; count < MEMBERS_OF_PAIR; count += 1) {
    at = skipGap(text, at);
    const key = text[at] === ',' ? readString(text, skipGap(text, at + 1), quotes) : null;
    if (key === null || key.end - key.start > LONGEST_NAME) return found;
    const colon = skipGap(text, key.next);
    if (text[colon] !== ':') return found;
    at = skipGap(text, colon + 1);
    const value = readString(text, at, quotes);
    if (value !== null) {
      if (VALUE_KEYS.has(text.slice(key.start, key.end).toLowerCase().replace('_', '')))
        found.push(...secretIn(text, name, value, quotes));
      at = value.next;
      continue;
    }
    OTHER_VALUE.lastIndex = at;
    const other = OTHER_VALUE.exec(text);
    if (other === null) return found;
    at += other[0].length;
  }
  return found;
}

function secretIn(text: string, name: string, value: QuotedString, quotes: Quotes): readonly Secret[] {
  const { start, end } = withoutInnerQuotes(text, value);
  if (!isSecretMember(name, text.slice(start, end))) return [];
  return [{ start, end, kind: `member ${name}`, goOn: (more, from) => endOfString(more, from, quotes) }];
}

/** An escaped slash, plus or equals sign is part of a value; any other escape ends it. Other ends are of URLs and cells. */
const VALUE_OF_PARAMETER = /(?:\\*["']{1,2})?((?:[^\0- "#&',;<>[\\\]{|}]|\\+(?:\/|u00(?:2[5bf]|3d|7e)))+)/iy;
const ENCODED_END = /%(?:25)*(?:20|22|23|26|3B)/i;

function parameterValue(text: string, end: number, sign: string, floor: number): readonly Secret[] {
  const name = parameterName(text, end, floor);
  // Before the value, which may be long: the next names may stand in it.
  if (!isParameterName(name)) return [];
  VALUE_OF_PARAMETER.lastIndex = end + sign.length;
  const [whole, all] = VALUE_OF_PARAMETER.exec(text) ?? [];
  if (whole === undefined || all === undefined) return [];
  const start = end + sign.length + whole.length - all.length;
  const stop = sign.startsWith('%') ? all.search(ENCODED_END) : -1;
  const value = stop < 0 ? all : all.slice(0, stop);
  if (isHarmless(name, value)) return [];
  const goOn = (more: string, first: number): number => {
    VALUE_OF_PARAMETER.lastIndex = first;
    return first + (VALUE_OF_PARAMETER.exec(more)?.[1]?.length ?? 0);
  };
  return [{ start, end: start + value.length, kind: `query parameter ${name}`, goOn }];
}

/** The name before an index, without the escape that may stand before it (`%26code`, `\ncode`, `\u0026code`). */
function parameterName(text: string, end: number, floor: number): string {
  let start = end;
  const lowest = Math.max(floor, end - LONGEST_NAME);
  while (start > lowest && isNameByte(text.charCodeAt(start - 1))) start -= 1;
  const name = text.slice(start, end);
  const sign = start === floor ? undefined : text[start - 1];
  if (sign === '%') return name.replace(/^(?:25)*[0-9a-f]{2}/i, '');
  return sign === '\\' ? name.replace(/^(?:u[0-9a-f]{4}|[nrtbf])/i, '') : name;
}

interface QuotedString {
  readonly start: number;
  readonly end: number;
  /** Behind the closing quote. */
  readonly next: number;
}

/** The string that begins at an index; null when none does. */
function readString(text: string, at: number, quotes: Quotes): QuotedString | null {
  const open = '\\'.repeat(quotes.slashes) + quotes.quote;
  if (!text.startsWith(open, at)) return null;
  const start = at + open.length;
  const end = endOfString(text, start, quotes);
  return { start, end, next: text.startsWith(open, end) ? end + open.length : end };
}

/**
 * Index of the closing quote, its backslashes included; of what ends the text around the string when that comes first:
 * the line, the outer string, the cell.
 */
function endOfString(text: string, from: number, { slashes, quote }: Quotes): number {
  const ends = quote === "'" ? /['\r\n]/g : /["\r\n]/g;
  ends.lastIndex = from;
  for (let match = ends.exec(text); match !== null; match = ends.exec(text)) {
    const { index } = match;
    const isLone = quote === '""' && text[index + 1] !== '"';
    if (match[0] === '\n' || match[0] === '\r' || isLone) return index;
    let run = 0;
    while (index - run > from && text[index - run - 1] === '\\') run += 1;
    const level = levelOf(run);
    if (level <= levelOf(slashes)) return index - ((1 << level) - 1);
    ends.lastIndex = index + quote.length;
  }
  return text.length;
}

/**
 * How many strings around it a quote with so many backslashes does not end, but is text of. Escaping once more doubles the
 * backslashes and adds one, so these are the ones at the end of their binary number.
 */
function levelOf(backslashes: number): number {
  let level = 0;
  for (let rest = backslashes; rest % 2 === 1; rest = (rest - 1) / 2) level += 1;
  return level;
}

/** Entra writes changed values as JSON inside the string: its quotes stay. */
function withoutInnerQuotes(text: string, { start, end }: QuotedString): Pick<QuotedString, 'start' | 'end'> {
  const value = text.slice(start, end);
  const inner = /^(\\+"{1,2})[^]+?(\\+"{1,2})$/.exec(value);
  if (inner === null) return { start, end };
  return { start: start + (inner[1]?.length ?? 0), end: end - (inner[2]?.length ?? 0) };
}

function skipGap(text: string, from: number): number {
  GAP.lastIndex = from;
  return from + (GAP.exec(text)?.[0].length ?? 0);
}

const GAP = /(?:\s|\\+[nrt])*/y;

const QUOTE = 0x22;
const SPACE = 0x20;
const PERCENT = 0x25;
const COMMA = 0x2c;
const DOT = 0x2e;
const COLON = 0x3a;
const APOSTROPHE = 0x27;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;
const UNDERSCORE = 0x5f;

/** Letters, digits, `_` and `-`. */
function isNameByte(byte: number): boolean {
  const letter = byte | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === UNDERSCORE || byte === 0x2d;
}

/** Also spaces and dots, which stand in keys alone. */
function isKeyByte(byte: number): boolean {
  return isNameByte(byte) || byte === SPACE || byte === DOT;
}

function endingOf(first: number, second: number, third: number): number {
  return ((first | 0x20) << 16) | ((second | 0x20) << 8) | (third | 0x20);
}

function endings(...words: readonly string[]): ReadonlySet<number> {
  return new Set(words.map((word) => endingOf(word.charCodeAt(0), word.charCodeAt(1), word.charCodeAt(2))));
}
