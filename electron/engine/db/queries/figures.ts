import { AGE_BANDS } from '../../../../shared/domain/vocabulary.ts';

// Pieces of SQL that figures of the dashboard and the filters of their rows share, so that both always agree.

const DAY = 86_400_000;

/** The band of the whole days from a time of an item up to the item's own as-of time. A later time is under 30 days. */
export function bandOf(column: string): string {
  const cases = AGE_BANDS.flatMap((band) => {
    const [, last] = band.split('-');
    return last === undefined || last === ''
      ? []
      : [`WHEN item.as_of - ${column} < ${(Number(last) + 1) * DAY} THEN '${band}'`];
  });
  return `CASE WHEN ${column} IS NULL THEN 'unknown' ${cases.join(' ')} ELSE '730-' END`;
}

/** Whether a tier is one of a JSON list of tiers, in which null stands for unrated. */
export function tierAmong(column: string): string {
  return `EXISTS (SELECT 1 FROM json_each(?) wanted WHERE wanted.value IS ${column})`;
}

/** What CS-01 says of a connector as a whole: one item that nobody answers for decides it. */
export const OWNERSHIP = `(SELECT f.outcome FROM finding f WHERE f.connector = connector.id AND f.rule = 'CS-01'
  ORDER BY CASE f.outcome WHEN 'finding' THEN 0 WHEN 'undeterminable' THEN 1 WHEN 'clear' THEN 2 ELSE 3 END LIMIT 1)`;
