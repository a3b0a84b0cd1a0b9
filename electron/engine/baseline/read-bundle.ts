import {
  attestationNames,
  BUNDLE_FILES,
  COMMITMENTS_FILE,
  sha256,
  statementSchema,
} from '../evidence/bundle-layout.ts';
import { inspectZip } from '../evidence/zip-read.ts';
import { reportIdOf } from '../report/report-id.ts';
import type { VerifiedSigner, VerifyCheck, VerifyReport } from '../verify/report.ts';
import { verifyBundle } from '../verify/verify-bundle.ts';
import { type CertifiedItem, readReport, type ReportWhole } from './facts.ts';

/** A signed report of an earlier review, read from its bundle after all checks passed. */
export interface ReadBaseline {
  /** SHA-256 of the file. */
  readonly bundle: string;
  readonly content: string;
  readonly reportId: string;
  readonly signers: readonly VerifiedSigner[];
  /** ISO 8601 UTC, of the last signature. */
  readonly signedAt: string;
  readonly journalHead: string;
  readonly journalCount: number;
  readonly whole: ReportWhole;
  readonly items: readonly CertifiedItem[];
}

export interface BaselineReading {
  readonly verification: VerifyReport;
  /** Why it cannot be a baseline; null exactly when `baseline` is there. */
  readonly refusal: string | null;
  readonly baseline: ReadBaseline | null;
}

/**
 * Verifies a bundle from its bytes and reads what it certifies. Nothing of a bundle that fails a check is used. `pinned`
 * are the fingerprints to expect; without any nobody's identity is judged.
 */
export function readBaseline(bytes: Uint8Array, pinned: readonly string[]): BaselineReading {
  const verification = verifyBundle(bytes, { pinnedFingerprints: pinned });
  const refuse = (refusal: string): BaselineReading => ({ verification, refusal, baseline: null });
  if (!verification.ok || verification.contentDigest === null) return refuse(failureText(verification.checks));
  const { files } = inspectZip(bytes);
  if (files.has(COMMITMENTS_FILE))
    return refuse(
      'This is a redacted copy: owners and people in it cannot be compared. Take the bundle it was made from.',
    );
  const statement = statementSchema.parse(jsonOf(files.get(attestationNames(1, 'review').statement)));
  const report = readReport(jsonOf(files.get(BUNDLE_FILES.report)));
  if ('problem' in report)
    return refuse(
      `The bundle is intact, but its ${BUNDLE_FILES.report} is not a report this version can compare with (at ${report.problem}).`,
    );
  const { head, count } = statement.predicate.journal;
  return {
    verification,
    refusal: null,
    baseline: {
      bundle: sha256(bytes),
      content: verification.contentDigest,
      reportId: reportIdOf(head),
      signers: verification.signers,
      signedAt:
        verification.signers
          .map((signer) => signer.signedAt)
          .toSorted()
          .at(-1) ?? statement.predicate.signedAt,
      journalHead: head,
      journalCount: count,
      whole: report.whole,
      items: report.items,
    },
  };
}

function jsonOf(bytes: Uint8Array | undefined): unknown {
  return JSON.parse(Buffer.from(bytes ?? []).toString('utf8'));
}

/** Which check failed, in the words of the verifier. */
function failureText(checks: readonly VerifyCheck[]): string {
  const failed = checks.filter((check) => !check.ok);
  const [first] = failed;
  if (first === undefined) return 'The bundle carries no signed statement, so nobody vouches for it.';
  const more = failed.length === 1 ? '' : ` ${failed.length - 1} more of ${checks.length} checks failed.`;
  return `The bundle failed the check “${first.title}”: ${first.detail}${more}`;
}
