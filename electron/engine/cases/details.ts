import type Database from 'better-sqlite3';
import { type CaseDetails, caseDetails } from '../../../shared/contract/workspace.ts';
import { readMeta } from '../db/meta.ts';
import { AppError } from '../lib/errors.ts';

/** What the case says about itself. Throws `workspace-damaged` for one that was not finished when it was made. */
export function detailsOf(db: Database.Database): CaseDetails {
  const details = readMeta(db, 'details');
  if (details === null)
    throw new AppError(
      'workspace-damaged',
      'This case was not finished when it was made: it has no name and holds nothing. Nothing was changed. Create a new case.',
    );
  return caseDetails.parse(JSON.parse(details));
}
