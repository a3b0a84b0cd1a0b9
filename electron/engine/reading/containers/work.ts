import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../lib/errors.ts';
import { type ContainerLimits, DEFAULT_CONTAINER_LIMITS, sizeText } from './limits.ts';
import { Refusal } from './refusal.ts';

/** Bytes after which the free space of the disk is looked at again. */
const ROOM_EVERY = 64 * 1024 * 1024;

export interface ExpandOptions {
  readonly signal?: AbortSignal;
  readonly limits?: Partial<ContainerLimits>;
  /** Bytes of work, of archives only: each is read twice, to be hashed and to be unpacked. */
  readonly onProgress?: (bytesDone: number, bytesTotal: number) => void;
}

/** What one expansion has used up, and where it may write. */
export interface Work {
  readonly limits: ContainerLimits;
  /** Throws AppError `cancelled`. */
  readonly throwIfCancelled: () => void;
  /** False, with nothing counted, when that would make more entries than allowed. */
  readonly countEntries: (count: number) => boolean;
  /** Throws a Refusal when that makes more unpacked bytes than allowed in all. */
  readonly countBytes: (bytes: number) => void;
  /** Throws a Refusal when the disk has no room for so many more bytes. */
  readonly needRoom: (bytes: number) => Promise<void>;
  /** A path in the scratch folder that nobody has used. */
  readonly nextPath: () => Promise<string>;
  readonly expectBytes: (bytes: number) => void;
  readonly advance: (bytes: number) => void;
  /** Bytes of work done and expected so far; `advance` never goes beyond what is expected. */
  readonly progress: () => { readonly done: number; readonly total: number };
  /** Removes everything that was written. */
  readonly removeAll: () => Promise<void>;
}

/** Begins an expansion that may write in this folder, and in no other. */
export function beginWork(scratchFolder: string, options: ExpandOptions): Work {
  const limits = { ...DEFAULT_CONTAINER_LIMITS, ...options.limits };
  let folder: string | null = null;
  let paths = 0;
  let entries = 0;
  let bytes = 0;
  let room = -1;
  let done = 0;
  let total = 0;
  return {
    limits,
    throwIfCancelled() {
      if (options.signal?.aborted === true)
        throw new AppError('cancelled', 'Opening the files was cancelled. Nothing was kept.');
    },
    countEntries(count) {
      if (entries + count > limits.entries) return false;
      entries += count;
      return true;
    },
    countBytes(count) {
      bytes += count;
      room -= count;
      if (bytes > limits.totalBytes)
        throw new Refusal(
          `would bring what is unpacked at once above the limit of ${sizeText(limits.totalBytes)}. It was left out. Import the files in several parts.`,
          { isFinal: true },
        );
    },
    async needRoom(count) {
      if (count <= room) return;
      const { bavail, bsize } = await statfs(folder ?? scratchFolder).catch(unusable);
      const free = bavail * bsize;
      if (free - count < limits.reserve)
        throw new Refusal(
          `needs ${sizeText(count)} where temporary files are kept, and only ${sizeText(free)} are free there, of which ${sizeText(limits.reserve)} are kept back. It was left out. Free space and add it again.`,
        );
      room = Math.min(ROOM_EVERY, free - limits.reserve);
    },
    async nextPath() {
      folder ??= await mkdtemp(join(scratchFolder, 'source-')).catch(unusable);
      paths += 1;
      return join(folder, String(paths));
    },
    expectBytes(count) {
      total += count;
    },
    advance(count) {
      done = Math.min(done + count, total);
      options.onProgress?.(done, total);
    },
    progress: () => ({ done, total }),
    async removeAll() {
      if (folder !== null) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function unusable(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  throw new AppError(
    'io',
    `The folder for temporary files cannot be used (${code}). Nothing was changed. Check its disk and its permissions, and add the files again.`,
    { cause: error },
  );
}
