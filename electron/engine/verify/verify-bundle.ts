import { attestationNames, BUNDLE_FILES, contentDigest } from '../evidence/bundle-layout.ts';
import { inspectZip } from '../evidence/zip-read.ts';
import { checkAttestation, statementNames, type CheckedAttestation } from './attestations.ts';
import { checkCanonicalJson, checkJournal, checkPresence, checkSums } from './data-checks.ts';
import { checkExports } from './export-checks.ts';
import { checkPopulations } from './population-check.ts';
import { checkQuality } from './quality-check.ts';
import { checkRedaction } from './redaction-check.ts';
import type { PdfVerifyReport, Trusted, VerifyCheck, VerifyOptions, VerifyReport } from './report.ts';
import { checkTimestamps } from './timestamps.ts';
import { checkTotals } from './totals-check.ts';
import type { TrustedSigners } from './trust.ts';
import { verifyPdf } from './verify-pdf.ts';

const REQUIRED = [...Object.values(BUNDLE_FILES), ...Object.values(attestationNames(1, 'review'))];

/**
 * Checks an evidence bundle from its bytes alone: the archive, its files, the signed statements, the signed PDF, the
 * journal. Each failed check names the file, and the byte or line where that can be known. Never throws for what the
 * bytes hold. Runs every check it can, so that one fault does not hide another.
 */
export function verifyBundle(bytes: Uint8Array, options: VerifyOptions = {}): VerifyReport {
  const { files, problems } = inspectZip(bytes);
  if (files.size === 0) {
    const detail = `This file is not an evidence bundle, or nothing of one is left: ${problems[0]?.detail ?? 'it holds no file'}.`;
    return { ok: false, checks: [archiveCheck(false, detail)], signers: [], timestamps: [], contentDigest: null };
  }
  const checks: VerifyCheck[] =
    problems.length === 0
      ? [archiveCheck(true, `${files.size} files; written again they give the same ${bytes.length} bytes.`)]
      : problems.map(({ detail, file }) => archiveCheck(false, detail, file));
  checks.push(...checkPresence(files, REQUIRED), ...checkSums(files));
  const attestations = statementNames(files).map((name) =>
    checkAttestation(files, name, signersOf(options), signersOf(options.known ?? {})),
  );
  const statements = attestations.flatMap(({ statement }) => statement ?? []);
  const pdf = verifyPdf(files.get(BUNDLE_FILES.pdf) ?? new Uint8Array());
  const timestamps = checkTimestamps(files, pdf, options.authorities ?? [], options.known?.authorities ?? []);
  checks.push(
    ...attestations.flatMap((attestation) => attestation.checks),
    ...checkReportPdf(files, pdf, attestations),
    ...timestamps.checks,
    ...checkCanonicalJson(files),
    ...checkJournal(files, statements),
    ...checkQuality(files),
    ...checkExports(files, statements),
    ...checkRedaction(files),
    ...checkTotals(files),
    ...checkPopulations(files),
  );
  const digest = contentDigest(files);
  for (const { file, statement } of attestations) {
    if (statement) checks.push(contentCheck(file, statement.predicate.contentDigest, digest));
  }
  return {
    ok: checks.every((check) => check.ok) && attestations.length > 0,
    checks,
    signers: attestations.flatMap(({ signer }) => signer ?? []),
    timestamps: timestamps.timestamps,
    contentDigest: digest,
  };
}

function signersOf({ pinnedFingerprints, issuers }: Trusted): TrustedSigners {
  return { fingerprints: pinnedFingerprints ?? [], issuers: issuers ?? [] };
}

function archiveCheck(ok: boolean, detail: string, file?: string): VerifyCheck {
  const check = { id: 'archive', title: 'Archive is exactly what was written', ok, detail };
  return file === undefined ? check : { ...check, file };
}

function contentCheck(file: string, stated: string, actual: string): VerifyCheck {
  const ok = stated === actual;
  return {
    id: 'content-digest',
    title: 'Content digest',
    file,
    ok,
    detail: ok
      ? `The facts have the digest ${actual}.`
      : `The facts have the digest ${actual}; ${file} states ${stated}.`,
  };
}

/** The PDF is signed by the people of the statements, in their order, and carries the same report.json. */
function checkReportPdf(
  files: ReadonlyMap<string, Uint8Array>,
  pdf: PdfVerifyReport,
  attestations: readonly CheckedAttestation[],
): VerifyCheck[] {
  const file = BUNDLE_FILES.pdf;
  if (!files.has(file)) return [];
  const checks: VerifyCheck[] = pdf.checks.map((check) => ({ ...check, file, detail: `${file}: ${check.detail}` }));
  const add = (id: string, title: string, ok: boolean, detail: string) => checks.push({ id, title, ok, file, detail });
  const embedded = pdf.attachments.get(BUNDLE_FILES.report);
  const report = files.get(BUNDLE_FILES.report);
  const same = embedded !== undefined && report !== undefined && Buffer.compare(embedded, report) === 0;
  add(
    'pdf-attachment',
    'Data embedded in the PDF',
    same,
    same
      ? `The ${BUNDLE_FILES.report} embedded in ${file} is the one in the bundle.`
      : `The ${BUNDLE_FILES.report} embedded in ${file} is ${embedded ? 'not the one in the bundle' : 'missing'}.`,
  );
  const signatures = pdf.signatures.filter(({ kind }) => kind === 'signature');
  const fits =
    signatures.length === attestations.length &&
    attestations.every(({ certificate, statement }, index) => {
      const signature = signatures[index];
      return (
        certificate !== null &&
        signature?.certificate != null &&
        Buffer.compare(certificate, signature.certificate) === 0 &&
        statement?.predicate.report.bytes === signature.coversBytes
      );
    });
  add(
    'pdf-signer',
    'PDF is signed by the same people',
    fits,
    fits
      ? `Each signature of ${file} is by the certificate that signed the statement.`
      : `The ${signatures.length} signature(s) of ${file} and the ${attestations.length} statement(s) are not by the same certificates over the same revision.`,
  );
  return checks;
}
