import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { type PendingRequest, STAMP_TARGETS, type timestampsContract } from '../../../shared/contract/timestamps.ts';
import { readCanonicalZip } from '../evidence/zip-read.ts';
import { AppError } from '../lib/errors.ts';
import { appendJournal } from '../review/journal.ts';
import { openAnyKey } from '../signing/open-any-key.ts';
import { type RequestList, requestList, type StoredRequest } from '../timestamps/request-list.ts';
import {
  draftRequest,
  exportRequest,
  importAnswer,
  MOST_ANSWER_BYTES,
  type StampedBundle,
} from '../timestamps/timestamps.ts';
import { stampRefusal } from '../timestamps/targets.ts';
import { readCertificates } from './certificates.ts';
import type { EngineContext } from './context.ts';
import { caseOf, shown, withBundleEnding } from './report.ts';

/** Requests live in the data folder: they outlast the case that was open when they were made. */
function requestsOf(context: EngineContext): RequestList {
  return requestList(join(context.dataFolder, 'timestamps'));
}

/** Requests to time-stamping authorities and their answers. */
export function timestampsHandlers(context: EngineContext): Handlers<typeof timestampsContract, unknown> {
  return {
    'timestamps.list': () => requestsOf(context).read().map(toPending),
    'timestamps.targets': ({ token }) => {
      const files = filesOf(context.files.resolve(token));
      return STAMP_TARGETS.map((target) => ({ target, refusal: stampRefusal(files, target) }));
    },
    'timestamps.draft': ({ token, target }) => {
      const path = context.files.resolve(token);
      const order = { bundle: readBundle(path), bundleName: basename(path), target, now: context.now() };
      return toPending(draftRequest(requestsOf(context), order));
    },
    'timestamps.export': ({ id, saveToken }) => {
      const path = context.files.resolve(saveToken);
      return toPending(exportRequest(requestsOf(context), id, path.endsWith('.tsq') ? path : `${path}.tsq`));
    },
    'timestamps.import': async ({ id, answerToken, authorityToken, key, saveToken }) => {
      const target = withBundleEnding(context.files.resolve(saveToken));
      const result = await importAnswer(requestsOf(context), {
        id,
        answer: readAnswer(context.files.resolve(answerToken)),
        bundle: null,
        authorities: authorityToken === null ? [] : readCertificates(context.files.resolve(authorityToken)),
        signer:
          key === null
            ? null
            : await openAnyKey(context, context.files.resolve(key.token), key.passphrase, [
                'the statement about the bundle',
              ]),
        target,
        now: context.now(),
      });
      recordStamp(context, result);
      return { request: toPending(result.request), verification: shown(result.report, target, result.bytes) };
    },
    'timestamps.remove': ({ id }) => {
      requestsOf(context).remove(id);
      return {};
    },
  };
}

/** The case that signed the bundle learns of its stamped copy, so that it knows that copy when it is approved. */
function recordStamp(context: EngineContext, { request, sha256, stampedSha256 }: StampedBundle): void {
  const db = caseOf(context, stampedSha256);
  if (db === null || request.result === null) return;
  appendJournal(db, {
    at: context.now(),
    actor: context.actor(),
    type: 'report-timestamped',
    payload: {
      bundle: stampedSha256,
      target: request.target,
      authority: request.result.authority,
      time: request.result.time,
      stampedBundle: sha256,
    },
  });
  context.changed('journal', 'workspace', 'report');
}

function filesOf(path: string): ReadonlyMap<string, Uint8Array> {
  try {
    return readCanonicalZip(readBundle(path));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('corrupt-input', `${basename(path)} is not an evidence bundle. Nothing was changed.`, { cause });
  }
}

/** Bytes of a bundle. Throws `not-found`. */
export function readBundle(path: string): Uint8Array {
  if (!existsSync(path)) throw new AppError('not-found', `${basename(path)} is not there. Nothing was changed.`);
  return readFileSync(path);
}

/** An answer of an authority, of a file that is too long only as much as it takes to tell. Throws `not-found`. */
export function readAnswer(path: string): Uint8Array {
  if (!existsSync(path) || !statSync(path).isFile())
    throw new AppError('not-found', `${basename(path)} is not there. Nothing was changed.`);
  const bytes = Buffer.alloc(MOST_ANSWER_BYTES + 1);
  const handle = openSync(path, 'r');
  try {
    return bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(handle);
  }
}

function toPending({
  id,
  target,
  state,
  bundleName,
  createdAt,
  exportedTo,
  problem,
  result,
}: StoredRequest): PendingRequest {
  return {
    id,
    target,
    state,
    bundleName,
    createdAt,
    fileName: exportedTo === null ? null : basename(exportedTo),
    problem,
    result:
      result === null
        ? null
        : {
            file: basename(result.path),
            location: dirname(result.path),
            authority: result.authority,
            time: result.time,
            trusted: result.trusted,
          },
  };
}
