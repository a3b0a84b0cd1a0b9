import { X509Certificate } from 'node:crypto';
import { child, children, readDer, readOid, readText, readTime, type DerElement } from './der.ts';
import { OID } from './object-identifiers.ts';

/** The parts of an X.509 certificate that signing and verifying need. */
export interface CertificateParts {
  /** INTEGER element, DER. */
  readonly serialNumber: Uint8Array;
  /** Name element, DER. */
  readonly issuer: Uint8Array;
  readonly commonName: string;
  readonly organization: string | null;
  readonly email: string | null;
  /** SHA-256 of the certificate: upper case, colons. */
  readonly fingerprint: string;
  readonly selfSigned: boolean;
  /** UTC milliseconds. */
  readonly notBefore: number;
  /** UTC milliseconds. */
  readonly notAfter: number;
}

/** Reads a certificate (RFC 5280); throws when the bytes are not one. */
export function readCertificate(der: Uint8Array): CertificateParts {
  const x509 = new X509Certificate(der);
  const fields = children(child(readDer(der), 0));
  // The version is an optional [0] in front.
  const [serialNumber, , issuer, validity, subject] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  const subjectElement = child(subject);
  return {
    serialNumber: child(serialNumber).raw,
    issuer: child(issuer).raw,
    commonName: nameAttribute(subjectElement, OID.commonName) ?? x509.subject.replaceAll('\n', ', '),
    organization: nameAttribute(subjectElement, OID.organizationName),
    email: emailOf(x509) ?? nameAttribute(subjectElement, OID.emailAddress),
    fingerprint: x509.fingerprint256,
    selfSigned: Buffer.compare(child(issuer).raw, subjectElement.raw) === 0 && x509.verify(x509.publicKey),
    notBefore: readTime(child(validity, 0)),
    notAfter: readTime(child(validity, 1)),
  };
}

/** The value of an extension (DER inside its OCTET STRING), or null when the certificate has none of this kind. */
export function certificateExtension(der: Uint8Array, oid: string): Uint8Array | null {
  const list = children(child(readDer(der), 0)).find(({ tag }) => tag === 0xa3);
  if (list === undefined) return null;
  const found = children(child(list, 0)).find((extension) => readOid(child(extension, 0)) === oid);
  return found === undefined ? null : (children(found).at(-1)?.content ?? null);
}

/** Subject of a certificate: Name element, DER. */
export function certificateSubject(der: Uint8Array): Uint8Array {
  const fields = children(child(readDer(der), 0));
  return child(fields[0]?.tag === 0xa0 ? fields[5] : fields[4]).raw;
}

/** Fingerprints compare without colons and case. */
export function sameFingerprint(a: string, b: string): boolean {
  return plain(a) === plain(b) && plain(a).length === 64;
}

function plain(fingerprint: string): string {
  return fingerprint.replace(/[^0-9a-fA-F]/g, '').toLowerCase();
}

function nameAttribute(name: DerElement, oid: string): string | null {
  for (const set of children(name)) {
    for (const attribute of children(set)) {
      if (readOid(child(attribute, 0)) === oid) return readText(child(attribute, 1));
    }
  }
  return null;
}

function emailOf(x509: X509Certificate): string | null {
  return /(?:^|, )email:([^,]+)/.exec(x509.subjectAltName ?? '')?.[1] ?? null;
}
