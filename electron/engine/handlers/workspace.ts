import { randomInt } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { CaseDetails, workspaceContract, WorkspaceStatus } from '../../../shared/contract/workspace.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { isAsLeft } from '../cases/as-left.ts';
import { evidenceFolderOf, withEnding } from '../cases/case-files.ts';
import { detailsOf } from '../cases/details.ts';
import { caseState } from '../cases/case-state.ts';
import { isSameFile } from '../cases/held.ts';
import { assertLogFits } from '../cases/leftover-log.ts';
import { caseNotices } from '../cases/notices.ts';
import { leaveNote, takeNote } from '../cases/owner-note.ts';
import { closeDatabase } from '../db/copy.ts';
import { openDatabase } from '../db/open.ts';
import { readMeta, writeMeta } from '../db/meta.ts';
import { prepared } from '../db/prepared.ts';
import { iso } from '../db/queries/imports.ts';
import { entriesSinceCheckpoint } from '../db/queries/journal.ts';
import { activePolicy } from '../db/queries/policy.ts';
import { reviewProgress } from '../db/queries/progress.ts';
import { caseAsOf } from '../derive/as-of.ts';
import { isDerived } from '../derive/rule-pack.ts';
import { discardStaging } from '../import/staging.ts';
import { AppError } from '../lib/errors.ts';
import { giveEvidenceKey, newEvidenceKey, useEvidenceKey } from '../protection/evidence-key.ts';
import { finishRewrite } from '../protection/rewrite-case.ts';
import { forgetFolder } from '../reading/sealed/folders.ts';
import { removeUnfinished } from '../cases/unfinished-file.ts';
import { sweepBeside } from '../lib/beside.ts';
import { hasUnfinishedSigning } from '../report/unfinished-note.ts';
import { actingWith } from '../review/acting.ts';
import { clockNow } from '../review/clock.ts';
import { checkActs } from '../review/integrity.ts';
import { appendJournal, journalHead } from '../review/journal.ts';
import { mendReviewState } from '../review/review-state.ts';
import { expireSuppressions } from '../review/suppression-record.ts';
import type { EngineContext, OpenCase } from './context.ts';
import { fileOf, forgetCase, listRecent, rememberCase, rememberFile, seenJournal } from './recent.ts';

/** Creating, opening and closing cases. */
export function workspaceHandlers(context: EngineContext): Handlers<typeof workspaceContract, unknown> {
  return {
    'workspace.recent': () => listRecent(context),
    'workspace.forget': ({ token }) => {
      forgetCase(context, context.files.resolve(token));
      return {};
    },
    'workspace.create': ({ saveToken, details, passphrase }) => {
      refuseWhileImporting(context);
      const path = withEnding(context.files.resolve(saveToken));
      createCase(context, path, details, false, passphrase);
      return statusOf(context);
    },
    'workspace.open': async ({ token, passphrase }) => {
      refuseWhileImporting(context);
      await openCase(context, context.files.resolve(token), passphrase);
      return statusOf(context);
    },
    'workspace.openSample': async () => {
      refuseWhileImporting(context);
      const { openSample } = await import('./sample.ts');
      await openSample(context);
      return statusOf(context);
    },
    'workspace.close': () => {
      refuseWhileImporting(context);
      closeCase(context);
      context.changed('case', 'workspace', 'imports', 'inventory', 'review', 'journal', 'report');
      return {};
    },
    'workspace.status': () => (context.session.current === null ? null : statusOf(context)),
    'workspace.update': ({ details }) => {
      const { db } = context.open();
      const { name, person } = actingWith(context, 'preparer');
      db.transaction(() => {
        writeMeta(db, 'details', JSON.stringify(details));
        appendJournal(db, {
          at: context.now(),
          actor: person === null ? details.reviewer : name,
          type: 'case-changed',
          payload: { ...details },
        });
      }).immediate();
      context.changed('workspace', 'journal', 'report');
      return statusOf(context);
    },
  };
}

/** A running import holds the case open: nothing may close it underneath. */
export function refuseWhileImporting(context: EngineContext): void {
  const { isImporting } = context.session;
  const work = context.caseWork.label();
  if (!isImporting && work === null) return;
  throw new AppError(
    'conflict',
    `${isImporting ? 'An import is running in this case.' : `${work} is under way.`} Wait for it or cancel it first. Nothing was changed.`,
  );
}

/**
 * Makes a new case file and opens it in place of the one that is open; with a passphrase a protected one. Throws `conflict`
 * when the file exists; the case that was open stays open then.
 */
export function createCase(
  context: EngineContext,
  path: string,
  details: CaseDetails,
  isSample: boolean,
  passphrase?: string,
): void {
  mkdirSync(dirname(path), { recursive: true });
  const db = openDatabase(path, { create: true, binding: context.sqliteBinding, passphrase });
  try {
    db.transaction(() => {
      writeMeta(db, 'details', JSON.stringify(details));
      writeMeta(db, 'created_at', String(context.now()));
      writeMeta(db, 'is_sample', isSample ? '1' : '0');
      writeMeta(db, 'key_seed', String(randomInt(2 ** 31)));
      if (passphrase !== undefined) giveEvidenceKey(db, newEvidenceKey());
      appendJournal(db, { at: context.now(), actor: details.reviewer, type: 'case-created', payload: { ...details } });
    }).immediate();
  } catch (cause) {
    closeDatabase(db);
    rmSync(path, { force: true });
    throw cause;
  }
  closeCase(context);
  const evidenceFolder = evidenceFolderOf(path);
  useEvidenceKey(db, evidenceFolder);
  context.session.current = {
    db,
    path,
    evidenceFolder,
    notices: [],
    isArchived: false,
    passphrase: passphrase ?? null,
    checkedAt: iso(context.now()),
  };
  leaveNote(path, context.now(), context.log);
  rememberCase(context, path, details.name, db);
  context.changed('case', 'workspace', 'imports', 'inventory', 'review', 'journal', 'report');
}

/**
 * Opens a case in place of the one that is open: removes what an interrupted import left, and derives anew when rules or
 * catalog changed. When it cannot be opened, the case that was open stays open. Throws `wrong-passphrase` for a protected
 * one without the right passphrase.
 */
export async function openCase(context: EngineContext, path: string, passphrase?: string): Promise<void> {
  // One connection owns a case file: what is open already is not opened a second time.
  const opened = context.session.current;
  if (opened !== null && isSameFile(opened.path, path)) return;
  await assertLogFits(path, context.sqliteBinding, passphrase);
  const left = fileOf(context, path);
  const isKnown = isAsLeft(path, left, context.now());
  const db = openDatabase(path, { create: false, binding: context.sqliteBinding, passphrase, isAsLeft: isKnown });
  const checkedAt = left !== null && isKnown ? left.checkedAt : iso(context.now());
  const evidenceFolder = evidenceFolderOf(path);
  let name: string;
  try {
    ({ name } = detailsOf(db));
    useEvidenceKey(db, evidenceFolder);
    await finishRewrite(db, path, evidenceFolder);
    const interrupted = await discardStaging(db, evidenceFolder);
    const signing = hasUnfinishedSigning(db)
      ? (await import('../report/unfinished-signing.ts')).endUnfinishedSigning(db)
      : null;
    removeUnfinished(db);
    await sweepBeside(dirname(path));
    const state = caseState(db);
    const isArchived = state.archived !== null;
    if (!isArchived) expireSuppressions(db, context.now());
    const [catalog, policy] = [context.catalogOf(db), activePolicy(db)];
    if (!isDerived(db, catalog, policy)) {
      const { derive } = await import('../derive/derive.ts');
      derive(db, catalog, policy);
    }
    const notices = [
      ...interrupted.map(
        (file) => `The import of ${file} was interrupted. The case is as it was before that file; import it again.`,
      ),
      ...(signing === null ? [] : [signing]),
      ...checkActs(db).map((fault) => `${fault} Do not sign from it; open the latest backup and compare.`),
      ...mendReviewState(db),
      ...clockNow(db, context.now()),
      ...caseNotices(db, evidenceFolder, state, seenJournal(context, path)),
    ];
    if (isArchived) db.pragma('query_only = ON');
    closeCase(context);
    context.session.current = {
      db,
      path,
      evidenceFolder,
      notices,
      isArchived,
      passphrase: passphrase ?? null,
      checkedAt,
    };
    leaveNote(path, context.now(), context.log);
  } catch (cause) {
    closeDatabase(db);
    forgetFolder(evidenceFolder);
    throw cause;
  }
  rememberCase(context, path, name, db);
  context.changed('case', 'workspace', 'imports', 'inventory', 'review', 'journal', 'report');
}

export function closeCase(context: EngineContext): void {
  const current = context.session.current;
  context.session.current = null;
  if (current === null) return;
  if (current.db.open) noteClosing(context, current);
  takeNote(current.path, context.log);
  closeDatabase(current.db);
  forgetFolder(current.evidenceFolder);
  noteFile(context, current);
}

/** What the closed file is, so that it need not be read through when it is opened again. */
function noteFile(context: EngineContext, { path, checkedAt }: OpenCase): void {
  try {
    rememberFile(context, path, checkedAt);
  } catch (cause) {
    // Moved or deleted by what closed it, or its disk is gone: it is read through when it is opened.
    context.log.warn({ cause: String(cause) }, 'the file of the case could not be noted');
  }
}

/** Where the journal ends is remembered, so that an older copy is noticed; not of cases that nobody asked to remember. */
function noteClosing(context: EngineContext, { db, path }: OpenCase): void {
  try {
    if (seenJournal(context, path) !== null) rememberCase(context, path, detailsOf(db).name, db);
  } catch (cause) {
    // The disk of the case is gone, say: it must be closed all the same.
    context.log.warn({ cause: String(cause) }, 'the end of the journal could not be remembered');
  }
}

export function statusOf(context: EngineContext): WorkspaceStatus {
  const { db, path, notices } = context.open();
  const count = (sql: string): number => prepared<[], { n: number }>(db, sql).get()?.n ?? 0;
  const sizes = new Map(
    prepared<[], { name: string; n: number }>(db, 'SELECT name, n FROM case_count')
      .all()
      .map(({ name, n }) => [name, n]),
  );
  const asOf = caseAsOf(db);
  const progress = reviewProgress(db);
  return {
    details: detailsOf(db),
    fileName: basename(path),
    location: dirname(path),
    createdAt: iso(Number(readMeta(db, 'created_at'))),
    isSample: readMeta(db, 'is_sample') === '1',
    notices: [...notices],
    counts: {
      imports: count(`SELECT count(*) AS n FROM import WHERE status = 'complete'`),
      connectors: sizes.get('connectors') ?? 0,
      grants: sizes.get('grants') ?? 0,
      items: sizes.get('items') ?? 0,
      events: count(`SELECT coalesce(sum(events), 0) AS n FROM import WHERE status = 'complete'`),
      findings: sizes.get('findings') ?? 0,
      toDecide: progress.total,
      decided: progress.decided,
    },
    asOf: asOf === 0 ? null : iso(asOf),
    journal: { ...journalHead(db), unsealed: entriesSinceCheckpoint(db) },
  };
}
