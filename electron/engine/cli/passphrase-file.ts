import { readFileSync } from 'node:fs';
import { AppError } from '../lib/errors.ts';
import { mainProcess } from '../main-process.ts';

/** Names of standard input. */
const STANDARD_INPUT: readonly string[] = ['-', '/dev/stdin'];

/**
 * A passphrase is read from a file, or with `-` from standard input; never from the command line, where every user of the
 * machine could see it.
 */
export function readPassphrase(file: string): string {
  try {
    const bytes = STANDARD_INPUT.includes(file) ? (mainProcess()?.input ?? readFileSync(0)) : readFileSync(file);
    return Buffer.from(bytes)
      .toString('utf8')
      .replace(/\r?\n$/, '');
  } catch (cause) {
    throw new AppError('not-found', `The passphrase file ${file} cannot be read. Nothing was done.`, { cause });
  }
}
