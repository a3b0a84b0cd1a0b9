/** Numbers small tuples of small numbers in the order in which they are met, without a text or an object for each. */
export class TupleIndex {
  readonly #width: number;
  readonly #most: number;
  readonly #mask: number;
  /** 0 = free, else the number of the tuple plus 1. */
  readonly #slots: Int32Array;
  readonly #tuples: Int32Array;
  #count = 0;

  /** `most` tuples at most, a power of two. */
  constructor(width: number, most: number) {
    this.#width = width;
    this.#most = most;
    this.#mask = 2 * most - 1;
    this.#slots = new Int32Array(2 * most);
    this.#tuples = new Int32Array(width * most);
  }

  /**
   * The number of the tuple whose parts stand in `values` at `at` plus each of `offsets`; -1 when it is new and there is
   * no room for it.
   */
  of(values: Int32Array, at: number, offsets: readonly number[]): number {
    let hash = 0;
    for (let part = 0; part < this.#width; part += 1)
      hash = Math.imul(hash ^ (values[at + (offsets[part] ?? 0)] ?? 0), 0x9e3779b1) ^ (hash >>> 15);
    let slot = (hash ^ (hash >>> 13)) & this.#mask;
    for (;;) {
      const number = (this.#slots[slot] ?? 0) - 1;
      if (number < 0) break;
      let part = 0;
      while (part < this.#width && this.#tuples[number * this.#width + part] === values[at + (offsets[part] ?? 0)])
        part += 1;
      if (part === this.#width) return number;
      slot = (slot + 1) & this.#mask;
    }
    const number = this.#count;
    if (number >= this.#most) return -1;
    this.#count += 1;
    this.#slots[slot] = number + 1;
    for (let part = 0; part < this.#width; part += 1)
      this.#tuples[number * this.#width + part] = values[at + (offsets[part] ?? 0)] ?? 0;
    return number;
  }

  clear(): void {
    this.#slots.fill(0);
    this.#count = 0;
  }
}
