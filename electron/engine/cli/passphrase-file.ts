import { readFileSync } from 'node:fs';
import { AppError } from '../lib/errors.ts';

/** A passphrase is read from a file, never from the command line, where every user of the machine could see it. */
export function readPassphrase(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (cause) {
    throw new AppError('not-found', `The passphrase file ${file} cannot be read. Nothing was done.`, { cause });
  }
}
