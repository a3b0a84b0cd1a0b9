import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { signatureRectangle } from '../../../shared/domain/signature-box.ts';
import type { Role } from '../../../shared/contract/people.ts';
import { INPUTS_FILE } from '../evidence/bundle-layout.ts';
import { canonicalJsonBytes } from '../evidence/canonical-json.ts';
import { nextEntry } from '../evidence/hash-chain.ts';
import { AppError } from '../lib/errors.ts';
import type { PrintReport } from '../lib/print.ts';
import { saveWhole } from '../lib/save-whole.ts';
import { recordCheckpoint, signCheckpoint } from '../review/checkpoint.ts';
import { readInputs } from '../reperform/inputs.ts';
import { appendJournal, type JournalAct, journalHead, readJournal } from '../review/journal.ts';
import { submitDecisions } from '../review/decide.ts';
import { writeBundle } from '../signing/bundle.ts';
import { finishPdf } from '../signing/pdf-finish.ts';
import { signPdf } from '../signing/pdf-sign.ts';
import type { Signer } from '../signing/signer.ts';
import { verifyBundle } from '../verify/verify-bundle.ts';
import { buildDataFiles } from './data-files.ts';
import { buildDocument } from './document.ts';
import type { ReportModel } from './model.ts';
import { type Meaning, MEANINGS, signatureLines, type SignedBundle } from './signatures.ts';

export interface SignRequest {
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
 * Prints, signs and bundles the report. Journal entry and submission are written in one transaction that is only kept
 * when the finished bundle verifies and lies at its place; until then nothing is there under the target's name.
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
  };
  const document = buildDocument(withSignature(draft, signer, meaning, time), false);
  const printed = await request.print(document);
  if (journalHead(db).head !== draft.journal.head) throw somethingCameBetween();
  const files = buildDataFiles(draft, readJournal(db)).set(INPUTS_FILE, canonicalJsonBytes(readInputs(db)));
  const reportJson = files.get('report.json');
  if (reportJson === undefined) throw new Error('report.json is missing among the data files');
  const finished = await finishPdf(printed.pdf, {
    title: document.title,
    author: signer.commonName,
    subject: document.subtitle,
    created: time,
    attachments: [
      { name: 'report.json', description: 'The same report as data', mime: 'application/json', bytes: reportJson },
    ],
  });
  const box = signatureRectangle(0);
  const pdf = await signPdf(finished, signer, {
    field: 'Signature1',
    page: printed.pages - 1,
    rect: [box.x, box.y, box.x + box.width, box.y + box.height],
    lines: signatureLines(signer, meaning, time),
    fonts: request.fonts.map((path) => readFileSync(path)),
    reason: meaning,
    name: signer.commonName,
    time,
    certify: true,
  });
  const bundle = await writeBundle({
    files,
    pdf,
    page: request.page,
    signer,
    engagement: draft.details.engagement || draft.details.name,
    role: request.role,
    meaning,
    journalHead: draft.journal.head,
    journalCount: draft.journal.count,
    signedAt: time,
  });
  const report = verifyBundle(bundle);
  if (!report.ok) {
    const failed = report.checks.find((check) => !check.ok);
    throw new AppError(
      'internal',
      `The finished bundle did not pass its own verification (${failed?.title ?? 'unknown check'}: ${failed?.detail ?? ''}). It was not saved, and nothing counts as signed.`,
    );
  }
  const sha256 = createHash('sha256').update(bundle).digest('hex');
  const act: JournalAct = {
    at: now,
    actor: signer.commonName,
    type: 'report-signed',
    payload: { ...seal, bundleSha256: sha256, contentDigest: report.contentDigest },
  };
  const { seq: count, hash } = nextEntry(
    { seq: draft.journal.count, hash: draft.journal.head },
    { ...act, at: time.toISOString() },
  );
  const purpose = request.meaning === 'approved' ? 'approval' : 'submission';
  const checkpoint = await signCheckpoint(db, signer, purpose, { count, head: hash }, now);
  db.transaction(() => {
    const seq = appendJournal(db, act);
    if (journalHead(db).head !== hash) throw somethingCameBetween();
    recordCheckpoint(db, signer, checkpoint);
    submitDecisions(db, seq);
    saveWhole(target, bundle, 'The bundle', 'Nothing was signed or submitted.');
  }).immediate();
  return { path: target, bytes: bundle.length, sha256, pages: printed.pages, report };
}

function somethingCameBetween(): AppError {
  return new AppError(
    'conflict',
    'Something was recorded while the report was being printed and signed. Nothing was signed. Look at the report again and sign it.',
  );
}

function withSignature(model: ReportModel, signer: Signer, meaning: string, time: Date): ReportModel {
  return {
    ...model,
    signature: { name: signer.commonName, fingerprint: signer.fingerprint, meaning, at: time.toISOString() },
  };
}
