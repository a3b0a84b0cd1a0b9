// The permutation of RFC 2268 section 2, from the digits of pi.
const PITABLE = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2' +
    '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626' +
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec' +
    'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9' +
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  'hex',
);
const ROTATIONS = [1, 2, 3, 5] as const;

/**
 * Decrypts RC2 in CBC mode with padding (RFC 2268). No crypto library at hand knows this cipher any more, and the
 * certificates in a PKCS#12 file of Windows or of a macOS key chain are still wrapped in it. Returns null when the padding
 * is wrong.
 */
export function decryptRc2Cbc(data: Uint8Array, key: Uint8Array, iv: Uint8Array, effectiveBits: number): Buffer | null {
  if (data.length === 0 || data.length % 8 !== 0) return null;
  const words = expandKey(key, effectiveBits);
  const plain = Buffer.alloc(data.length);
  let previous = iv;
  for (let offset = 0; offset < data.length; offset += 8) {
    const block = data.subarray(offset, offset + 8);
    decryptBlock(block, words).forEach((byte, index) => (plain[offset + index] = byte ^ (previous[index] ?? 0)));
    previous = block;
  }
  const padding = plain.at(-1) ?? 0;
  const isPadded = padding >= 1 && padding <= 8 && plain.subarray(-padding).every((byte) => byte === padding);
  return isPadded ? plain.subarray(0, plain.length - padding) : null;
}

/** Key expansion of RFC 2268 section 2: 64 words of 16 bits. */
function expandKey(key: Uint8Array, effectiveBits: number): Uint16Array {
  const bytes = Buffer.alloc(128);
  bytes.set(key.subarray(0, 128));
  for (let index = key.length; index < 128; index++)
    bytes[index] = permuted((bytes[index - 1] ?? 0) + (bytes[index - key.length] ?? 0));
  const effectiveBytes = Math.ceil(effectiveBits / 8);
  const first = 128 - effectiveBytes;
  bytes[first] = permuted((bytes[first] ?? 0) & (0xff >> (effectiveBytes * 8 - effectiveBits)));
  for (let index = first - 1; index >= 0; index--)
    bytes[index] = permuted((bytes[index + 1] ?? 0) ^ (bytes[index + effectiveBytes] ?? 0));
  return Uint16Array.from({ length: 64 }, (_, index) => bytes.readUInt16LE(index * 2));
}

function permuted(value: number): number {
  return PITABLE[value & 0xff] ?? 0;
}

/** Sixteen rounds backwards, with a mashing round before the sixth and the twelfth (RFC 2268 section 4). */
function decryptBlock(block: Uint8Array, key: Uint16Array): Buffer {
  const source = Buffer.from(block);
  const r = Uint16Array.from([0, 2, 4, 6], (offset) => source.readUInt16LE(offset));
  const at = (index: number): number => r[(index + 4) % 4] ?? 0;
  for (let round = 15; round >= 0; round--) {
    for (let index = 3; index >= 0; index--) {
      const rotation = ROTATIONS[index] ?? 0;
      const turned = (at(index) >>> rotation) | (at(index) << (16 - rotation));
      const mixed = (at(index - 1) & at(index - 2)) + (~at(index - 1) & at(index - 3));
      r[index] = turned - (key[round * 4 + index] ?? 0) - mixed;
    }
    if (round === 11 || round === 5)
      for (let index = 3; index >= 0; index--) r[index] = at(index) - (key[at(index - 1) & 63] ?? 0);
  }
  const plain = Buffer.alloc(8);
  r.forEach((word, index) => plain.writeUInt16LE(word, index * 2));
  return plain;
}
