import { createHash, randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { StampTarget } from '../../../shared/contract/timestamps.ts';
import { readCanonicalZip } from '../evidence/zip-read.ts';
import { readCertificate } from '../lib/certificate.ts';
import { integer } from '../lib/der.ts';
import { AppError } from '../lib/errors.ts';
import { saveWhole } from '../lib/save-whole.ts';
import type { Signer } from '../signing/signer.ts';
import { newNonce, timestampRequest } from '../signing/timestamp-request.ts';
import type { VerifyReport } from '../verify/report.ts';
import { readResponse } from '../verify/timestamp-response.ts';
import { canonicalToken, checkToken, isTrustedAuthority } from '../verify/timestamp-token.ts';
import { verifyBundle } from '../verify/verify-bundle.ts';
import type { RequestList, StoredRequest } from './request-list.ts';
import { imprintOf, stampBundle } from './targets.ts';

/** An answer is a few kilobytes, most of it certificates. */
export const MOST_ANSWER_BYTES = 65_536;

export interface RequestOrder {
  readonly bundle: Uint8Array;
  readonly bundleName: string;
  readonly target: StampTarget;
  readonly now: number;
}

/** Records a request as a draft, with a copy of the bundle. Refuses a bundle that does not verify. */
export function draftRequest(list: RequestList, order: RequestOrder): StoredRequest {
  assertVerifies(order.bundle, 'No time stamp was asked for. Ask for a whole copy.');
  const request: StoredRequest = {
    id: randomUUID(),
    target: order.target,
    state: 'draft',
    bundleName: order.bundleName,
    bundleSha256: digestOf(order.bundle),
    imprint: Buffer.from(imprintOf(readCanonicalZip(order.bundle), order.target)).toString('hex'),
    nonce: Buffer.from(newNonce()).toString('hex'),
    createdAt: new Date(order.now).toISOString(),
    exportedTo: null,
    problem: null,
    result: null,
  };
  list.add(request, order.bundle);
  return request;
}

/** Saves the request as a file for the authority (application/timestamp-query). The same request gives the same bytes. */
export function exportRequest(list: RequestList, id: string, path: string): StoredRequest {
  const request = list.get(id);
  const bytes = timestampRequest(Buffer.from(request.imprint, 'hex'), Buffer.from(request.nonce, 'hex'));
  saveWhole(path, bytes, 'The time-stamp request', 'The request stays in the list.');
  const state = request.state === 'draft' ? 'exported' : request.state;
  const exported: StoredRequest = { ...request, state, exportedTo: path };
  list.update(exported);
  return exported;
}

export interface AnswerOrder {
  readonly id: string;
  readonly answer: Uint8Array;
  /** Another bundle to put the answer into, when the first one went on (for example, was approved); null for the one asked for. */
  readonly bundle: Uint8Array | null;
  /** Certificates (DER) of the authority or of its issuers; empty when the authority is not to be judged. */
  readonly authorities: readonly Uint8Array[];
  readonly target: string;
  /** The reviewer, for a time stamp inside their signature; else null. */
  readonly signer: Signer | null;
  readonly now: number;
}

export interface StampedBundle {
  readonly request: StoredRequest;
  readonly bytes: number;
  readonly sha256: string;
  /** SHA-256 of the bundle the time stamp was put into. */
  readonly stampedSha256: string;
  readonly report: VerifyReport;
}

/**
 * Takes the answer of an authority: checks it against the request, puts it into a copy of the bundle, verifies that copy
 * and saves it whole under a new name. An answer that is not taken is recorded with the request as failed, with one
 * sentence; the right one can still be imported. Nothing is half-written.
 */
export async function importAnswer(list: RequestList, order: AnswerOrder): Promise<StampedBundle> {
  const request = list.get(order.id);
  if (request.state === 'imported')
    throw new AppError('conflict', 'The answer to this request was imported already. Nothing was changed.');
  const answer = judgeAnswer(request, order);
  if (answer.problem !== null) {
    list.update({ ...request, state: 'failed', problem: answer.problem });
    throw new AppError('corrupt-input', `${answer.problem} Nothing was changed.`);
  }
  const source = order.bundle ?? list.bundleOf(request.id);
  const files = filesFor(request, source);
  const bundle = await stampBundle(files, request.target, answer.token, order.signer, order.now);
  const report = verifyBundle(bundle);
  const failed = report.checks.find((check) => !check.ok);
  if (failed !== undefined || !report.ok)
    throw new AppError(
      'internal',
      `The stamped bundle did not pass verification (${failed?.title ?? 'unknown check'}: ${failed?.detail ?? ''}). It was not saved.`,
    );
  saveWhole(order.target, bundle, 'The stamped bundle', 'The first bundle is as it was.');
  const sha256 = digestOf(bundle);
  const { authority, time, trusted } = answer;
  const imported: StoredRequest = {
    ...request,
    state: 'imported',
    problem: null,
    result: { path: order.target, sha256, authority, time, trusted },
  };
  list.update(imported);
  return { request: imported, bytes: bundle.length, sha256, stampedSha256: digestOf(source), report };
}

/** The open request that an answer repeats digest and nonce of; null when there is none. */
export function findRequest(list: RequestList, answer: Uint8Array): StoredRequest | null {
  const { token = null } = readResponse(answer) ?? {};
  if (token === null) {
    // A refusal names no request: it can only be told whose it is when there is one.
    const [only, ...more] = list.read().filter(({ state }) => state !== 'imported');
    return more.length === 0 ? (only ?? null) : null;
  }
  const { nonce } = checkToken(token, () => new Uint8Array());
  const isAsked = (request: StoredRequest): boolean =>
    nonce !== null && Buffer.compare(integer(Buffer.from(request.nonce, 'hex')), nonce) === 0;
  return list.read().find(isAsked) ?? null;
}

type Judged =
  | { readonly problem: string }
  | {
      readonly problem: null;
      readonly token: Uint8Array;
      readonly authority: string;
      readonly time: string;
      readonly trusted: boolean | null;
    };

function judgeAnswer(request: StoredRequest, { answer, authorities }: AnswerOrder): Judged {
  if (answer.length > MOST_ANSWER_BYTES)
    return {
      problem: `This file has more than ${MOST_ANSWER_BYTES} bytes, far more than an answer to a time-stamp request takes.`,
    };
  const response = readResponse(answer);
  if (response === null) return { problem: 'This file is not an answer to a time-stamp request (RFC 3161).' };
  if (response.token === null) return { problem: `The authority did not grant the time stamp: ${response.refusal}.` };
  const given = checkToken(response.token, () => Buffer.from(request.imprint, 'hex'));
  if (given.imprint === null)
    return { problem: `The time stamp in this answer cannot be taken: ${given.problems.join('; ')}.` };
  if (given.imprint.hash !== 'sha256' || Buffer.from(given.imprint.digest).toString('hex') !== request.imprint)
    return { problem: 'This answer is for another request: it stamps another digest.' };
  const nonce = integer(Buffer.from(request.nonce, 'hex'));
  if (given.nonce === null || Buffer.compare(given.nonce, nonce) !== 0)
    return {
      problem: 'This answer is not to this request: the nonce, a random number that it must repeat, is another one.',
    };
  return judgeToken(response.token, request, authorities);
}

function judgeToken(token: Uint8Array, request: StoredRequest, authorities: readonly Uint8Array[]): Judged {
  const canonical = tokenToKeep(token);
  const { problems, time, certificates } = checkToken(canonical ?? token, () => Buffer.from(request.imprint, 'hex'));
  const [certificate] = certificates;
  if (problems.length > 0 || time === null || !certificate || !canonical)
    return { problem: `The time stamp in this answer is not valid: ${problems.join('; ')}.` };
  const trusted = isTrustedAuthority(certificates, authorities);
  const { commonName } = readCertificate(certificate);
  if (trusted === false)
    return {
      problem: `The certificates in this answer, the first of ${commonName}, do not lead to the certificate you gave for the authority.`,
    };
  return { problem: null, token: canonical, authority: commonName, time: new Date(time).toISOString(), trusted };
}

/** Null when it cannot be read; `checkToken` says why. */
function tokenToKeep(token: Uint8Array): Uint8Array | null {
  try {
    return canonicalToken(token);
  } catch {
    return null;
  }
}

/** The files to stamp, when what the request asks to stamp is in them as it was. */
function filesFor(request: StoredRequest, bundle: Uint8Array): ReadonlyMap<string, Uint8Array> {
  assertVerifies(bundle, 'Nothing was saved. Ask for a whole copy.');
  const files = readCanonicalZip(bundle);
  if (Buffer.from(imprintOf(files, request.target)).toString('hex') !== request.imprint)
    throw new AppError(
      'conflict',
      `This bundle does not hold what the request was made for; that is in ${basename(request.bundleName)}. Nothing was saved.`,
    );
  return files;
}

function assertVerifies(bundle: Uint8Array, consequence: string): void {
  const { ok, checks } = verifyBundle(bundle);
  if (ok) return;
  const failed = checks.find((check) => !check.ok);
  throw new AppError(
    'corrupt-input',
    `This bundle does not verify (${failed?.title ?? 'it holds no statement'}: ${failed?.detail ?? ''}). ${consequence}`,
  );
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
