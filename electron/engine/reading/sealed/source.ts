import { statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../../lib/errors.ts';
import { folderKey } from './folders.ts';
import { contentSize, fileKey, HEADER_BYTES, MARK, openPiece, PIECE_BYTES, TAG_BYTES } from './format.ts';

/** A file to be read, as it is or out of its seal. */
export interface ByteSource {
  /** Fewer bytes than asked for only where the file ends. */
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
  stat(): Promise<{ readonly size: number; readonly mtimeMs: number; isFile(): boolean }>;
  close(): Promise<void>;
}

/** Opens a file for reading; one in a sealed folder is opened with the key of that folder. Errors as those of `open`. */
export async function openSource(path: string): Promise<ByteSource> {
  const key = folderKey(path);
  const handle = await open(path, 'r');
  if (key === null) return handle;
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    const { bytesRead } = await handle.read(header, 0, HEADER_BYTES, 0);
    if (bytesRead !== HEADER_BYTES || !header.subarray(0, MARK.length).equals(MARK)) throw damaged(path);
    return new SealedSource(path, handle, fileKey(key, header.subarray(MARK.length)));
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Bytes that a reader of the file gets. Errors as those of `statSync`. */
export function sourceSize(path: string): number {
  const { size } = statSync(path);
  return folderKey(path) === null ? size : contentSize(size);
}

const SEALED_BYTES = PIECE_BYTES + TAG_BYTES;

class SealedSource implements ByteSource {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #key: Uint8Array;
  #space = Buffer.alloc(0);

  constructor(path: string, handle: FileHandle, key: Uint8Array) {
    this.#path = path;
    this.#handle = handle;
    this.#key = key;
  }

  async read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ bytesRead: number }> {
    const { size } = await this.#handle.stat();
    const first = Math.floor(position / PIECE_BYTES);
    const count = Math.ceil((position + length) / PIECE_BYTES) - first;
    const sealed = await this.#sealed(first, count, size);
    let bytesRead = 0;
    for (let at = 0; at < sealed.length; at += SEALED_BYTES) {
      const index = first + at / SEALED_BYTES;
      const piece = sealed.subarray(at, at + SEALED_BYTES);
      const isEnd = HEADER_BYTES + index * SEALED_BYTES + piece.length === size;
      // The file may be growing: what is at its end now need not be the end.
      const content =
        (isEnd ? openPiece(this.#key, index, true, piece) : null) ?? openPiece(this.#key, index, false, piece);
      if (content === null) throw damaged(this.#path);
      const from = Math.min(content.length, Math.max(0, position - index * PIECE_BYTES));
      bytesRead += content.copy(buffer, offset + bytesRead, from, Math.min(content.length, from + length - bytesRead));
    }
    if (bytesRead < length) await this.#checkEnd(size);
    return { bytesRead };
  }

  async stat() {
    const { size, mtimeMs } = await this.#handle.stat();
    return { size: contentSize(size), mtimeMs, isFile: () => true };
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #sealed(first: number, count: number, size: number): Promise<Buffer> {
    const start = HEADER_BYTES + first * SEALED_BYTES;
    const length = Math.max(0, Math.min(count * SEALED_BYTES, size - start));
    if (this.#space.length < length) this.#space = Buffer.allocUnsafeSlow(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await this.#handle.read(this.#space, filled, length - filled, start + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return this.#space.subarray(0, filled);
  }

  /** The end of the file must be the end that was sealed, else the rest was cut off. */
  async #checkEnd(size: number): Promise<void> {
    const last = Math.ceil((size - HEADER_BYTES) / SEALED_BYTES) - 1;
    const piece = last < 0 ? Buffer.alloc(0) : await this.#sealed(last, 1, size);
    if (openPiece(this.#key, last, true, piece) === null) throw damaged(this.#path);
  }
}

function damaged(path: string): AppError {
  return new AppError(
    'corrupt-input',
    `The encrypted copy ${basename(path)} was changed or damaged and is not read. Take it from a backup, or import the original again.`,
  );
}
