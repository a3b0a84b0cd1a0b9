import type Database from 'better-sqlite3';
import { type Round, ROUNDS } from '../../../shared/contract/item-states.ts';
import { personById } from '../db/queries/people.ts';
import { prepared } from '../db/prepared.ts';
import type { Acting } from '../handlers/context.ts';
import { heads } from './item-state.ts';
import { actsOf, standingNow } from './review-state.ts';

/** What somebody may decide on an item, or why not. */
export type Turn = { readonly campaign: string | null } | { readonly closed: string };

interface StateRow {
  readonly in_campaign: number;
  readonly reviewer: string | null;
  readonly second_reviewer: string | null;
}

/**
 * Whether this person decides this item in this round: the first review belongs to the person it was given to, the second
 * to the second reviewer, and what they disagree about to an approver who decided neither way.
 */
export function turnOf(db: Database.Database, item: number, acting: Acting, round: Round): Turn {
  const row = prepared<[number], StateRow>(
    db,
    'SELECT in_campaign, reviewer, second_reviewer FROM review_state WHERE item = ?',
  ).get(item);
  const campaign =
    row?.in_campaign === 1
      ? (prepared<[], { id: string; state: string }>(db, 'SELECT id, state FROM v_campaign').get() ?? null)
      : null;
  if (campaign?.state === 'staged')
    return { closed: 'The campaign is planned but not open yet: open it on the Campaign screen first.' };
  if (campaign?.state === 'closed')
    return { closed: 'The campaign is closed. What has to be decided now belongs to the next one.' };
  const name = (person: string): string => personById(db, person)?.name ?? 'somebody else';
  switch (round) {
    case 'first': {
      if (!acting.roles.includes('reviewer'))
        return { closed: `${acting.name} is no reviewer in this case, and only reviewers decide.` };
      const reviewer = row?.reviewer ?? null;
      if (acting.person !== null && reviewer !== null && reviewer !== acting.person)
        return { closed: `This item is for ${name(reviewer)} to decide, not for ${acting.name}.` };
      return { campaign: campaign?.id ?? null };
    }
    case 'second': {
      const second = row?.second_reviewer ?? null;
      if (second === null) return { closed: 'No second review is planned for this item.' };
      if (second !== acting.person) return { closed: `The second review of this item is for ${name(second)}.` };
      if (!acting.roles.includes('reviewer'))
        return { closed: `${acting.name} is no reviewer in this case, and only reviewers decide.` };
      return { campaign: campaign?.id ?? null };
    }
    case 'adjudication': {
      const acts = actsOf(db, item);
      const { status } = standingNow(db, item);
      const isSettled = heads(acts, 'adjudication').length > 0;
      if (status !== 'disagreement' && status !== 'conflict' && !isSettled)
        return { closed: 'There is nothing to settle: the decisions on this item do not differ.' };
      if (!acting.roles.includes('approver'))
        return {
          closed: `${acting.name} is no approver in this case, and only approvers settle what reviewers disagree about.`,
        };
      const decided = [...heads(acts, 'first'), ...heads(acts, 'second')];
      if (acting.person !== null && decided.some((act) => act.person === acting.person))
        return { closed: `${acting.name} decided this item and cannot settle the disagreement about it.` };
      return { campaign: campaign?.id ?? null };
    }
  }
}

/** The round in which this person has something to decide on the item, or why there is none. */
export function roundFor(
  db: Database.Database,
  item: number,
  acting: Acting,
): { readonly round: Round } | { readonly closed: string } {
  const { status } = standingNow(db, item);
  const order: readonly Round[] =
    status === 'disagreement' || status === 'conflict' ? ['adjudication', ...ROUNDS] : ROUNDS;
  let closed = '';
  for (const round of order) {
    const turn = turnOf(db, item, acting, round);
    if ('campaign' in turn) return { round };
    if (closed === '') ({ closed } = turn);
  }
  return { closed };
}
