const DAY = 86_400_000;
const MOST = 3660;

/** The last UTC day that lies wholly before an instant, ISO. */
export function lastFullDay(instant: string): string {
  return new Date(Date.parse(`${instant.slice(0, 10)}T00:00:00Z`) - DAY).toISOString().slice(0, 10);
}

/** All ISO dates from one to another, both inclusive; the newest ten years at most, empty when either is null. */
export function dayRange(from: string | null, to: string | null): readonly string[] {
  if (from === null || to === null) return [];
  const end = Date.parse(`${to}T00:00:00Z`);
  const start = Math.max(Date.parse(`${from}T00:00:00Z`), end - (MOST - 1) * DAY);
  const days: string[] = [];
  for (let time = start; time <= end; time += DAY) days.push(new Date(time).toISOString().slice(0, 10));
  return days;
}
