/** First millisecond of the logged window: the third quarter of 2026, 92 days. */
export const WINDOW_START = Date.UTC(2026, 6, 1);
/** First millisecond after the logged window. */
export const WINDOW_END = Date.UTC(2026, 9, 1);
/** When the inventories were taken. */
export const AS_OF = Date.UTC(2026, 9, 1, 6);

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const WINDOW_DAYS = (WINDOW_END - WINDOW_START) / DAY;

/** `2026-09-03T14:08:45.221Z`, the form of Google and Graph JSON. */
export function iso(time: number): string {
  return new Date(time).toISOString();
}

/** `2026-09-03`, for registers. */
export function isoDate(time: number): string {
  return iso(time).slice(0, 10);
}

/** `2026-09-03T14:08:45Z`, Graph's form for times without a fraction. */
export function isoSeconds(time: number): string {
  return `${iso(time).slice(0, 19)}Z`;
}

/** `9/3/2026, 2:08:45.221 PM` in UTC, the form of a Log Analytics CSV export. */
export function logAnalyticsTime(time: number): string {
  const date = new Date(time);
  const hour = date.getUTCHours();
  const minute = two(date.getUTCMinutes());
  const second = `${two(date.getUTCSeconds())}.${String(date.getUTCMilliseconds()).padStart(3, '0')}`;
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
  return `${day}, ${hour % 12 === 0 ? 12 : hour % 12}:${minute}:${second} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** True on Monday to Friday in UTC. */
export function isWorkday(time: number): boolean {
  const day = new Date(time).getUTCDay();
  return day !== 0 && day !== 6;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
