/** All ISO dates from one to another, both inclusive; at most ten years, empty when either is null. */
export function dayRange(from: string | null, to: string | null): readonly string[] {
  if (from === null || to === null) return [];
  const days: string[] = [];
  const end = Date.parse(`${to}T00:00:00Z`);
  for (let time = Date.parse(`${from}T00:00:00Z`); time <= end && days.length < 3660; time += 86_400_000) {
    days.push(new Date(time).toISOString().slice(0, 10));
  }
  return days;
}
