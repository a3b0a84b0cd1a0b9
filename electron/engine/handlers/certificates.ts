import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readCertificate } from '../lib/certificate.ts';
import { AppError } from '../lib/errors.ts';
import { readPem } from '../lib/pem.ts';
import { readKeyText } from '../signing/key-owner.ts';

/** Certificates of a file, PEM or one as DER. Throws `corrupt-input` when it holds none. */
export function readCertificates(path: string): readonly Uint8Array[] {
  const text = readKeyText(path);
  const blocks = readPem(text).filter(({ label }) => label === 'CERTIFICATE');
  const found = blocks.length > 0 ? blocks.map(({ der }) => der) : [readFileSync(path)];
  try {
    for (const der of found) readCertificate(der);
    return found;
  } catch (cause) {
    throw new AppError(
      'corrupt-input',
      `${basename(path)} holds no certificate that can be read. Nothing was changed.`,
      {
        cause,
      },
    );
  }
}
