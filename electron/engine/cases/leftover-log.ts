import { existsSync, statSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { connectTo } from '../db/driver.ts';
import { unlock } from '../db/open.ts';
import { AppError, errorCode } from '../lib/errors.ts';

/**
 * Looks at a log that lies beside a closed case, as after a crash, before it becomes part of the case: SQLite would take
 * in any log of that name, and one of another case destroys this one. Throws `workspace-damaged` when case and log do not
 * fit together; nothing is changed then.
 */
export async function assertLogFits(path: string, binding: string | undefined, passphrase?: string): Promise<void> {
  const log = `${path}-wal`;
  if (!existsSync(path) || !existsSync(log) || statSync(log).size === 0 || isSound(path, binding, passphrase)) return;
  const scratch = await mkdtemp(join(tmpdir(), 'countersign-log-'));
  try {
    const alone = join(scratch, 'case');
    await copyFile(path, alone);
    if (!isSound(alone, binding, passphrase)) return;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  throw new AppError(
    'workspace-damaged',
    `${basename(log)} beside ${basename(path)} does not belong to it or is damaged; the case itself is sound. Nothing was changed. Recover the case, which leaves that file out; or put the file away yourself, and what was done last, before the crash, is lost.`,
  );
}

/** Whether the database with its log is whole. One that is open elsewhere, or that its passphrase does
 * not open, counts as such: it is judged later. */
function isSound(path: string, binding: string | undefined, passphrase: string | undefined): boolean {
  // Only reading: a connection that may write would move the log into the file when it is closed.
  const db = connectTo(path, binding, { readonly: true, timeout: 0 });
  try {
    if (passphrase !== undefined) unlock(db, passphrase);
    return db.pragma('quick_check(1)', { simple: true }) === 'ok';
  } catch (cause) {
    return !errorCode(cause).startsWith('SQLITE_CORRUPT');
  } finally {
    db.close();
  }
}
