import { isUtf8 } from 'node:buffer';
import { countUtf8 } from './windows-1252.ts';
import type { Encoding } from './types.ts';

export interface DetectedEncoding {
  readonly encoding: Encoding;
  readonly warnings: readonly string[];
}

const PATTERN_BYTES = 4096;

/**
 * How the first bytes of a file are to be turned into text: byte order mark, then the NUL pattern of UTF-16 without
 * one, then UTF-8 when the bytes are valid, else Windows-1252.
 */
export function detectEncoding(bytes: Buffer): DetectedEncoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return withInvalid('utf-8-bom', bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', warnings: [] };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', warnings: [] };
  return utf16ByPattern(bytes) ?? withInvalid('utf-8', bytes);
}

function utf16ByPattern(bytes: Buffer): DetectedEncoding | null {
  const pairs = Math.min(bytes.length, PATTERN_BYTES) >> 1;
  if (pairs < 2) return null;
  let even = 0;
  let odd = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    if (bytes[2 * pair] === 0) even += 1;
    if (bytes[2 * pair + 1] === 0) odd += 1;
  }
  // Even text in another script has ASCII punctuation, digits and line ends, so a fifth is plenty.
  const many = pairs * 0.2;
  const few = pairs * 0.01;
  const warnings = ['The file is UTF-16 without a byte order mark; it was recognized by its zero bytes.'];
  if (odd > many && even <= few) return { encoding: 'utf-16le', warnings };
  if (even > many && odd <= few) return { encoding: 'utf-16be', warnings };
  return null;
}

function withInvalid(encoding: 'utf-8' | 'utf-8-bom', bytes: Buffer): DetectedEncoding {
  // The last three bytes may be the start of a character that the head cuts in two.
  if (isUtf8(bytes) || [1, 2, 3].some((cut) => cut < bytes.length && isUtf8(bytes.subarray(0, -cut)))) {
    return { encoding, warnings: [] };
  }
  const { multibyte, invalid } = countUtf8(bytes);
  if (encoding === 'utf-8' && invalid > multibyte) {
    return {
      encoding: 'windows-1252',
      warnings: ['The file is not UTF-8 and was read as Windows-1252. Check names with accents.'],
    };
  }
  return {
    encoding,
    warnings: [
      `The file is UTF-8 with ${invalid} invalid bytes in its first part; each was read as Windows-1252. Check names with accents.`,
    ],
  };
}
