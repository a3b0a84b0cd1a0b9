import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type Database from 'better-sqlite3';
import type { protectionContract, ProtectionState } from '../../../shared/contract/protection.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { closeDatabase } from '../db/copy.ts';
import { openDatabase } from '../db/open.ts';
import type { JsonValue } from '../evidence/canonical-json.ts';
import { digestsOfCopies } from '../import/staging.ts';
import { AppError } from '../lib/errors.ts';
import { copyCopies } from '../protection/seal-copies.ts';
import {
  dropEvidenceKey,
  evidenceKeyOf,
  giveEvidenceKey,
  newEvidenceKey,
  useEvidenceKey,
} from '../protection/evidence-key.ts';
import { beginRewrite, finishRewrite, prepareRewrite, putInPlace } from '../protection/rewrite-case.ts';
import { actingWith } from '../review/acting.ts';
import { appendJournal } from '../review/journal.ts';
import type { EngineContext, OpenCase } from './context.ts';
import { isProtectedCase, rememberCase } from './recent.ts';
import { detailsOf } from '../cases/details.ts';
import { closeCase, refuseWhileImporting } from './workspace.ts';

/** Protecting the open case by a passphrase, changing that, removing it, and locking. */
export function protectionHandlers(context: EngineContext): Handlers<typeof protectionContract, unknown> {
  return {
    'protection.state': () => protectionStateOf(context),
    'protection.ofFile': ({ token }) => {
      const path = context.files.resolve(token);
      return { isProtected: isProtectedCase(context, path), name: basename(path) };
    },
    'protection.add': ({ passphrase }) => protectCase(context, passphrase),
    'protection.change': ({ passphrase, newPassphrase }) => changePassphrase(context, passphrase, newPassphrase),
    'protection.remove': ({ passphrase, reason }) => removeProtection(context, passphrase, reason),
    'protection.lock': () => {
      lockCase(context);
      return protectionStateOf(context);
    },
  };
}

export function protectionStateOf(context: EngineContext): ProtectionState {
  const { current, locked } = context.session;
  const isThere = current === null && locked !== null && existsSync(locked);
  return {
    isProtected: current === null ? null : current.passphrase !== null,
    locked: isThere ? { token: context.files.register(locked), name: basename(locked) } : null,
  };
}

/** Encrypts the open case. Throws `conflict` for one that is protected; the case is as it was then. */
export async function protectCase(context: EngineContext, passphrase: string): Promise<ProtectionState> {
  if (context.open().passphrase !== null)
    throw new AppError(
      'conflict',
      'This case is protected already. Change its passphrase instead. Nothing was changed.',
    );
  const key = newEvidenceKey();
  return rewrite(context, { passphrase: null, next: passphrase, key, type: 'case-protected', payload: {} });
}

/** Throws `wrong-passphrase`, and `conflict` for a case that is not protected; the case is as it was then. */
export async function changePassphrase(
  context: EngineContext,
  passphrase: string,
  next: string,
): Promise<ProtectionState> {
  refuseUnprotected(context);
  const key = evidenceKeyOf(context.open().db);
  return rewrite(context, { passphrase, next, key, type: 'passphrase-changed', payload: {} });
}

/** Puts the open case and its copies in clear. Errors as for changePassphrase. */
export async function removeProtection(
  context: EngineContext,
  passphrase: string,
  reason: string,
): Promise<ProtectionState> {
  refuseUnprotected(context);
  return rewrite(context, { passphrase, next: null, key: null, type: 'protection-removed', payload: { reason } });
}

/** Closes the open case and keeps its place, so that it can be unlocked. Throws `conflict` for one that is not protected. */
export function lockCase(context: EngineContext): void {
  refuseWhileImporting(context);
  refuseUnprotected(context);
  const { path } = context.open();
  closeCase(context);
  context.session.locked = path;
  context.changed('case', 'workspace', 'imports', 'inventory', 'review', 'journal', 'report');
}

function refuseUnprotected(context: EngineContext): void {
  if (context.open().passphrase === null)
    throw new AppError('conflict', 'This case is not protected by a passphrase. Nothing was changed.');
}

interface Change {
  readonly passphrase: string | null;
  readonly next: string | null;
  /** Of the copies afterwards; null for copies in clear. */
  readonly key: Buffer | null;
  readonly type: string;
  readonly payload: { readonly [name: string]: JsonValue };
}

/**
 * Makes the case and, where their form changes, its copies anew, and puts the case in place at one moment. Whenever it is
 * interrupted, the old case with its copies or the new one with its copies is there; opening it clears up the rest.
 */
async function rewrite(context: EngineContext, change: Change): Promise<ProtectionState> {
  refuseWhileImporting(context);
  const { name } = actingWith(context, 'preparer');
  const open = context.open();
  const { db, path, evidenceFolder } = open;
  const { passphrase, next, key } = change;
  await context.caseWork.run('The change of its protection', async () => {
    try {
      beginRewrite(path);
      const before = namesOf(db);
      if ((passphrase === null) !== (next === null)) await copyCopies(db, evidenceFolder, key);
      // From here on nothing else is answered until the new file is in place.
      if (context.session.current !== open || namesOf(db) !== before)
        throw new AppError('conflict', 'The case changed meanwhile. Nothing was changed. Try again.');
      prepareRewrite({
        db,
        path,
        binding: context.sqliteBinding,
        passphrase,
        next,
        change: (copy) => {
          if (key === null) dropEvidenceKey(copy);
          else giveEvidenceKey(copy, key);
          appendJournal(copy, { at: context.now(), actor: name, type: change.type, payload: change.payload });
        },
      });
      swap(context, open, next);
    } catch (cause) {
      // What was made for nothing goes now; where that fails, when the case is opened the next time.
      if (context.session.current === open) await finishRewrite(db, path, evidenceFolder).catch(() => undefined);
      throw cause;
    }
  });
  const current = context.open();
  await finishRewrite(current.db, path, evidenceFolder);
  context.changed('workspace', 'journal', 'report');
  return protectionStateOf(context);
}

function namesOf(db: Database.Database): string {
  return [...digestsOfCopies(db)].toSorted().join(' ');
}

function swap(context: EngineContext, open: OpenCase, next: string | null): void {
  closeDatabase(open.db);
  let db: Database.Database;
  try {
    putInPlace(open.path);
    db = openDatabase(open.path, { create: false, binding: context.sqliteBinding, passphrase: next ?? undefined });
  } catch (cause) {
    context.session.current = null;
    context.changed('case', 'workspace');
    throw cause;
  }
  useEvidenceKey(db, open.evidenceFolder);
  context.session.current = { ...open, db, passphrase: next };
  rememberCase(context, open.path, detailsOf(db).name, db);
}
