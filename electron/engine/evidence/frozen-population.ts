import { createHash, createHmac } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** An item as it is frozen: its key, and the SHA-256 (hex) of what was known of it. */
export interface FrozenItem {
  readonly item: string;
  readonly facts: string;
}

/**
 * The digest of a frozen population, whatever order its items are given in. To compute it again from a list of items: take
 * the items in the order of the UTF-8 bytes of their keys, write each as the canonical JSON array [key, facts] with a line
 * feed behind it, and take the SHA-256 (hex) of all lines together.
 */
export function populationRoot(items: readonly FrozenItem[]): string {
  const hash = createHash('sha256');
  for (const { item, facts } of inByteOrder(items)) hash.update(`${canonicalJson([item, facts])}\n`);
  return hash.digest('hex');
}

/** The SHA-256 (hex) over the canonical JSON of what is frozen of an item. */
export function factsDigest(facts: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(canonicalJson(facts)).digest('hex');
}

/**
 * Item keys in the order of the queue: the highest tier first, and within a tier by HMAC-SHA256 with the 64 hex digits of
 * the root as the key and the item key as the message, compared as hex. Nobody chooses what comes late in the day.
 */
export function queueOrder(root: string, items: readonly { readonly item: string; readonly rank: number }[]): string[] {
  return items
    .map(({ item, rank }) => ({ item, rank, draw: hmac(root, item) }))
    .toSorted((a, b) => b.rank - a.rank || compare(a.draw, b.draw) || compare(a.item, b.item))
    .map(({ item }) => item);
}

/** How many items a share in % draws: rounded up, so that a small population is not left without a sample. */
export function sampleSize(items: number, percent: number): number {
  return Math.ceil((items * percent) / 100);
}

/**
 * The sample for a second review: of the given items those with the lowest HMAC-SHA256, compared as hex, with the auditor's
 * word (UTF-8) as the key and "root|item" as the message. To draw it again: take the items of the frozen population below
 * the tier from which everything is reviewed twice, and as many of them as `sampleSize` says. The root follows from the
 * population, which is fixed before the word is known where the plan gave only the word's digest; the word is fixed by
 * that digest before the root is known. So neither who freezes nor who audits can choose what is drawn. A larger share of
 * the same population holds every smaller one.
 */
export function drawSample(nonce: string, root: string, items: readonly string[], percent: number): string[] {
  return drawOrder(nonce, root, items).slice(0, sampleSize(items.length, percent));
}

/** Item keys by the HMAC-SHA256 that `drawSample` draws by, the lowest first. */
export function drawOrder(word: string, root: string, items: readonly string[]): string[] {
  return items
    .map((item) => ({ item, draw: hmac(word, `${root}|${item}`) }))
    .toSorted((a, b) => compare(a.draw, b.draw) || compare(a.item, b.item))
    .map(({ item }) => item);
}

/** The digest by which a plan names the auditor's word before it is given: SHA-256 (hex) of its UTF-8 bytes. */
export function nonceDigest(nonce: string): string {
  return createHash('sha256').update(nonce).digest('hex');
}

/** Who reviews an item, and by when. */
export interface Assignment {
  readonly item: string;
  readonly reviewer: string | null;
  readonly second: string | null;
  readonly because: string | null;
  readonly due: string | null;
}

/** The digest of who reviews what, made as the root is: lines [item, reviewer, second, because, due] in the order of the keys. */
export function assignmentDigest(assignments: readonly Assignment[]): string {
  const hash = createHash('sha256');
  for (const { item, reviewer, second, because, due } of inByteOrder(assignments))
    hash.update(`${canonicalJson([item, reviewer, second, because, due])}\n`);
  return hash.digest('hex');
}

function hmac(key: string, message: string): string {
  return createHmac('sha256', key).update(message).digest('hex');
}

function inByteOrder<Item extends { readonly item: string }>(items: readonly Item[]): Item[] {
  return items
    .map((entry) => ({ entry, bytes: Buffer.from(entry.item, 'utf8') }))
    .toSorted((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ entry }) => entry);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
