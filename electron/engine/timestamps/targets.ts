import { createHash } from 'node:crypto';
import { attestationNames, BUNDLE_FILES, statementSchema, timestampName } from '../evidence/bundle-layout.ts';
import { AppError } from '../lib/errors.ts';
import { signReviewAgain, withChecksums } from '../signing/bundle.ts';
import { documentImprint, signatureImprint, stampDocument, stampSignature } from '../signing/pdf-timestamp.ts';
import type { Signer } from '../signing/signer.ts';
import type { StampTarget } from '../../../shared/contract/timestamps.ts';
import { writeResponse } from '../verify/timestamp-response.ts';
import { verifyPdf } from '../verify/verify-pdf.ts';

type Files = ReadonlyMap<string, Uint8Array>;

const REVIEW = attestationNames(1, 'review');
const APPROVAL = attestationNames(2, 'approval');

/** Why something in a bundle cannot be stamped, as a sentence; null when it can. */
export function stampRefusal(files: Files, target: StampTarget): string | null {
  switch (target) {
    case 'review':
      return files.has(timestampName(REVIEW.signature)) ? 'The reviewer’s signature has a time stamp already.' : null;
    case 'approval':
      if (!files.has(APPROVAL.signature)) return 'Nobody has approved this bundle yet.';
      return files.has(timestampName(APPROVAL.signature)) ? 'The approver’s signature has a time stamp already.' : null;
    case 'document':
      return null;
    case 'signature':
      return signatureRefusal(files);
  }
}

/**
 * The room for this time stamp lies in bytes that whatever comes after the first signature covers: an approver's signature,
 * a time stamp of the document, the reviewer's statement. Only the last can be made again.
 */
function signatureRefusal(files: Files): string | null {
  const { signatures } = verifyPdf(files.get(BUNDLE_FILES.pdf) ?? new Uint8Array());
  if (files.has(APPROVAL.statement))
    return 'An approver has signed this report, and a time stamp inside the reviewer’s signature would change what they signed.';
  if (signatures.length > 1)
    return 'A later time stamp covers the reviewer’s signature, so nothing can be put into it.';
  if (signatures[0]?.timestamp != null) return 'The reviewer’s signature in the report has a time stamp already.';
  if (files.has(timestampName(REVIEW.signature)))
    return 'The reviewer would sign the list of all files again, and its present signature has a time stamp already.';
  return null;
}

/** SHA-256 of what the authority is to stamp. Throws `conflict` with a sentence when that cannot be stamped. */
export function imprintOf(files: Files, target: StampTarget): Uint8Array {
  const refusal = stampRefusal(files, target);
  if (refusal !== null) throw new AppError('conflict', `${refusal} Nothing was changed.`);
  const pdf = files.get(BUNDLE_FILES.pdf) ?? new Uint8Array();
  if (target === 'document') return documentImprint(pdf);
  if (target === 'signature') return signatureImprint(pdf);
  return createHash('sha256')
    .update(files.get(signatureOf(target)) ?? '')
    .digest();
}

/**
 * The bundle with the token in its place. A time stamp inside the reviewer's signature changes the first revision of the
 * PDF, which their statement names by its digest; `signer`, the reviewer again, signs a new statement over it.
 */
export async function stampBundle(
  files: Files,
  target: StampTarget,
  token: Uint8Array,
  signer: Signer | null,
  now: number,
): Promise<Uint8Array> {
  const pdf = files.get(BUNDLE_FILES.pdf) ?? new Uint8Array();
  if (target === 'document') return withChecksums(new Map(files).set(BUNDLE_FILES.pdf, stampDocument(pdf, token)));
  if (target !== 'signature')
    return withChecksums(new Map(files).set(timestampName(signatureOf(target)), writeResponse(token)));
  const statement = statementSchema.parse(JSON.parse(Buffer.from(files.get(REVIEW.statement) ?? []).toString('utf8')));
  const { engagement, role, meaning, journal, signer: reviewer } = statement.predicate;
  if (signer?.fingerprint !== reviewer.certificateSha256)
    throw new AppError(
      'invalid-request',
      `With a time stamp inside the signature of the report, ${reviewer.name} signs the list of all files again. ${signer === null ? 'Choose their key.' : `This key is of another certificate, of ${signer.commonName}.`} Nothing was saved.`,
    );
  return signReviewAgain(files, stampSignature(pdf, token), {
    signer,
    engagement,
    role,
    meaning,
    journalHead: journal.head,
    journalCount: journal.count,
    journalGenesis: journal.genesis,
    signedAt: new Date(now),
  });
}

function signatureOf(target: 'review' | 'approval'): string {
  return (target === 'review' ? REVIEW : APPROVAL).signature;
}
