import { formatCount, formatCounted } from '../../components/format.ts';

/**
 * Why the people who hold a grant and those whose calls were seen are not the same number, with both; null when they are, or
 * when nobody's calls can be counted. Neither number says anything about the people who are only in the other.
 */
export function holdersAndCallers(holders: number, callers: number): string | null {
  if (holders === 0 || callers === 0 || holders === callers) return null;
  const both = `${formatCounted(holders, 'person holds', 'people hold')} a grant, and calls of ${formatCount(callers)} were seen:`;
  return callers < holders
    ? `${both} a grant does not show use, and a call counts only where an imported log names who made it.`
    : `${both} people also act through a consent for the whole tenant, or by a grant that is no longer listed.`;
}
