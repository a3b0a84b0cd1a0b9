import { X509Certificate } from 'node:crypto';
import { sameFingerprint } from '../lib/certificate.ts';

/** Whom a verifier trusts as a signer: certificates by their fingerprint, and authorities (DER) with all they issue. */
export interface TrustedSigners {
  readonly fingerprints: readonly string[];
  readonly issuers: readonly Uint8Array[];
}

const LONGEST_CHAIN = 8;

/**
 * Whether a signer's certificate is trusted: it is named itself, or leads over certificates beside it to an authority that
 * is. Every certificate on the way was valid at `at` (UTC milliseconds). Null when nobody is named, so that nothing was
 * judged. Revocation lists are not looked at.
 */
export function isTrustedSigner(
  certificate: Uint8Array,
  beside: readonly Uint8Array[],
  trusted: TrustedSigners,
  at: number,
): boolean | null {
  if (trusted.fingerprints.length === 0 && trusted.issuers.length === 0) return null;
  const signer = new X509Certificate(certificate);
  if (trusted.fingerprints.some((fingerprint) => sameFingerprint(fingerprint, signer.fingerprint256))) return true;
  const anchors = trusted.issuers.map((der) => new X509Certificate(der));
  const others = beside.map((der) => new X509Certificate(der));
  let current = signer;
  for (let step = 0; step < LONGEST_CHAIN; step += 1) {
    if (!isValidAt(current, at)) return false;
    if (anchors.some((anchor) => isValidAt(anchor, at) && issued(anchor, current))) return true;
    const next = others.find((other) => other.fingerprint256 !== current.fingerprint256 && issued(other, current));
    if (next === undefined) return false;
    current = next;
  }
  return false;
}

function issued(issuer: X509Certificate, subject: X509Certificate): boolean {
  return issuer.ca && subject.checkIssued(issuer) && subject.verify(issuer.publicKey);
}

function isValidAt(certificate: X509Certificate, at: number): boolean {
  return at >= Date.parse(certificate.validFrom) && at <= Date.parse(certificate.validTo);
}
