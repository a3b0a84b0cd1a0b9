import { randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { folderKey } from './folders.ts';
import { fileKey, MARK, PIECE_BYTES, SALT_BYTES, sealPiece } from './format.ts';

/** A new file that is written from its start to its end, as it is or sealed. */
export interface ByteTarget {
  write(bytes: Uint8Array): Promise<void>;
  /** Bytes that can be read back already. */
  readonly readable: number;
  /** Writes what is left. Nothing can be written after it. */
  finish(): Promise<void>;
  /** Waits for the disk. */
  sync(): Promise<void>;
  /** May be called again, and without `finish` when the file is given up. */
  close(): Promise<void>;
}

/** Makes a new file; one in a sealed folder is sealed with the key of that folder. Errors as those of `open` with `wx`. */
export async function createTarget(path: string): Promise<ByteTarget> {
  const folder = folderKey(path);
  const handle = await open(path, 'wx', 0o600);
  if (folder === null) return plainTarget(handle);
  const salt = randomBytes(SALT_BYTES);
  try {
    await writeAll(handle, [MARK, salt]);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return sealedTarget(handle, fileKey(folder, salt));
}

function plainTarget(handle: FileHandle): ByteTarget {
  let written = 0;
  return {
    async write(bytes) {
      await writeAll(handle, [bytes]);
      written += bytes.length;
    },
    get readable() {
      return written;
    },
    finish: async () => {},
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

function sealedTarget(handle: FileHandle, key: Uint8Array): ByteTarget {
  // Only when more comes is it known that a piece is not the last one.
  const waiting = Buffer.allocUnsafeSlow(PIECE_BYTES);
  let held = 0;
  let index = 0;
  return {
    async write(bytes) {
      const sealed: Uint8Array[] = [];
      for (let at = 0; at < bytes.length;) {
        if (held === PIECE_BYTES) {
          sealed.push(...sealPiece(key, index, false, waiting));
          index += 1;
          held = 0;
        }
        const taken = Math.min(PIECE_BYTES - held, bytes.length - at);
        waiting.set(bytes.subarray(at, at + taken), held);
        held += taken;
        at += taken;
      }
      await writeAll(handle, sealed);
    },
    get readable() {
      return index * PIECE_BYTES;
    },
    async finish() {
      await writeAll(handle, sealPiece(key, index, true, waiting.subarray(0, held)));
    },
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

async function writeAll(handle: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
  for (const part of parts) {
    for (let done = 0; done < part.length;) done += (await handle.write(part, done, part.length - done)).bytesWritten;
  }
}
