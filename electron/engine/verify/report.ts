import type { TimestampResult } from './timestamp-token.ts';

/** One thing that was looked at, in the words shown to the person who verifies. */
export interface VerifyCheck {
  /** Stable, for programs: `archive`, `sums`, `statement`, `signature`, `pdf-signature` … */
  readonly id: string;
  readonly title: string;
  readonly ok: boolean;
  /** What was compared and found; for a failure, where it differs and what it means. */
  readonly detail: string;
  /** The file inside the bundle it is about. */
  readonly file?: string;
}

/** Who signed what, as far as the certificate and the signed statement tell. */
export interface VerifiedSigner {
  readonly name: string;
  readonly organization: string | null;
  readonly email: string | null;
  /** SHA-256 of the certificate: upper case, colons. The thing to compare with what the signer told you. */
  readonly fingerprint: string;
  readonly role: string;
  readonly engagement: string;
  /** What the signature stands for, in the signed words. */
  readonly meaning: string;
  /** ISO 8601 UTC; the clock of the signer's computer, not a time-stamping authority. */
  readonly signedAt: string;
  readonly selfSigned: boolean;
  /** ISO 8601 UTC. */
  readonly certificateNotAfter: string;
  /** Whether all cryptographic checks of this signer passed. */
  readonly valid: boolean;
  /** True or false against the pinned fingerprints; null when none were given, so identity was not judged. */
  readonly trusted: boolean | null;
  /** Whether it is among those that are known; who is not fails no check. */
  readonly isKnown: boolean;
}

/** Something a time-stamping authority saw at a time, as far as its signature proves it. */
export interface VerifiedTimestamp {
  /** What existed then, to be continued: “existed at”. */
  readonly subject: string;
  /** The file inside the bundle that carries the time stamp. */
  readonly file: string;
  /** Name in the authority's certificate. */
  readonly authority: string;
  /** SHA-256 of the authority's certificate: upper case, colons. */
  readonly fingerprint: string;
  /** ISO 8601 UTC. */
  readonly time: string;
  readonly valid: boolean;
  /** Whether its certificates lead to one that was given; null when none was given, so the authority was not judged. */
  readonly trusted: boolean | null;
  /** Whether its certificates lead to one that is known; an authority that is not fails no check. */
  readonly isKnown: boolean;
}

export interface VerifyReport {
  /** Every check passed. Says nothing about who the signer is unless fingerprints were pinned. */
  readonly ok: boolean;
  readonly checks: readonly VerifyCheck[];
  readonly signers: readonly VerifiedSigner[];
  readonly timestamps: readonly VerifiedTimestamp[];
  /** SHA-256 (hexadecimal) of the facts: see `contentDigest`. Null when the bundle could not be read. */
  readonly contentDigest: string | null;
}

/** One signature field of a PDF. */
export interface PdfSignature {
  readonly field: string;
  /** A person's signature, or the time stamp of an authority over the whole document. */
  readonly kind: 'signature' | 'timestamp';
  readonly name: string | null;
  readonly reason: string | null;
  /** ISO 8601 UTC of /M. */
  readonly signedAt: string | null;
  /** SHA-256 of the signer's certificate: upper case, colons. Null when the CMS could not be read. */
  readonly fingerprint: string | null;
  /** Signer's certificate, DER. */
  readonly certificate: Uint8Array | null;
  /** Number of leading bytes of the file this signature covers (its revision). */
  readonly coversBytes: number;
  readonly valid: boolean;
  /** The time stamp inside the signature, or the one that the field is. */
  readonly timestamp: TimestampResult | null;
}

export interface PdfVerifyReport {
  readonly ok: boolean;
  readonly checks: readonly VerifyCheck[];
  readonly signatures: readonly PdfSignature[];
  /** Length in bytes of the file after each revision, in order. */
  readonly revisions: readonly number[];
  /** Embedded files by name. */
  readonly attachments: ReadonlyMap<string, Uint8Array>;
}

/** Whose signatures and time stamps to trust. */
export interface Trusted {
  /** SHA-256 certificate fingerprints to trust, hexadecimal, with or without colons. */
  readonly pinnedFingerprints?: readonly string[];
  /** Certificates (DER) of authorities, to trust the signers they issue certificates to. */
  readonly issuers?: readonly Uint8Array[];
  /** Certificates (DER) of time-stamping authorities, or of those that issue theirs, to trust. */
  readonly authorities?: readonly Uint8Array[];
}

/** What is named must hold, or the bundle fails. */
export interface VerifyOptions extends Trusted {
  /** Shown beside signers and authorities, and makes nothing worse that it does not name. */
  readonly known?: Trusted | undefined;
}
