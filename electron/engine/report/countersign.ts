import { createHash } from 'node:crypto';
import { z } from 'zod';
import { signatureRectangle } from '../../../shared/domain/signature-box.ts';
import { attestationNames, BUNDLE_FILES, COMMITMENTS_FILE, statementSchema } from '../evidence/bundle-layout.ts';
import { readCanonicalZip } from '../evidence/zip-read.ts';
import { AppError } from '../lib/errors.ts';
import { saveWhole } from '../lib/save-whole.ts';
import { addApproval } from '../signing/bundle.ts';
import type { Signer } from '../signing/signer.ts';
import type { VerifyReport } from '../verify/report.ts';
import { verifyBundle } from '../verify/verify-bundle.ts';
import { MEANINGS, signatureLines, type SignedBundle } from './signatures.ts';

export interface CountersignRequest {
  /** The bundle a reviewer signed. */
  readonly bundle: Uint8Array;
  readonly signer: Signer;
  readonly target: string;
  readonly fonts: readonly Uint8Array[];
  readonly now: number;
}

/** Who decided, as report.json states it. */
const decidedBy = z.object({
  items: z.array(z.object({ decision: z.object({ by: z.string() }).nullable() })),
});

/**
 * Approves a bundle that somebody else signed: a second signature in the PDF, as an update that leaves every byte the
 * first one covers as it is, and a second statement over everything. The bundle is verified before and after, and saved
 * whole or not at all. Refuses with a sentence a bundle that does not verify, one that is approved already, and somebody
 * who signed it or decided in it: nobody approves their own review.
 */
export async function countersign(request: CountersignRequest): Promise<SignedBundle> {
  const { signer } = request;
  const before = verifyBundle(request.bundle);
  const failed = before.checks.find((check) => !check.ok);
  if (failed !== undefined || !before.ok)
    throw new AppError(
      'corrupt-input',
      `This bundle does not verify (${failed?.title ?? 'it holds no statement'}: ${failed?.detail ?? ''}). Nothing was signed. Ask for a whole copy.`,
    );
  const files = readCanonicalZip(request.bundle);
  refuseOwnReview(before, files, signer);
  const pdf = files.get(BUNDLE_FILES.pdf) ?? new Uint8Array();
  const time = new Date(request.now);
  const box = signatureRectangle(1);
  const [{ PDF }, { signPdf }] = await Promise.all([import('@libpdf/core'), import('../signing/pdf-sign.ts')]);
  const signed = await signPdf(pdf, signer, {
    field: 'Signature2',
    page: (await PDF.load(pdf)).getPageCount() - 1,
    rect: [box.x, box.y, box.x + box.width, box.y + box.height],
    lines: signatureLines(signer, MEANINGS.approved, time),
    fonts: request.fonts,
    reason: MEANINGS.approved,
    name: signer.commonName,
    time,
    certify: false,
  });
  const first = statementSchema.parse(
    JSON.parse(Buffer.from(files.get(attestationNames(1, 'review').statement) ?? []).toString('utf8')),
  );
  const { engagement, journal, basis } = first.predicate;
  const bundle = await addApproval(files, signed, {
    signer,
    engagement,
    role: 'approver',
    meaning: MEANINGS.approved,
    journalHead: journal.head,
    journalCount: journal.count,
    journalGenesis: journal.genesis,
    signedAt: time,
    ...(basis === undefined ? {} : { basis }),
  });
  const report = verifyBundle(bundle);
  if (!report.ok) {
    const problem = report.checks.find((check) => !check.ok);
    throw new AppError(
      'internal',
      `The finished bundle did not pass its own verification (${problem?.title ?? 'unknown check'}: ${problem?.detail ?? ''}). It was not saved.`,
    );
  }
  saveWhole(request.target, bundle, 'The bundle', 'Nothing was signed or submitted.');
  return {
    path: request.target,
    bytes: bundle.length,
    sha256: createHash('sha256').update(bundle).digest('hex'),
    pages: (await PDF.load(signed)).getPageCount(),
    report,
    redactedPath: null,
  };
}

function refuseOwnReview(before: VerifyReport, files: ReadonlyMap<string, Uint8Array>, signer: Signer): void {
  if (files.has(COMMITMENTS_FILE))
    throw new AppError(
      'conflict',
      'This is a redacted copy: it does not say who decided, and nobody approves their own review. Nothing was signed. Approve the bundle it was made from.',
    );
  if (before.signers.length > 1)
    throw new AppError('conflict', 'This bundle is approved already: it carries two signatures. Nothing was signed.');
  if (before.signers.some((one) => one.fingerprint === signer.fingerprint))
    throw new AppError(
      'conflict',
      `${signer.commonName} signed this report, and nobody approves their own review. Nothing was signed. Somebody else must approve it.`,
    );
  const report = decidedBy.safeParse(JSON.parse(Buffer.from(files.get(BUNDLE_FILES.report) ?? []).toString('utf8')));
  const decided = report.success
    ? report.data.items.filter((item) => item.decision?.by === signer.commonName).length
    : 0;
  if (decided > 0)
    throw new AppError(
      'conflict',
      `${signer.commonName} took ${decided} of the decisions in this report, and nobody approves their own review. Nothing was signed.`,
    );
}
