import { dirname, resolve } from 'node:path';

/** Keys of the folders whose files are sealed, by path. They are in memory only; a thread is given those it needs. */
const keys = new Map<string, Uint8Array | null>();

/**
 * From now on every file written to this folder, or to one below it, is sealed with this key, and read with it; without a key
 * it is in clear, whatever the folder above is.
 */
export function sealFolder(folder: string, key: Uint8Array | null): void {
  keys.set(resolve(folder), key);
}

/** Forgets the key of a folder. */
export function forgetFolder(folder: string): void {
  keys.delete(resolve(folder));
}

/** The key of the sealed folder in which this path lies; null when it lies in none. */
export function folderKey(path: string): Uint8Array | null {
  if (keys.size === 0) return null;
  for (let folder = resolve(path); ;) {
    const key = keys.get(folder);
    if (key !== undefined) return key;
    const above = dirname(folder);
    if (above === folder) return null;
    folder = above;
  }
}
