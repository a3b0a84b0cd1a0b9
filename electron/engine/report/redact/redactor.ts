import { commitmentOf, type Opening, type RedactedKind } from '../../evidence/commitments.ts';
import { addressNumber } from '../../lib/address-number.ts';

/** A value that must not be in a redacted copy. */
export interface Personal {
  readonly kind: RedactedKind;
  readonly value: string;
}

export interface Redactor {
  /** The text with a token for every value in it, and for everything that looks like an address. */
  readonly redact: (text: string) => string;
  /** The token of a value as a whole; the same for the same value. */
  readonly token: (personal: Personal) => string;
  /** In place of a digest over values that were left out: trying values against the plain digest would find them. */
  readonly commit: (digest: string) => string;
  /** Everything that was replaced so far, by token. */
  readonly openings: () => readonly Opening[];
}

interface Needle extends Personal {
  readonly folded: string;
  /** How far into the value its first word begins. */
  readonly lead: number;
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;
const MAIL = /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const NETWORK =
  /(?<![\p{L}\p{N}.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{0,4}(?::[\da-f]{0,4}){2,7})(?![\p{L}\p{N}:]|\.\d)/giu;
/** Numbers shorter than this stand for figures more often than for people: they are replaced only where they are the whole text. */
const SHORTEST_NUMBER = 4;

/**
 * Replaces values by tokens such as `[person 12]`, as whole words and whatever their case, the longest first. Equal values
 * have equal tokens, so that tables still join. `random` gives 32 bytes in hexadecimal, for the salt of one value.
 */
export function createRedactor(values: Iterable<Personal>, random: () => string): Redactor {
  const openings = new Map<string, Opening>();
  const numbers = new Map<RedactedKind, number>();
  const needles = new Map<string, Needle[]>();
  const known = new Map<string, Personal>();
  for (const personal of values) addNeedle(personal, needles, known);
  for (const list of needles.values()) list.sort((a, b) => b.folded.length - a.folded.length);

  const opened = ({ kind, value }: Personal): Opening => {
    const key = `${kind}\u0000${fold(value)}`;
    const before = openings.get(key);
    if (before !== undefined) return before;
    const number = (numbers.get(kind) ?? 0) + 1;
    numbers.set(kind, number);
    const made = { token: `[${kind} ${number}]`, kind, value, salt: random() };
    openings.set(key, made);
    return made;
  };
  const token = (personal: Personal): string => opened(personal).token;

  const redact = (text: string): string => {
    const whole = known.get(fold(text.trim()));
    if (whole !== undefined) return token(whole);
    return replaceShapes(replaceNeedles(text, needles, token), token);
  };
  return {
    redact,
    token,
    commit: (digest) => commitmentOf(opened({ kind: 'text', value: digest })),
    openings: () => [...openings.values()],
  };
}

function addNeedle(personal: Personal, needles: Map<string, Needle[]>, known: Map<string, Personal>): void {
  const value = personal.value.trim();
  if (value === '') return;
  for (const spelling of new Set([value, value.normalize('NFC')])) {
    const folded = fold(spelling);
    // The first kind a value is given for stays its kind.
    if (known.has(folded)) continue;
    known.set(folded, { ...personal, value });
    const first = new RegExp(WORD).exec(folded);
    if (first === null || (/^\d+$/.test(folded) && folded.length < SHORTEST_NUMBER)) continue;
    const list = needles.get(first[0]) ?? [];
    list.push({ ...personal, value, folded, lead: first.index });
    needles.set(first[0], list);
  }
}

function replaceNeedles(
  text: string,
  needles: ReadonlyMap<string, readonly Needle[]>,
  token: (personal: Personal) => string,
): string {
  const folded = fold(text);
  let out = '';
  let done = 0;
  for (const word of folded.matchAll(WORD)) {
    if (word.index < done) continue;
    const hit = needles.get(word[0])?.find(({ folded: value, lead }) => {
      const start = word.index - lead;
      return start >= done && folded.startsWith(value, start) && isWordEnd(folded, start + value.length);
    });
    if (hit === undefined) continue;
    const start = word.index - hit.lead;
    out += text.slice(done, start) + token(hit);
    done = start + hit.folded.length;
  }
  return done === 0 ? text : out + text.slice(done);
}

function isWordEnd(text: string, at: number): boolean {
  const before = text.at(at - 1) ?? '';
  const after = at < text.length ? String.fromCodePoint(text.codePointAt(at) ?? 0) : '';
  return !(WORD_CHARACTER.test(before) && WORD_CHARACTER.test(after));
}

function replaceShapes(text: string, token: (personal: Personal) => string): string {
  const withoutMail = text.includes('@') ? text.replace(MAIL, (value) => token({ kind: 'address', value })) : text;
  return withoutMail.replace(NETWORK, (value) =>
    addressNumber(value) !== null ? token({ kind: 'address', value }) : value,
  );
}

/** Lower case, character by character, so that every place stays where it is. */
function fold(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (character) => {
    const small = character.toLowerCase();
    return small.length === character.length ? small : character;
  }).join('');
}
