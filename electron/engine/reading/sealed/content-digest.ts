import { createHash } from 'node:crypto';
import { type ByteSource, openSource } from './source.ts';

const BLOCK = 1024 * 1024;

/** SHA-256 of what a file holds, out of its seal when it is sealed, as lower-case hex. Errors as those of openSource. */
export async function contentDigest(path: string, signal?: AbortSignal): Promise<string> {
  return digestOfSource(await openSource(path), signal);
}

/** SHA-256 of everything in an open file, as lower-case hex; it is closed at the end, whatever happens. */
export async function digestOfSource(
  source: Pick<ByteSource, 'read' | 'close'>,
  signal: AbortSignal | undefined,
): Promise<string> {
  const hash = createHash('sha256');
  const block = Buffer.allocUnsafeSlow(BLOCK);
  try {
    for (let at = 0; ;) {
      signal?.throwIfAborted();
      const { bytesRead } = await source.read(block, 0, BLOCK, at);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(block.subarray(0, bytesRead));
      at += bytesRead;
    }
  } finally {
    await source.close();
  }
}
