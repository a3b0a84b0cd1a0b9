import { skeletonOf } from './confusables.ts';

export interface InspectedName {
  /** The name as it may be shown: one line, controls made visible as ⟨U+202E⟩, at most 200 characters. */
  readonly display: string;
  /** What is strange about the name, as a sentence; null when nothing is. */
  readonly warning: string | null;
  /** What in it only deceives the eye, as the rest of a sentence: invisible, reversing or mixed letters. */
  readonly disguises: readonly string[];
  /** Names that look alike have the same skeleton. For comparing only, never for show and never as a key. */
  readonly skeleton: string;
}

const MAX_NAME = 200;
/** Bidirectional controls: they change the order in which the rest of the line is shown. */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** Characters that show nothing. */
const INVISIBLE =
  /[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\u{e0000}-\u{e0fff}]/u;
const UNSEEN = new RegExp(`(?:${BIDI.source}|${INVISIBLE.source}|[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Co}\\p{Cs}])`, 'gu');
/** Invisible characters in their place: those that make up one pictograph, and joiners of scripts that are written with them. */
const IN_PLACE =
  /(?<=\p{Extended_Pictographic})\ufe0f|(?<=\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d(?=\p{Extended_Pictographic})|(?<=[\p{Script=Arabic}\p{Script=Bengali}\p{Script=Devanagari}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Oriya}\p{Script=Sinhala}\p{Script=Tamil}\p{Script=Telugu}])[\u200c\u200d]/u;
const SEEN_OR_NOT = new RegExp(`(?<inPlace>${IN_PLACE.source})|${UNSEEN.source}`, 'gu');

/**
 * Looks at a name that a third party chose: what to show, what to warn of, and how it compares with other names. Covers
 * bidirectional and invisible characters, letters of several scripts in one word, look-alikes, markup, formulas and
 * overlong names.
 */
export function inspectName(name: string): InspectedName {
  const skeleton = skeletonOf(name.replace(UNSEEN, ''));
  const visible = name
    .normalize('NFC')
    .replace(SEEN_OR_NOT, (character, inPlace: string | undefined) =>
      inPlace !== undefined ? character : isPlainSpace(character) ? ' ' : codePoint(character),
    );
  const line = visible.replace(/[\s\u00a0]+/gu, ' ').trim();
  const disguises = disguisesOf(name);
  return { display: shorten(line, MAX_NAME), warning: warningOf(name, line, disguises), disguises, skeleton };
}

function isPlainSpace(character: string): boolean {
  return character === '\n' || character === '\r' || character === '\t';
}

function codePoint(character: string): string {
  return `⟨${pointOf(character)}⟩`;
}

function pointOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = [...text];
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}

function warningOf(name: string, line: string, disguises: readonly string[]): string | null {
  const found: string[] = [];
  if (line === '') found.push('is empty');
  found.push(...disguises);
  const foreign = wordIn(name, (word) => !/\p{Script=Latin}/u.test(word) && /^[a-z]+$/u.test(skeletonOf(word)));
  if (foreign !== null) found.push(`is written with letters of another alphabet that look Latin in ${foreign}`);
  if (/<\/?[a-z][^>]*>|\]\(\s*\w+:|\bjavascript:/iu.test(name)) found.push('holds markup, which is shown as text');
  if (isFormula(name)) found.push('begins like a spreadsheet formula');
  if ([...line].length > MAX_NAME) found.push(`is ${[...line].length} characters long and was cut`);
  return found.length === 0 ? null : `The name ${found.join('; it ')}.`;
}

function disguisesOf(name: string): string[] {
  const found: string[] = [];
  const suspect = name.replace(new RegExp(IN_PLACE.source, 'gu'), '');
  const codes = (pattern: RegExp): string =>
    [...new Set(suspect.match(new RegExp(pattern.source, 'gu')) ?? [])].slice(0, 3).map(codePoint).join(' ');
  if (BIDI.test(suspect)) found.push(`holds characters that reverse the reading order (${codes(BIDI)})`);
  if (INVISIBLE.test(suspect)) found.push(`holds invisible characters (${codes(INVISIBLE)})`);
  const mixed = wordIn(name, (word) => /\p{Script=Latin}/u.test(word));
  if (mixed !== null) found.push(`mixes letters of several alphabets in ${mixed}`);
  return found;
}

const OTHER_SCRIPTS = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u;

/** The first word with letters of another alphabet for which `holds` is true, with those letters. */
function wordIn(name: string, holds: (word: string) => boolean): string | null {
  for (const word of name
    .normalize('NFC')
    .replace(UNSEEN, '')
    .match(/[\p{L}\p{M}]+/gu) ?? []) {
    if (!OTHER_SCRIPTS.test(word) || !holds(word)) continue;
    const foreign = [...word].filter((letter) => OTHER_SCRIPTS.test(letter));
    const letters = [...new Set(foreign)].slice(0, 3).map((letter) => `${letter} (${pointOf(letter)})`);
    return `“${shorten(word, 40)}”, there ${letters.join(' and ')}`;
  }
  return null;
}

function isFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text) && text.length > 1;
}

/**
 * A cell that a spreadsheet will not run: text that begins like a formula gets an apostrophe in front, which readers of
 * our CSV files have to expect. Plain numbers stay as they are.
 */
export function escapeForCsv(value: string): string {
  return /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(value) && !/^[+-]?\d+(?:\.\d+)?$/.test(value)
    ? `'${value}`
    : value;
}

/** A CSV file (RFC 4180): UTF-8 byte order mark for Excel, CRLF after every row, cells quoted when needed, formulas disarmed. */
export function writeCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return `\ufeff${rows.map(csvLine).join('')}`;
}

/** The cells of a file that `writeCsv` wrote, its header first. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of text
    .replace(/^\ufeff/, '')
    .matchAll(/(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** One row of such a file. */
export function csvLine(row: readonly (string | number | null)[]): string {
  return `${row.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = escapeForCsv(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * The same text in memory of its own. A short piece of a long text keeps the long one alive; what is stored for the
 * whole import, such as a dictionary entry, must not hold on to the chunk of the file that it came from.
 */
export function detach(text: string): string {
  // Nearly all texts of logs are Latin: one byte a character, and faster to compare with what is looked up.
  const narrow = Buffer.from(text, 'latin1').toString('latin1');
  return narrow === text ? narrow : Buffer.from(text, 'utf16le').toString('utf16le');
}
