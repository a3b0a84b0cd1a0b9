/** Where a needle was found: the index of its first byte, and which of the needles it is. */
export interface NeedleHit {
  readonly at: number;
  readonly needle: number;
}

export interface NeedleScanner {
  /** All places from an index up to another where a needle stands, in order. */
  readonly find: (bytes: Uint8Array, from: number, to: number) => NeedleHit[];
}

/** Says from the bytes around it whether a place is worth a closer look; `to` is where the bytes end. */
export type NeedleTest = (bytes: Uint8Array, at: number, needle: number, to: number) => boolean;

/** Bytes in a needle. */
export const NEEDLE_LENGTH = 5;

const LAST = NEEDLE_LENGTH - 1;
const MAX_NEEDLES = 32;
const PART = 64 * 1024;
/** In the table of steps: here the last two bytes of a needle stand. The other bits are the step that follows. */
const HIT = 0x80;
const STEP = 0x07;

/**
 * A scanner for needles: regular expressions of exactly five parts that each match one character (`xox[a-z]-`), without
 * regard to case when they begin with `(?i)`. It looks at every fourth byte or so, and takes about half a nanosecond a
 * byte however many needles there are (the method is Wu and Manber's, 1994, with blocks of two bytes).
 */
export function createNeedleScanner(needles: readonly string[], test: NeedleTest): NeedleScanner {
  if (needles.length > MAX_NEEDLES) throw new Error(`more than ${MAX_NEEDLES} needles`);
  const steps = new Uint8Array(0x10000).fill(LAST);
  // One table for each byte of a needle; bit n says that needle n may have this byte there.
  const masks = new Int32Array(256 * NEEDLE_LENGTH);
  needles.forEach((needle, index) => {
    const sets = bytesOf(needle);
    for (const [position, set] of sets.entries()) {
      for (const byte of set) masks[position * 256 + byte] = (masks[position * 256 + byte] ?? 0) | (1 << index);
      const next = sets[position + 1];
      if (next !== undefined) shortenSteps(steps, set, next, LAST - 1 - position);
    }
  });
  const ends = new Int32Array(PART);

  function collect(bytes: Uint8Array, count: number, to: number, into: NeedleHit[]): void {
    for (let index = 0; index < count; index += 1) {
      const at = (ends[index] ?? 0) - LAST;
      let found = -1;
      for (let position = 0; position < NEEDLE_LENGTH && found !== 0; position += 1)
        found &= masks[position * 256 + (bytes[at + position] ?? 0)] ?? 0;
      while (found !== 0) {
        const needle = Math.clz32(found) ^ 31;
        found ^= 1 << needle;
        if (test(bytes, at, needle, to)) into.push({ at, needle });
      }
    }
  }

  function find(bytes: Uint8Array, from: number, to: number): NeedleHit[] {
    const hits: NeedleHit[] = [];
    for (let start = from; start + LAST < to; start += PART - LAST) {
      collect(bytes, findEnds(steps, bytes, start, Math.min(start + PART, to), ends), to, hits);
    }
    return hits.length < 2 ? hits : hits.sort((one, other) => one.at - other.at || one.needle - other.needle);
  }

  return { find };
}

/**
 * Ends of all places where the last two bytes of a needle stand; returns how many. A step must wait for the one before
 * it, so four parts are searched side by side.
 */
function findEnds(steps: Uint8Array, bytes: Uint8Array, from: number, to: number, ends: Int32Array): number {
  let count = 0;
  const quarter = (to - from - LAST) >> 2;
  let first = from + LAST;
  let second = first + quarter;
  let third = second + quarter;
  let fourth = third + quarter;
  const firstEnd = second;
  const secondEnd = third;
  const thirdEnd = fourth;
  for (;;) {
    // No part can reach its end in so many steps of at most four bytes.
    let rounds = Math.min(firstEnd - first, secondEnd - second, thirdEnd - third, to - fourth) >> 2;
    if (rounds <= 0) break;
    for (; rounds > 0; rounds -= 1) {
      const one = steps[((bytes[first - 1] ?? 0) << 8) | (bytes[first] ?? 0)] ?? 0;
      const two = steps[((bytes[second - 1] ?? 0) << 8) | (bytes[second] ?? 0)] ?? 0;
      const three = steps[((bytes[third - 1] ?? 0) << 8) | (bytes[third] ?? 0)] ?? 0;
      const four = steps[((bytes[fourth - 1] ?? 0) << 8) | (bytes[fourth] ?? 0)] ?? 0;
      if ((one | two | three | four) >= HIT) {
        if (one >= HIT) ends[count++] = first;
        if (two >= HIT) ends[count++] = second;
        if (three >= HIT) ends[count++] = third;
        if (four >= HIT) ends[count++] = fourth;
      }
      first += one & STEP;
      second += two & STEP;
      third += three & STEP;
      fourth += four & STEP;
    }
  }
  for (const [start, end] of [
    [first, firstEnd],
    [second, secondEnd],
    [third, thirdEnd],
    [fourth, to],
  ] as const) {
    for (let at = start; at < end;) {
      const step = steps[((bytes[at - 1] ?? 0) << 8) | (bytes[at] ?? 0)] ?? 0;
      if (step >= HIT) ends[count++] = at;
      at += step & STEP;
    }
  }
  return count;
}

function shortenSteps(steps: Uint8Array, set: readonly number[], next: readonly number[], step: number): void {
  for (const byte of set) {
    for (const follower of next) {
      const pair = (byte << 8) | follower;
      const known = steps[pair] ?? 0;
      if (step === 0) steps[pair] = HIT | 1;
      else if (known < HIT && known > step) steps[pair] = step;
    }
  }
}

const PART_OF_NEEDLE = /\[(?:\\.|[^\]])*\]|\\.|./gs;
const ALL_BYTES = Array.from({ length: 256 }, (_, byte) => byte);

/** The bytes that each part of a needle matches. */
function bytesOf(needle: string): readonly (readonly number[])[] {
  const anyCase = needle.startsWith('(?i)');
  const parts = (anyCase ? needle.slice(4) : needle).match(PART_OF_NEEDLE) ?? [];
  if (parts.length !== NEEDLE_LENGTH) throw new Error(`the needle ${needle} has ${parts.length} parts`);
  return parts.map((part) => {
    const pattern = new RegExp(`^${part}$`, anyCase ? 'is' : 's');
    return ALL_BYTES.filter((byte) => pattern.test(String.fromCharCode(byte)));
  });
}
