/** Two 32-bit halves of a seeded 64-bit hash of a text. */
export interface KeyHash {
  high: number;
  low: number;
}

/**
 * Hashes key texts that share a beginning, which is hashed once. The seed belongs to the case: an export cannot be crafted
 * so that two different events pass for one. `tail` is a whole number that ends the key. Not a cryptographic digest. The result is written to `out`, which the
 * caller uses again, so that a million events make no garbage.
 */
export function keyHasher(beginning: string, seed: number): (text: string, tail: number, out: KeyHash) => void {
  let startHigh = 0xdeadbeef ^ seed;
  let startLow = 0x41c6ce57 ^ (seed * 31);
  for (let index = 0; index < beginning.length; index += 1) {
    const code = beginning.charCodeAt(index);
    startHigh = Math.imul(startHigh ^ code, 2654435761);
    startLow = Math.imul(startLow ^ code, 1597334677);
  }
  return (text, tail, out) => {
    let high = startHigh;
    let low = startLow;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      high = Math.imul(high ^ code, 2654435761);
      low = Math.imul(low ^ code, 1597334677);
    }
    high = Math.imul(high ^ tail, 2654435761);
    low = Math.imul(low ^ tail, 1597334677);
    high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
    low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
    out.high = high | 0;
    // (0, 0) marks an empty slot of the set.
    out.low = high === 0 && low === 0 ? 1 : low | 0;
  };
}

/** The set of event keys seen so far: 8 bytes a key at 50-75 % load, no objects. */
export class KeySet {
  #slots = new Int32Array(2 * 65_536);
  #mask = 65_535;
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
    if (this.#count > 0.75 * (this.#mask + 1)) this.#grow();
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
