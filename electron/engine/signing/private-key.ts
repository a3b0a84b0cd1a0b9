import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto';
import {
  child,
  children,
  integer,
  objectIdentifier,
  octetString,
  readDer,
  readInteger,
  readOid,
  sequence,
  type DerElement,
} from '../lib/der.ts';
import { OID } from '../lib/object-identifiers.ts';

// 16 MiB: strong, and still below the 32 MiB up to which OpenSSL reads a key file without being asked.
const SCRYPT = { N: 2 ** 14, r: 8, p: 5 } as const;
const MAXIMUM_SCRYPT_BYTES = 2 ** 28;
const MAXIMUM_ITERATIONS = 10_000_000;

const CIPHERS: Readonly<Record<string, readonly [name: string, keyLength: number]>> = {
  [OID.aes128Cbc]: ['aes-128-cbc', 16],
  [OID.aes192Cbc]: ['aes-192-cbc', 24],
  [OID.aes256Cbc]: ['aes-256-cbc', 32],
};
const HMACS: Readonly<Record<string, string>> = {
  [OID.hmacWithSha1]: 'sha1',
  [OID.hmacWithSha256]: 'sha256',
  [OID.hmacWithSha384]: 'sha384',
  [OID.hmacWithSha512]: 'sha512',
};

/** The file asks for a method this reader does not know, or for an unreasonable amount of work. */
export class UnsupportedKeyError extends Error {}

/**
 * PKCS#8 EncryptedPrivateKeyInfo (DER) of a PKCS#8 key: PBES2 with scrypt and AES-256-CBC, which `openssl pkey` reads.
 */
export function encryptPrivateKey(pkcs8: Uint8Array, passphrase: string): Uint8Array {
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const key = scryptSync(passphraseBytes(passphrase), salt, 32, { ...SCRYPT, maxmem: scryptMemory(SCRYPT) });
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const encrypted = Buffer.concat([cipher.update(pkcs8), cipher.final()]);
  key.fill(0);
  const derivation = sequence(
    objectIdentifier(OID.scrypt),
    sequence(octetString(salt), integer(SCRYPT.N), integer(SCRYPT.r), integer(SCRYPT.p)),
  );
  const encryption = sequence(objectIdentifier(OID.aes256Cbc), octetString(iv));
  return sequence(sequence(objectIdentifier(OID.pbes2), sequence(derivation, encryption)), octetString(encrypted));
}

/**
 * Decrypts a PKCS#8 EncryptedPrivateKeyInfo. Written out because the crypto library inside Electron (BoringSSL) reads
 * neither scrypt nor PBKDF2 with HMAC-SHA-512. Returns null when the passphrase is wrong (as far as the padding
 * shows: about one wrong passphrase in 256 gets through and yields noise). Throws an UnsupportedKeyError or DerError.
 */
export function decryptPrivateKey(encrypted: Uint8Array, passphrase: string): Buffer | null {
  const [algorithm, data] = children(readDer(encrypted));
  const scheme = readOid(child(algorithm, 0));
  if (scheme !== OID.pbes2) throw new UnsupportedKeyError(`encryption scheme ${scheme}`);
  const [derivation, encryption] = children(child(algorithm, 1));
  const cipherOid = readOid(child(encryption, 0));
  const cipher = CIPHERS[cipherOid];
  if (!cipher) throw new UnsupportedKeyError(`cipher ${cipherOid}`);
  const key = deriveKey(child(derivation), passphrase, cipher[1]);
  const decipher = createDecipheriv(cipher[0], key, child(encryption, 1).content);
  try {
    return Buffer.concat([decipher.update(child(data).content), decipher.final()]);
  } catch {
    return null;
  } finally {
    key.fill(0);
  }
}

function deriveKey(derivation: DerElement, passphrase: string, length: number): Buffer {
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
    return scryptSync(passphraseBytes(passphrase), salt, length, { ...cost, maxmem: scryptMemory(cost) });
  }
  if (method === OID.pbkdf2) {
    const iterations = readInteger(child(parameters[1]));
    if (iterations > MAXIMUM_ITERATIONS) throw new UnsupportedKeyError('PBKDF2 iterations');
    // RFC 8018 A.2: the pseudo-random function is HMAC-SHA-1 unless one is named.
    const named = parameters.slice(2).find((parameter) => parameter.tag === 0x30);
    const oid = named ? readOid(child(named, 0)) : OID.hmacWithSha1;
    const hmac = HMACS[oid];
    if (!hmac) throw new UnsupportedKeyError(`pseudo-random function ${oid}`);
    return pbkdf2Sync(passphraseBytes(passphrase), salt, iterations, length, hmac);
  }
  throw new UnsupportedKeyError(`key derivation ${method}`);
}

function scryptMemory({ N, r, p }: { readonly N: number; readonly r: number; readonly p: number }): number {
  return 128 * r * (N + p + 2) + 2 ** 20;
}

/** The composed form, so that the same passphrase typed on another system gives the same bytes. */
function passphraseBytes(passphrase: string): Buffer {
  return Buffer.from(passphrase.normalize('NFC'), 'utf8');
}
