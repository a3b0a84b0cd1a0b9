import type Database from 'better-sqlite3';
import type { ReviewProgress } from '../../../../shared/contract/review.ts';
import { itemStatusSchema } from '../../../../shared/contract/item-states.ts';
import { type ItemProgress, progressOf } from '../../../../shared/domain/item-progress.ts';
import { prepared } from '../prepared.ts';

interface CountRow {
  readonly status: string;
  readonly is_high: number;
  readonly is_submitted: number;
  readonly items: number;
}

/** How far the review is: of the campaign's population when there is one, else of all items. */
export function reviewProgress(db: Database.Database): ReviewProgress {
  const rows = prepared<[], CountRow>(
    db,
    `SELECT status, is_high, is_submitted, sum(items) AS items FROM review_count
     WHERE in_campaign = (SELECT EXISTS (SELECT 1 FROM review_count WHERE in_campaign = 1 AND items > 0))
     GROUP BY status, is_high, is_submitted`,
  ).all();
  const count = (of: (row: CountRow) => boolean): number => rows.filter(of).reduce((sum, { items }) => sum + items, 0);
  const total = count(() => true);
  const is = (row: CountRow, progress: ItemProgress): boolean =>
    progressOf(itemStatusSchema.parse(row.status)) === progress;
  const decided = count((row) => is(row, 'decided'));
  return {
    total,
    decided,
    open: total - decided,
    answered: count((row) => is(row, 'answered')),
    highRiskOpen: count((row) => !is(row, 'decided') && row.is_high === 1),
    secondOpen: count((row) => row.status === 'second-open'),
    disputed: count((row) => row.status === 'disagreement' || row.status === 'conflict'),
    submitted: count((row) => row.is_submitted === 1),
  };
}
