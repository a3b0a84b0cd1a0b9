import { createCipheriv, randomBytes, scryptSync } from 'node:crypto';
import { child, children, integer, objectIdentifier, octetString, readDer, readOid, sequence } from '../lib/der.ts';
import { OID } from '../lib/object-identifiers.ts';
import { decryptByPassphrase, scryptMemory, UnsupportedKeyError } from './password-encryption.ts';

// 16 MiB: strong, and still below the 32 MiB up to which OpenSSL reads a key file without being asked.
const SCRYPT = { N: 2 ** 14, r: 8, p: 5 } as const;

/**
 * PKCS#8 EncryptedPrivateKeyInfo (DER) of a PKCS#8 key: PBES2 with scrypt and AES-256-CBC, which `openssl pkey` reads.
 */
export function encryptPrivateKey(pkcs8: Uint8Array, passphrase: string): Uint8Array {
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const key = scryptSync(Buffer.from(composed(passphrase), 'utf8'), salt, 32, {
    ...SCRYPT,
    maxmem: scryptMemory(SCRYPT),
  });
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
 * Decrypts a PKCS#8 EncryptedPrivateKeyInfo (DER). Returns null when the passphrase is wrong, as far as the padding shows.
 * Throws an UnsupportedKeyError or DerError.
 */
export function decryptPrivateKey(encrypted: Uint8Array, passphrase: string): Buffer | null {
  const [algorithm, data] = children(readDer(encrypted));
  const scheme = readOid(child(algorithm, 0));
  // The older schemes are for PKCS#12 files, which nobody can choose; a key file of one's own can be made anew.
  if (scheme !== OID.pbes2) throw new UnsupportedKeyError(`encryption scheme ${scheme}`);
  return decryptByPassphrase(child(algorithm), child(data).content, composed(passphrase));
}

/** The same passphrase typed on another system must give the same bytes. */
function composed(passphrase: string): string {
  return passphrase.normalize('NFC');
}
