import { join } from 'node:path';

/** Where the copy of a source lies in an evidence folder: named by its own digest, so it cannot be swapped unseen. */
export function evidencePath(folder: string, sha256: string): string {
  return join(folder, sha256.slice(0, 2), sha256);
}
