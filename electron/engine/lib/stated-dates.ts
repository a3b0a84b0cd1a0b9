const DAY = 86_400_000;
const DAY_ALONE = /^\d{4}-\d{2}-\d{2}$/;

/** First moment that a date stated in a register may mean, UTC milliseconds; null when it states none. */
export function startOf(date: string | null | undefined): number | null {
  const time = Date.parse(date ?? '');
  return Number.isNaN(time) ? null : time;
}

/** First moment after what a stated date may mean: the next midnight where it is a day alone. */
export function endOf(date: string | null | undefined): number | null {
  const start = startOf(date);
  if (start === null) return null;
  return DAY_ALONE.test(date ?? '') ? start + DAY : start;
}

/** Whole UTC days from one moment to a later one: registers know days, not hours. */
export function daysBetween(from: number, to: number): number {
  return Math.floor(to / DAY) - Math.floor(from / DAY);
}
