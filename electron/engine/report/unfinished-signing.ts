import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import { readMeta, writeMeta } from '../db/meta.ts';
import { checkpointPayload } from '../evidence/checkpoint-layout.ts';
import { nextEntry } from '../evidence/hash-chain.ts';
import { partialOf } from '../lib/save-whole.ts';
import { recordCheckpoint } from '../review/checkpoint.ts';
import { submitDecisions } from '../review/decide.ts';
import { appendJournal, journalHead } from '../review/journal.ts';
import { UNFINISHED } from './unfinished-note.ts';

// Only bundles: a case that comes from elsewhere must not name other files.
const savedFile = z.object({ path: z.string().regex(/\.zip$/i), sha256: z.string() });
/** With the place of the case that noted it. */
const noted = z.object({ case: z.string(), signing: z.unknown() });

/**
 * A signature that is about to be recorded while its files are put in their places. File system and case cannot change in
 * one step, so what is about to happen is noted first: whoever opens the case after a crash ends it one way or the other.
 */
const unfinishedSigning = z.object({
  /** In the order in which they are saved: the bundle last. */
  files: z.array(savedFile).min(1),
  act: z.object({ at: z.int(), actor: z.string(), type: z.string(), payload: z.record(z.string(), z.json()) }),
  checkpoint: checkpointPayload,
  /** Whether the decisions in force are bound by it. */
  submits: z.boolean(),
});
export type UnfinishedSigning = z.output<typeof unfinishedSigning>;

/** To be called before the first file is saved. */
export function noteSigning(db: Database.Database, signing: UnfinishedSigning): void {
  writeMeta(db, UNFINISHED, JSON.stringify({ case: db.name, signing }));
}

/** The signature was recorded, or nothing of it is left. */
export function forgetSigning(db: Database.Database): void {
  db.prepare('DELETE FROM meta WHERE key = ?').run(UNFINISHED);
}

/** Takes away what was saved of a signature that was not recorded. */
export function abandonSigning(db: Database.Database, { files }: UnfinishedSigning): void {
  for (const file of files) if (isThere(file)) rmSync(file.path);
  try {
    forgetSigning(db);
  } catch {
    // A disk that takes nothing more: it is forgotten when the case is opened.
  }
}

/**
 * Records a signature: its journal entry, the checkpoint that covers it, and the decisions that it binds. Answers false, and
 * then nothing of it may be kept, when the journal no longer ends where it was signed. Runs in the caller's transaction.
 */
export function recordSigning(db: Database.Database, { act, checkpoint, submits }: UnfinishedSigning): boolean {
  const seq = appendJournal(db, act);
  if (journalHead(db).head !== checkpoint.statement.head) return false;
  recordCheckpoint(db, { commonName: act.actor }, checkpoint);
  // A summary or a part does not close the review.
  if (submits) submitDecisions(db, seq);
  return true;
}

/**
 * Ends what a crash left of a signing act, before anything else is recorded in the case. Where all of its files lie in their
 * places, the report is signed and is recorded as such; where not, nothing was signed, and what was saved of it goes.
 * Answers a sentence on it, or null.
 */
export function endUnfinishedSigning(db: Database.Database): string | null {
  const note = readMeta(db, UNFINISHED);
  if (note === null) return null;
  const { case: where, signing: stated } = noted.parse(JSON.parse(note));
  const signing = unfinishedSigning.parse(stated);
  const bundle = basename(signing.files.at(-1)?.path ?? '');
  if (where !== db.name) {
    forgetSigning(db);
    return `The program ended while the report was being saved as ${bundle}, when this case lay in another place. That file does not count as signed here; sign the report again.`;
  }
  for (const { path } of signing.files) rmSync(partialOf(path), { force: true });
  if (signing.files.every(isThere) && follows(db, signing)) {
    db.transaction(() => {
      recordSigning(db, signing);
      forgetSigning(db);
    }).immediate();
    return `The program ended while the report was being saved. ${bundle} is complete, so the report counts as signed.`;
  }
  abandonSigning(db, signing);
  return `Signing the report was interrupted before ${bundle} was saved. Nothing was signed or submitted; sign it again.`;
}

function follows(db: Database.Database, { act, checkpoint }: UnfinishedSigning): boolean {
  const { head, count } = journalHead(db);
  const entry = nextEntry({ seq: count, hash: head }, { ...act, at: new Date(act.at).toISOString() });
  return entry.hash === checkpoint.statement.head;
}

function isThere({ path, sha256 }: z.output<typeof savedFile>): boolean {
  return (
    statSync(path, { throwIfNoEntry: false })?.isFile() === true &&
    createHash('sha256').update(readFileSync(path)).digest('hex') === sha256
  );
}
