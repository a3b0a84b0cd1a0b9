import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type Database from 'better-sqlite3';
import {
  type CheckedBundle,
  FULL_REPORT,
  isAboutOne,
  type reportContract,
  type ReportOptions,
  type SignedBundle as ShownBundle,
  type VerifyReport as ShownReport,
} from '../../../shared/contract/report.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { readMeta } from '../db/meta.ts';
import { listImports } from '../db/queries/imports.ts';
import { hasPeople, personById } from '../db/queries/people.ts';
import { AppError } from '../lib/errors.ts';
import { actingWith } from '../review/acting.ts';
import { makeCheckpoint } from '../review/checkpoint.ts';
import { caseState } from '../cases/case-state.ts';
import { checkActs } from '../review/integrity.ts';
import { appendJournal, journalHead } from '../review/journal.ts';
import { itemsDecidedBy } from '../review/own-review.ts';
import { blindItems, viewerOf } from '../review/viewer.ts';
import { buildDocument } from '../report/document.ts';
import { readReportModel, type ReportModel } from '../report/model.ts';
import { buildVerifyPage } from '../signing/verify-page.ts';
import { reportSubjects } from '../report/subjects.ts';
import { countersign } from '../report/countersign.ts';
import { reportIdOf } from '../report/report-id.ts';
import { readOriginals } from '../report/originals.ts';
import { type SignChoices, signReport } from '../report/sign-report.ts';
import { signedReports } from '../report/signed-reports.ts';
import type { SignedBundle } from '../report/signatures.ts';
import { counted } from '../report/words.ts';
import { openAnyKey } from '../signing/open-any-key.ts';
import type { Signer } from '../signing/signer.ts';
import type { VerifyReport } from '../verify/report.ts';
import { verifyBundle } from '../verify/verify-bundle.ts';
import type { Acting, EngineContext } from './context.ts';
import { endDueSuppressions } from './policy.ts';
import { assertOwnKey } from './people.ts';
import { trustedIn } from './trusted.ts';
import { readCertificates } from './certificates.ts';
import { detailsOf } from '../cases/details.ts';

export const BUNDLE_ENDING = '.zip';

/** The report names every decision: whoever still owes a second review must not read it. Throws `conflict`. */
function refuseWhileBlind(context: EngineContext): void {
  const viewer = viewerOf(context);
  const waiting = blindItems(context.open().db, viewer);
  if (waiting === 0) return;
  throw new AppError(
    'conflict',
    viewer.person === null
      ? `Nobody is signed in, and ${counted(waiting, 'item waits', 'items wait')} for a second review. The report names the first decisions, so it is shown to people who sign in and do not review these.`
      : `The report names the first decisions on ${counted(waiting, 'item', 'items')} of your second review. It is shown when they are decided.`,
  );
}

/** Preview, signing and verification. */
export function reportHandlers(context: EngineContext): Handlers<typeof reportContract, unknown> {
  return {
    'report.preview': ({ options }) => {
      refuseWhileBlind(context);
      return buildDocument(modelOf(context, options), true);
    },
    'report.lastSigned': () => {
      const last = signedReports(context.open().db).at(-1);
      return last === undefined ? null : { reportId: last.reportId, signer: last.signer, at: last.at };
    },
    'report.subjects': () => {
      refuseWhileBlind(context);
      return reportSubjects(context.open().db);
    },
    'report.sign': async ({
      keyToken,
      passphrase,
      meaning,
      saveToken,
      options,
      originals = false,
      redacted = false,
      alsoRedacted = [],
    }) => {
      const target = withBundleEnding(context.files.resolve(saveToken));
      const result = await sign(context, {
        keyPath: context.files.resolve(keyToken),
        passphrase,
        meaning,
        target,
        options,
        originals,
        ...(redacted ? { redacted: { target: redactedPath(target), also: alsoRedacted } } : {}),
      });
      return shownBundle(result);
    },
    'report.countersign': async ({ token, keyToken, passphrase, saveToken }) =>
      shownBundle(
        await approve(context, {
          bundlePath: context.files.resolve(token),
          keyPath: context.files.resolve(keyToken),
          passphrase,
          target: withBundleEnding(context.files.resolve(saveToken)),
        }),
      ),
    'verify.bundle': ({ token, fingerprints, authorityToken }) => {
      const path = context.files.resolve(token);
      if (!existsSync(path)) throw new AppError('not-found', `${basename(path)} is no longer there.`);
      // Before the bytes are read: what is written meanwhile makes the result one of an earlier file.
      const basis = basisOf(context, path);
      const bytes = readFileSync(path);
      const authorities = authorityToken === null ? [] : readCertificates(context.files.resolve(authorityToken));
      const known = trustedIn(context);
      const report = verifyBundle(bytes, { pinnedFingerprints: fingerprints, authorities, known });
      return {
        ...shown(report, path, bytes.length),
        sha256: createHash('sha256').update(bytes).digest('hex'),
        checkedAt: new Date(context.now()).toISOString(),
        basis,
      };
    },
    'verify.basis': ({ token }) => {
      const path = context.files.resolve(token);
      return existsSync(path) ? basisOf(context, path) : null;
    },
  };
}

/** What the result of a check of this file rests on now, without reading it. */
function basisOf(context: EngineContext, path: string): CheckedBundle['basis'] {
  const { size, mtime } = statSync(path);
  const { pinnedFingerprints = [], issuers = [], authorities = [] } = trustedIn(context);
  const trust = createHash('sha256').update(JSON.stringify(pinnedFingerprints.toSorted()));
  for (const certificates of [issuers, authorities])
    trust.update(JSON.stringify(certificates.map((der) => Buffer.from(der).toString('base64')).toSorted()));
  return { bytes: size, modifiedAt: mtime.toISOString(), trust: trust.digest('hex') };
}

/** Reads the model of the open case as it stands now. */
export function modelOf(context: EngineContext, options: ReportOptions = FULL_REPORT): ReportModel {
  endDueSuppressions(context);
  const { db } = context.open();
  const head = journalHead(db);
  return readReportModel({
    db,
    catalog: context.catalog(),
    policy: context.policy(),
    details: detailsOf(db),
    isSample: readMeta(db, 'is_sample') === '1',
    now: context.now(),
    reportId: reportIdOf(head.head),
    options,
  });
}

export interface SignOrder {
  readonly keyPath: string;
  readonly passphrase: string;
  readonly meaning: 'prepared' | 'reviewed' | 'approved';
  readonly target: string;
  readonly options?: ReportOptions;
  /** Whether the kept copies of the imported files go into the bundle; default false. */
  readonly originals?: boolean;
  readonly redacted?: SignChoices['redacted'];
}

/** Where the redacted copy of a bundle is saved when nobody says otherwise. */
export function redactedPath(bundle: string): string {
  return `${bundle.slice(0, -extname(bundle).length || undefined)}-redacted${BUNDLE_ENDING}`;
}

/** One signing act: the passphrase opens the key for this call only. */
export async function sign(context: EngineContext, order: SignOrder): ReturnType<typeof signReport> {
  const { db } = context.open();
  if (context.session.isImporting)
    throw new AppError(
      'conflict',
      'An import is running. Wait for it or cancel it before signing. Nothing was signed.',
    );
  if (order.redacted !== undefined && isAboutOne(order.options ?? FULL_REPORT))
    throw new AppError(
      'invalid-request',
      'A report for one owner or on one vendor has no redacted copy: it is about somebody by name. Make the full report or the executive summary for it. Nothing was signed.',
    );
  const { person } = meaningAllowed(context, order.meaning);
  const { recovery } = caseState(db);
  if (recovery !== null && recovery.accepted === null)
    throw new AppError(
      'workspace-damaged',
      'This case was recovered from a damaged file, and nobody has accepted that yet. Nothing was signed. Read what was lost on the screen Case, and accept it with a reason there, or open the latest backup.',
    );
  const [fault] = checkActs(db);
  if (fault !== undefined)
    throw new AppError(
      'workspace-damaged',
      `${fault} Nothing was signed. Open the latest backup and compare, or decide the named items again in it.`,
    );
  if (context.print === null) throw new AppError('internal', 'This engine has no printer. Nothing was signed.');
  const copyParts = order.redacted === undefined ? [] : BUNDLE_PARTS.map((part) => `${part} of the redacted copy`);
  const parts = [...BUNDLE_PARTS, ...copyParts, 'the journal so far'] as const;
  const signer = await openAnyKey(context, order.keyPath, order.passphrase, parts);
  assertOwnKey(context, person, signer);
  if (order.redacted?.target === order.target)
    throw new AppError('invalid-request', 'The redacted copy needs a name of its own. Nothing was signed.');
  if (order.redacted !== undefined && existsSync(order.redacted.target))
    throw new AppError(
      'conflict',
      `There is a file at ${order.redacted.target} already, where the redacted copy would go. Nothing was signed. Choose another name for the bundle, or move that file.`,
    );
  const originals = order.originals ? await readOriginals(listImports(db), context.open().evidenceFolder) : undefined;
  const result = await signReport({
    db,
    ...(originals === undefined ? {} : { originals }),
    ...(order.redacted === undefined ? {} : { redacted: order.redacted }),
    readModel: () => modelOf(context, order.options),
    signer,
    meaning: order.meaning,
    // A case without people has one reviewer, whatever they sign as.
    role: person === null ? 'reviewer' : SIGNING_ROLES[order.meaning],
    print: context.print,
    target: order.target,
    page: buildVerifyPage(context.resourcesFolder),
    fonts: fontsOf(context),
    now: context.now(),
  });
  context.changed('review', 'journal', 'report', 'workspace');
  return result;
}

/** Countersigns a bundle; a case that knows the bundle records it. */
export async function approve(
  context: EngineContext,
  order: Omit<SignOrder, 'meaning' | 'options'> & { readonly bundlePath: string },
): Promise<SignedBundle> {
  for (const path of [order.bundlePath, order.keyPath])
    if (!existsSync(path)) throw new AppError('not-found', `${basename(path)} is not there. Nothing was signed.`);
  if (existsSync(order.target) && statSync(order.target).ino === statSync(order.bundlePath).ino)
    throw new AppError('conflict', 'Save the approved bundle under another name: the signed one stays as it is.');
  const bundle = readFileSync(order.bundlePath);
  const digest = createHash('sha256').update(bundle).digest('hex');
  const db = caseOf(context, digest);
  const parts = db === null ? BUNDLE_PARTS : ([...BUNDLE_PARTS, 'the journal so far'] as const);
  const signer = await openAnyKey(context, order.keyPath, order.passphrase, parts);
  if (db !== null) assertMayApprove(db, signer);
  const result = await countersign({
    bundle,
    signer,
    target: order.target,
    fonts: fontsOf(context).map((path) => readFileSync(path)),
    now: context.now(),
  });
  if (db !== null && db.open) await recordApproval(context, db, signer, digest, result);
  return result;
}

/** The open case when it signed the bundle with this digest, or got a time stamp for it; else null. */
export function caseOf(context: EngineContext, bundleSha256: string): Database.Database | null {
  const db = context.session.current?.db ?? null;
  const isOurs =
    db
      ?.prepare<[string, string], { n: number }>(
        `SELECT EXISTS (
           SELECT 1 FROM journal WHERE type = 'report-signed' AND payload ->> 'bundleSha256' = ?
              OR type = 'report-timestamped' AND payload ->> 'stampedBundle' = ?) AS n`,
      )
      .get(bundleSha256, bundleSha256)?.n === 1;
  return isOurs ? db : null;
}

/** In a case with people, its approvers approve its bundles, whoever is signed in; nobody their own review. */
function assertMayApprove(db: Database.Database, signer: Signer): void {
  if (!hasPeople(db)) return;
  const person = personById(db, signer.fingerprint);
  if (person?.roles.includes('approver') !== true)
    throw new AppError(
      'invalid-request',
      `${signer.commonName} is no approver in this case, and this bundle comes from it. Nothing was signed.`,
    );
  refuseOwnReview(db, person.id, person.name);
}

async function recordApproval(
  context: EngineContext,
  db: Database.Database,
  signer: Signer,
  approved: string,
  result: SignedBundle,
): Promise<void> {
  appendJournal(db, {
    at: context.now(),
    actor: signer.commonName,
    type: 'report-approved',
    payload: { bundle: approved, fingerprint: signer.fingerprint, approvedBundle: result.sha256 },
  });
  await makeCheckpoint(db, signer, 'approval', context.now());
  context.changed('journal', 'workspace', 'report');
}

export function withBundleEnding(path: string): string {
  return path.endsWith(BUNDLE_ENDING) ? path : `${path}${BUNDLE_ENDING}`;
}

function fontsOf(context: EngineContext): string[] {
  return FONTS.map((name) => join(context.resourcesFolder, 'fonts', name)).filter((path) => existsSync(path));
}

function shownBundle(result: SignedBundle): ShownBundle {
  return {
    file: basename(result.path),
    location: dirname(result.path),
    sha256: result.sha256,
    bytes: result.bytes,
    pages: result.pages,
    contentDigest: result.report.contentDigest ?? '',
    redactedFile: result.redactedPath === null ? null : basename(result.redactedPath),
    verification: shown(result.report, result.path, result.bytes),
  };
}

/** What is signed in a bundle, in this order. */
const BUNDLE_PARTS = ['the report (PDF)', 'the statement about the bundle'] as const;

/** The role it takes to sign with each meaning. */
const SIGNING_ROLES = { prepared: 'preparer', reviewed: 'reviewer', approved: 'approver' } as const;

/** Who signs, given that they may sign with this meaning; nobody approves their own review. Throws `invalid-request`. */
function meaningAllowed(context: EngineContext, meaning: SignOrder['meaning']): Acting {
  const acting = actingWith(context, SIGNING_ROLES[meaning]);
  if (acting.person === null || meaning !== 'approved') return acting;
  refuseOwnReview(context.open().db, acting.person, acting.name);
  return acting;
}

function refuseOwnReview(db: Database.Database, person: string, name: string): void {
  const decided = itemsDecidedBy(db, person);
  if (decided === 0) return;
  throw new AppError(
    'invalid-request',
    `${name} decided ${decided === 1 ? 'one of the items' : `${decided} of the items`} in this report, and nobody approves their own review: another approver has to sign. Nothing was signed.`,
  );
}

const FONTS = [
  'inter-latin-400-normal.woff',
  'inter-latin-ext-400-normal.woff',
  'inter-greek-400-normal.woff',
  'inter-cyrillic-400-normal.woff',
];

/** The verifier's report in the words of the contract. */
export function shown(report: VerifyReport, path: string, bytes: number): ShownReport {
  return {
    ok: report.ok,
    file: basename(path),
    bytes,
    contentDigest: report.contentDigest,
    signers: report.signers.map((signer) => ({
      name: signer.name,
      fingerprint: signer.fingerprint,
      meaning: signer.meaning,
      at: signer.signedAt,
      trusted: signer.trusted,
      isKnown: signer.isKnown,
      validity: `${signer.selfSigned ? 'self-signed: compare the fingerprint with what the signer tells you' : 'issued by an authority'}; certificate valid until ${signer.certificateNotAfter.slice(0, 10)}`,
    })),
    timestamps: [...report.timestamps],
    checks: report.checks.map((check) => ({ ...check, file: check.file ?? null })),
  };
}
