import { AppError } from '../lib/errors.ts';
import { contentDigest } from '../reading/sealed/content-digest.ts';
import type { KeptCopy } from './kept-copies.ts';

/** Whether a copy holds what its import read. An encrypted one that was changed is not decrypted, and so does not. */
export async function isAsImported(
  { digest, path }: Pick<KeptCopy, 'digest' | 'path'>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    return (await contentDigest(path, signal)) === digest;
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'corrupt-input') return false;
    throw cause;
  }
}
