import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { KeyOwner } from '../../../shared/contract/people.ts';
import { readCertificate } from '../lib/certificate.ts';
import { readCertificateFile } from '../lib/certificate-file.ts';
import { AppError } from '../lib/errors.ts';
import { readPem, writePem } from '../lib/pem.ts';
import { looksLikePkcs12 } from './pkcs12.ts';

/** A key file is a few kilobytes; anything longer is something else. */
const MOST_BYTES = 1 << 20;
const MOST_NAME = 200;

/** Whose key or certificate it is, with the certificate as it is kept in a case. */
export interface KnownOwner extends KeyOwner {
  /** PEM. */
  readonly certificate: string;
}

/** A key or certificate file. Throws `not-found` when it is not there, `corrupt-input` when it is none by its size. */
export function readKeyBytes(path: string): Uint8Array {
  try {
    if (statSync(path).size > MOST_BYTES) throw unusable(path, 'It is too long to be one.');
    return readFileSync(path);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError(
      'not-found',
      `The key file ${basename(path)} is not there or cannot be read. Nothing was done.`,
      {
        cause,
      },
    );
  }
}

/** Reads whose certificate comes first in a key or certificate file. Throws `corrupt-input` with a sentence. */
export function readKeyOwner(path: string): KnownOwner {
  const bytes = readKeyBytes(path);
  if (looksLikePkcs12(bytes))
    throw unusable(
      path,
      'It is a PKCS#12 file, which shows its certificate only with its passphrase. Ask its owner for the certificate alone.',
    );
  const [certificate] = readCertificateFile(bytes, basename(path));
  if (certificate === undefined) throw unusable(path, 'It holds no certificate.');
  const hasKey = readPem(Buffer.from(bytes).toString('latin1')).some(({ label }) => label === 'ENCRYPTED PRIVATE KEY');
  return ownerOf(path, certificate, hasKey);
}

/** The same for a certificate that is at hand; `path` is named in errors. */
export function ownerOf(path: string, der: Uint8Array, hasKey: boolean): KnownOwner {
  try {
    const { commonName, email, organization, fingerprint, notAfter } = readCertificate(der);
    const kind = new X509Certificate(der).publicKey.asymmetricKeyType;
    if (kind !== 'ec' && kind !== 'rsa')
      throw unusable(path, `Its key is of the kind ${kind}, which cannot sign here.`);
    const name = commonName.toWellFormed().trim();
    if (name === '' || name.length > MOST_NAME) throw unusable(path, 'Its certificate names nobody in a readable way.');
    return {
      name,
      email: (email ?? '').toWellFormed().slice(0, MOST_NAME),
      organization: (organization ?? '').toWellFormed().slice(0, MOST_NAME),
      id: fingerprint,
      notAfter: new Date(notAfter).toISOString(),
      hasKey,
      certificate: writePem('CERTIFICATE', der),
    };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw unusable(path, 'The certificate in it is damaged.', cause);
  }
}

function unusable(path: string, reason: string, cause?: unknown): AppError {
  return new AppError(
    'corrupt-input',
    `${basename(path)} is no key file or certificate that can be used. ${reason} Nothing was recorded.`,
    { cause },
  );
}
