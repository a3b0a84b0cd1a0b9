import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { caseLifeContract } from '../../../shared/contract/case-life.ts';
import type { CaseDetails } from '../../../shared/contract/workspace.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { BACKUP_ENDING } from '../cases/archive-layout.ts';
import { isAsImported } from '../cases/as-imported.ts';
import { keptCopies } from '../cases/kept-copies.ts';
import { evidenceFolderOf, withEnding } from '../cases/case-files.ts';
import { CASE_ACTS, caseState } from '../cases/case-state.ts';
import type { Work } from '../cases/case-work.ts';
import { deleteCase, planDeletion } from '../cases/delete.ts';
import { duplicateCase } from '../cases/duplicate.ts';
import { assertNotHeld, isSameFile } from '../cases/held.ts';
import { moveCase } from '../cases/move.ts';
import { recoverCase, type Recovered } from '../cases/recover.ts';
import { restoreCase, type Restored } from '../cases/restore.ts';
import { readMeta } from '../db/meta.ts';
import { isProtectedFile, openDatabase } from '../db/open.ts';
import { AppError } from '../lib/errors.ts';
import { saveWhole } from '../lib/save-whole.ts';
import { counted } from '../report/words.ts';
import { actingWith } from '../review/acting.ts';
import { checkActs } from '../review/integrity.ts';
import { appendJournal, checkJournal, journalHead } from '../review/journal.ts';
import { dateText } from '../rules/wording.ts';
import { signDetached } from '../signing/cms.ts';
import { openAnyKey } from '../signing/open-any-key.ts';
import { assertCanSignAt } from '../signing/open-key.ts';
import { acceptRecovery, archive, backUp, reopen, retain, shownBackup } from './case-archives.ts';
import { inspectBackup, keepingOf, planOf } from './case-views.ts';
import type { EngineContext } from './context.ts';
import { deletionList, listDeletion, ownRecord } from './deletions.ts';
import { forgetCase } from './recent.ts';
import { detailsOf } from '../cases/details.ts';
import { closeCase, openCase, refuseWhileImporting, statusOf } from './workspace.ts';

/** Copying, moving, backing up, restoring, archiving, keeping, deleting and recovering whole cases, one at a time. */
export function caseLifeHandlers(context: EngineContext): Handlers<typeof caseLifeContract, unknown> {
  const work = context.caseWork.run;
  return {
    'case.keeping': () => keepingOf(context),
    'case.cancel': () => {
      context.caseWork.cancel();
      return {};
    },
    'case.backup': async ({ saveToken }) => {
      const target = withBackupEnding(context.files.resolve(saveToken));
      return shownBackup(context, await work('A backup', (step) => backUp(context, target, step)));
    },
    'case.inspectBackup': ({ token }) => inspectBackup(context.files.resolve(token)),
    'case.restore': async ({ token, saveToken, replace }) => {
      const target = withEnding(context.files.resolve(saveToken));
      const archive = context.files.resolve(token);
      const restored = await work('The restoring of a case', (step) =>
        restore(context, { archive, target, replace }, step),
      );
      return {
        token: context.files.register(restored.path),
        fileName: basename(restored.path),
        aside: restored.aside === null ? null : basename(restored.aside),
      };
    },
    'case.duplicate': async ({ saveToken, details }) => {
      const target = withEnding(context.files.resolve(saveToken));
      await work('The duplicating of the case', (step) => duplicate(context, target, details, step));
      return { token: context.files.register(target), fileName: basename(target), location: dirname(target) };
    },
    'case.move': async ({ saveToken }) => {
      const target = withEnding(context.files.resolve(saveToken));
      await work('The moving of the case', (step) => move(context, target, step));
      return statusOf(context);
    },
    'case.archive': async ({ saveToken, reason }) => {
      const target = withBackupEnding(context.files.resolve(saveToken));
      return shownBackup(
        context,
        await work('The archiving of the case', (step) => archive(context, target, reason, step)),
      );
    },
    'case.reopen': ({ reason }) => {
      reopen(context, reason);
      return {};
    },
    'case.retain': ({ until, reason }) => {
      retain(context, until, reason);
      return {};
    },
    'case.planDeletion': () => planOf(context),
    'case.delete': async ({ name, reason, saveToken, key }) => {
      const record = withRecordEnding(context.files.resolve(saveToken));
      const files = await work('The deletion of the case', (step) =>
        remove(
          context,
          {
            name,
            reason,
            record,
            key: key === null ? null : { path: context.files.resolve(key.keyToken), secret: key.passphrase },
          },
          step,
        ),
      );
      return { token: context.files.register(record), fileName: basename(record), location: dirname(record), files };
    },
    'case.deletions': () => deletionList(context),
    'case.recover': async ({ token, saveToken, passphrase }) => {
      const source = context.files.resolve(token);
      const target = withEnding(context.files.resolve(saveToken));
      const found = await work('The recovery of a case', (step) =>
        recover(context, { source, target, passphrase }, step),
      );
      return {
        token: context.files.register(found.path),
        fileName: basename(found.path),
        account: found.account,
        journal: found.journal.sentence,
        tables: found.tables.map(({ table, read, refused, lostAtMost, gaps }) => ({
          table,
          read,
          refused,
          lostAtMost,
          gaps,
        })),
      };
    },
    'case.acceptRecovery': ({ reason }) => {
      acceptRecovery(context, reason);
      return {};
    },
    'case.check': () => work('The check of the case', (step) => checkCase(context, step)),
  };
}

/** Makes a case of a backup; a case that is open here and is to be replaced is closed first. */
export async function restore(
  context: EngineContext,
  order: { readonly archive: string; readonly target: string; readonly replace: boolean },
  step: Partial<Work>,
): Promise<Restored> {
  const opened = context.session.current;
  const isOpen = opened !== null && isSameFile(opened.path, order.target);
  if (isOpen && order.replace) {
    if (context.session.isImporting) refuseWhileImporting(context);
    closeCase(context);
    context.changed('case', 'workspace');
  }
  try {
    return await restoreCase({ ...order, now: context.now(), binding: context.sqliteBinding, ...step });
  } catch (cause) {
    if (isOpen && order.replace) await openCase(context, order.target, opened.passphrase ?? undefined);
    throw cause;
  }
}

export async function duplicate(
  context: EngineContext,
  target: string,
  details: CaseDetails,
  step: Partial<Work>,
): Promise<void> {
  if (context.session.isImporting) refuseWhileImporting(context);
  const { name } = actingWith(context, 'preparer');
  const { db, evidenceFolder, passphrase } = context.open();
  await duplicateCase({
    db,
    evidenceFolder,
    target,
    details,
    actor: name,
    now: context.now(),
    openCopy: (path) =>
      openDatabase(path, { create: false, binding: context.sqliteBinding, passphrase: passphrase ?? undefined }),
    ...step,
  });
  context.changed('workspace', 'journal', 'report');
}

/** Moves or renames the open case and opens it where it is then; where it was, when that fails. */
export async function move(context: EngineContext, target: string, step: Partial<Work>): Promise<void> {
  if (context.session.isImporting) refuseWhileImporting(context);
  const { path, isArchived, passphrase } = context.open();
  const name = isArchived ? null : actingWith(context, 'preparer').name;
  const { person } = context.session;
  let place = path;
  closeCase(context);
  try {
    const toOtherDisk = await moveCase(path, target, step);
    place = target;
    forgetCase(context, path);
    await openCase(context, target, passphrase ?? undefined);
    if (name !== null)
      appendJournal(context.open().db, {
        at: context.now(),
        actor: name,
        type: CASE_ACTS.moved,
        payload: { from: basename(path), to: basename(target), toOtherDisk },
      });
  } finally {
    if (context.session.current === null && existsSync(place)) await openCase(context, place, passphrase ?? undefined);
    context.session.person = person;
    context.changed('workspace', 'journal', 'report');
  }
}

export interface RemoveOrder {
  /** The name of the case as it was typed. */
  readonly name: string;
  readonly reason: string;
  /** Where the record of the deletion goes. */
  readonly record: string;
  readonly key: { readonly path: string; readonly secret: string } | null;
}

/** Deletes the open case and leaves a record of it; answers the number of files that were removed. */
export async function remove(context: EngineContext, order: RemoveOrder, step: Partial<Work>): Promise<number> {
  if (context.session.isImporting) refuseWhileImporting(context);
  const { db, path, isArchived, passphrase } = context.open();
  const by = isArchived ? context.actor() : actingWith(context, 'preparer').name;
  const { name } = detailsOf(db);
  if (order.name.trim() !== name.trim())
    throw new AppError('invalid-request', `The name that was typed is not that of the case. Nothing was deleted.`);
  const plan = planDeletion(db);
  if (plan.owned.some((file) => file.path === order.record) || order.record.startsWith(evidenceFolderOf(path)))
    throw new AppError(
      'invalid-request',
      'The record would go with the case. Nothing was deleted. Choose another place.',
    );
  const { retention } = caseState(db);
  const now = context.now();
  const signer =
    order.key === null
      ? null
      : await openAnyKey(context, order.key.path, order.key.secret, ['the record of the deletion']);
  if (signer !== null) assertCanSignAt(signer, new Date(now));
  if (!isArchived)
    appendJournal(db, { at: now, actor: by, type: CASE_ACTS.deleted, payload: { reason: order.reason } });
  const facts = {
    name,
    id: readMeta(db, 'case_id') ?? '',
    journal: journalHead(db),
    by: signer?.commonName ?? by,
    reason: order.reason,
    retention:
      retention === null
        ? null
        : { until: retention.until, reason: retention.reason, wasBefore: retention.until >= dateText(now) },
  };
  const own = ownRecord(context, path);
  closeCase(context);
  try {
    const record = await deleteCase({ path, plan, facts, records: [order.record, own], now, ...step });
    if (signer !== null) {
      const digest = createHash(signer.hash).update(readFileSync(order.record)).digest();
      const signature = await signDetached({ signer, digest, hash: signer.hash, signingTime: new Date(now) });
      saveWhole(
        `${order.record}.p7s`,
        signature,
        'The signature of the record',
        'The case was deleted, and the record is there without it.',
      );
    }
    listDeletion(context, own);
    forgetCase(context, path);
    return record.removed.length;
  } catch (cause) {
    // Nothing was removed yet, or not all of it: what is still a case is opened again.
    if (existsSync(path)) await openCase(context, path, passphrase ?? undefined);
    throw cause;
  } finally {
    context.changed('case', 'workspace', 'imports', 'inventory', 'review', 'journal', 'report');
  }
}

/** Puts what can be read of a damaged case into a new one; a protected case takes its passphrase, and its new one keeps it. */
export function recover(
  context: EngineContext,
  order: { readonly source: string; readonly target: string; readonly passphrase: string | undefined },
  step: Partial<Work>,
): Promise<Recovered> {
  const { source, passphrase } = order;
  const opened = context.session.current;
  if (opened !== null && isSameFile(opened.path, source))
    throw new AppError('conflict', 'This case is open. Close it first. Nothing was changed.');
  if (passphrase === undefined && isProtectedFile(source))
    throw new AppError(
      'wrong-passphrase',
      `${basename(source)} is protected by a passphrase. To recover what is left of it takes that passphrase. Nothing was changed.`,
    );
  assertNotHeld(source, context.sqliteBinding);
  const actor = opened === null ? 'Whoever recovered it' : context.actor();
  return recoverCase({ ...order, actor, now: context.now(), binding: context.sqliteBinding, ...step });
}

/** Reads everything that belongs to the open case and says what is not as it should be. */
export async function checkCase(
  context: EngineContext,
  { signal, onProgress }: Partial<Work>,
): Promise<{ problems: string[]; copies: number; entries: number }> {
  const { db, evidenceFolder } = context.open();
  const verdict = String(db.pragma('quick_check(1)', { simple: true }));
  const chain = checkJournal(db);
  const { copies, notes } = keptCopies(db, evidenceFolder);
  const total = copies.reduce((sum, { bytes }) => sum + bytes, 0);
  const changed: string[] = [];
  let done = 0;
  for (const copy of copies) {
    if (!(await isAsImported(copy, signal))) changed.push(copy.digest);
    onProgress?.((done += copy.bytes), total);
  }
  return {
    problems: [
      ...(verdict === 'ok' ? [] : [`The case file is damaged (${verdict}). Restore a backup, or recover it.`]),
      ...(chain.ok ? [] : [`The chain of the journal breaks at entry ${chain.at}: another program changed the case.`]),
      ...checkActs(db),
      ...notes,
      ...(changed.length === 0
        ? []
        : [
            `${counted(changed.length, 'kept copy is', 'kept copies are')} no longer what was imported: ${changed
              .slice(0, 3)
              .map((name) => name.slice(0, 12))
              .join(
                ', ',
              )}${changed.length > 3 ? ' and others' : ''}. The case itself is not affected; take them from a backup.`,
          ]),
    ],
    copies: copies.length,
    entries: journalHead(db).count,
  };
}

export function withBackupEnding(path: string): string {
  return path.endsWith(BACKUP_ENDING) ? path : `${path}${BACKUP_ENDING}`;
}

export function withRecordEnding(path: string): string {
  return path.endsWith('.json') ? path : `${path}.json`;
}
