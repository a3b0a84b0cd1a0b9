import { readFileSync } from 'node:fs';

export interface Place {
  /** What lies there, for the reader of a failed test. */
  readonly what: string;
  readonly offset: number;
}

const LOCAL_HEADER = Buffer.from('PK\u0003\u0004', 'latin1');
const CENTRAL_HEADER = Buffer.from('PK\u0001\u0002', 'latin1');
const END_RECORD = Buffer.from('PK\u0005\u0006', 'latin1');

/**
 * Places in a bundle at which a changed byte must be noticed: `count` anywhere, the same ones for the same seed, and
 * one in each kind of header of the archive.
 */
export function placesToFlip(bundle: Buffer, count: number, seed: number): readonly Place[] {
  const end = bundle.lastIndexOf(END_RECORD);
  const headers: Place[] = [
    { what: 'method in the first local header', offset: bundle.indexOf(LOCAL_HEADER) + 8 },
    { what: 'time in the first local header', offset: bundle.indexOf(LOCAL_HEADER) + 10 },
    { what: 'attributes in the first central header', offset: bundle.indexOf(CENTRAL_HEADER) + 38 },
    { what: 'last byte of the file', offset: bundle.length - 1 },
    { what: 'count in the end record', offset: end + 8 },
  ];
  let state = seed;
  const anywhere = Array.from({ length: count }, (_, index) => {
    // Numerical Recipes' linear congruential generator: enough to spread places, and the same everywhere.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return { what: `place ${index + 1} of seed ${seed}`, offset: Math.floor((state / 2 ** 32) * bundle.length) };
  });
  return [...headers, ...anywhere];
}

/** The file with one bit changed. */
export function flipped(file: string, offset: number): Buffer {
  const bytes = readFileSync(file);
  bytes.writeUInt8(bytes.readUInt8(offset) ^ 0x10, offset);
  return bytes;
}
