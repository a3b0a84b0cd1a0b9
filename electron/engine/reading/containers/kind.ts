import type { ByteSource } from '../sealed/source.ts';

/** As many bytes as a kind is recognized by. */
export const HEAD_BYTES = 512;

export type ContainerKind = 'zip' | 'gzip' | 'tar';

// APPNOTE.TXT 4.3.7, 4.3.16, 8.5.4: a local header, the end of an empty archive, the mark of a split one.
const ZIP_MARKS = [0x04034b50, 0x06054b50, 0x08074b50];

/** Recognizes a container by its first bytes; null for anything else. */
export function containerKind(head: Buffer): ContainerKind | null {
  if (head.length >= 4 && ZIP_MARKS.includes(head.readUInt32LE(0))) return 'zip';
  // RFC 1952: deflate is the only method there is.
  if (head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return 'gzip';
  if (head.subarray(257, 262).toString('latin1') === 'ustar') return 'tar';
  return null;
}

/** Bytes at a position; fewer only where the file ends. An archive may name any position at all. */
export async function readAt(handle: ByteSource, position: number, length: number): Promise<Buffer> {
  if (position + length > Number.MAX_SAFE_INTEGER) return Buffer.alloc(0);
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
