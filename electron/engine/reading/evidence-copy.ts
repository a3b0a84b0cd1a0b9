import { createHash, type Hash, randomUUID } from 'node:crypto';
import { mkdir, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../lib/errors.ts';
import { syncFolder } from '../lib/sync-folder.ts';
import { evidencePath } from './evidence-path.ts';
import { fileError } from './file-error.ts';
import { planRedaction } from './redact-plan.ts';
import { createSecretRedactor, type SecretRedactor } from './redact-stream.ts';
import { openSource, sourceSize } from './sealed/source.ts';
import { createTarget } from './sealed/target.ts';

export interface StoredEvidence {
  /** Lower-case hex digest of the original bytes, taken before secrets were. */
  readonly sha256: string;
  /** Size of the original. */
  readonly bytes: number;
  /** Digest of the copy, or of what it would be; differs from `sha256` when the file holds secrets. */
  readonly copySha256: string;
  /** Secrets that were replaced in the copy. */
  readonly secrets: number;
  /** In words what they are (“Slack token”, “query parameter access_token”, “column AccessToken”), sorted. */
  readonly secretKinds: readonly string[];
  /** Where the copy is, or the source itself when nothing was copied. */
  readonly path: string;
}

export interface EvidenceOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (bytesDone: number, bytesTotal: number) => void;
  /** How much of the copy can be read already, and where it lies until it is complete. */
  readonly onKept?: (path: string, copyBytes: number) => void;
}

const BLOCK = 1024 * 1024;
const SMALLEST_BLOCK = 4096;

/**
 * Hashes a source file and keeps a copy as `<folder>/<first two hex digits>/<digest of the copy>`; only hashes when the
 * folder is null. Live secrets never reach the copy: each is replaced by a mark (see redactSecrets), every other byte stays,
 * and so does the line of each record. A file without secrets is kept byte for byte, and so is one that is no text. The copy
 * appears under its name when it is complete and on disk; one that is already there with the right size is used again.
 * Throws AppError `cancelled`, `not-found`, `io` or `conflict` (the file changed meanwhile); nothing is left behind then.
 */
export async function storeEvidence(
  sourcePath: string,
  evidenceFolder: string | null,
  options: EvidenceOptions = {},
): Promise<StoredEvidence> {
  if (evidenceFolder === null) {
    const { copyBytes: _, ...stored } = await copyAndHash(sourcePath, null, options);
    return { ...stored, path: sourcePath };
  }
  const temporary = join(evidenceFolder, `.incoming-${randomUUID()}`);
  try {
    await mkdir(evidenceFolder, { recursive: true });
    const { copyBytes, ...stored } = await copyAndHash(sourcePath, temporary, options);
    const path = evidencePath(evidenceFolder, stored.copySha256);
    if (sizeOf(path) === copyBytes) {
      await unlink(temporary);
    } else {
      await mkdir(dirname(path), { recursive: true });
      await rename(temporary, path);
      await syncFolder(dirname(path));
    }
    return { ...stored, path };
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw fileError(sourcePath, error);
  }
}

type Copied = Omit<StoredEvidence, 'path'> & { readonly copyBytes: number };

async function copyAndHash(
  sourcePath: string,
  target: string | null,
  { signal, onProgress, onKept }: EvidenceOptions,
): Promise<Copied> {
  const source = await openSource(sourcePath).catch((error: unknown) => {
    throw fileError(sourcePath, error);
  });
  try {
    const before = await source.stat();
    if (!before.isFile())
      throw new AppError('invalid-request', `“${sourcePath}” is not a file. Choose the exported file itself.`);
    const copy = target === null ? null : await createTarget(target);
    try {
      const digests = createDigests();
      let redactor: SecretRedactor | null = null;
      // Two buffers: the next block is read while this one is searched, hashed and written.
      const size = Math.min(BLOCK, Math.max(before.size, SMALLEST_BLOCK));
      const buffers = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)] as const;
      let bytes = 0;
      let copyBytes = 0;
      let turn: 0 | 1 = 0;
      let next = source.read(buffers[turn], 0, size, 0);
      const keep = async (block: Buffer, kept: Buffer): Promise<void> => {
        const written = copy?.write(kept);
        digests.update(block, kept, redactor);
        await written;
        copyBytes += kept.length;
        if (target !== null && copy !== null) onKept?.(target, copy.readable);
      };
      for (;;) {
        if (signal?.aborted === true)
          throw new AppError('cancelled', `Copying “${sourcePath}” was cancelled. Nothing was kept.`);
        const { bytesRead } = await next;
        if (bytesRead === 0) break;
        const block = buffers[turn].subarray(0, bytesRead);
        turn = turn === 0 ? 1 : 0;
        next = source.read(buffers[turn], 0, size, bytes + bytesRead);
        // A failure is reported when the block is awaited; until then it must not count as unhandled.
        next.catch(() => undefined);
        if (bytes === 0) {
          const plan = await planRedaction(sourcePath, block);
          redactor = plan === null ? null : createSecretRedactor(plan);
        }
        await keep(block, redactor === null ? block : redactor.push(block));
        bytes += bytesRead;
        onProgress?.(bytes, before.size);
      }
      if (redactor !== null) await keep(Buffer.alloc(0), redactor.end());
      if (bytes !== before.size) {
        throw new AppError(
          'conflict',
          `“${sourcePath}” changed while it was read. Nothing was kept. Import it when no program writes to it.`,
        );
      }
      await copy?.finish();
      await copy?.sync();
      const secrets = redactor?.count() ?? 0;
      return { ...digests.digest(), bytes, copyBytes, secrets, secretKinds: redactor?.kinds() ?? [] };
    } finally {
      await copy?.close();
    }
  } finally {
    await source.close();
  }
}

/** The digests of the source and of what is kept of it: one until the first secret, since hashing is most of the work. */
function createDigests() {
  const copy = createHash('sha256');
  let original: Hash | null = null;
  return {
    /** `kept` is what the redactor, when there is one, just returned for a block of the source. */
    update(block: Buffer, kept: Buffer, redactor: SecretRedactor | null): void {
      if (original !== null) original.update(block);
      else if (redactor !== null && redactor.count() > 0) original = copy.copy().update(redactor.source());
      copy.update(kept);
    },
    digest(): Pick<StoredEvidence, 'sha256' | 'copySha256'> {
      const copySha256 = copy.digest('hex');
      return { sha256: original?.digest('hex') ?? copySha256, copySha256 };
    },
  };
}

function sizeOf(path: string): number | null {
  try {
    return sourceSize(path);
  } catch {
    return null;
  }
}
