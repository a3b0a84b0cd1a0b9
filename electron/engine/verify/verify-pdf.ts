import { createHash } from 'node:crypto';
import { readCertificate } from '../lib/certificate.ts';
import { readDer } from '../lib/der.ts';
import type { HashName } from '../lib/object-identifiers.ts';
import { verifyCms } from './cms.ts';
import { endOfRange, findSignatures, readAttachments, type FoundSignature } from './pdf-contents.ts';
import { openPdf, type PdfFile } from './pdf-file.ts';
import type { PdfSignature, PdfVerifyReport, VerifyCheck } from './report.ts';
import { addTimestampRevision } from './timestamp-revision.ts';
import { checkToken, type TimestampResult } from './timestamp-token.ts';

/**
 * Checks every signature of a PDF, and that nothing lies outside them: each covers the file from its first byte up to
 * its own revision but for the signature value, the value's padding is zero, the last signature ends at the last
 * byte, and every later revision is a signature's. A document time stamp counts as one, and its revision may hold nothing
 * else. Never throws for what the bytes hold.
 */
export function verifyPdf(bytes: Uint8Array): PdfVerifyReport {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let pdf: PdfFile;
  let found: readonly FoundSignature[];
  let attachments: ReadonlyMap<string, Uint8Array>;
  try {
    pdf = openPdf(buffer);
    found = findSignatures(pdf);
    attachments = readAttachments(pdf);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const check = { id: 'pdf-structure', title: STRUCTURE_TITLE, ok: false, detail: `The PDF cannot be read: ${why}.` };
    return { ok: false, checks: [check], signatures: [], revisions: [], attachments: new Map() };
  }
  const results = found.map((signature) => verifySignature(buffer, signature, pdf.revisions));
  const signatures = results.map((result) => result.signature);
  const checks: VerifyCheck[] = [
    structureCheck(buffer, signatures),
    ...results.map((result) => result.check),
    coverageCheck(buffer, pdf.revisions, signatures),
  ];
  return { ok: checks.every((check) => check.ok), checks, signatures, revisions: pdf.revisions, attachments };
}

const STRUCTURE_TITLE = 'PDF can be read and is signed';

function verifySignature(
  buffer: Buffer,
  found: FoundSignature,
  revisions: readonly number[],
): { check: VerifyCheck; signature: PdfSignature } {
  const kind = found.subFilter === 'ETSI.RFC3161' ? 'timestamp' : 'signature';
  const what = kind === 'timestamp' ? 'Time stamp' : 'Signature';
  const { problems, certificate, timestamp } = judge(buffer, found, revisions, kind);
  const parts = certificate ? readCertificate(certificate) : null;
  const who = parts ? ` by ${parts.commonName}` : '';
  const check = {
    id: `pdf-${kind}`,
    title: `PDF ${what.toLowerCase()} "${found.field}"`,
    ok: problems.length === 0,
    detail:
      problems.length === 0
        ? `${what} "${found.field}"${who} is valid for bytes 0 to ${endOfRange(found.range)}.`
        : `${what} "${found.field}"${who} is not valid: ${problems.join('; ')}.`,
  };
  const signature = {
    field: found.field,
    kind,
    name: found.name,
    reason: found.reason,
    signedAt: found.modified,
    fingerprint: parts?.fingerprint ?? null,
    certificate,
    coversBytes: endOfRange(found.range),
    valid: check.ok,
    timestamp,
  } as const;
  return { check, signature };
}

interface Judged {
  readonly problems: readonly string[];
  readonly certificate: Uint8Array | null;
  readonly timestamp: TimestampResult | null;
}

function judge(
  buffer: Buffer,
  found: FoundSignature,
  revisions: readonly number[],
  kind: PdfSignature['kind'],
): Judged {
  const rangeProblem = checkRange(buffer, found);
  if (rangeProblem) return { problems: [rangeProblem], certificate: null, timestamp: null };
  const problems: string[] = [];
  const [, firstLength = 0, secondStart = 0, secondLength = 0] = found.range;
  const digestOf = (hash: HashName) =>
    createHash(hash)
      .update(buffer.subarray(0, firstLength))
      .update(buffer.subarray(secondStart, secondStart + secondLength))
      .digest();
  const { message, padding } = splitPadding(found.contents);
  if (padding.some((byte) => byte !== 0)) problems.push('the padding behind the signature value is not empty');
  if (kind === 'timestamp') {
    const timestamp = checkToken(message, digestOf);
    problems.push(...timestamp.problems, ...revisionProblems(buffer, found, revisions));
    return { problems, certificate: timestamp.certificates[0] ?? null, timestamp };
  }
  if (found.subFilter !== 'ETSI.CAdES.detached') problems.push(`its type ${found.subFilter ?? '(none)'} is not PAdES`);
  const { problems: faults, certificate, signature, timestampToken } = verifyCms(message, digestOf);
  problems.push(...faults);
  if (!timestampToken) return { problems, certificate, timestamp: null };
  const timestamp = checkToken(timestampToken, (hash) => createHash(hash).update(signature).digest());
  problems.push(...timestamp.problems.map((problem) => `the time stamp inside it: ${problem}`));
  return { problems, certificate, timestamp };
}

/** The revision of a time stamp, made again from the bytes before it, must be the same but for the token. */
function revisionProblems(buffer: Buffer, found: FoundSignature, revisions: readonly number[]): string[] {
  const end = endOfRange(found.range);
  const before = revisions[revisions.indexOf(end) - 1] ?? 0;
  try {
    const { bytes, contentsStart, contentsEnd } = addTimestampRevision(buffer.subarray(0, before));
    const isSame =
      bytes.length === end &&
      contentsStart === found.range[1] &&
      contentsEnd === found.range[2] &&
      Buffer.compare(bytes.subarray(before, contentsStart), buffer.subarray(before, contentsStart)) === 0 &&
      Buffer.compare(bytes.subarray(contentsEnd), buffer.subarray(contentsEnd, end)) === 0;
    return isSame ? [] : ['its revision changes more than a time stamp may; what that shows was not signed'];
  } catch (error) {
    return [`its revision cannot be checked (${error instanceof Error ? error.message : String(error)})`];
  }
}

/** The two ranges must leave out exactly the hexadecimal token of this signature's own /Contents. */
function checkRange(buffer: Buffer, { range, contents }: FoundSignature): string | null {
  const [start, firstLength = -1, secondStart = -1, secondLength = -1] = range;
  const sane = range.length === 4 && range.every((value) => Number.isSafeInteger(value) && value >= 0);
  if (!sane || start !== 0 || secondStart <= firstLength || secondStart + secondLength > buffer.length) {
    return 'its byte range is not one that covers the file from the start';
  }
  const gap = buffer.toString('latin1', firstLength, secondStart);
  // Lower case only: the case of a digit is a bit that could be changed without changing the value.
  if (!/^<(?:[0-9a-f]{2})*>$/.test(gap))
    return `bytes ${firstLength} to ${secondStart} are left out but are not a signature value`;
  if (Buffer.compare(Buffer.from(gap.slice(1, -1), 'hex'), contents) !== 0) {
    return 'the bytes left out are not the value of this signature';
  }
  return null;
}

function splitPadding(contents: Uint8Array): { readonly message: Uint8Array; readonly padding: Uint8Array } {
  try {
    const { raw, end } = readDer(contents);
    return { message: raw, padding: contents.subarray(end) };
  } catch {
    return { message: contents, padding: new Uint8Array() };
  }
}

function structureCheck(buffer: Buffer, signatures: readonly PdfSignature[]): VerifyCheck {
  const problems: string[] = [];
  const ranges = buffer.toString('latin1').match(/\/ByteRange\b/g)?.length ?? 0;
  const count = signatures.length;
  if (ranges !== count) problems.push(`it holds ${ranges} byte ranges but ${count} signed fields`);
  if (!signatures.some(({ kind }) => kind === 'signature')) problems.push('nobody has signed it');
  return {
    id: 'pdf-structure',
    title: STRUCTURE_TITLE,
    ok: problems.length === 0,
    detail: problems.length === 0 ? `${count} signed field(s).` : `Something is wrong: ${problems.join('; ')}.`,
  };
}

function coverageCheck(buffer: Buffer, revisions: readonly number[], signatures: readonly PdfSignature[]): VerifyCheck {
  const covered = signatures.map((signature) => signature.coversBytes);
  const last = covered.at(-1) ?? 0;
  const problems: string[] = [];
  if (last !== buffer.length) {
    problems.push(
      `${buffer.length - last} bytes were added after the last signature (from byte ${last} on); what they show was not signed`,
    );
  }
  const [, ...later] = revisions;
  for (const end of later.filter((revision) => !covered.includes(revision))) {
    problems.push(`the revision that ends at byte ${end} is not a signature's`);
  }
  return {
    id: 'pdf-coverage',
    title: 'Nothing in the PDF lies outside its signatures',
    ok: problems.length === 0,
    detail:
      problems.length === 0
        ? `The file has ${revisions.length} revisions; the last signature covers all ${buffer.length} bytes.`
        : `${problems.join('; ')}.`,
  };
}
