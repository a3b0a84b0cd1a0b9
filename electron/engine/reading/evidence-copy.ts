import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../lib/errors.ts';
import { evidencePath } from './evidence-path.ts';
import { fileError } from './file-error.ts';

export interface StoredEvidence {
  /** Lower-case hex digest of the original bytes. */
  readonly sha256: string;
  readonly bytes: number;
  /** Where the copy is, or the source itself when nothing was copied. */
  readonly path: string;
}

export interface EvidenceOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (bytesDone: number, bytesTotal: number) => void;
}

const BLOCK = 1024 * 1024;

/**
 * Hashes a source file and keeps a byte-for-byte copy as `<folder>/<first two hex digits>/<sha256>`; only hashes when
 * the folder is null. The copy appears under its name when it is complete and on disk; one that is already there with
 * the right size is used again. Throws AppError `cancelled`, `not-found`, `io` or `conflict` (the file changed meanwhile);
 * nothing is left behind then.
 */
export async function storeEvidence(
  sourcePath: string,
  evidenceFolder: string | null,
  options: EvidenceOptions = {},
): Promise<StoredEvidence> {
  if (evidenceFolder === null) {
    const { sha256, bytes } = await copyAndHash(sourcePath, null, options);
    return { sha256, bytes, path: sourcePath };
  }
  const temporary = join(evidenceFolder, `.incoming-${randomUUID()}`);
  try {
    await mkdir(evidenceFolder, { recursive: true });
    const { sha256, bytes } = await copyAndHash(sourcePath, temporary, options);
    const path = evidencePath(evidenceFolder, sha256);
    if ((await sizeOf(path)) === bytes) {
      await unlink(temporary);
    } else {
      await mkdir(dirname(path), { recursive: true });
      await rename(temporary, path);
      await syncFolder(dirname(path));
    }
    return { sha256, bytes, path };
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw fileError(sourcePath, error);
  }
}

async function copyAndHash(
  sourcePath: string,
  target: string | null,
  { signal, onProgress }: EvidenceOptions,
): Promise<{ sha256: string; bytes: number }> {
  const source = await open(sourcePath, 'r').catch((error: unknown) => {
    throw fileError(sourcePath, error);
  });
  try {
    const before = await source.stat();
    if (!before.isFile())
      throw new AppError('invalid-request', `“${sourcePath}” is not a file. Choose the exported file itself.`);
    const copy = target === null ? null : await open(target, 'wx', 0o600);
    try {
      const hash = createHash('sha256');
      // Two buffers: the next block is read while this one is hashed and written.
      const buffers = [Buffer.allocUnsafeSlow(BLOCK), Buffer.allocUnsafeSlow(BLOCK)] as const;
      let bytes = 0;
      let turn: 0 | 1 = 0;
      let next = source.read(buffers[turn], 0, BLOCK, 0);
      for (;;) {
        if (signal?.aborted === true)
          throw new AppError('cancelled', `Copying “${sourcePath}” was cancelled. Nothing was kept.`);
        const { bytesRead } = await next;
        if (bytesRead === 0) break;
        const block = buffers[turn].subarray(0, bytesRead);
        turn = turn === 0 ? 1 : 0;
        next = source.read(buffers[turn], 0, BLOCK, bytes + bytesRead);
        // A failure is reported when the block is awaited; until then it must not count as unhandled.
        next.catch(() => undefined);
        const written = copy?.write(block, 0, bytesRead, bytes);
        hash.update(block);
        const result = await written;
        if (result !== undefined && result.bytesWritten !== bytesRead)
          throw new AppError(
            'io',
            `The copy of “${sourcePath}” could not be written completely. Nothing was kept. Check the free space of the disk.`,
          );
        bytes += bytesRead;
        onProgress?.(bytes, before.size);
      }
      if (bytes !== before.size) {
        throw new AppError(
          'conflict',
          `“${sourcePath}” changed while it was read. Nothing was kept. Import it when no program writes to it.`,
        );
      }
      await copy?.sync();
      return { sha256: hash.digest('hex'), bytes };
    } finally {
      await copy?.close();
    }
  } finally {
    await source.close();
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch {
    return null;
  }
}

/** The new name itself must survive a power cut. Windows cannot open folders and needs no such step. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
