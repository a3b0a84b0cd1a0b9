/** Numbers alone are epochs and `/Date(…)/` holds one: they need no zone. */
const EPOCH = /\/date\(|^[\s"']*-?\d+(?:\.\d+)?[\s"']*$/i;
/** Letters at the end that name a zone. */
const NAMED_ZONE =
  /(?:\d *z|\b(?:utc|gmt|[pmcea]k?[sd]t|hst|wes?t|ces?t|mes?z|ees?t|jst|ae[sd]t|nz[sd]t)\)?|coordinated universal time)[\s"']*$/i;
/** An offset counts behind a time of day only: `04-03-2026` ends in a year. */
const OFFSET = /\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?\s*)?(?:utc|gmt)?[+-]\d{2}(?::?\d{2})?[\s"']*$/i;

/** A day alone names the same day everywhere and is never moved to another. */
const TIME_OF_DAY = /\d:\d|\dT\d|\d\s*[ap]\.?m\b/i;

/** True when a time of day is written without a zone, so that only the exporter knows where it was that time. */
export function lacksZone(text: string): boolean {
  return TIME_OF_DAY.test(text) && !EPOCH.test(text) && !NAMED_ZONE.test(text) && !OFFSET.test(text);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * Turns a wall-clock time, given as UTC milliseconds of the same digits, into UTC milliseconds of that time in a zone (IANA
 * name or `+02:00`). A time that the clock skips or shows twice is read with the offset before the change. Throws
 * RangeError for a zone nobody knows.
 */
export function zoneReader(zone: string): (wallClock: number) => number {
  const fixed = /^([+-])(\d{2}):(\d{2})$/.exec(zone);
  if (fixed !== null) {
    const size = Number(fixed[2]) * HOUR + Number(fixed[3]) * MINUTE;
    return (wallClock) => wallClock - (fixed[1] === '-' ? -size : size);
  }
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  // Offsets change at most every quarter of an hour of wall clock: one look-up serves all times in it.
  const offsets = new Map<number, number>();
  const offsetAt = (utc: number): number => {
    const quarter = Math.floor(utc / (HOUR / 4));
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      const start = quarter * (HOUR / 4);
      const parts = new Map(format.formatToParts(start).map((part) => [part.type, Number(part.value)]));
      const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
      const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
      offset = wall - start;
      if (offsets.size > 50_000) offsets.clear();
      offsets.set(quarter, offset);
    }
    return offset;
  };
  return (wallClock) => {
    const before = offsetAt(wallClock - 24 * HOUR);
    const first = wallClock - before;
    if (offsetAt(first) === before) return first;
    const after = offsetAt(wallClock + 24 * HOUR);
    const second = wallClock - after;
    // A skipped hour belongs to neither side; the offset before the change counts.
    return offsetAt(second) === after ? second : first;
  };
}

/** Whether the text names a zone this machine knows. */
export function isZone(zone: string): boolean {
  try {
    zoneReader(zone);
    return true;
  } catch {
    return false;
  }
}
