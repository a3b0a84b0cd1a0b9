import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { AppError } from './errors.ts';

/** Writes a text file that appears when it is complete, and answers the SHA-256 of its bytes. Throws `io`. */
export function writeTextFile(path: string, text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  const temporary = `${path}.part`;
  try {
    const file = openSync(temporary, 'w', 0o600);
    try {
      writeSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw new AppError('io', 'The file could not be written. Nothing was left behind; check the folder and the disk.', {
      cause,
    });
  }
  return createHash('sha256').update(bytes).digest('hex');
}
