import { DerError, tagged } from './der.ts';

const MOST_DEPTH = 64;

/**
 * The same element in DER lengths: indefinite lengths become definite ones and octet strings in pieces one string. PKCS#12
 * files of older programs need it (RFC 7292 asks for BER only). Throws a DerError.
 */
export function berToDer(bytes: Uint8Array): Uint8Array {
  return convert(bytes, 0, 0).der;
}

function convert(bytes: Uint8Array, offset: number, depth: number): { readonly der: Uint8Array; readonly end: number } {
  if (depth > MOST_DEPTH) throw new DerError('BER: nested too deeply');
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined) throw new DerError('BER: truncated');
  if ((tag & 0x1f) === 0x1f) throw new DerError('BER: multi-byte tag');
  const isConstructed = (tag & 0x20) !== 0;
  const isIndefinite = first === 0x80;
  if (isIndefinite && !isConstructed) throw new DerError('BER: a primitive without a length');
  let start = offset + 2;
  let length = first;
  if (first > 0x80) {
    length = 0;
    for (let left = first & 0x7f; left > 0; left--) length = length * 256 + (bytes[start++] ?? 0);
  }
  const limit = isIndefinite ? bytes.length : start + length;
  if (limit > bytes.length) throw new DerError('BER: longer than the data');
  if (!isConstructed) return { der: tagged(tag, bytes.subarray(start, limit)), end: limit };
  const parts: Uint8Array[] = [];
  let at = start;
  const isAtEnd = () => (isIndefinite ? bytes[at] === 0 && bytes[at + 1] === 0 : at >= limit);
  while (!isAtEnd()) {
    const part = convert(bytes, at, depth + 1);
    parts.push(part.der);
    at = part.end;
  }
  const end = isIndefinite ? at + 2 : limit;
  // A constructed OCTET STRING holds pieces of one string.
  if (tag === 0x24) return { der: tagged(0x04, ...parts.map(contentOf)), end };
  // [0] IMPLICIT OCTET STRING in pieces is left as it is: who reads it joins the pieces.
  return { der: tagged(tag, ...parts), end };
}

function contentOf(der: Uint8Array): Uint8Array {
  const first = der[1] ?? 0;
  return der.subarray(2 + (first > 0x80 ? first & 0x7f : 0));
}
