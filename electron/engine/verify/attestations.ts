import { createHash } from 'node:crypto';
import { BUNDLE_FILES, sha256, statementSchema, timestampName, type Statement } from '../evidence/bundle-layout.ts';
import { sortedNames } from '../evidence/sorted-names.ts';
import { readCertificate, sameFingerprint } from '../lib/certificate.ts';
import { writePem } from '../lib/pem.ts';
import { verifyCms, type CmsResult } from './cms.ts';
import type { VerifiedSigner, VerifyCheck } from './report.ts';
import { isTrustedSigner, type TrustedSigners } from './trust.ts';

type Files = ReadonlyMap<string, Uint8Array>;

/** One attestation of a bundle after its checks; `statement` is null when it could not be read. */
export interface CheckedAttestation {
  readonly file: string;
  readonly statement: Statement | null;
  readonly certificate: Uint8Array | null;
  readonly checks: readonly VerifyCheck[];
  readonly signer: VerifiedSigner | null;
}

/** Names of the statements in a bundle, in the order they were signed. */
export function statementNames(files: Files): string[] {
  return sortedNames(files).filter((name) => /^attestations\/\d\d-[a-z-]+\.json$/.test(name));
}

/**
 * Checks one attestation: statement, its signature, the certificate file, the files it names, and that it names every
 * file it must. `pinned`: whom to trust; nobody means that identity is not judged. `known`: who is shown as known.
 */
export function checkAttestation(
  files: Files,
  file: string,
  pinned: TrustedSigners,
  known: TrustedSigners,
): CheckedAttestation {
  const bytes = files.get(file) ?? new Uint8Array();
  const { statement, problem } = readStatement(bytes);
  const signatureFile = signatureName(file);
  const certificateFile = certificateName(file);
  const cms = verifyCms(files.get(signatureFile) ?? new Uint8Array(), (hash) =>
    createHash(hash).update(bytes).digest(),
  );
  const checks: VerifyCheck[] = [
    {
      id: 'statement',
      title: 'Statement can be read',
      file,
      ok: problem === null,
      detail: problem ?? `${file} is an in-toto statement.`,
    },
    signatureCheck(signatureFile, file, cms),
    certificateCheck(files, certificateFile, cms),
  ];
  if (statement) {
    checks.push(...subjectChecks(files, file, statement), ...identityChecks(file, statement, cms, pinned));
  }
  const valid = checks.every((check) => check.ok);
  return {
    file,
    statement,
    certificate: cms.certificate,
    checks,
    signer:
      statement && cms.certificate
        ? signerOf(statement, cms.certificate, valid, {
            trusted: trustOf(statement, cms, pinned),
            isKnown: trustOf(statement, cms, known) === true,
          })
        : null,
  };
}

function readStatement(bytes: Uint8Array): { readonly statement: Statement | null; readonly problem: string | null } {
  try {
    const parsed = statementSchema.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    if (parsed.success) return { statement: parsed.data, problem: null };
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    return { statement: null, problem: `It is not a statement this program knows (at ${where || 'its top'}).` };
  } catch {
    return { statement: null, problem: 'It is not readable JSON.' };
  }
}

function signatureCheck(signatureFile: string, file: string, cms: CmsResult): VerifyCheck {
  // A time stamp inside would be bytes that this statement's signer never saw; it belongs into a file of its own.
  const problems = cms.timestampToken ? [...cms.problems, 'it has a time stamp inside'] : cms.problems;
  const ok = problems.length === 0;
  const name = cms.certificate ? readCertificate(cms.certificate).commonName : null;
  return {
    id: 'signature',
    title: 'Signature over the statement',
    file: signatureFile,
    ok,
    detail: ok
      ? `${signatureFile} is a valid signature of ${name ?? 'its certificate'} over ${file}.`
      : `${signatureFile} over ${file}: ${problems.join('; ')}.`,
  };
}

function certificateCheck(files: Files, file: string, cms: CmsResult): VerifyCheck {
  // The text exactly, not only the certificates in it: comments between PEM blocks are signed by nobody.
  const text = cms.certificates.map((der) => writePem('CERTIFICATE', der)).join('');
  const same = text !== '' && text === Buffer.from(files.get(file) ?? '').toString('latin1');
  return {
    id: 'certificate',
    title: 'Certificate file is the one that signed',
    file,
    ok: same,
    detail: same
      ? `${file} holds the certificate inside the signature.`
      : `${file} is not the certificate inside the signature.`,
  };
}

/**
 * A statement names every file but the checksums, its own three, those of statements signed after it, and time stamps:
 * they come when an authority has answered, and prove themselves. One that was there already is named like any file.
 */
function subjectChecks(files: Files, file: string, statement: Statement): VerifyCheck[] {
  const title = 'Files are those that were signed';
  const notYet = new Set<string>([BUNDLE_FILES.sums]);
  for (const name of statementNames(files).filter((other) => other >= file)) {
    for (const own of [name, signatureName(name), certificateName(name)]) notYet.add(own);
  }
  for (const name of statementNames(files)) notYet.add(timestampName(signatureName(name)));
  const expected = sortedNames(files).filter((name) => !notYet.has(name));
  const problems: VerifyCheck[] = [];
  const fail = (name: string, detail: string) =>
    problems.push({ id: 'subjects', title, ok: false, file: name, detail });
  const named = new Set<string>();
  for (const { name, digest } of statement.subject) {
    if (named.has(name)) fail(file, `${file} names ${name} twice.`);
    named.add(name);
    const bytes = files.get(name);
    if (!bytes) fail(name, `${name} was signed but is missing.`);
    else {
      const covered = name === BUNDLE_FILES.pdf ? bytes.subarray(0, statement.predicate.report.bytes) : bytes;
      if (sha256(covered) !== digest.sha256)
        fail(name, `${name} is not the file that was signed: its SHA-256 differs.`);
    }
  }
  for (const name of expected.filter((other) => !named.has(other))) fail(name, `${name} is not covered by ${file}.`);
  const pdfLength = files.get(BUNDLE_FILES.pdf)?.length ?? 0;
  if (statement.predicate.report.bytes > pdfLength) {
    fail(BUNDLE_FILES.pdf, `${BUNDLE_FILES.pdf} is shorter than what was signed.`);
  }
  if (problems.length > 0) return problems;
  return [{ id: 'subjects', title, ok: true, file, detail: `All ${named.size} files are those that ${file} names.` }];
}

function identityChecks(file: string, statement: Statement, cms: CmsResult, pinned: TrustedSigners): VerifyCheck[] {
  if (!cms.certificate) return [];
  const parts = readCertificate(cms.certificate);
  const { signer, signedAt } = statement.predicate;
  const at = Date.parse(signedAt);
  const checks: VerifyCheck[] = [];
  const add = (id: string, title: string, ok: boolean, detail: string) => checks.push({ id, title, ok, file, detail });
  const named = signer.name === parts.commonName && sameFingerprint(signer.certificateSha256, parts.fingerprint);
  add(
    'signer',
    'Statement names its signer',
    named,
    named
      ? `The statement and the certificate both name ${parts.commonName}.`
      : `The statement names ${signer.name}, the certificate is of ${parts.commonName} (${parts.fingerprint}).`,
  );
  // The signing-time attribute has whole seconds.
  const sameTime = cms.signingTime === Math.floor(at / 1000) * 1000;
  const inside = at >= parts.notBefore && at <= parts.notAfter;
  add(
    'signing-time',
    'Certificate was valid when it signed',
    sameTime && inside,
    sameTime
      ? `Signed ${signedAt} by the signer's clock; the certificate is valid ${day(parts.notBefore)} to ${day(parts.notAfter)}.`
      : `The statement says it was signed at ${signedAt}, the signature says another time.`,
  );
  const trusted = trustOf(statement, cms, pinned);
  if (trusted !== null) {
    add(
      'trust',
      'Signer is one you trust',
      trusted,
      trusted
        ? `The certificate of ${parts.commonName} is one you named, or issued by an authority you named.`
        : `The certificate of ${parts.commonName} (${parts.fingerprint}) is none of those you named, nor issued by an authority you named.`,
    );
  }
  return checks;
}

function signerOf(
  statement: Statement,
  certificate: Uint8Array,
  valid: boolean,
  judged: Pick<VerifiedSigner, 'trusted' | 'isKnown'>,
): VerifiedSigner {
  const parts = readCertificate(certificate);
  const { role, engagement, meaning, signedAt } = statement.predicate;
  return {
    name: parts.commonName,
    organization: parts.organization,
    email: parts.email,
    fingerprint: parts.fingerprint,
    role,
    engagement,
    meaning,
    signedAt,
    selfSigned: parts.selfSigned,
    certificateNotAfter: new Date(parts.notAfter).toISOString(),
    valid,
    ...judged,
  };
}

function trustOf(statement: Statement, cms: CmsResult, pinned: TrustedSigners): boolean | null {
  if (!cms.certificate) return null;
  return isTrustedSigner(cms.certificate, cms.certificates, pinned, Date.parse(statement.predicate.signedAt));
}

export function signatureName(statementFile: string): string {
  return `${statementFile}.p7s`;
}

function certificateName(statementFile: string): string {
  return statementFile.replace(/\.json$/, '.crt.pem');
}

function day(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
