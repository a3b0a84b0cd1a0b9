import type { ByteSource } from '../sealed/source.ts';
import { Readable } from 'node:stream';
import { createGunzip, createInflateRaw } from 'node:zlib';
import type { Work } from './work.ts';

const BLOCK = 256 * 1024;
const SMALL_BLOCK = 4 * 1024;

export interface PackedData {
  readonly handle: ByteSource;
  readonly start: number;
  /** Bytes to read at most. */
  readonly length: number;
  readonly packing: 'stored' | 'deflate' | 'gzip';
  /** Unpacked bytes as the archive states them; null when it does not. */
  readonly size: number | null;
  /** Bytes of the outermost archive that stand behind one packed byte, at most 1. */
  readonly share: number;
  /** True when these bytes are the outermost archive's own and count as progress. */
  readonly isOutermost: boolean;
}

/** The unpacked bytes in blocks, and how many packed ones these have taken. What zlib finds wrong is thrown as it is. */
export function decode(
  data: PackedData,
  work: Work,
): { readonly chunks: AsyncIterable<Buffer>; readonly packed: () => number } {
  let bytes = 0;
  if (data.packing === 'stored') return { chunks: blocks(), packed: () => bytes };
  // Archives of thousands of small files are common; a large buffer for each costs more than the unpacking.
  const chunkSize = Math.max(SMALL_BLOCK, Math.min(BLOCK, data.size ?? data.length * 16));
  const decoder = data.packing === 'gzip' ? createGunzip({ chunkSize }) : createInflateRaw({ chunkSize });
  const source = Readable.from(blocks(), { objectMode: true, highWaterMark: 1 });
  source.on('error', (error) => decoder.destroy(error));
  source.pipe(decoder);
  return { chunks: untilEnd(), packed: () => decoder.bytesWritten };

  // Not a pipeline: what follows the packed data may never be taken by the decoder, and need not be.
  async function* untilEnd(): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of decoder) {
        if (Buffer.isBuffer(chunk)) yield chunk;
      }
    } finally {
      source.destroy();
      decoder.destroy();
    }
  }

  async function* blocks(): AsyncGenerator<Buffer> {
    while (bytes < data.length) {
      work.throwIfCancelled();
      const buffer = Buffer.allocUnsafeSlow(Math.min(BLOCK, data.length - bytes));
      const { bytesRead } = await data.handle.read(buffer, 0, buffer.length, data.start + bytes);
      if (bytesRead === 0) return;
      bytes += bytesRead;
      if (data.isOutermost) work.advance(bytesRead);
      yield buffer.subarray(0, bytesRead);
    }
  }
}
