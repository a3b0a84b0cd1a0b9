import type { RuleContext } from './rule.ts';

/** What one UTC day of a connector holds: successful calls, the bytes they gave, and tokens. */
export interface DayUse {
  readonly day: number;
  readonly calls: number;
  readonly bytes: number;
  readonly tokens: number;
}

/** Use per connector and UTC day, in the order of days; days without a record are left out. */
export function readUsageDays({ db }: RuleContext): ReadonlyMap<number, readonly DayUse[]> {
  const rows = db
    .prepare<[], DayUse & { connector: number }>(
      `SELECT connector, day, success AS calls, bytes, tokens
       FROM v_usage_day
       ORDER BY connector, day`,
    )
    .all();
  return Map.groupBy(rows, (row) => row.connector);
}

/** What one day should not exceed, from the days before it. */
export interface Ceiling {
  readonly median: number;
  /** A day above it stands out. */
  readonly limit: number;
}

/** Least deviation that is assumed, as a share of the median: equal days in a row do not make the next one suspicious. */
const LEAST_SHARE = 0.05;

/**
 * The ceiling over `values` of the days before: median + `factor` × median deviation, and never below the highest of them,
 * so that the weekly run of a connector that rests on other days is no shift. A deviation below 5 % of the median, or below
 * `floor`, counts as that.
 */
export function ceilingOf(values: readonly number[], factor: number, floor: number): Ceiling {
  const median = medianOf(values);
  const distance = medianOf(values.map((value) => Math.abs(value - median)));
  const deviation = Math.max(distance, median * LEAST_SHARE, floor);
  return { median, limit: Math.max(median + factor * deviation, ...values) };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >>> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}
