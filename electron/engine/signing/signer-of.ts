import { X509Certificate, type KeyObject } from 'node:crypto';
import { certificateExtension, readCertificate } from '../lib/certificate.ts';
import { AppError } from '../lib/errors.ts';
import { OID, type HashName } from '../lib/object-identifiers.ts';
import type { Signer } from './signer.ts';

/** Signs bytes, hashed with `hash`: DER ECDSA or RSA PKCS#1 v1.5. */
type Sign = (toBeSigned: Uint8Array, hash: HashName) => Promise<Uint8Array>;

/**
 * A signer with this certificate; the chain is built from `others`. Throws `corrupt-input` with a sentence when the key is
 * of a kind that cannot sign here, too weak, or not meant for signing.
 */
export function signerOf(certificate: Uint8Array, others: readonly Uint8Array[], sign: Sign): Signer {
  const { kind, hash } = algorithmOf(certificate);
  const parts = readCertificate(certificate);
  return {
    certificate,
    chain: issuersOf(certificate, others),
    kind,
    hash,
    commonName: parts.commonName,
    organization: parts.organization,
    fingerprint: parts.fingerprint,
    notBefore: new Date(parts.notBefore).toISOString(),
    notAfter: new Date(parts.notAfter).toISOString(),
    sign: (toBeSigned) => sign(toBeSigned, hash),
  };
}

interface Algorithm {
  readonly kind: Signer['kind'];
  readonly hash: HashName;
}

/** What a certificate's key signs with. Throws `corrupt-input` with the reason why it cannot. */
export function algorithmOf(certificate: Uint8Array): Algorithm {
  const found = findAlgorithm(certificate);
  if (typeof found === 'string') throw unusableKey(found);
  return found;
}

/** Why a certificate's key cannot sign here, in a sentence, or null. */
export function signingProblem(certificate: Uint8Array): string | null {
  const found = findAlgorithm(certificate);
  return typeof found === 'string' ? found : null;
}

function findAlgorithm(certificate: Uint8Array): Algorithm | string {
  const usage = certificateExtension(certificate, OID.keyUsage);
  // BIT STRING: its first two bits are digitalSignature and nonRepudiation (RFC 5280 4.2.1.3).
  if (usage !== null && ((usage[3] ?? 0) & 0xc0) === 0)
    return 'Its certificate is not meant for signatures; choose the one for signing.';
  const { publicKey } = new X509Certificate(certificate);
  if (publicKey.asymmetricKeyType === 'rsa') {
    const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
    if (bits < 2048) return `Its RSA key has ${bits} bits; at least 2048 are needed.`;
    return { kind: 'rsa', hash: 'sha256' };
  }
  const curve = publicKey.asymmetricKeyDetails?.namedCurve;
  if (curve === 'prime256v1' || curve === 'P-256') return { kind: 'ec', hash: 'sha256' };
  if (curve === 'secp384r1' || curve === 'P-384') return { kind: 'ec', hash: 'sha384' };
  if (curve === 'secp521r1' || curve === 'P-521') return { kind: 'ec', hash: 'sha512' };
  return `Keys of the kind ${curve ?? publicKey.asymmetricKeyType} are not supported; use P-256, P-384 or RSA.`;
}

/** The certificate whose public key is this one, or undefined. Throws when one of them is damaged. */
export function certificateOf(certificates: readonly Uint8Array[], publicKey: KeyObject): Uint8Array | undefined {
  const wanted = publicKey.export({ type: 'spki', format: 'der' });
  return certificates.find((der) =>
    new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' }).equals(wanted),
  );
}

/** Those of `others` that issued the certificate, nearest first, each one checked by its signature. */
export function issuersOf(certificate: Uint8Array, others: readonly Uint8Array[]): Uint8Array[] {
  const pool = others.map((der) => new X509Certificate(der));
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

/** Of a certificate and its chain in any order, the one that issued none of the others. */
export function leafOf(certificates: readonly Uint8Array[]): Uint8Array {
  const read = certificates.map((der) => ({ der, x509: new X509Certificate(der) }));
  const leaf = read.find(({ der, x509 }) => !read.some((other) => other.der !== der && other.x509.checkIssued(x509)));
  const found = leaf?.der ?? certificates[0];
  if (found === undefined) throw unusableKey('There is no certificate.');
  return found;
}

/** A key that cannot sign here, with the reason. */
export function unusableKey(reason: string, cause?: unknown): AppError {
  return new AppError('corrupt-input', `This key cannot be used for signing. ${reason} Nothing was signed.`, { cause });
}
