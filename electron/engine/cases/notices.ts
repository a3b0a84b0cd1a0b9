import type Database from 'better-sqlite3';
import { basename } from 'node:path';
import { journalHead } from '../review/journal.ts';
import { keptCopies } from './kept-copies.ts';
import type { CaseState } from './case-state.ts';

/** What a person has to know of the case as a whole when it is opened. */
export function caseNotices(
  db: Database.Database,
  evidenceFolder: string,
  state: CaseState,
  seen: { readonly head: string; readonly count: number } | null,
): string[] {
  const { archived, recovery } = state;
  return [
    ...(archived === null
      ? []
      : [
          `This case was archived on ${archived.at.slice(0, 10)} by ${archived.by}: ${archived.reason} It is read-only. To work on it again, take it out of the archive on the screen Case.`,
        ]),
    ...(recovery === null
      ? []
      : [
          recovery.accepted === null
            ? `This case was recovered from a damaged file. ${recovery.lost} It is not signed from until that is accepted with a reason on the screen Case.`
            : `This case was recovered from a damaged file on ${recovery.at.slice(0, 10)}. ${recovery.lost}`,
        ]),
    ...keptCopies(db, evidenceFolder).notes.map(
      (note) =>
        `${note} What was imported is still in the case. Look for the folder “${basename(evidenceFolder)}”, which has to lie beside the case file.`,
    ),
    ...olderThanSeen(db, seen),
  ];
}

/** A file that lost its last acts: an older copy, or one whose log was left behind. */
function olderThanSeen(
  db: Database.Database,
  seen: { readonly head: string; readonly count: number } | null,
): string[] {
  if (seen === null || seen.count === 0) return [];
  const there = db.prepare<[number], string>('SELECT hash FROM journal WHERE seq = ?').pluck().get(seen.count);
  if (there === seen.head) return [];
  const { count } = journalHead(db);
  return [
    count < seen.count
      ? `When this case was last open on this computer its journal had ${seen.count} entries; now it has ${count}. This is an older copy, or a file ending in “-wal” was not copied with it.`
      : 'The journal of this case is not the one it had when it was last open on this computer: this is another copy, on which somebody worked apart.',
  ];
}
