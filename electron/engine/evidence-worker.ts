import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from './lib/errors.ts';
import { storeEvidence } from './reading/evidence-copy.ts';
import type { EvidenceMessage, EvidenceOrder } from './reading/evidence-thread.ts';
import { sealFolder } from './reading/sealed/folders.ts';

/** Hashes and copies one source file beside the thread that reads it; any message cancels. */
if (parentPort !== null) {
  const port = parentPort;
  // Whoever starts this worker gives it such an order.
  const { sourcePath, evidenceFolder, sourceKey, evidenceKey } = workerData as EvidenceOrder;
  if (sourceKey !== null) sealFolder(dirname(sourcePath), sourceKey);
  if (evidenceKey !== null) sealFolder(evidenceFolder, evidenceKey);
  const abort = new AbortController();
  const say = (message: EvidenceMessage): void => port.postMessage(message);
  port.on('message', () => abort.abort());
  try {
    const stored = await storeEvidence(sourcePath, evidenceFolder, {
      signal: abort.signal,
      onProgress: (done, total) => say({ kind: 'progress', done, total }),
      onKept: (path, bytes) => say({ kind: 'kept', path, bytes }),
    });
    say({ kind: 'done', stored });
  } catch (error) {
    const code = error instanceof AppError ? error.code : 'internal';
    say({ kind: 'failed', code, message: error instanceof Error ? error.message : String(error) });
  }
  port.close();
}
