import { existsSync, statSync } from 'node:fs';
import { copyFile, open, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../lib/errors.ts';

const TRIES = 5;
/** Length of the header of SQLite's log; its salts change whenever the log begins anew. */
const LOG_HEADER = 32;

/**
 * Copies a case that another process has open and may be writing. What that process moves from the log into the file while
 * it is copied stands in the log as well, so that file and log are one state together, unless the log began anew in between:
 * then it is copied again. Must not be used for a case that this process has open. Throws `conflict`, `io`.
 */
export async function copyHeld(path: string, target: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const before = await stateOf(path);
    await copyFile(path, target);
    await rm(`${target}-wal`, { force: true });
    if (existsSync(`${path}-wal`)) await copyFile(`${path}-wal`, `${target}-wal`);
    if (before === (await stateOf(path))) return;
  }
  throw new AppError(
    'conflict',
    `${basename(path)} is being written without a pause, so it could not be read beside that. Nothing was changed. Try again when less is going on.`,
  );
}

/** What must be the same before and after: where the log begins; and while there is none, when the file was written. */
async function stateOf(path: string): Promise<string> {
  const log = `${path}-wal`;
  if (existsSync(log) && statSync(log).size >= LOG_HEADER) {
    const file = await open(log, 'r');
    try {
      const header = Buffer.alloc(LOG_HEADER);
      await file.read(header, 0, LOG_HEADER, 0);
      return header.toString('hex');
    } finally {
      await file.close();
    }
  }
  const { size, mtimeNs } = statSync(path, { bigint: true });
  return `${size} ${mtimeNs}`;
}
