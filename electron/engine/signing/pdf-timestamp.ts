import { createHash } from 'node:crypto';
import { AppError } from '../lib/errors.ts';
import { child, children, context, readDer, sequence, tagged } from '../lib/der.ts';
import { unsignedTimestamp, verifyCms } from '../verify/cms.ts';
import { findSignatures } from '../verify/pdf-contents.ts';
import { openPdf } from '../verify/pdf-file.ts';
import { addTimestampRevision, TOKEN_ROOM } from '../verify/timestamp-revision.ts';

/** SHA-256 of all bytes of the PDF with room for a document time stamp, but for that room. */
export function documentImprint(pdf: Uint8Array): Uint8Array {
  const { bytes, contentsStart, contentsEnd } = addTimestampRevision(Buffer.from(pdf));
  return createHash('sha256').update(bytes.subarray(0, contentsStart)).update(bytes.subarray(contentsEnd)).digest();
}

/** The PDF with a document time stamp (EN 319 142-1 5.4.3) as a revision of its own; what was there is a prefix of it. */
export function stampDocument(pdf: Uint8Array, token: Uint8Array): Uint8Array {
  const { bytes, contentsStart } = addTimestampRevision(Buffer.from(pdf));
  assertFits(token, TOKEN_ROOM);
  bytes.write(Buffer.from(token).toString('hex'), contentsStart + 1, 'latin1');
  return bytes;
}

/** SHA-256 of the value of the first signature in the PDF. */
export function signatureImprint(pdf: Uint8Array): Uint8Array {
  const { message } = firstSignature(pdf);
  const { signature } = verifyCms(message, () => new Uint8Array());
  return createHash('sha256').update(signature).digest();
}

/**
 * The PDF with a time stamp inside its first signature (PAdES B-T): the unsigned attribute in the room that was kept for
 * it. Changes bytes that nothing of the PDF may cover yet.
 */
export function stampSignature(pdf: Uint8Array, token: Uint8Array): Uint8Array {
  const { message, room, start } = firstSignature(pdf);
  const [type, content] = children(readDer(message));
  const parts = children(child(content, 0));
  const signer = children(child(parts.at(-1), 0)).map(({ raw }) => raw);
  const signed = sequence(
    ...parts.slice(0, -1).map(({ raw }) => raw),
    tagged(0x31, sequence(...signer, unsignedTimestamp(token))),
  );
  const stamped = sequence(child(type).raw, context(0, signed));
  assertFits(stamped, room);
  const output = Buffer.from(pdf);
  output.write(Buffer.from(stamped).toString('hex'), start, 'latin1');
  return output;
}

function firstSignature(pdf: Uint8Array) {
  const [first] = findSignatures(openPdf(Buffer.from(pdf)));
  if (!first) throw new Error('the PDF is not signed');
  return { message: readDer(first.contents).raw, room: first.contents.length, start: (first.range[1] ?? 0) + 1 };
}

function assertFits(bytes: Uint8Array, room: number): void {
  if (bytes.length <= room) return;
  throw new AppError(
    'corrupt-input',
    `The time stamp needs ${bytes.length} bytes in the report, and ${room} are kept for it. Nothing was changed. Ask the authority for an answer with fewer certificates.`,
  );
}
