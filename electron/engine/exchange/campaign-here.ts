import type Database from 'better-sqlite3';
import { caseDetails } from '../../../shared/contract/workspace.ts';
import { readMeta } from '../db/meta.ts';
import { AppError } from '../lib/errors.ts';
import { journalHead } from '../review/journal.ts';

/** What every statement of a packet says of the case it is about. */
interface CaseHere {
  readonly case: { readonly id: string; readonly name: string };
  readonly campaign: { readonly id: string; readonly root: string };
  readonly journal: { readonly head: string; readonly count: number };
}

/** The case as packets name it. Throws `invalid-request` without a campaign, or with one that is not open. */
export function caseHere(db: Database.Database): CaseHere {
  const campaign = db
    .prepare<[], { id: string; root: string; state: string }>('SELECT id, root, state FROM v_campaign')
    .get();
  if (campaign === undefined)
    throw new AppError(
      'invalid-request',
      'This case has no campaign, so there is no fixed population that could be carried to others. Plan and open one first. Nothing was written.',
    );
  if (campaign.state !== 'open')
    throw new AppError(
      'invalid-request',
      campaign.state === 'staged'
        ? 'The campaign is planned but not open yet. Open it first: others review what is open. Nothing was changed.'
        : 'The campaign is closed: what was decided in it is final. Nothing was changed.',
    );
  return {
    case: {
      id: readMeta(db, 'case_id') ?? '',
      name: caseDetails.parse(JSON.parse(readMeta(db, 'details') ?? '{}')).name,
    },
    campaign: { id: campaign.id, root: campaign.root },
    journal: journalHead(db),
  };
}
