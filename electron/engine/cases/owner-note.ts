import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { basename } from 'node:path';
import { z } from 'zod';
import { AppError } from '../lib/errors.ts';
import type { Log } from '../../common/log.ts';
import { ownerNoteOf } from './case-files.ts';

const note = z.object({
  host: z.string(),
  user: z.string(),
  process: z.int(),
  /** ISO 8601 UTC. */
  since: z.iso.datetime(),
});

/**
 * Says beside a case that was just opened who has it open. Written only while the lock on the file is held, so a note that
 * a crash left is written over by whoever gets the lock next. `now`: UTC milliseconds.
 */
export function leaveNote(path: string, now: number, log: Log): void {
  const content = { host: hostname(), user: userName(), process: process.pid, since: new Date(now).toISOString() };
  try {
    writeFileSync(ownerNoteOf(path), JSON.stringify(content));
  } catch (cause) {
    // The lock holds without it; only the message to others knows less.
    log.warn({ cause: String(cause) }, 'the note beside the case could not be written');
  }
}

/** Takes the note away; to be called while the lock is still held. */
export function takeNote(path: string, log: Log): void {
  try {
    rmSync(ownerNoteOf(path), { force: true });
  } catch (cause) {
    // The disk was taken out, say: the case must be closed all the same.
    log.warn({ cause: String(cause) }, 'the note beside the case could not be removed');
  }
}

/** What is said about a case that another program has open. */
export function heldElsewhere(path: string, cause: unknown): AppError {
  return new AppError(
    'conflict',
    `${basename(path)} is open ${holderOf(path)}. One program at a time may work on a case. Nothing was changed. Close it there and try again.`,
    { cause },
  );
}

/** Who has a case open that is locked, as the end of a sentence; says less when the note cannot be read. */
function holderOf(path: string): string {
  try {
    const { host, user, process: id, since } = note.parse(JSON.parse(readFileSync(ownerNoteOf(path), 'utf8')));
    return `by ${user} on the computer ${host}, process ${id}, since ${since.slice(0, 16).replace('T', ' ')} UTC`;
  } catch {
    return 'in another Countersign window or program';
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user without an entry in the system's list of users.
    return 'somebody';
  }
}
