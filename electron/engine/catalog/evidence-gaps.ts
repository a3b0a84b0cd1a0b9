import type { EvidenceGap, EvidenceWindow, LogCoverage, Observability } from './types.ts';

const DAY = 86_400_000;

/** The log that covers the window best, and what still keeps it from being fully covered. */
export interface Judged {
  readonly log: string;
  readonly gaps: readonly EvidenceGap[];
}

/**
 * The log that covers the window best: one without any gap before others, then the one with the fewest days missing.
 * null: none of the logs was supplied. Compared by UTC day: a log that starts within the first day covers it.
 */
export function judgeWindow(window: EvidenceWindow, observability: Observability): Judged | null {
  const judged = observability.logs.flatMap(({ log, needsCalls, blindSpots }): Judged[] =>
    window.logs
      .filter((supplied) => supplied.log === log && supplied.coveredDays > 0)
      .filter((supplied) => !needsCalls || (supplied.grade ?? 'Q1') === 'Q1')
      .map((supplied) => ({
        log,
        gaps: [...logGaps(window, supplied), ...blindSpots.map((text) => blind(log, text))],
      })),
  );
  return judged.toSorted(byGaps)[0] ?? null;
}

function byGaps(left: Judged, right: Judged): number {
  return (
    Number(left.gaps.length > 0) - Number(right.gaps.length > 0) ||
    daysIn(left.gaps) - daysIn(right.gaps) ||
    left.gaps.length - right.gaps.length ||
    (left.log < right.log ? -1 : 1)
  );
}

function blind(log: string, text: string): EvidenceGap {
  return { log, why: 'blind-spot', days: [], text };
}

function daysIn(gaps: readonly EvidenceGap[]): number {
  return gaps.reduce((sum, gap) => sum + dayCount(gap), 0);
}

function dayCount(gap: EvidenceGap): number {
  const [first, last] = [gap.days[0], gap.days.at(-1)];
  if (gap.why === 'missing-days' || first === undefined || last === undefined) return gap.days.length;
  return (Date.parse(last) - Date.parse(first)) / DAY + 1;
}

function logGaps(window: EvidenceWindow, log: LogCoverage): readonly EvidenceGap[] {
  const firstNeeded = dayOf(window.needFrom);
  const lastNeeded = dayOf(window.needTo - 1);
  const first = dayOf(log.from);
  const last = dayOf(log.to);
  const gaps: EvidenceGap[] = [];
  if (first > firstNeeded) gaps.push(edge(log.log, 'starts-late', firstNeeded, Math.min(first - 1, lastNeeded)));
  if (last < lastNeeded) gaps.push(edge(log.log, 'ends-early', Math.max(last + 1, firstNeeded), lastNeeded));
  const inside = log.missingDays.filter((day) => {
    const number = dayOf(Date.parse(day));
    return number >= Math.max(first, firstNeeded) && number <= Math.min(last, lastNeeded);
  });
  if (inside.length > 0) {
    const text = inside.length === 1 ? `No records on ${inside[0] ?? ''}` : `No records on ${inside.length} days`;
    gaps.push({ log: log.log, why: 'missing-days', days: inside.toSorted(), text });
  }
  if (log.cutOff) gaps.push({ log: log.log, why: 'cut-off', days: [], text: `${log.cutOff} may have been cut off` });
  return gaps;
}

function edge(log: string, why: 'starts-late' | 'ends-early', first: number, last: number): EvidenceGap {
  const days = first === last ? [isoDay(first)] : [isoDay(first), isoDay(last)];
  const text = why === 'starts-late' ? 'The log starts after the window does' : 'The log ends before the window does';
  return { log, why, days, text: `${text}: ${days.join(' to ')} missing` };
}

function dayOf(time: number): number {
  return Math.floor(time / DAY);
}

function isoDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
