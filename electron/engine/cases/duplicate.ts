import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import type { CaseDetails } from '../../../shared/contract/workspace.ts';
import { closeDatabase, copyDatabase } from '../db/copy.ts';
import { readMeta, writeMeta } from '../db/meta.ts';
import { createBeside } from '../lib/beside.ts';
import { syncFolder } from '../lib/sync-folder.ts';
import { evidencePath } from '../reading/evidence-path.ts';
import { appendJournal, journalHead } from '../review/journal.ts';
import { keptCopies } from './kept-copies.ts';
import { evidenceFolderOf } from './case-files.ts';
import { CASE_ACTS } from './case-state.ts';
import { caseFault } from './case-fault.ts';
import { type MoveOptions, refuseTaken } from './move.ts';

export interface DuplicateOrder extends MoveOptions {
  readonly db: Database.Database;
  readonly evidenceFolder: string;
  readonly target: string;
  /** Details of the new case. */
  readonly details: CaseDetails;
  readonly actor: string;
  readonly now: number;
  /** Opens the new case file, as the one that is copied was opened. */
  readonly openCopy: (path: string) => Database.Database;
}

/**
 * Makes a new case of the one that is open: the same evidence and the same history, and an identity of its own. From the
 * entry in its journal on it is another case: packets and answers made for the first are refused by it, and the other way
 * round, and checkpoints name its own id. Answers that id.
 */
export async function duplicateCase(order: DuplicateOrder): Promise<string> {
  const { db, target, signal, now } = order;
  refuseTaken(target);
  const fault = {
    what: `The case could not be duplicated to ${target}.`,
    safe: 'The case is as it was, and no half copy was left.',
  };
  const id = randomBytes(16).toString('hex');
  let scratch: string | null = null;
  try {
    scratch = await createBeside(dirname(target));
    const file = join(scratch, basename(target));
    const { copies } = keptCopies(db, order.evidenceFolder);
    const evidence = join(scratch, 'evidence');
    const rest = copies.reduce((sum, { bytes }) => sum + bytes, 0);
    let done = 0;
    await copyDatabase(db, file, {
      fault,
      ...(signal === undefined ? {} : { signal }),
      onProgress: (part, whole) => order.onProgress?.((done = part), whole + rest),
    });
    const whole = done + rest;
    for (const { name, path, bytes } of copies) {
      signal?.throwIfAborted();
      const place = evidencePath(evidence, name);
      await mkdir(dirname(place), { recursive: true });
      await copyFile(path, place);
      order.onProgress?.((done += bytes), whole);
    }
    const of = readMeta(db, 'case_id') ?? '';
    const copy = order.openCopy(file);
    try {
      const { head, count } = journalHead(copy);
      copy
        .transaction(() => {
          writeMeta(copy, 'details', JSON.stringify(order.details));
          writeMeta(copy, 'case_id', id);
          writeMeta(copy, 'owner_secret', randomBytes(32).toString('hex'));
          appendJournal(copy, {
            at: now,
            actor: order.actor,
            type: CASE_ACTS.duplicated,
            payload: { name: order.details.name, of, id, head, count },
          });
        })
        .immediate();
    } finally {
      closeDatabase(copy);
    }
    if (existsSync(evidence)) await rename(evidence, evidenceFolderOf(target));
    try {
      await rename(file, target);
    } catch (cause) {
      await rm(evidenceFolderOf(target), { recursive: true, force: true });
      throw cause;
    }
    await syncFolder(dirname(target));
    appendJournal(db, {
      at: now,
      actor: order.actor,
      type: CASE_ACTS.duplicateMade,
      payload: { file: basename(target), name: order.details.name, id },
    });
    return id;
  } catch (cause) {
    throw caseFault(cause, fault);
  } finally {
    if (scratch !== null) await rm(scratch, { recursive: true, force: true });
  }
}
