const decoder = new TextDecoder('windows-1252');

/** Text of Windows-1252 bytes; the five bytes it leaves undefined become control characters. */
export function decodeWindows1252(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/**
 * Valid UTF-8 from bytes that are mostly UTF-8: each byte that belongs to no valid sequence is read as Windows-1252, an
 * encoded surrogate becomes U+FFFD. So a file put together from two encodings keeps its names.
 */
export function repairUtf8(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let validFrom = 0;
  let position = 0;
  while (position < bytes.length) {
    const length = sequenceLength(bytes, position);
    if (length > 0) {
      position += length;
      continue;
    }
    parts.push(bytes.subarray(validFrom, position));
    if (isEncodedSurrogate(bytes, position)) {
      parts.push(Buffer.from('\ufffd', 'utf8'));
      position += 3;
    } else {
      parts.push(Buffer.from(decodeWindows1252(bytes.subarray(position, position + 1)), 'utf8'));
      position += 1;
    }
    validFrom = position;
  }
  parts.push(bytes.subarray(validFrom));
  return Buffer.concat(parts);
}

/** How many bytes are part of multi-byte UTF-8 characters, and how many are part of none. */
export function countUtf8(bytes: Uint8Array): { readonly multibyte: number; readonly invalid: number } {
  let multibyte = 0;
  let invalid = 0;
  for (let position = 0; position < bytes.length;) {
    const length = sequenceLength(bytes, position);
    if (length === 0) invalid += 1;
    else if (length > 1) multibyte += 1;
    position += Math.max(length, 1);
  }
  return { multibyte, invalid };
}

/** Length of the valid UTF-8 character at a position, 0 when there is none (RFC 3629, table 3-7 of Unicode). */
function sequenceLength(bytes: Uint8Array, position: number): 0 | 1 | 2 | 3 | 4 {
  const first = bytes[position] ?? 0;
  if (first < 0x80) return 1;
  const second = bytes[position + 1] ?? 0;
  if (first >= 0xc2 && first <= 0xdf) return isTail(second) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const low = first === 0xe0 ? 0xa0 : 0x80;
    const high = first === 0xed ? 0x9f : 0xbf;
    return second >= low && second <= high && isTail(bytes[position + 2]) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const low = first === 0xf0 ? 0x90 : 0x80;
    const high = first === 0xf4 ? 0x8f : 0xbf;
    const isWhole = second >= low && second <= high && isTail(bytes[position + 2]) && isTail(bytes[position + 3]);
    return isWhole ? 4 : 0;
  }
  return 0;
}

function isTail(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

function isEncodedSurrogate(bytes: Uint8Array, position: number): boolean {
  return (
    bytes[position] === 0xed &&
    (bytes[position + 1] ?? 0) >= 0xa0 &&
    isTail(bytes[position + 1]) &&
    isTail(bytes[position + 2])
  );
}
