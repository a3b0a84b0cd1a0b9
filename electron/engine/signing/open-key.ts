import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { readCertificate } from '../lib/certificate.ts';
import { DerError } from '../lib/der.ts';
import { AppError } from '../lib/errors.ts';
import { readPem } from '../lib/pem.ts';
import { UnsupportedKeyError } from './password-encryption.ts';
import { looksLikePkcs12, NO_MAC, type Pkcs12, readPkcs12 } from './pkcs12.ts';
import { decryptPrivateKey } from './private-key.ts';
import { certificateOf, signerOf, unusableKey } from './signer-of.ts';
import type { Signer } from './signer.ts';

/**
 * Unlocks a key file (PEM: an `ENCRYPTED PRIVATE KEY` and its certificate, issuing certificates may follow).
 * Fails with `wrong-passphrase`, or with `corrupt-input` when the file is no such file, the key belongs to none of its
 * certificates, or the key is too weak to sign with.
 */
export function openKeyFile(pemText: string, passphrase: string): Signer {
  const blocks = readPem(pemText);
  const certificates = blocks.filter((block) => block.label === 'CERTIFICATE').map((block) => block.der);
  const encrypted = blocks.find((block) => block.label === 'ENCRYPTED PRIVATE KEY');
  if (!encrypted) throw unusableKey(reasonForNoKey(blocks.map((block) => block.label)));
  if (certificates.length === 0) throw unusableKey('It holds a key but no certificate; put both into one file.');
  return signerWith([unlock(encrypted.der, passphrase)], certificates);
}

/**
 * Unlocks a PKCS#12 file (`.p12`, `.pfx`). Fails with `wrong-passphrase`, or with `corrupt-input` when it holds no key that
 * can sign, is not protected against changes, or is made in a way that is not known here.
 */
export function openPkcs12(bytes: Uint8Array, passphrase: string): Signer {
  let content: Pkcs12 | null;
  try {
    content = readPkcs12(bytes, passphrase);
  } catch (error) {
    throw unusableKey(reasonOf(error), error);
  }
  if (content === null) throw wrongPassphrase();
  const { keys, certificates, hasBareKey } = content;
  if (keys.length === 0)
    throw unusableKey(
      hasBareKey
        ? 'The key in this PKCS#12 file is not encrypted. Export it again with a passphrase.'
        : 'This PKCS#12 file holds certificates but no private key. Export it together with the key.',
    );
  return signerWith(keys.map(importKey), certificates);
}

/** Unlocks a key file of either kind. */
export function openKeyBytes(bytes: Uint8Array, passphrase: string): Signer {
  return looksLikePkcs12(bytes)
    ? openPkcs12(bytes, passphrase)
    : openKeyFile(Buffer.from(bytes).toString('utf8'), passphrase);
}

/** What a key file says about its owner without the passphrase, from its first certificate. */
export interface KeyFileDescription {
  readonly commonName: string;
  readonly organization: string | null;
  readonly email: string | null;
  /** SHA-256 of the certificate: upper case, colons. */
  readonly fingerprint: string;
  /** ISO 8601 UTC. */
  readonly notBefore: string;
  /** ISO 8601 UTC. */
  readonly notAfter: string;
}

/** Reads the certificate of a key file; fails with `corrupt-input` when it has no encrypted key or no certificate. */
export function describeKeyFile(pemText: string): KeyFileDescription {
  const blocks = readPem(pemText);
  const certificate = blocks.find((block) => block.label === 'CERTIFICATE');
  if (!blocks.some((block) => block.label === 'ENCRYPTED PRIVATE KEY')) {
    throw unusableKey(reasonForNoKey(blocks.map((block) => block.label)));
  }
  if (!certificate) throw unusableKey('It holds a key but no certificate; put both into one file.');
  try {
    const { commonName, organization, email, fingerprint, notBefore, notAfter } = readCertificate(certificate.der);
    return {
      commonName,
      organization,
      email,
      fingerprint,
      notBefore: new Date(notBefore).toISOString(),
      notAfter: new Date(notAfter).toISOString(),
    };
  } catch (error) {
    throw unusableKey('The certificate in it is damaged.', error);
  }
}

/** Throws an AppError (`invalid-request`) unless the certificate is valid at the time of signing. */
export function assertCanSignAt(signer: Signer, at: Date): void {
  const day = (iso: string) => iso.slice(0, 10);
  if (at.getTime() > Date.parse(signer.notAfter)) {
    throw new AppError(
      'invalid-request',
      `The certificate of ${signer.commonName} expired on ${day(signer.notAfter)}. Nothing was signed. Make a new key, or choose another key file, and sign again.`,
    );
  }
  if (at.getTime() < Date.parse(signer.notBefore)) {
    throw new AppError(
      'invalid-request',
      `The certificate of ${signer.commonName} is valid only from ${day(signer.notBefore)}. Nothing was signed. Check the clock of this computer.`,
    );
  }
}

function unlock(encrypted: Uint8Array, passphrase: string): KeyObject {
  let pkcs8: Buffer | null;
  try {
    pkcs8 = decryptPrivateKey(encrypted, passphrase);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw unusableKey(`The encrypted key cannot be read (${detail}).`, error);
  }
  if (!pkcs8) throw wrongPassphrase();
  return importKey(pkcs8);
}

function importKey(pkcs8: Buffer): KeyObject {
  try {
    return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  } catch {
    // A wrong passphrase that happened to leave valid padding decrypts to noise.
    throw wrongPassphrase();
  } finally {
    pkcs8.fill(0);
  }
}

/** The first key that one of the certificates belongs to, with the chain of that certificate. */
function signerWith(keys: readonly KeyObject[], certificates: readonly Uint8Array[]): Signer {
  for (const key of keys) {
    let certificate: Uint8Array | undefined;
    try {
      certificate = certificateOf(certificates, createPublicKey(key));
    } catch (error) {
      throw unusableKey('A certificate in it is damaged.', error);
    }
    if (certificate === undefined) continue;
    const others = certificates.filter((der) => der !== certificate);
    return signerOf(certificate, others, async (toBeSigned, hash) => sign(hash, toBeSigned, key));
  }
  throw unusableKey('Its key belongs to none of its certificates.');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof UnsupportedKeyError))
    return `The PKCS#12 file is damaged or none (${error instanceof DerError ? error.message : 'it cannot be read'}).`;
  if (error.message === NO_MAC)
    return 'This PKCS#12 file has no MAC, so nothing shows whether somebody changed it. Export it again with the usual settings.';
  return `The PKCS#12 file is protected in a way that is not known here or asks for too much work (${error.message}). Export it again with the usual settings.`;
}

function reasonForNoKey(labels: readonly string[]): string {
  if (labels.some((label) => label.endsWith('PRIVATE KEY'))) {
    return 'Its key is not protected in the standard way. Convert it: openssl pkcs8 -topk8 -scrypt -in key.pem -out protected.pem, then add the certificate.';
  }
  return 'It holds no encrypted private key (PEM, "ENCRYPTED PRIVATE KEY").';
}

function wrongPassphrase(): AppError {
  return new AppError(
    'wrong-passphrase',
    'The passphrase does not open this key file. Nothing was signed and the file is unchanged. Try again; a lost passphrase cannot be recovered, but a new key can be made.',
  );
}
