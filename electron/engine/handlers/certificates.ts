import { basename } from 'node:path';
import { readCertificateFile } from '../lib/certificate-file.ts';
import { readKeyBytes } from '../signing/key-owner.ts';

/** Certificates of a file. Throws `not-found`, or `corrupt-input` when it holds none. */
export function readCertificates(path: string): readonly Uint8Array[] {
  return readCertificateFile(readKeyBytes(path), basename(path));
}
