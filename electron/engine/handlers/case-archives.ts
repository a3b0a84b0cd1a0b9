import { basename, dirname } from 'node:path';
import type { WrittenBackup } from '../../../shared/contract/case-life.ts';
import { writeArchive, type WrittenArchive } from '../cases/archive-write.ts';
import { CASE_ACTS, caseState } from '../cases/case-state.ts';
import type { Work } from '../cases/case-work.ts';
import { whileUnfinished } from '../cases/unfinished-file.ts';
import { AppError } from '../lib/errors.ts';
import { actingWith } from '../review/acting.ts';
import { appendJournal } from '../review/journal.ts';
import type { EngineContext } from './context.ts';
import { rememberCase } from './recent.ts';
import { detailsOf } from '../cases/details.ts';
import { refuseWhileImporting } from './workspace.ts';

/** How one piece of work on a whole case tells how far it is, and learns that it is to stop. */
/** Writes a backup of the open case and notes it in its journal. */
export async function backUp(context: EngineContext, target: string, step: Partial<Work>): Promise<WrittenArchive> {
  const { db, evidenceFolder, isArchived } = context.open();
  const actor = context.actor();
  const write = () => writeArchive({ db, evidenceFolder, purpose: 'backup', target, now: context.now(), ...step });
  const written = isArchived ? await write() : await whileUnfinished(db, target, write);
  if (!isArchived)
    appendJournal(db, { at: context.now(), actor, type: CASE_ACTS.backedUp, payload: writtenFacts(written) });
  context.changed('workspace', 'journal', 'report');
  return written;
}

/** Makes the open case read-only, and writes it into one file. It stays as it was when that cannot be written. */
export async function archive(
  context: EngineContext,
  target: string,
  reason: string,
  step: Partial<Work>,
): Promise<WrittenArchive> {
  if (context.session.isImporting) refuseWhileImporting(context);
  const { name } = actingWith(context, 'preparer');
  const opened = context.open();
  const { db, evidenceFolder } = opened;
  appendJournal(db, { at: context.now(), actor: name, type: CASE_ACTS.archived, payload: { reason } });
  try {
    const written = await whileUnfinished(db, target, () =>
      writeArchive({ db, evidenceFolder, purpose: 'archive', target, now: context.now(), ...step }),
    );
    db.pragma('query_only = ON');
    context.session.current = { ...opened, isArchived: true };
    return written;
  } catch (cause) {
    const undone = { reason: 'The archive could not be written.' };
    appendJournal(db, { at: context.now(), actor: name, type: CASE_ACTS.reopened, payload: undone });
    throw cause;
  } finally {
    context.changed('workspace', 'journal', 'review', 'report');
  }
}

/** Takes the open case out of the archive. */
export function reopen(context: EngineContext, reason: string): void {
  const opened = context.open();
  if (!opened.isArchived) throw new AppError('conflict', 'This case is not archived. Nothing was changed.');
  opened.db.pragma('query_only = OFF');
  context.session.current = { ...opened, isArchived: false, notices: [] };
  appendJournal(opened.db, {
    at: context.now(),
    actor: context.actor(),
    type: CASE_ACTS.reopened,
    payload: { reason },
  });
  context.changed('workspace', 'journal', 'review', 'report');
}

/** States how long the case has to be kept; null takes that back. */
export function retain(context: EngineContext, until: string | null, reason: string): void {
  const { name } = actingWith(context, 'preparer');
  const { db, path } = context.open();
  appendJournal(db, { at: context.now(), actor: name, type: CASE_ACTS.retention, payload: { until, reason } });
  rememberCase(context, path, detailsOf(db).name, db);
  context.changed('workspace', 'journal', 'report');
}

export function acceptRecovery(context: EngineContext, reason: string): void {
  const { name } = actingWith(context, 'preparer', 'reviewer');
  const { db } = context.open();
  const { recovery } = caseState(db);
  if (recovery === null || recovery.accepted !== null)
    throw new AppError('conflict', 'There is no recovery to accept in this case. Nothing was recorded.');
  appendJournal(db, { at: context.now(), actor: name, type: CASE_ACTS.recoveryAccepted, payload: { reason } });
  context.changed('workspace', 'journal', 'report');
}

/** What was written, for the page. */
export function shownBackup(context: EngineContext, { path, bytes, sha256, manifest }: WrittenArchive): WrittenBackup {
  return {
    token: context.files.register(path),
    fileName: basename(path),
    location: dirname(path),
    bytes,
    sha256,
    head: manifest.journal.head,
    notes: manifest.notes,
  };
}

function writtenFacts({ path, bytes, sha256, manifest }: WrittenArchive) {
  return { file: basename(path), bytes, sha256, head: manifest.journal.head, count: manifest.journal.count };
}
