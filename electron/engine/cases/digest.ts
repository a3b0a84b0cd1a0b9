import { open } from 'node:fs/promises';
import { digestOfSource } from '../reading/sealed/content-digest.ts';

/**
 * SHA-256 of a file as it lies on the disk, sealed or not, as lower-case hex. Not for a case file that is open here: closing it
 * would give up its lock.
 */
export async function digestOf(path: string, signal?: AbortSignal): Promise<string> {
  return digestOfSource(await open(path, 'r'), signal);
}
