import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ErrorCode } from '../../../shared/contract/rpc.ts';
import { AppError } from '../lib/errors.ts';
import { storeEvidence, type EvidenceOptions, type StoredEvidence } from './evidence-copy.ts';
import { folderKey } from './sealed/folders.ts';
import { type ByteSource, openSource, sourceSize } from './sealed/source.ts';

export interface EvidenceOrder {
  readonly sourcePath: string;
  readonly evidenceFolder: string;
  /** Keys of the folders in which source and copies lie, where these are sealed. */
  readonly sourceKey: Uint8Array | null;
  readonly evidenceKey: Uint8Array | null;
}

export type EvidenceMessage =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'kept'; readonly path: string; readonly bytes: number }
  | { readonly kind: 'done'; readonly stored: StoredEvidence }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };

/** A file to be read that may still grow. */
export interface GrowingFile {
  readonly path: string;
  /** Open already where its name is about to change; closed by whoever reads it. */
  readonly handle: ByteSource | null;
  /** Resolves when the file has so many bytes, or will have no more. Rejects when it will never be complete. */
  readonly waitFor: (bytes: number) => Promise<void>;
}

/** A source that is being hashed and copied. */
export interface Evidence {
  /** As storeEvidence gives it, or its error. */
  readonly stored: Promise<StoredEvidence>;
  /** What is to be read: the copy while it is made. */
  readonly file: Promise<GrowingFile>;
}

/** Below this a thread takes longer to start than to do the work. */
const SMALL = 8 * 1024 * 1024;

/**
 * Hashes and copies a source in a thread of its own, so that the copy can be read while it grows: what is imported is what
 * is kept. Small files, and all where no thread can be started, are done here before they can be read.
 */
export async function startEvidence(
  sourcePath: string,
  evidenceFolder: string,
  options: Pick<EvidenceOptions, 'signal' | 'onProgress'>,
): Promise<Evidence> {
  const script = sizeOf(sourcePath) < SMALL ? null : workerScript();
  if (script === null) {
    const stored = storeEvidence(sourcePath, evidenceFolder, options);
    return { stored, file: quiet(stored.then(({ path }) => complete(path))) };
  }
  const order: EvidenceOrder = {
    sourcePath,
    evidenceFolder,
    sourceKey: folderKey(sourcePath),
    evidenceKey: folderKey(evidenceFolder),
  };
  return followWorker(new Worker(script, { workerData: order }), options);
}

function followWorker(
  worker: Worker,
  { signal, onProgress }: Pick<EvidenceOptions, 'signal' | 'onProgress'>,
): Evidence {
  const done = Promise.withResolvers<StoredEvidence>();
  const file = Promise.withResolvers<GrowingFile>();
  let isOpen = false;
  let kept = 0;
  let isEnded = false;
  let waiting: { readonly bytes: number; readonly resolve: () => void } | null = null;
  const wake = (): void => {
    if (waiting === null || (!isEnded && kept < waiting.bytes)) return;
    waiting.resolve();
    waiting = null;
  };
  const waitFor = async (bytes: number): Promise<void> => {
    if (!isEnded && kept < bytes) await new Promise<void>((resolve) => (waiting = { bytes, resolve }));
    if (isEnded) await done.promise;
  };
  const openCopy = async (path: string): Promise<void> => {
    // When the copy was complete before it could be opened, it has its own name by now.
    const handle = await openSource(path).catch(() => null);
    if (handle === null) file.resolve(complete((await done.promise).path));
    else file.resolve({ path, handle, waitFor });
  };
  const end = (settle: () => void): void => {
    settle();
    isEnded = true;
    wake();
  };
  const fail = (error: unknown): void =>
    end(() => {
      done.reject(error);
      file.reject(error);
    });
  const cancel = (): void => worker.postMessage('cancel');

  worker.on('message', (message: EvidenceMessage) => {
    switch (message.kind) {
      case 'progress':
        onProgress?.(message.done, message.total);
        break;
      case 'kept':
        kept = message.bytes;
        if (!isOpen) {
          isOpen = true;
          openCopy(message.path).catch(file.reject);
        }
        wake();
        break;
      case 'done':
        end(() => done.resolve(message.stored));
        if (!isOpen) file.resolve(complete(message.stored.path));
        break;
      case 'failed':
        fail(new AppError(message.code, message.message));
        break;
    }
  });
  worker.on('error', fail);
  worker.on('exit', () => {
    signal?.removeEventListener('abort', cancel);
    if (!isEnded) fail(new Error('the thread that copies the source ended early'));
  });
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted === true) cancel();
  return { stored: quiet(done.promise), file: quiet(file.promise) };
}

/** 0 for a file that is not there: copying it says so. */
function sizeOf(path: string): number {
  try {
    return sourceSize(path);
  } catch {
    return 0;
  }
}

function complete(path: string): GrowingFile {
  return { path, handle: null, waitFor: () => Promise.resolve() };
}

/** A failure is reported to whoever awaits it; until then it must not count as unhandled. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** Beside the bundle or one folder above its chunks; in the sources, where this file is TypeScript, one folder up. */
function workerScript(): string | null {
  const name = import.meta.url.endsWith('.ts') ? 'evidence-worker.ts' : 'evidence-worker.js';
  const places = [`./${name}`, `../${name}`].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return places.find((place) => existsSync(place)) ?? null;
}
