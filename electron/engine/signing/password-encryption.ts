import { createDecipheriv, createHash, pbkdf2Sync, scryptSync } from 'node:crypto';
import { child, children, readInteger, readOid, type DerElement } from '../lib/der.ts';
import { OID } from '../lib/object-identifiers.ts';
import { decryptRc2Cbc } from './rc2.ts';

const MAXIMUM_SCRYPT_BYTES = 2 ** 28;
const MAXIMUM_ITERATIONS = 10_000_000;
/** The old derivation runs in JavaScript: this many take some seconds. */
const MAXIMUM_PKCS12_ITERATIONS = 2_000_000;

const CIPHERS: Readonly<Record<string, readonly [name: string, keyLength: number]>> = {
  [OID.aes128Cbc]: ['aes-128-cbc', 16],
  [OID.aes192Cbc]: ['aes-192-cbc', 24],
  [OID.aes256Cbc]: ['aes-256-cbc', 32],
  [OID.desEde3Cbc]: ['des-ede3-cbc', 24],
};
/** Pseudo-random functions and the length of what they give, in bytes. */
const HMACS: Readonly<Record<string, readonly [hash: string, length: number]>> = {
  [OID.hmacWithSha1]: ['sha1', 20],
  [OID.hmacWithSha224]: ['sha224', 28],
  [OID.hmacWithSha256]: ['sha256', 32],
  [OID.hmacWithSha384]: ['sha384', 48],
  [OID.hmacWithSha512]: ['sha512', 64],
};
/** Hash functions of the PKCS#12 derivation: length of the hash and of its block, in bytes. */
const PKCS12_HASHES: Readonly<Record<string, readonly [length: number, block: number]>> = {
  sha1: [20, 64],
  sha224: [28, 64],
  sha256: [32, 64],
  sha384: [48, 128],
  sha512: [64, 128],
};
/** Encryption schemes of RFC 7292 appendix C; the weakest two, with RC4, are written by nothing that is still in use. */
const PKCS12_SCHEMES: Readonly<Record<string, { readonly cipher: 'triple-des' | 'rc2'; readonly keyLength: number }>> =
  {
    [OID.pbeWithShaAnd3KeyTripleDes]: { cipher: 'triple-des', keyLength: 24 },
    [OID.pbeWithShaAnd2KeyTripleDes]: { cipher: 'triple-des', keyLength: 16 },
    [OID.pbeWithShaAnd128BitRc2]: { cipher: 'rc2', keyLength: 16 },
    [OID.pbeWithShaAnd40BitRc2]: { cipher: 'rc2', keyLength: 5 },
  };

/** The file asks for a method this reader does not know, or for an unreasonable amount of work. */
export class UnsupportedKeyError extends Error {}

/** The hash and the length of a pseudo-random function, by its identifier. Throws an UnsupportedKeyError. */
export function hmacOf(oid: string): readonly [hash: string, length: number] {
  const hmac = HMACS[oid];
  if (!hmac) throw new UnsupportedKeyError(`pseudo-random function ${oid}`);
  return hmac;
}

/**
 * Decrypts what is encrypted by a passphrase: PBES2 and the schemes of PKCS#12. Written out because the crypto library
 * inside Electron (BoringSSL) reads neither scrypt nor PBKDF2 with HMAC-SHA-512. The passphrase counts as it is
 * written, in its Unicode form too. Returns null when it is wrong (as far as the padding shows: about one wrong passphrase in 256 gets through and yields noise). Throws an
 * UnsupportedKeyError or DerError.
 */
export function decryptByPassphrase(algorithm: DerElement, data: Uint8Array, passphrase: string): Buffer | null {
  const scheme = readOid(child(algorithm, 0));
  if (scheme === OID.pbes2) {
    const [derivation, encryption] = children(child(algorithm, 1));
    const cipherOid = readOid(child(encryption, 0));
    const cipher = CIPHERS[cipherOid];
    if (!cipher) throw new UnsupportedKeyError(`cipher ${cipherOid}`);
    const key = deriveKey(child(derivation), passphrase, cipher[1]);
    return decrypt(cipher[0], key, child(encryption, 1).content, data);
  }
  const old = PKCS12_SCHEMES[scheme];
  if (!old) throw new UnsupportedKeyError(`encryption scheme ${scheme}`);
  const [salt, iterations] = children(child(algorithm, 1));
  const derive = (purpose: 1 | 2, length: number) =>
    pkcs12Key('sha1', passphrase, child(salt).content, readInteger(child(iterations)), purpose, length);
  const key = derive(1, old.keyLength);
  const iv = derive(2, 8);
  if (old.cipher === 'rc2') return decryptRc2Cbc(data, key, iv, old.keyLength * 8);
  // With two keys the first one is used again as the third.
  return decrypt('des-ede3-cbc', old.keyLength === 16 ? Buffer.concat([key, key.subarray(0, 8)]) : key, iv, data);
}

function decrypt(cipher: string, key: Buffer, iv: Uint8Array, data: Uint8Array): Buffer | null {
  const decipher = createDecipheriv(cipher, key, iv);
  try {
    return Buffer.concat([decipher.update(data), decipher.final()]);
  } catch {
    return null;
  } finally {
    key.fill(0);
  }
}

/** A key of `length` bytes by PBKDF2 or scrypt, of which the passphrase is taken as UTF-8. Throws an UnsupportedKeyError. */
export function deriveKey(derivation: DerElement, passphrase: string, length: number): Buffer {
  const method = readOid(child(derivation, 0));
  const parameters = children(child(derivation, 1));
  const salt = child(parameters[0]).content;
  if (method === OID.scrypt) {
    const cost = {
      N: readInteger(child(parameters[1])),
      r: readInteger(child(parameters[2])),
      p: readInteger(child(parameters[3])),
    };
    if (128 * cost.N * cost.r > MAXIMUM_SCRYPT_BYTES || cost.p > 32) throw new UnsupportedKeyError('scrypt cost');
    return scryptSync(Buffer.from(passphrase, 'utf8'), salt, length, { ...cost, maxmem: scryptMemory(cost) });
  }
  if (method === OID.pbkdf2) {
    const iterations = readInteger(child(parameters[1]));
    if (iterations > MAXIMUM_ITERATIONS) throw new UnsupportedKeyError('PBKDF2 iterations');
    // RFC 8018 A.2: the pseudo-random function is HMAC-SHA-1 unless one is named.
    const named = parameters.slice(2).find((parameter) => parameter.tag === 0x30);
    const [hash] = hmacOf(named ? readOid(child(named, 0)) : OID.hmacWithSha1);
    return pbkdf2Sync(Buffer.from(passphrase, 'utf8'), salt, iterations, length, hash);
  }
  throw new UnsupportedKeyError(`key derivation ${method}`);
}

/**
 * Key material by RFC 7292 appendix B.2, of which the passphrase is taken as a BMPString with its end. `purpose`: 1 an
 * encryption key, 2 an initial vector, 3 a MAC key. Throws an UnsupportedKeyError.
 */
export function pkcs12Key(
  hash: string,
  passphrase: string,
  salt: Uint8Array,
  iterations: number,
  purpose: 1 | 2 | 3,
  length: number,
): Buffer {
  const sizes = PKCS12_HASHES[hash];
  if (!sizes) throw new UnsupportedKeyError(`hash ${hash}`);
  if (iterations > MAXIMUM_PKCS12_ITERATIONS) throw new UnsupportedKeyError('PKCS#12 iterations');
  const [size, block] = sizes;
  const text = Buffer.from(`${passphrase}\0`, 'utf16le').swap16();
  const diversifier = Buffer.alloc(block, purpose);
  const material = Buffer.concat([filled(salt, block), filled(text, block)]);
  const parts: Buffer[] = [];
  for (let made = 0; made < length; made += size) {
    let digest = createHash(hash).update(diversifier).update(material).digest();
    for (let round = 1; round < iterations; round++) digest = createHash(hash).update(digest).digest();
    parts.push(digest);
    const addend = filled(digest, block).subarray(0, block);
    for (let offset = 0; offset < material.length; offset += block)
      addOneMore(material.subarray(offset, offset + block), addend);
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** Repeated to a whole number of blocks; nothing stays nothing. */
function filled(bytes: Uint8Array, block: number): Buffer {
  return Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
}

/** number := number + addend + 1, both big-endian and of one length. */
function addOneMore(number: Buffer, addend: Uint8Array): void {
  let carry = 1;
  for (let index = number.length - 1; index >= 0; index--) {
    carry += (number[index] ?? 0) + (addend[index] ?? 0);
    number[index] = carry & 0xff;
    carry >>= 8;
  }
}

/** Memory that scrypt of this cost may use, in bytes. */
export function scryptMemory({ N, r, p }: { readonly N: number; readonly r: number; readonly p: number }): number {
  return 128 * r * (N + p + 2) + 2 ** 20;
}
