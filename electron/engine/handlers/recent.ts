import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import { type FileAsLeft, fileAsLeft, fileNow } from '../cases/as-left.ts';
import { caseState } from '../cases/case-state.ts';
import { type RememberedList, rememberedList } from '../lib/remembered-list.ts';
import { isProtectedFile } from '../db/open.ts';
import { evidenceKeyOf } from '../protection/evidence-key.ts';
import { journalHead } from '../review/journal.ts';
import { dateText } from '../rules/wording.ts';
import type { EngineContext } from './context.ts';

const entry = z.object({
  path: z.string(),
  name: z.string(),
  openedAt: z.iso.datetime(),
  /** The last day the case has to be kept, as it was stated when it was last open here. */
  retainUntil: z.iso.date().nullable().default(null),
  /** Where its journal ended then. */
  journal: z.object({ head: z.string(), count: z.int() }).nullable().default(null),
  /** Its file, since it was last closed in order. */
  left: fileAsLeft.nullable().default(null),
});
const MOST = 20;

/** The list of the reviewer in use, or of the one named. */
function caseList(context: EngineContext, reviewer?: string): RememberedList<z.output<typeof entry>> {
  return rememberedList(join(context.reviewers.folder(reviewer), 'recent.json'), z.array(entry), MOST, context.log);
}

/**
 * Puts a case first in the list, with what is to be known of it while it is closed. Of a protected one that is where its file
 * is and where its journal ended, not its name.
 */
export function rememberCase(context: EngineContext, path: string, name: string, db: Database.Database): void {
  caseList(context).remember({
    path,
    name: evidenceKeyOf(db) === null ? name : basename(path),
    openedAt: new Date(context.now()).toISOString(),
    retainUntil: caseState(db).retention?.until ?? null,
    journal: journalHead(db),
    left: null,
  });
}

/** Keeps what the file of a case is that has just been closed; not of cases that nobody asked to remember. */
export function rememberFile(context: EngineContext, path: string, checkedAt: string): void {
  const known = knownCase(context, path);
  if (known !== undefined) caseList(context).remember({ ...known, left: fileNow(path, checkedAt) });
}

/** The file of a case as it was last closed in order here; null when nobody knows. */
export function fileOf(context: EngineContext, path: string): FileAsLeft | null {
  return knownCase(context, path)?.left ?? null;
}

/** Where the journal of a case ended when it was last open here; null when nobody knows. */
export function seenJournal(context: EngineContext, path: string): { head: string; count: number } | null {
  return knownCase(context, path)?.journal ?? null;
}

function knownCase(context: EngineContext, path: string): z.output<typeof entry> | undefined {
  return caseList(context)
    .read()
    .find((known) => known.path === path);
}

export function forgetCase(context: EngineContext, path: string): void {
  caseList(context).forget(path);
}

/** Recent cases, newest first; those whose file is gone are marked. */
export function listRecent(
  context: EngineContext,
  reviewer?: string,
): {
  token: string;
  name: string;
  location: string;
  openedAt: string;
  isMissing: boolean;
  retainUntil: string | null;
  isPastDue: boolean;
  isProtected: boolean;
}[] {
  const today = dateText(context.now());
  return caseList(context, reviewer)
    .read()
    .map((known) => ({
      token: context.files.register(known.path),
      name: known.name,
      location: join(basename(dirname(known.path)), basename(known.path)),
      openedAt: known.openedAt,
      isMissing: !existsSync(known.path),
      retainUntil: known.retainUntil,
      isPastDue: known.retainUntil !== null && known.retainUntil < today,
      isProtected: isProtectedCase(context, known.path),
    }));
}

/**
 * Whether a case file is protected. The one that is open is not looked into: on POSIX systems closing a second handle to it
 * would take away SQLite's lock.
 */
export function isProtectedCase(context: EngineContext, path: string): boolean {
  const { current } = context.session;
  return current?.path === path ? current.passphrase !== null : isProtectedFile(path);
}
