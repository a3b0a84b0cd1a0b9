import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from '../lib/errors.ts';
import { readPem, writePem } from '../lib/pem.ts';

const certificates = z.string().max(1 << 20);

/** A key that is not in a file: where it is, and the certificates that go with it (PEM, its own first). */
const referenceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('card'),
    certificates,
    /** The PKCS#11 library of the card's maker. It is loaded and run. */
    module: z.string(),
    /** Serial number and label of the token, as it states them. */
    serial: z.string(),
    label: z.string(),
    /** CKA_ID of key and certificate, in hex. */
    keyId: z.string().regex(/^([0-9a-f]{2})*$/),
    /** The PIN is typed at the reader, not here. */
    hasPinPad: z.boolean(),
  }),
  z.object({
    kind: z.literal('external'),
    certificates,
    /** Where the bytes to be signed are put. */
    folder: z.string(),
  }),
]);
export type KeyReference = z.output<typeof referenceSchema>;
export type CardReference = Extract<KeyReference, { kind: 'card' }>;
export type ExternalReference = Extract<KeyReference, { kind: 'external' }>;

/**
 * Keeps a reference in the data folder and answers the path that stands for the key. Only files made here count as
 * references: one that comes with a case or an export could name any library.
 */
export function saveReference(dataFolder: string, reference: KeyReference): string {
  const name = createHash('sha256').update(JSON.stringify(reference)).digest('hex').slice(0, 32);
  const path = join(referenceFolder(dataFolder), `${name}.json`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(reference, null, 2), { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return path;
}

/** Whether a path stands for a reference that was made here. */
export function isReference(dataFolder: string, path: string): boolean {
  return dirname(resolve(path)) === resolve(referenceFolder(dataFolder));
}

/** The reference that a path stands for, or null when the path is that of a key file. Throws `corrupt-input`. */
export function readReference(dataFolder: string, path: string): KeyReference | null {
  if (!isReference(dataFolder, path)) return null;
  try {
    return referenceSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new AppError(
      'corrupt-input',
      'What was remembered of this key is damaged. Nothing was signed. Add the card or the certificate again.',
      { cause },
    );
  }
}

/** The certificates of a reference as DER, its own first. */
export function certificatesOfReference(reference: KeyReference): Uint8Array[] {
  return readPem(reference.certificates).map(({ der }) => der);
}

/** Certificates as a reference keeps them. */
export function referenceCertificates(certificatesDer: readonly Uint8Array[]): string {
  return certificatesDer.map((der) => writePem('CERTIFICATE', der)).join('');
}

function referenceFolder(dataFolder: string): string {
  return join(dataFolder, 'keys');
}
