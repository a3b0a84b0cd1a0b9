/**
 * Spaces out repeated attempts: `delay()` counts one attempt and answers how many milliseconds to wait before it, 0
 * while fewer than `attempts` lie within the last `windowMs`.
 */
export function createRateLimit(attempts: number, windowMs: number, now: () => number = Date.now) {
  let planned: number[] = [];
  return {
    delay(): number {
      const time = now();
      planned = planned.filter((at) => at > time - windowMs);
      const oldest = planned.length < attempts ? undefined : planned[planned.length - attempts];
      const at = oldest === undefined ? time : oldest + windowMs;
      planned.push(at);
      return at - time;
    },
  };
}
