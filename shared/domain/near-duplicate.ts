import { REASON_CODES } from './reason-codes.ts';

/** A justification without the sentences of reason codes, which everybody gives alike: what the reviewer wrote. */
export function ownWords(reason: string): string {
  return REASON_CODES.reduce((text, { text: code }) => text.replaceAll(code, ' '), reason).trim();
}

/** Jaccard similarity from which two texts count as nearly the same: a name or a number exchanged in a sentence. */
export const NEAR_DUPLICATE = 0.6;

const START = '^';
const END = '$';
const NUMBER = '#';

/** Scripts written without spaces between words count sign by sign. */
const WORDS =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]|[\p{L}\p{M}]+|\p{N}+/gu;

/** What of a text is compared: its words in lower case, without punctuation, every number as one and the same sign. */
export function plainWords(text: string): string[] {
  return Array.from(text.normalize('NFKC').toLowerCase().matchAll(WORDS), ([word]) =>
    /^\p{N}/u.test(word) ? NUMBER : word,
  );
}

/** The pairs of neighboring words of a text, its beginning and its end counted as words; empty for a text without words. */
export function shinglesOf(text: string): ReadonlySet<string> {
  const words = plainWords(text);
  if (words.length === 0) return new Set();
  return new Set([START, ...words].map((word, index) => `${word} ${words[index] ?? END}`));
}

/** Shared pairs over all pairs of two texts: 1 for the same words in the same order, 0 for nothing in common. */
export function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const shingle of small) if (large.has(shingle)) shared += 1;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}

/** Texts that are the same or nearly so. */
export interface TextGroup {
  /** The text that the others are nearly the same as: the most frequent one. */
  readonly text: string;
  /** How many of the texts given are in the group. */
  readonly texts: number;
  /** How many of them say the same words in the same order. */
  readonly identical: number;
}

/**
 * Puts texts together that are the same or nearly so, largest group first; a text that stands alone is no group. Each
 * distinct text joins the first leader it is near to, the most frequent texts leading; so no chain of small differences
 * joins texts that differ much, and neither the order of the texts nor the locale matters. Texts without words are left out.
 */
export function nearDuplicates(texts: readonly string[]): TextGroup[] {
  const distinct = [...Map.groupBy(texts, (text) => plainWords(text).join(' '))]
    .filter(([words]) => words !== '')
    .map(([words, same]) => ({
      words,
      text: same.toSorted()[0] ?? '',
      count: same.length,
      shingles: shinglesOf(same[0] ?? ''),
    }))
    .toSorted((a, b) => b.count - a.count || compare(a.words, b.words));
  const rarest = byRarity(distinct.map(({ shingles }) => shingles));
  const leaders: Leader[] = [];
  const byShingle = new Map<string, number[]>();
  for (const { text, count, shingles } of distinct) {
    const telling = rarest(shingles);
    const leader = leaders[nearest(shingles, telling, byShingle, leaders) ?? -1];
    if (leader !== undefined) {
      leader.texts += count;
      continue;
    }
    for (const shingle of telling) {
      const known = byShingle.get(shingle);
      if (known === undefined) byShingle.set(shingle, [leaders.length]);
      else known.push(leaders.length);
    }
    leaders.push({ text, shingles, texts: count, identical: count });
  }
  return leaders
    .filter(({ texts: size }) => size > 1)
    .map(({ text, texts: size, identical }) => ({ text, texts: size, identical }))
    .toSorted((a, b) => b.texts - a.texts || compare(a.text, b.text));
}

interface Leader {
  readonly text: string;
  readonly shingles: ReadonlySet<string>;
  texts: number;
  readonly identical: number;
}

/**
 * The rarest pairs of a text, as many as it takes that two near texts have one of them in common: near texts share at
 * least the threshold's part of each, so they cannot differ in all of these (prefix filtering of set similarity joins).
 */
function byRarity(all: readonly ReadonlySet<string>[]): (shingles: ReadonlySet<string>) => readonly string[] {
  const counts = new Map<string, number>();
  for (const shingles of all) for (const shingle of shingles) counts.set(shingle, (counts.get(shingle) ?? 0) + 1);
  return (shingles) =>
    [...shingles]
      .toSorted((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0) || compare(a, b))
      .slice(0, shingles.size - Math.ceil(NEAR_DUPLICATE * shingles.size) + 1);
}

/** The first leader that a text is near to, or null. */
function nearest(
  shingles: ReadonlySet<string>,
  telling: readonly string[],
  byShingle: ReadonlyMap<string, readonly number[]>,
  leaders: readonly Leader[],
): number | null {
  let found: number | null = null;
  for (const candidate of new Set(telling.flatMap((shingle) => byShingle.get(shingle) ?? []))) {
    const leader = leaders[candidate];
    if (leader === undefined || (found !== null && candidate > found)) continue;
    const [small, large] = [shingles.size, leader.shingles.size].toSorted((a, b) => a - b);
    if ((small ?? 0) < NEAR_DUPLICATE * (large ?? 0)) continue;
    if (similarity(shingles, leader.shingles) >= NEAR_DUPLICATE) found = candidate;
  }
  return found;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
