import { createHash } from 'node:crypto';
import { PDF } from '@libpdf/core';
import { BUNDLE_FILES, checksumText } from '../../../electron/engine/evidence/bundle-layout.ts';
import { readCanonicalZip } from '../../../electron/engine/evidence/zip-read.ts';
import { writeCanonicalZip } from '../../../electron/engine/evidence/zip.ts';
import { signatureImprint, stampDocument, stampSignature } from '../../../electron/engine/signing/pdf-timestamp.ts';
import { timestampRequest } from '../../../electron/engine/signing/timestamp-request.ts';
import { readResponse } from '../../../electron/engine/verify/timestamp-response.ts';
import { addTimestampRevision } from '../../../electron/engine/verify/timestamp-revision.ts';
import { canonicalToken } from '../../../electron/engine/verify/timestamp-token.ts';
import type { Authority } from './authority.ts';

/** The report of a bundle. */
export function pdfOf(bundle: Uint8Array): Buffer {
  return Buffer.from(readCanonicalZip(bundle).get(BUNDLE_FILES.pdf) ?? new Uint8Array());
}

/** The bundle with one file changed, and checksums that fit again. */
export function withFile(bundle: Uint8Array, name: string, bytes: Uint8Array): Buffer {
  const files = new Map(readCanonicalZip(bundle)).set(name, bytes);
  return Buffer.from(writeCanonicalZip(files.set(BUNDLE_FILES.sums, Buffer.from(checksumText(files)))));
}

/** A token of the authority over a digest, as it is kept. */
export function tokenOf(authority: Authority, digest: Uint8Array): Uint8Array {
  const answer = readResponse(authority.reply(timestampRequest(digest, Buffer.of(1, 2, 3, 4, 5, 6, 7, 8))));
  if (answer?.token == null) throw new Error('the authority refused');
  return canonicalToken(answer.token);
}

/** The PDF with words drawn over its first page by an update that leaves every byte in place. */
export async function drawnOver(pdf: Uint8Array): Promise<Buffer> {
  const document = await PDF.load(pdf);
  document.getPages()[0]?.drawText('ALL GRANTS CERTIFIED', { x: 50, y: 600, size: 30 });
  return Buffer.from(await document.save({ incremental: true }));
}

/** The same, and a time stamp by an authority of the attacker's on top, so that something covers the last byte. */
export async function drawnOverAndStamped(pdf: Uint8Array, authority: Authority): Promise<Buffer> {
  const drawn = await drawnOver(pdf);
  const { bytes, contentsStart, contentsEnd } = addTimestampRevision(drawn);
  const digest = sha256(bytes.subarray(0, contentsStart), bytes.subarray(contentsEnd));
  return Buffer.from(stampDocument(drawn, tokenOf(authority, digest)));
}

/** A stamped PDF whose page is another one within the very revision of the time stamp, stamped again. */
export function pageChangedInStamp(pdf: Uint8Array, authority: Authority): Buffer {
  const { bytes, contentsStart, contentsEnd } = addTimestampRevision(Buffer.from(pdf));
  const page = bytes.lastIndexOf('/MediaBox');
  if (page < pdf.length) throw new Error('the revision does not write the page again');
  bytes.write('/MediaBix', page, 'latin1');
  const token = tokenOf(authority, sha256(bytes.subarray(0, contentsStart), bytes.subarray(contentsEnd)));
  bytes.write(Buffer.from(token).toString('hex'), contentsStart + 1, 'latin1');
  return bytes;
}

/** A time stamp put into the first signature of a PDF though something covers it already. */
export function lateStamp(pdf: Uint8Array, authority: Authority): Uint8Array {
  return stampSignature(pdf, tokenOf(authority, signatureImprint(pdf)));
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}
