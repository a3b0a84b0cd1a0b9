/** A seeded source of values. Everything the generator invents comes from one of these, so a seed fixes every byte. */
export interface Random {
  /** A whole number in [0, bound). */
  below(bound: number): number;
  /** A whole number in [low, high], both included. */
  between(low: number, high: number): number;
  /** True with the given probability (0..1). */
  chance(probability: number): boolean;
  pick<T>(values: readonly T[]): T;
  /** Distinct values in random order; all of them when `count` is larger than the list. */
  sample<T>(values: readonly T[], count: number): T[];
  /** Lower-case hexadecimal digits; `length` is a multiple of four. */
  hex(length: number): string;
  /** A version 4 GUID in lower case. */
  guid(): string;
  digits(length: number): string;
  /** Text of the given alphabet. */
  text(length: number, alphabet: string): string;
}

const HEX4 = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, '0'));
const VARIANT = ['8', '9', 'a', 'b'] as const;

/** Returns the random source of one subject: the same seed and label always give the same sequence (xoshiro128**). */
export function createRandom(seed: number, label: string): Random {
  const next = xoshiro(hash(`${seed}:${label}`));
  const below = (bound: number): number => next() % bound;
  const hex4 = (): string => HEX4[next() & 0xffff] ?? '0000';
  const pick = <T>(values: readonly T[]): T => at(values, below(values.length));
  const text = (length: number, alphabet: string): string => {
    let result = '';
    for (let index = 0; index < length; index += 1) result += alphabet.charAt(below(alphabet.length));
    return result;
  };
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (probability) => next() < probability * 4_294_967_296,
    pick,
    sample: (values, count) => shuffled(values, below).slice(0, count),
    hex: (length) => Array.from({ length: length / 4 }, hex4).join(''),
    guid() {
      const first = next();
      const second = next();
      const third = next();
      const version = `4${(HEX4[second & 0xffff] ?? '0000').slice(1)}`;
      const variant = `${VARIANT[third & 3] ?? '8'}${(HEX4[third >>> 16] ?? '0000').slice(1)}`;
      return `${HEX4[first & 0xffff]}${HEX4[first >>> 16]}-${HEX4[second >>> 16]}-${version}-${variant}-${hex4()}${hex4()}${hex4()}`;
    },
    digits: (length) => text(1, '123456789') + text(length - 1, '0123456789'),
    text,
  };
}

/** The element at an index that must exist. Throws when it does not: a mistake in the generator, never in its input. */
export function at<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new Error(`No element ${index} in a list of ${values.length}.`);
  return value;
}

function shuffled<T>(values: readonly T[], below: (bound: number) => number): T[] {
  const result = [...values];
  for (let index = result.length - 1; index > 0; index -= 1) {
    const other = below(index + 1);
    const kept = at(result, index);
    result[index] = at(result, other);
    result[other] = kept;
  }
  return result;
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return value;
}

function xoshiro(seed: number): () => number {
  let expand = seed;
  const splitMix = (): number => {
    expand = (expand + 0x9e3779b9) | 0;
    let mixed = Math.imul(expand ^ (expand >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
  let a = splitMix();
  let b = splitMix();
  let c = splitMix();
  let d = splitMix();
  return () => {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
}
