import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { AlsoRedacted } from '../../../shared/contract/report.ts';
import type { Role } from '../../../shared/contract/people.ts';
import { BUNDLE_FILES, COMMITMENTS_FILE, contentDigest, INPUTS_FILE } from '../evidence/bundle-layout.ts';
import { canonicalJsonBytes } from '../evidence/canonical-json.ts';
import { nextEntry } from '../evidence/hash-chain.ts';
import { AppError } from '../lib/errors.ts';
import type { PrintReport } from '../lib/print.ts';
import { saveWhole } from '../lib/save-whole.ts';
import { signCheckpoint } from '../review/checkpoint.ts';
import { readInputs } from '../reperform/inputs.ts';
import { journalHead, readJournal } from '../review/journal.ts';
import { writeBundle } from '../signing/bundle.ts';
import type { Signer } from '../signing/signer.ts';
import type { VerifyReport } from '../verify/report.ts';
import { verifyBundle } from '../verify/verify-bundle.ts';
import { basisOf } from './basis.ts';
import { buildBundleFiles } from './data-files.ts';
import { buildDocument } from './document.ts';
import type { ReportModel } from './model.ts';
import { makeTwin, TWIN_MEANING } from './redact/twin.ts';
import { type Meaning, MEANINGS, type SignedBundle } from './signatures.ts';
import { signReportPdf } from './signed-pdf.ts';
import {
  abandonSigning,
  forgetSigning,
  noteSigning,
  recordSigning,
  type UnfinishedSigning,
} from './unfinished-signing.ts';

/** What the signer chose to add to the bundle, or to save beside it. */
export interface SignChoices {
  /** Kept copies of the imported files, by their names in the bundle. */
  readonly originals?: ReadonlyMap<string, Uint8Array>;
  /** A redacted copy: where it is saved, and what it leaves out besides people and their texts. */
  readonly redacted?: { readonly target: string; readonly also: readonly AlsoRedacted[] };
}

export interface SignRequest extends SignChoices {
  readonly db: Database.Database;
  /** Reads the model anew: the journal entry of the signature must be part of what is signed. */
  readonly readModel: () => ReportModel;
  readonly signer: Signer;
  readonly meaning: Meaning;
  /** What the signer is in this review. */
  readonly role: Role;
  readonly print: PrintReport;
  readonly target: string;
  readonly fonts: readonly string[];
  /** The page that checks the bundle in a browser. */
  readonly page: Uint8Array;
  readonly now: number;
}

/**
 * Prints, signs and bundles the report, and its redacted copy where one was asked for. Journal entry and submission are
 * written in one transaction that is only kept when each finished bundle verifies and lies at its place; until then nothing
 * is there under the targets' names. What a crash leaves in between is ended when the case is opened.
 */
export async function signReport(request: SignRequest): Promise<SignedBundle> {
  const { db, signer, now, target } = request;
  const meaning = MEANINGS[request.meaning];
  const time = new Date(now);
  const draft = request.readModel();
  const seal = {
    signer: signer.commonName,
    fingerprint: signer.fingerprint,
    meaning: request.meaning,
    reportId: draft.reportId,
    head: draft.journal.head,
    count: draft.journal.count,
    template: draft.options.template,
    about: draft.options.about,
    conclusion: draft.conclusion.class,
    computed: draft.conclusion.computed,
    because: draft.conclusion.lowered,
  };
  const journal = [...readJournal(db)];
  const files = await buildBundleFiles(draft, journal);
  const { redacted } = request;
  const twin =
    redacted === undefined ? null : await makeTwin({ db, model: draft, journal, full: files, also: redacted.also });
  files.set(INPUTS_FILE, canonicalJsonBytes(readInputs(db)));
  if (twin !== null) files.set(...twin.redaction);
  for (const [name, bytes] of request.originals ?? []) files.set(name, bytes);
  const full = await bundleOf(request, draft, files, meaning);
  const copy = twin === null ? null : await bundleOf(request, twin.model, twin.files, `${meaning} ${TWIN_MEANING}`);
  if (journalHead(db).head !== draft.journal.head) throw somethingCameBetween();
  const { bundle, report, pages } = full;
  const sha256 = digestOf(bundle);
  const act: UnfinishedSigning['act'] = {
    at: now,
    actor: signer.commonName,
    type: 'report-signed',
    payload: {
      ...seal,
      bundleSha256: sha256,
      contentDigest: report.contentDigest,
      ...(copy === null ? {} : { redactedSha256: digestOf(copy.bundle) }),
    },
  };
  const { seq: count, hash } = nextEntry(
    { seq: draft.journal.count, hash: draft.journal.head },
    { ...act, at: time.toISOString() },
  );
  const purpose = request.meaning === 'approved' ? 'approval' : 'submission';
  const checkpoint = await signCheckpoint(db, signer, purpose, { count, head: hash }, now);
  const saved = [
    ...(redacted === undefined || copy === null
      ? []
      : [{ path: redacted.target, bytes: copy.bundle, what: 'The redacted copy' }]),
    { path: target, bytes: bundle, what: 'The bundle' },
  ];
  const signing = {
    files: saved.map(({ path, bytes }) => ({ path, sha256: digestOf(bytes) })),
    act,
    checkpoint,
    submits: draft.options.template === 'full',
  };
  noteSigning(db, signing);
  try {
    db.transaction(() => {
      if (!recordSigning(db, signing)) throw somethingCameBetween();
      for (const { path, bytes, what } of saved) saveWhole(path, bytes, what, NOTHING_SIGNED);
      forgetSigning(db);
    }).immediate();
  } catch (error) {
    abandonSigning(db, signing);
    throw error;
  }
  return { path: target, bytes: bundle.length, sha256, pages, report, redactedPath: redacted?.target ?? null };
}

const NOTHING_SIGNED = 'Nothing was signed or submitted.';

interface Finished {
  readonly bundle: Uint8Array;
  readonly report: VerifyReport;
  readonly pages: number;
}

/** One bundle of a model and its files: printed, signed, packed, verified. Throws `internal` when it does not verify. */
async function bundleOf(
  request: SignRequest,
  model: ReportModel,
  files: ReadonlyMap<string, Uint8Array>,
  meaning: string,
): Promise<Finished> {
  const { signer } = request;
  const time = new Date(request.now);
  const built = buildDocument(withSignature(model, files, request, meaning), false);
  const document = files.has(COMMITMENTS_FILE)
    ? { ...built, subtitle: `${built.subtitle} · Redacted copy, without people and their texts` }
    : built;
  const printed = await request.print(document);
  const reportJson = files.get(BUNDLE_FILES.report);
  if (reportJson === undefined) throw new Error('report.json is missing among the data files');
  const { fonts } = request;
  const pdf = await signReportPdf({ document, printed, report: reportJson, signer, meaning, fonts, time });
  const bundle = await writeBundle({
    files,
    pdf,
    page: request.page,
    signer,
    engagement: model.details.engagement || model.details.name,
    role: request.role,
    meaning,
    journalHead: model.journal.head,
    journalCount: model.journal.count,
    signedAt: time,
    basis: basisOf(model, files),
  });
  const report = verifyBundle(bundle);
  if (!report.ok) {
    const failed = report.checks.find((check) => !check.ok);
    throw new AppError(
      'internal',
      `The finished bundle did not pass its own verification (${failed?.title ?? 'unknown check'}: ${failed?.detail ?? ''}). It was not saved, and nothing counts as signed.`,
    );
  }
  return { bundle, report, pages: printed.pages };
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function somethingCameBetween(): AppError {
  return new AppError(
    'conflict',
    'Something was recorded while the report was being printed and signed. Nothing was signed. Look at the report again and sign it.',
  );
}

function withSignature(
  model: ReportModel,
  files: ReadonlyMap<string, Uint8Array>,
  { signer, meaning: kind, now }: SignRequest,
  meaning: string,
): ReportModel {
  return {
    ...model,
    contentDigest: contentDigest(files),
    signature: {
      name: signer.commonName,
      fingerprint: signer.fingerprint,
      meaning,
      kind,
      at: new Date(now).toISOString(),
    },
  };
}
