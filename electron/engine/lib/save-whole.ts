import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { diskFault } from './disk-fault.ts';
import { AppError } from './errors.ts';
import { syncFolderNow } from './sync-folder.ts';

/** Where the bytes of a file lie until it is whole; a crash can leave them there. */
export function partialOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.partial`);
}

/**
 * Writes a file so that it is there whole or not at all. Throws `io` with a sentence, in which `what` names the file and
 * `consequence` says what was not done.
 */
export function saveWhole(path: string, bytes: Uint8Array, what: string, consequence: string, mode = 0o644): void {
  const temporary = partialOf(path);
  try {
    const handle = openSync(temporary, 'w', mode);
    try {
      for (let offset = 0; offset < bytes.length;) offset += writeSync(handle, bytes, offset);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
    keepName(dirname(path));
  } catch (cause) {
    if (existsSync(temporary)) rmSync(temporary, { force: true });
    throw new AppError(
      'io',
      `${what} could not be saved to ${path}. ${diskFault(cause) ?? (cause instanceof Error ? `${cause.message}.` : '')} ${consequence} Mend that, or choose another place.`,
      { cause },
    );
  }
}

/** The new name itself must survive a power cut. */
function keepName(folder: string): void {
  try {
    syncFolderNow(folder);
  } catch {
    // Some shares refuse it. The file is whole and in its place; that is all such a share can give.
  }
}
