import { X509Certificate } from 'node:crypto';
import { certificateExtension, certificateSubject } from '../lib/certificate.ts';
import { readCertificateFile } from '../lib/certificate-file.ts';
import { bitString, boolean, integer, objectIdentifier, octetString, sequence, setOf, tagged } from '../lib/der.ts';
import { AppError } from '../lib/errors.ts';
import { OID } from '../lib/object-identifiers.ts';
import { readPem, writePem } from '../lib/pem.ts';
import { signatureAlgorithmOf } from './cms.ts';
import { describeKeyFile, type KeyFileDescription } from './open-key.ts';
import { algorithmOf, certificateOf, issuersOf } from './signer-of.ts';
import type { Signer } from './signer.ts';

/**
 * A request for a certificate (PKCS#10, RFC 2986) with the name and address of the signer's present one, for signing
 * documents. PEM.
 */
export async function requestCertificate(signer: Signer): Promise<string> {
  const { certificate } = signer;
  const address = certificateExtension(certificate, OID.subjectAltName);
  const digitalSignatureAndNonRepudiation = Uint8Array.of(0x03, 0x02, 0x06, 0xc0);
  const extensions = sequence(
    sequence(objectIdentifier(OID.keyUsage), boolean(true), octetString(digitalSignatureAndNonRepudiation)),
    ...(address === null ? [] : [sequence(objectIdentifier(OID.subjectAltName), octetString(address))]),
  );
  const information = sequence(
    integer(0),
    certificateSubject(certificate),
    new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa0, sequence(objectIdentifier(OID.extensionRequest), setOf(extensions))),
  );
  const signature = bitString(await signer.sign(information));
  return writePem(
    'CERTIFICATE REQUEST',
    sequence(information, signatureAlgorithmOf(signer.kind, signer.hash), signature),
  );
}

/**
 * The text of a key file with the certificate that an authority issued for its key, and the chain of that certificate, in
 * place of the one in it. `issued`: a file of the authority, `what` names it. `now`: UTC milliseconds. Throws
 * `corrupt-input`, or `invalid-request` when the certificate belongs to another key or is not valid now.
 */
export function withIssuedCertificate(
  keyFile: string,
  issued: Uint8Array,
  what: string,
  now: number,
): { readonly pem: string; readonly description: KeyFileDescription } {
  describeKeyFile(keyFile);
  const blocks = readPem(keyFile);
  const own = blocks.find(({ label }) => label === 'CERTIFICATE')?.der ?? new Uint8Array();
  const key = blocks.find(({ label }) => label === 'ENCRYPTED PRIVATE KEY')?.der ?? new Uint8Array();
  const certificates = readCertificateFile(issued, what);
  const certificate = certificateOf(certificates, new X509Certificate(own).publicKey);
  if (certificate === undefined)
    throw new AppError(
      'invalid-request',
      `${what} was issued for another key. The key file is unchanged. Ask the authority for the certificate to your request.`,
    );
  algorithmOf(certificate);
  const chain = issuersOf(
    certificate,
    certificates.filter((der) => der !== certificate),
  );
  const pem =
    writePem('ENCRYPTED PRIVATE KEY', key) +
    [certificate, ...chain].map((der) => writePem('CERTIFICATE', der)).join('');
  const description = describeKeyFile(pem);
  if (Date.parse(description.notAfter) < now)
    throw new AppError(
      'invalid-request',
      `The certificate in ${what} expired on ${description.notAfter.slice(0, 10)}. The key file is unchanged. Ask for a new one.`,
    );
  return { pem, description };
}
