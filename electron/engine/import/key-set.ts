/** Two 32-bit halves of a seeded 64-bit hash of a text. */
export interface KeyHash {
  high: number;
  low: number;
}

/** Hashes keys piece by piece: the same characters give the same hash, however they are divided. */
export interface KeyHasher {
  /** Begins a key. */
  start(): void;
  text(text: string): void;
  /** Bytes that are one character each. */
  ascii(bytes: Uint8Array, from: number, length: number): void;
  /** Ends the key with a whole number; the result is written to `out`, so that a million keys make no garbage. */
  end(tail: number, out: KeyHash): void;
}

/**
 * A hasher of keys that share a beginning, which is hashed once. The seed belongs to the case: an export cannot be crafted
 * so that two different events pass for one. Not a cryptographic digest.
 */
export function keyHasher(beginning: string, seed: number): KeyHasher {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ (seed * 31);
  const text = (piece: string): void => {
    for (let index = 0; index < piece.length; index += 1) {
      const code = piece.charCodeAt(index);
      high = Math.imul(high ^ code, 2654435761);
      low = Math.imul(low ^ code, 1597334677);
    }
  };
  text(beginning);
  const startHigh = high;
  const startLow = low;
  return {
    start: () => {
      high = startHigh;
      low = startLow;
    },
    text,
    ascii: (bytes, from, length) => {
      for (let at = from; at < from + length; at += 1) {
        const code = bytes[at] ?? 0;
        high = Math.imul(high ^ code, 2654435761);
        low = Math.imul(low ^ code, 1597334677);
      }
    },
    end: (tail, out) => {
      high = Math.imul(high ^ tail, 2654435761);
      low = Math.imul(low ^ tail, 1597334677);
      high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
      low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
      out.high = high | 0;
      // (0, 0) marks an empty slot of the set.
      out.low = high === 0 && low === 0 ? 1 : low | 0;
    },
  };
}

/** Slots of an empty set: many imports are of a few records. */
const SMALLEST = 4096;

/** Fuller, a search takes long; emptier, millions of keys take twice the memory. */
const FULLEST = 0.83;

/** The set of event keys seen so far: 8 bytes a key at 42-83 % load, no objects. */
export class KeySet {
  #slots = new Int32Array(2 * SMALLEST);
  #mask = SMALLEST - 1;
  #count = 0;

  /** Adds the key; false when it was there already. */
  add(high: number, low: number): boolean {
    const slots = this.#slots;
    let slot = (low ^ (high << 7)) & this.#mask;
    for (;;) {
      const h = slots[slot * 2];
      const l = slots[slot * 2 + 1];
      if (h === 0 && l === 0) break;
      if (h === high && l === low) return false;
      slot = (slot + 1) & this.#mask;
    }
    slots[slot * 2] = high;
    slots[slot * 2 + 1] = low;
    this.#count += 1;
    if (this.#count > FULLEST * (this.#mask + 1)) this.#grow();
    return true;
  }

  #grow(): void {
    const old = this.#slots;
    this.#mask = this.#mask * 2 + 1;
    this.#slots = new Int32Array(2 * (this.#mask + 1));
    this.#count = 0;
    for (let index = 0; index < old.length; index += 2) {
      const high = old[index] ?? 0;
      const low = old[index + 1] ?? 0;
      if (high !== 0 || low !== 0) this.add(high, low);
    }
  }
}
