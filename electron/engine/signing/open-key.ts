import { createPrivateKey, createPublicKey, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { readCertificate } from '../lib/certificate.ts';
import { AppError } from '../lib/errors.ts';
import type { HashName } from '../lib/object-identifiers.ts';
import { readPem } from '../lib/pem.ts';
import { decryptPrivateKey } from './private-key.ts';
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
  if (!encrypted) throw unusable(reasonForNoKey(blocks.map((block) => block.label)));
  if (certificates.length === 0) throw unusable('It holds a key but no certificate; put both into one file.');
  const key = unlock(encrypted.der, passphrase);
  const { kind, hash } = algorithmOf(key);
  const certificate = certificateOfKey(certificates, key);
  const parts = readCertificate(certificate);
  return {
    certificate,
    chain: issuersOf(certificate, certificates),
    kind,
    hash,
    commonName: parts.commonName,
    organization: parts.organization,
    fingerprint: parts.fingerprint,
    notBefore: new Date(parts.notBefore).toISOString(),
    notAfter: new Date(parts.notAfter).toISOString(),
    sign: async (toBeSigned) => sign(hash, toBeSigned, key),
  };
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
    throw unusable(reasonForNoKey(blocks.map((block) => block.label)));
  }
  if (!certificate) throw unusable('It holds a key but no certificate; put both into one file.');
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
    throw unusable('The certificate in it is damaged.', error);
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
    throw unusable(`The encrypted key cannot be read (${detail}).`, error);
  }
  if (!pkcs8) throw wrongPassphrase();
  try {
    return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  } catch {
    // A wrong passphrase that happened to leave valid padding decrypts to noise.
    throw wrongPassphrase();
  } finally {
    pkcs8.fill(0);
  }
}

function algorithmOf(key: KeyObject): { readonly kind: Signer['kind']; readonly hash: HashName } {
  if (key.asymmetricKeyType === 'rsa') {
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    if (bits < 2048) throw unusable(`Its RSA key has ${bits} bits; at least 2048 are needed.`);
    return { kind: 'rsa', hash: 'sha256' };
  }
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (curve === 'prime256v1' || curve === 'P-256') return { kind: 'ec', hash: 'sha256' };
  if (curve === 'secp384r1' || curve === 'P-384') return { kind: 'ec', hash: 'sha384' };
  if (curve === 'secp521r1' || curve === 'P-521') return { kind: 'ec', hash: 'sha512' };
  throw unusable(`Keys of the kind ${curve ?? key.asymmetricKeyType} are not supported; use P-256, P-384 or RSA.`);
}

function certificateOfKey(certificates: readonly Uint8Array[], key: KeyObject): Uint8Array {
  const wanted = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const found = certificates.find((der) => {
    try {
      return new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' }).equals(wanted);
    } catch (error) {
      throw unusable('A certificate in it is damaged.', error);
    }
  });
  if (!found) throw unusable('Its key belongs to none of its certificates.');
  return found;
}

function issuersOf(certificate: Uint8Array, certificates: readonly Uint8Array[]): Uint8Array[] {
  const pool = certificates.filter((der) => der !== certificate).map((der) => new X509Certificate(der));
  const chain: Uint8Array[] = [];
  let current = new X509Certificate(certificate);
  while (chain.length < pool.length) {
    const subject = current;
    const issuer = pool.find((candidate) => subject.checkIssued(candidate) && subject.verify(candidate.publicKey));
    if (!issuer || issuer.fingerprint256 === current.fingerprint256) break;
    chain.push(Uint8Array.from(issuer.raw));
    current = issuer;
  }
  return chain;
}

function reasonForNoKey(labels: readonly string[]): string {
  if (labels.some((label) => label.endsWith('PRIVATE KEY'))) {
    return 'Its key is not protected in the standard way. Convert it: openssl pkcs8 -topk8 -scrypt -in key.pem -out protected.pem, then add the certificate.';
  }
  return 'It holds no encrypted private key (PEM, "ENCRYPTED PRIVATE KEY").';
}

function unusable(reason: string, cause?: unknown): AppError {
  return new AppError('corrupt-input', `This key file cannot be used for signing. ${reason} Nothing was signed.`, {
    cause,
  });
}

function wrongPassphrase(): AppError {
  return new AppError(
    'wrong-passphrase',
    'The passphrase does not open this key file. Nothing was signed and the file is unchanged. Try again; a lost passphrase cannot be recovered, but a new key can be made.',
  );
}
