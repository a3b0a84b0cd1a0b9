import { hash } from 'node:crypto';
import { createNeedleScanner, NEEDLE_LENGTH, type NeedleHit } from './redact-needles.ts';
import { INSIDE, matchNamed, mayBeNamed, NAME_NEEDLES } from './redact-named.ts';
import { ENTRA_CLIENT_SECRET, matchAnyShape, matchShape, type Secret, SHAPES } from './redact-shapes.ts';

const scanner = createNeedleScanner([...SHAPES.map(({ needle }) => needle), ...NAME_NEEDLES], mayBeSecret);

/**
 * False when the bytes around a needle show that no secret is there. Where they end before that is clear it is true: ask
 * again when there are more.
 */
export function mayBeSecret(bytes: Uint8Array, at: number, needle: number, to: number): boolean {
  if (needle === CLIENT_SECRET) return true;
  const shape = SHAPES[needle];
  return shape === undefined ? mayBeNamed(bytes, at, to) : (shape.mayBe?.(bytes, at, to) ?? true);
}

/**
 * Places in bytes, one for each character, where a secret may stand, in order. Some needles begin with the character before
 * a secret, so one must stand before the first.
 */
export function findHits(bytes: Buffer, from: number, to: number): readonly NeedleHit[] {
  const hits = scanner.find(bytes, from, to);
  const tildes = findTildes(bytes, from, to);
  return tildes.length === 0 ? hits : [...hits, ...tildes].sort((one, other) => one.at - other.at);
}

const CLIENT_SECRET = -1;
const LINE_FEED = 0x0a;
const TILDE = 0x7e;
const CAPITAL_Q = 0x51;

function findTildes(bytes: Buffer, from: number, to: number): readonly NeedleHit[] {
  const hits: NeedleHit[] = [];
  // As of a needle that ends with it, so that each is found once when the bytes come in pieces.
  for (
    let tilde = bytes.indexOf(TILDE, from + NEEDLE_LENGTH - 1);
    tilde >= 0 && tilde < to;
    tilde = bytes.indexOf(TILDE, tilde + 1)
  ) {
    if (bytes[tilde - 1] === CAPITAL_Q) hits.push({ at: tilde - 1, needle: CLIENT_SECRET });
  }
  return hits;
}

/** The secrets at a place, most often none. */
function matchHit(text: string, at: number, needle: number, floor: number): readonly Secret[] {
  const shape = needle === CLIENT_SECRET ? ENTRA_CLIENT_SECRET : SHAPES[needle];
  if (shape === undefined) return matchNamed(text, at, floor);
  const secret = matchShape(shape, text, at, floor);
  return secret === null ? [] : [secret];
}

/** Up to here a loop is quicker than a call. */
const SHORT = 100;
const scratch = Buffer.alloc(64 * 1024);

/** The secrets of a text, in order, none of them overlapping. */
export function findSecrets(text: string): readonly Secret[] {
  const bytes = text.length < scratch.length ? scratch : Buffer.alloc(text.length + 1);
  bytes[0] = LINE_FEED;
  // Of other characters one byte is left: it may lead to a hit, never to a match.
  if (text.length > SHORT) bytes.write(text, 1, 'latin1');
  else for (let index = 0; index < text.length; index += 1) bytes[index + 1] = text.charCodeAt(index);
  const find = text.includes('Q~') ? findHits : scanner.find;
  const hits = find(bytes, 0, text.length + 1);
  if (hits.length === 0) return [];
  return inOrder(
    matchHits(
      text,
      hits.map(({ at, needle }) => ({ at: at - 1, needle })),
    ),
  );
}

const NEWEST = 8;
/** No rule looks further from a needle for the beginning of its secret. */
const NEAR = 128;

type Place = Pick<Secret, 'start' | 'end'>;

/**
 * The secrets at hits, given those that are known before them. A hit in the middle of a secret is passed over, so that no
 * run of characters is searched from each of its own; near its end another may begin.
 */
export function matchHits(text: string, hits: readonly NeedleHit[], known: readonly Place[] = []): readonly Secret[] {
  const secrets: Secret[] = [];
  const triedAfter = new Set<number>();
  for (const { at, needle } of hits) {
    const newest: readonly Place[] =
      secrets.length < NEWEST ? [...known.slice(-NEWEST), ...secrets] : secrets.slice(-NEWEST);
    if (newest.some(({ start, end }) => start <= at && at < end - NEAR)) continue;
    const ends = newest.map(({ end }) => end).filter((end) => end <= at + INSIDE);
    const found = matchHit(text, at, needle, Math.max(0, ...ends));
    for (const secret of found) secrets.push(secret, ...matchAfter(text, secret.end, triedAfter));
  }
  return secrets;
}

/** The secrets that follow a secret with nothing between them: some needles begin with the character before a word. */
function matchAfter(text: string, from: number, tried: Set<number>): readonly Secret[] {
  const secrets: Secret[] = [];
  for (let at = from; !tried.has(at) && /[\w-]/.test(text[at] ?? '');) {
    tried.add(at);
    const shaped = matchAnyShape(text, at);
    const [secret] = shaped === null ? matchNamed(text, at - 1, at) : [shaped];
    if (secret === undefined) break;
    secrets.push(secret);
    at = secret.end;
  }
  return secrets;
}

/** Sorted, and of two that overlap the first, made as long as both. */
export function inOrder<T extends Place>(secrets: readonly T[]): readonly T[] {
  const sorted = secrets.toSorted((one, other) => one.start - other.start || other.end - one.end);
  const merged: T[] = [];
  for (const secret of sorted) {
    const before = merged.at(-1);
    if (before === undefined || secret.start >= before.end) merged.push(secret);
    else if (secret.end > before.end) merged[merged.length - 1] = { ...before, end: secret.end };
  }
  return merged;
}

/** Of a longer secret only the beginning is hashed: a file gives it in pieces. */
const LONGEST_HASHED = 32 * 1024;

/**
 * What stands in place of a secret: the first eight digits of its SHA-256, so that two places with the same one can still
 * be matched, however a JSON text or a CSV cell escapes it; and its line ends, so that no line moves.
 */
export function markOf(secret: string): string {
  const digest = hash('sha256', unescaped(secret.slice(0, LONGEST_HASHED)), 'hex');
  return `[secret:${digest.slice(0, 8)}]${lineEndsOf(secret)}`;
}

/** The line ends of a text. */
export function lineEndsOf(text: string): string {
  return /[\r\n]/.test(text) ? text.replace(/[^\r\n]+/g, '') : '';
}

function unescaped(text: string): string {
  const plain = text.includes('""') ? text.replaceAll('""', '"') : text;
  if (!plain.includes('\\')) return plain;
  return plain
    .replace(/\\+u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/\\+(?=["/])/g, '');
}
