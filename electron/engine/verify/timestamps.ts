import { createHash } from 'node:crypto';
import { BUNDLE_FILES, timestampName } from '../evidence/bundle-layout.ts';
import { readCertificate } from '../lib/certificate.ts';
import { signatureName, statementNames } from './attestations.ts';
import type { PdfVerifyReport, VerifiedTimestamp, VerifyCheck } from './report.ts';
import { readResponse, writeResponse } from './timestamp-response.ts';
import { checkToken, isTrustedAuthority, type TimestampResult } from './timestamp-token.ts';

interface CheckedTimestamps {
  readonly checks: readonly VerifyCheck[];
  readonly timestamps: readonly VerifiedTimestamp[];
}

/**
 * The time stamps of a bundle: beside the signatures of statements, inside signatures of the PDF, and over the PDF as a
 * whole. `authorities` are certificates (DER) to trust; without any, authorities are not judged. `known`: those to be shown as
 * known.
 */
export function checkTimestamps(
  files: ReadonlyMap<string, Uint8Array>,
  pdf: PdfVerifyReport,
  authorities: readonly Uint8Array[],
  known: readonly Uint8Array[],
): CheckedTimestamps {
  const found: Found[] = [];
  for (const statement of statementNames(files)) {
    const signed = signatureName(statement);
    const bytes = files.get(timestampName(signed));
    if (!bytes) continue;
    const result = checkResponse(bytes, files.get(signed) ?? new Uint8Array());
    found.push({ file: timestampName(signed), subject: `The signature ${signed} and all it covers`, result });
  }
  for (const { kind, field, timestamp, coversBytes } of pdf.signatures) {
    if (!timestamp) continue;
    const subject =
      kind === 'timestamp'
        ? `${BUNDLE_FILES.pdf} with its signatures (its first ${coversBytes} bytes)`
        : `The signature "${field}" in ${BUNDLE_FILES.pdf}`;
    found.push({ file: BUNDLE_FILES.pdf, subject, result: timestamp });
  }
  const judged = found.map((one) => judge(one, authorities, known));
  return {
    checks: judged.map(({ check }) => check),
    timestamps: judged.flatMap(({ timestamp }) => timestamp ?? []),
  };
}

interface Found {
  readonly file: string;
  readonly subject: string;
  readonly result: TimestampResult;
}

function checkResponse(bytes: Uint8Array, signed: Uint8Array): TimestampResult {
  const { token = null } = readResponse(bytes) ?? {};
  const result = checkToken(token ?? new Uint8Array(), (hash) => createHash(hash).update(signed).digest());
  if (token && Buffer.compare(writeResponse(token), bytes) === 0) return result;
  return { ...result, problems: ['it is not written the one way it can be', ...(token ? result.problems : [])] };
}

function judge(
  { file, subject, result }: Found,
  authorities: readonly Uint8Array[],
  known: readonly Uint8Array[],
): { readonly check: VerifyCheck; readonly timestamp: VerifiedTimestamp | null } {
  const [certificate] = result.certificates;
  const trusted = isTrustedAuthority(result.certificates, authorities);
  const problems =
    trusted === false
      ? [...result.problems, 'its certificates do not lead to the one you gave for the authority']
      : result.problems;
  const base = { id: 'timestamp', title: 'Time stamp', file, ok: problems.length === 0 };
  if (!certificate || result.time === null) {
    return { check: { ...base, detail: `${file}: ${problems.join('; ')}.` }, timestamp: null };
  }
  const { commonName, fingerprint } = readCertificate(certificate);
  const time = new Date(result.time).toISOString();
  const trust = trusted === null ? ' Whether this authority can be trusted was not judged.' : '';
  return {
    check: {
      ...base,
      detail: base.ok
        ? `${subject} existed at ${time}, as ${commonName} states.${trust}`
        : `The time stamp by ${commonName} is not valid: ${problems.join('; ')}.`,
    },
    timestamp: {
      subject,
      file,
      authority: commonName,
      fingerprint,
      time,
      valid: result.problems.length === 0,
      trusted,
      isKnown: isTrustedAuthority(result.certificates, known) === true,
    },
  };
}
