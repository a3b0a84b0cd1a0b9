import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { readCertificate } from '../lib/certificate.ts';
import {
  bitString,
  boolean,
  child,
  context,
  contextPrimitive,
  integer,
  objectIdentifier,
  octetString,
  readDer,
  sequence,
  setOf,
  time,
  utf8String,
} from '../lib/der.ts';
import { AppError } from '../lib/errors.ts';
import { OID } from '../lib/object-identifiers.ts';
import { writePem } from '../lib/pem.ts';
import { encryptPrivateKey } from './private-key.ts';

export const MINIMUM_PASSPHRASE_LENGTH = 12;
const DAY = 86_400_000;

export interface NewSigningKey {
  /** The signer's full name: common name of the certificate. */
  readonly name: string;
  readonly organization?: string | undefined;
  readonly email?: string | undefined;
  /** At least 12 characters; there is no way to recover it. */
  readonly passphrase: string;
  /** Days the certificate is valid, default three years. */
  readonly validDays?: number | undefined;
  readonly now?: Date | undefined;
}

export interface SigningKey {
  /** What is written to the key file: encrypted key, then certificate. */
  readonly pem: string;
  /** `ENCRYPTED PRIVATE KEY` block alone. */
  readonly keyPem: string;
  /** `CERTIFICATE` block alone: safe to hand out. */
  readonly certificatePem: string;
  /** SHA-256 of the certificate: upper case, colons. */
  readonly fingerprint: string;
  /** ISO 8601 UTC. */
  readonly notBefore: string;
  /** ISO 8601 UTC. */
  readonly notAfter: string;
}

/**
 * Makes a P-256 key, protected by the passphrase, and a self-signed certificate for signing documents.
 * Refuses (`invalid-request`) an empty name, a short passphrase, a malformed email.
 */
export function createSigningKey(request: NewSigningKey): SigningKey {
  const name = request.name.trim();
  const organization = request.organization?.trim() ?? '';
  const email = request.email?.trim() ?? '';
  const now = request.now ?? new Date();
  const validDays = request.validDays ?? 1095;
  checkRequest({ name, organization, email, validDays, passphrase: request.passphrase });
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = selfSignedCertificate({
    privateKey,
    spki: publicKey.export({ type: 'spki', format: 'der' }),
    subject: nameOf(organization, name),
    email,
    // An hour back, so that a colleague's slightly slow clock does not see a certificate of the future.
    notBefore: new Date(now.getTime() - DAY / 24),
    notAfter: new Date(now.getTime() + validDays * DAY),
  });
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
  const keyPem = writePem('ENCRYPTED PRIVATE KEY', encryptPrivateKey(pkcs8, request.passphrase));
  pkcs8.fill(0);
  const certificatePem = writePem('CERTIFICATE', certificate);
  const parts = readCertificate(certificate);
  return {
    pem: keyPem + certificatePem,
    keyPem,
    certificatePem,
    fingerprint: parts.fingerprint,
    notBefore: new Date(parts.notBefore).toISOString(),
    notAfter: new Date(parts.notAfter).toISOString(),
  };
}

function checkRequest(request: {
  name: string;
  organization: string;
  email: string;
  validDays: number;
  passphrase: string;
}): void {
  const refuse = (message: string) => new AppError('invalid-request', `${message} No key was made.`);
  if (request.name === '') throw refuse('A signing key needs the name of the person who will sign.');
  // X.520 upper bounds; longer names make certificates that other programs refuse.
  if (request.name.length > 64 || request.organization.length > 64) {
    throw refuse('The name and the organization of a certificate can have at most 64 characters each.');
  }
  if (request.email !== '' && !/^[\x21-\x7e]+@[\x21-\x7e]+$/.test(request.email)) {
    throw refuse(`"${request.email}" is not an email address a certificate can hold. Correct it or leave it out.`);
  }
  if ([...request.passphrase].length < MINIMUM_PASSPHRASE_LENGTH) {
    throw refuse(
      `The passphrase must have at least ${MINIMUM_PASSPHRASE_LENGTH} characters: whoever copies the key file can try passphrases as fast as their computer allows.`,
    );
  }
  if (!Number.isInteger(request.validDays) || request.validDays < 1 || request.validDays > 36_500) {
    throw refuse('A certificate must be valid for a whole number of days, from 1 to 36500.');
  }
}

interface CertificateRequest {
  readonly privateKey: KeyObject;
  readonly spki: Uint8Array;
  readonly subject: Uint8Array;
  readonly email: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

function selfSignedCertificate(request: CertificateRequest): Uint8Array {
  const serial = randomBytes(16);
  // Positive and of full length: the top two bits are 01.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const keyId = createHash('sha1')
    .update(child(readDer(request.spki), 1).content.subarray(1))
    .digest();
  const algorithm = sequence(objectIdentifier(OID.ecdsaWithSha256));
  const digitalSignatureAndNonRepudiation = Uint8Array.of(0x03, 0x02, 0x06, 0xc0);
  const extensions = [
    extension(OID.basicConstraints, true, sequence()),
    extension(OID.keyUsage, true, digitalSignatureAndNonRepudiation),
    extension(OID.subjectKeyIdentifier, false, octetString(keyId)),
    extension(OID.authorityKeyIdentifier, false, sequence(contextPrimitive(0, keyId))),
    // emailProtection beside documentSigning: `openssl cms -verify` asks for it unless told otherwise.
    extension(
      OID.extendedKeyUsage,
      false,
      sequence(...[OID.documentSigning, OID.microsoftDocumentSigning, OID.emailProtection].map(objectIdentifier)),
    ),
    ...(request.email === ''
      ? []
      : [extension(OID.subjectAltName, false, sequence(contextPrimitive(1, Buffer.from(request.email, 'ascii'))))]),
  ];
  const toBeSigned = sequence(
    context(0, integer(2)),
    integer(serial),
    algorithm,
    request.subject,
    sequence(time(request.notBefore), time(request.notAfter)),
    request.subject,
    request.spki,
    context(3, sequence(...extensions)),
  );
  return sequence(toBeSigned, algorithm, bitString(sign('sha256', toBeSigned, request.privateKey)));
}

function extension(oid: string, critical: boolean, value: Uint8Array): Uint8Array {
  return sequence(objectIdentifier(oid), ...(critical ? [boolean(true)] : []), octetString(value));
}

function nameOf(organization: string, commonName: string): Uint8Array {
  const attribute = (oid: string, text: string) => setOf(sequence(objectIdentifier(oid), utf8String(text)));
  return sequence(
    ...(organization === '' ? [] : [attribute(OID.organizationName, organization)]),
    attribute(OID.commonName, commonName),
  );
}
