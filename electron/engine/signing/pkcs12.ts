import { createHmac, timingSafeEqual } from 'node:crypto';
import { berToDer } from '../lib/ber.ts';
import { child, children, readDer, readInteger, readOid, type DerElement } from '../lib/der.ts';
import { OID } from '../lib/object-identifiers.ts';
import { decryptByPassphrase, deriveKey, hmacOf, pkcs12Key, UnsupportedKeyError } from './password-encryption.ts';

/** What a PKCS#12 file holds, once its passphrase is known to be right. */
export interface Pkcs12 {
  /** PKCS#8, DER, no longer encrypted: overwrite them after use. */
  readonly keys: readonly Buffer[];
  /** Whether a key lay in the file without encryption of its own. */
  readonly hasBareKey: boolean;
  /** X.509, DER, in the order of the file. */
  readonly certificates: readonly Uint8Array[];
}

/** Message of the error for a file that nothing protects against changes. */
export const NO_MAC = 'no MAC';

/** Bags nest; a file that nests them deeper than this is no key file. */
const MOST_DEPTH = 8;

const MAC_HASHES: Readonly<Record<string, readonly [hash: string, length: number]>> = {
  [OID.sha1]: ['sha1', 20],
  [OID.sha224]: ['sha224', 28],
  [OID.sha256]: ['sha256', 32],
  [OID.sha384]: ['sha384', 48],
  [OID.sha512]: ['sha512', 64],
};

/** Whether bytes begin like a PKCS#12 file: a SEQUENCE that starts with version 3 (RFC 7292 section 4). */
export function looksLikePkcs12(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x30) return false;
  const length = bytes[1] ?? 0;
  const start = 2 + (length > 0x80 ? length & 0x7f : 0);
  return bytes[start] === 0x02 && bytes[start + 1] === 0x01 && bytes[start + 2] === 0x03;
}

/**
 * Reads a PKCS#12 file (RFC 7292; its MAC also by RFC 9579). Nothing is decrypted before the MAC fits the passphrase; null
 * when it fits no form of it. Throws an UnsupportedKeyError or DerError, also for a file without a MAC.
 */
export function readPkcs12(bytes: Uint8Array, passphrase: string): Pkcs12 | null {
  const file = readDer(berToDer(bytes));
  const [, authSafe, mac] = children(file);
  if (readOid(child(authSafe, 0)) !== OID.data)
    throw new UnsupportedKeyError('protected by a public key, not by a passphrase');
  const content = contentOf(child(authSafe, 1, 0));
  if (mac === undefined) throw new UnsupportedKeyError(NO_MAC);
  // Systems differ in how they write accents: composed first, as everywhere here, then as it was typed.
  const forms = [...new Set([passphrase.normalize('NFC'), passphrase])];
  const right = forms.find((form) => macFits(mac, content, form));
  if (right === undefined) return null;
  const found: Found = { keys: [], hasBareKey: false, certificates: [] };
  for (const part of children(readDer(content))) {
    const inside = contentOfPart(part, right);
    if (inside === null) return null;
    if (!collect(inside, right, found, 0)) return null;
  }
  return found;
}

interface Found {
  readonly keys: Buffer[];
  hasBareKey: boolean;
  readonly certificates: Uint8Array[];
}

/** The MAC over the content, as RFC 7292 appendix B makes it or as PBMAC1 does. */
function macFits(mac: DerElement, content: Uint8Array, passphrase: string): boolean {
  const [digestInfo, salt, iterations] = children(mac);
  const algorithm = child(digestInfo, 0);
  const oid = readOid(child(algorithm, 0));
  const stated = child(digestInfo, 1).content;
  let made: Buffer;
  if (oid === OID.pbmac1) {
    const [derivation, scheme] = children(child(algorithm, 1));
    const [hash, length] = hmacOf(readOid(child(scheme, 0)));
    made = createHmac(hash, deriveKey(child(derivation), passphrase, length))
      .update(content)
      .digest();
  } else {
    const known = MAC_HASHES[oid];
    if (!known) throw new UnsupportedKeyError(`MAC ${oid}`);
    const [hash, length] = known;
    const rounds = iterations === undefined ? 1 : readInteger(iterations);
    const key = pkcs12Key(hash, passphrase, child(salt).content, rounds, 3, length);
    made = createHmac(hash, key).update(content).digest();
  }
  return made.length === stated.length && timingSafeEqual(made, stated);
}

/** The bags of one part, decrypted where they are encrypted; null when that fails. */
function contentOfPart(part: DerElement, passphrase: string): Uint8Array | null {
  const type = readOid(child(part, 0));
  if (type === OID.data) return contentOf(child(part, 1, 0));
  if (type !== OID.encryptedData) throw new UnsupportedKeyError(`content ${type}`);
  const [, algorithm, encrypted] = children(child(part, 1, 0, 1));
  return decryptByPassphrase(child(algorithm), contentOf(child(encrypted)), passphrase);
}

function collect(bags: Uint8Array, passphrase: string, found: Found, depth: number): boolean {
  if (depth > MOST_DEPTH) throw new UnsupportedKeyError('bags nested too deeply');
  for (const bag of children(readDer(bags))) {
    const type = readOid(child(bag, 0));
    const value = child(bag, 1, 0);
    if (type === OID.pkcs8ShroudedKeyBag) {
      const key = decryptByPassphrase(child(value, 0), child(value, 1).content, passphrase);
      if (key === null) return false;
      found.keys.push(key);
    } else if (type === OID.keyBag) {
      found.hasBareKey = true;
    } else if (type === OID.certBag && readOid(child(value, 0)) === OID.x509Certificate) {
      found.certificates.push(Uint8Array.from(contentOf(child(value, 1, 0))));
    } else if (type === OID.safeContentsBag && !collect(value.raw, passphrase, found, depth + 1)) {
      return false;
    }
  }
  return true;
}

/** Bytes of an octet string, also of one in pieces, and of one under an implicit tag. */
function contentOf(element: DerElement): Uint8Array {
  const isInPieces = (element.tag & 0x20) !== 0;
  return isInPieces ? Buffer.concat(children(element).map(contentOf)) : element.content;
}
