import { isUtf8 } from 'node:buffer';
import { AppError } from '../lib/errors.ts';
import { fileError } from './file-error.ts';
import { type ByteSource, openSource } from './sealed/source.ts';
import { decodeWindows1252, repairUtf8 } from './windows-1252.ts';
import type { Encoding } from './types.ts';

/** One read of the source, as whole characters. */
export interface Utf8Chunk {
  /**
   * Valid UTF-8 that ends on a character boundary, without byte order mark at the start of the file and without NUL.
   * The memory is used again: copy what must outlive the next chunk.
   */
  readonly bytes: Buffer;
  /** Bytes of the source read so far, in its own encoding. */
  readonly bytesDone: number;
}

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** Bytes per read; one read is one batch. */
  readonly chunkSize?: number;
  /** The file, open already; it is closed at the end. */
  readonly handle?: ByteSource | null;
  /** Resolves when the file has so many bytes, or will have no more. */
  readonly waitFor?: (bytes: number) => Promise<void>;
}

const DEFAULT_CHUNK = 256 * 1024;
const SMALLEST_CHUNK = 4096;

/**
 * The file as UTF-8, one chunk per read, whatever its encoding; the memory in use does not depend on the file's size.
 * Invalid UTF-8 bytes are read as Windows-1252, NUL and lone surrogates become U+FFFD.
 */
export async function* readUtf8(
  path: string,
  encoding: Encoding,
  options: ReadOptions = {},
): AsyncGenerator<Utf8Chunk> {
  const handle =
    options.handle ??
    (await openSource(path).catch((error: unknown) => {
      throw fileError(path, error);
    }));
  const read = async (buffer: Buffer, position: number): Promise<Buffer> => {
    await options.waitFor?.(position + buffer.length);
    return readBytes(handle, path, buffer, position);
  };
  const readAt = (buffer: Buffer, position: number): Promise<Buffer> => {
    const reading = read(buffer, position);
    // A read that fails while the caller works on the chunk before, or when nobody waits for it any more, is reported when it is awaited.
    reading.catch(() => undefined);
    return reading;
  };
  try {
    const decode = chunkDecoder(encoding);
    // A small file needs no more memory than it has bytes. How large a file will be that still grows is not known.
    const isGrowing = options.handle !== undefined && options.handle !== null;
    const length = isGrowing ? Infinity : (await handle.stat()).size;
    const size = Math.min(options.chunkSize ?? DEFAULT_CHUNK, Math.max(length, SMALLEST_CHUNK));
    let bytesDone = 0;
    // Two buffers: one is filled while the caller works on the other.
    const buffers = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)] as const;
    let turn: 0 | 1 = 0;
    let next = readAt(buffers[turn], 0);
    for (;;) {
      if (options.signal?.aborted) throw new AppError('cancelled', `Reading “${path}” was cancelled.`);
      const piece = await next;
      if (piece.length === 0) break;
      bytesDone += piece.length;
      turn = turn === 0 ? 1 : 0;
      next = readAt(buffers[turn], bytesDone);
      const bytes = decode(piece, false);
      if (bytes.length > 0) yield { bytes, bytesDone };
    }
    const rest = decode(Buffer.alloc(0), true);
    if (rest.length > 0) yield { bytes: rest, bytesDone };
  } finally {
    await handle.close();
  }
}

async function readBytes(handle: ByteSource, path: string, buffer: Buffer, position: number): Promise<Buffer> {
  try {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw fileError(path, error);
  }
}

/**
 * A function that turns the bytes of a file, piece by piece, into valid UTF-8; `last` flushes a broken final character.
 */
export function chunkDecoder(encoding: Encoding): (bytes: Buffer, last: boolean) => Buffer {
  let carry: Buffer = Buffer.alloc(0);
  let isFirst = true;
  return (bytes, last) => {
    let input = carry.length > 0 ? Buffer.concat([carry, bytes]) : bytes;
    const whole = last ? input.length : wholeCharacters(input, encoding);
    // A byte order mark may arrive in pieces: wait until it is complete.
    if (isFirst && !last && whole < 4) {
      carry = Buffer.from(input);
      return Buffer.alloc(0);
    }
    carry = Buffer.from(input.subarray(whole));
    input = input.subarray(isFirst ? markLength(input, encoding) : 0, whole);
    isFirst = false;
    return withoutNul(toUtf8(input, encoding));
  };
}

function toUtf8(bytes: Buffer, encoding: Encoding): Buffer {
  switch (encoding) {
    case 'utf-8':
    case 'utf-8-bom':
      return isUtf8(bytes) ? bytes : repairUtf8(bytes);
    case 'windows-1252':
      return Buffer.from(decodeWindows1252(bytes), 'utf8');
    case 'utf-16le':
      return Buffer.from(bytes.toString('utf16le'), 'utf8');
    case 'utf-16be':
      return Buffer.from(
        Buffer.from(bytes.subarray(0, bytes.length & ~1))
          .swap16()
          .toString('utf16le'),
        'utf8',
      );
  }
}

function markLength(bytes: Buffer, encoding: Encoding): number {
  if (encoding === 'utf-16le') return bytes[0] === 0xff && bytes[1] === 0xfe ? 2 : 0;
  if (encoding === 'utf-16be') return bytes[0] === 0xfe && bytes[1] === 0xff ? 2 : 0;
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** Length of the part that ends on a character boundary. */
function wholeCharacters(bytes: Buffer, encoding: Encoding): number {
  const length = bytes.length;
  if (encoding === 'windows-1252') return length;
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    const even = length & ~1;
    const high = bytes[encoding === 'utf-16le' ? even - 1 : even - 2];
    const isHighSurrogate = high !== undefined && high >= 0xd8 && high <= 0xdb;
    return isHighSurrogate ? even - 2 : even;
  }
  for (let back = 1; back <= 3 && back <= length; back += 1) {
    const byte = bytes[length - back] ?? 0;
    if (byte < 0x80) return length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < needed ? length - back : length;
    }
  }
  return length;
}

const REPLACEMENT = Buffer.from('\ufffd', 'utf8');

function withoutNul(bytes: Buffer): Buffer {
  let position = bytes.indexOf(0);
  if (position < 0) return bytes;
  const parts: Buffer[] = [];
  let start = 0;
  while (position >= 0) {
    parts.push(bytes.subarray(start, position), REPLACEMENT);
    start = position + 1;
    position = bytes.indexOf(0, start);
  }
  parts.push(bytes.subarray(start));
  return Buffer.concat(parts);
}
