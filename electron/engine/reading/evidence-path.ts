import { join } from 'node:path';
import { folderKey } from './sealed/folders.ts';
import { sealedName } from './sealed/format.ts';

/**
 * Where the copy of a source lies in an evidence folder: named by its own digest, so it cannot be swapped unseen. In a sealed
 * folder the name is made from the digest with the key of the folder, so that it tells nobody what the file is.
 */
export function evidencePath(folder: string, sha256: string): string {
  const key = folderKey(folder);
  const name = key === null ? sha256 : sealedName(key, sha256);
  return join(folder, name.slice(0, 2), name);
}
