import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from './canonical-json.ts';

/** One entry of the append-only journal. `hash` covers all the other members, `prev` is the hash before it. */
export interface ChainEntry {
  readonly v: 1;
  /** 1, 2, 3 … without a gap. */
  readonly seq: number;
  /** Hash of the previous entry; of the first entry, the genesis value. */
  readonly prev: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly actor: string;
  readonly type: string;
  readonly payload: JsonValue;
  /** SHA-256 in lower-case hexadecimal, see {@link entryHash}. */
  readonly hash: string;
}

export type ChainResult =
  | { readonly ok: true; readonly head: string; readonly count: number }
  | { readonly ok: false; readonly at: number; readonly why: 'sequence' | 'prev' | 'hash' };

/** What `prev` of the first entry is when nothing else was agreed. */
export const GENESIS = '0'.repeat(64);

/** SHA-256 (lower-case hexadecimal) over the canonical JSON of `{v, seq, prev, at, actor, type, payload}`. */
export function entryHash(entry: Omit<ChainEntry, 'hash'>): string {
  const { v, seq, prev, at, actor, type, payload } = entry;
  return createHash('sha256').update(canonicalJson({ v, seq, prev, at, actor, type, payload })).digest('hex');
}

/** Makes the entry that follows `last` (undefined: the first one), with its hash. */
export function nextEntry(
  last: Pick<ChainEntry, 'seq' | 'hash'> | undefined,
  entry: Pick<ChainEntry, 'at' | 'actor' | 'type' | 'payload'>,
  genesis: string = GENESIS,
): ChainEntry {
  const { at, actor, type, payload } = entry;
  const body = { v: 1 as const, seq: (last?.seq ?? 0) + 1, prev: last?.hash ?? genesis, at, actor, type, payload };
  return { ...body, hash: entryHash(body) };
}

/**
 * Walks the chain. On failure `at` is the number (1-based) of the first entry that does not fit and `why` the member.
 * A chain that was cut at its end, or rewritten as a whole, is still a chain: compare head and count with a signed
 * statement. An empty chain is fine; its head is the genesis value. For a part of a chain, `genesis` is the hash before it and
 * `before` the number of entries before it.
 */
export function verifyChain(entries: Iterable<ChainEntry>, genesis: string = GENESIS, before = 0): ChainResult {
  let prev = genesis;
  let count = before;
  for (const entry of entries) {
    const at = count + 1;
    if (entry.seq !== at) return { ok: false, at, why: 'sequence' };
    if (entry.prev !== prev) return { ok: false, at, why: 'prev' };
    if (entryHash(entry) !== entry.hash) return { ok: false, at, why: 'hash' };
    prev = entry.hash;
    count = at;
  }
  return { ok: true, head: prev, count };
}
