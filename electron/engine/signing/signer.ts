import type { HashName } from '../lib/object-identifiers.ts';

/** Somebody who can sign now: a certificate and an unlocked key. Keep it for one act and let it go. */
export interface Signer {
  /** X.509 certificate of the key, DER. */
  readonly certificate: Uint8Array;
  /** Issuing certificates from the file, nearest first, DER; empty when self-signed. */
  readonly chain: readonly Uint8Array[];
  readonly kind: 'ec' | 'rsa';
  /** The hash that goes with the key: SHA-384 for P-384, SHA-512 for P-521, else SHA-256. */
  readonly hash: HashName;
  readonly commonName: string;
  readonly organization: string | null;
  /** SHA-256 of the certificate as `openssl x509 -fingerprint -sha256` prints it: upper case, colons. */
  readonly fingerprint: string;
  /** ISO 8601 UTC. */
  readonly notBefore: string;
  /** ISO 8601 UTC. */
  readonly notAfter: string;
  /** Signature over the bytes: DER ECDSA or RSA PKCS#1 v1.5, hashed with `hash`. */
  sign(toBeSigned: Uint8Array): Promise<Uint8Array>;
}
