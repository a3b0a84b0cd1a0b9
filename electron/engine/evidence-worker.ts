import { dirname } from 'node:path';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { AppError } from './lib/errors.ts';
import { storeEvidence } from './reading/evidence-copy.ts';
import type { EvidenceMessage, EvidenceOrder } from './reading/evidence-thread.ts';
import { sealFolder } from './reading/sealed/folders.ts';

/** Hashes and copies one source file beside the thread that reads it; any message cancels. */
if (parentPort !== null) void store(parentPort, workerData as EvidenceOrder); // whoever starts this worker gives it such an order

async function store(port: MessagePort, order: EvidenceOrder): Promise<void> {
  const { sourcePath, evidenceFolder, sourceKey, evidenceKey } = order;
  const say = (message: EvidenceMessage): void => port.postMessage(message);
  const abort = new AbortController();
  port.on('message', () => abort.abort());
  if (sourceKey !== null) sealFolder(dirname(sourcePath), sourceKey);
  if (evidenceKey !== null) sealFolder(evidenceFolder, evidenceKey);
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
