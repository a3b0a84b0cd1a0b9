import { X509Certificate } from 'node:crypto';
import { berToDer } from './ber.ts';
import { child, children, readDer, readOid } from './der.ts';
import { AppError } from './errors.ts';
import { OID } from './object-identifiers.ts';
import { readPem } from './pem.ts';

/**
 * The certificates in a file as authorities hand them out: PEM, DER, or a PKCS#7 collection in either. DER, in the order of
 * the file, each one read once to see that it is whole. `what` names the file in errors. Throws `corrupt-input`.
 */
export function readCertificateFile(bytes: Uint8Array, what: string): Uint8Array[] {
  const text = Buffer.from(bytes).toString('latin1');
  const blocks = readPem(text);
  try {
    const found =
      blocks.length === 0 && bytes[0] === 0x30
        ? certificatesIn(bytes)
        : blocks
            .filter(({ label }) => label === 'CERTIFICATE' || label === 'PKCS7' || label === 'CMS')
            .flatMap(({ der }) => certificatesIn(der));
    if (found.length === 0) throw unusable(what, 'It holds no certificate (PEM, DER or PKCS#7).');
    return found.map((der) => Uint8Array.from(new X509Certificate(der).raw));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw unusable(what, 'A certificate in it is damaged.', cause);
  }
}

/** One certificate, or those of a SignedData that signs nothing (RFC 2315 section 9). */
function certificatesIn(bytes: Uint8Array): Uint8Array[] {
  const element = readDer(berToDer(bytes));
  const [first, content] = children(element);
  if (first?.tag !== 0x06) return [bytes];
  if (readOid(first) !== OID.signedData) return [];
  const set = children(child(content, 0)).find(({ tag }) => tag === 0xa0);
  return set === undefined ? [] : children(set).map(({ raw }) => Uint8Array.from(raw));
}

function unusable(what: string, reason: string, cause?: unknown): AppError {
  return new AppError('corrupt-input', `${what} cannot be used as a certificate. ${reason} Nothing was changed.`, {
    cause,
  });
}
