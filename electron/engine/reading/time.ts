/** Which number comes first in dates like 03/04/2024. */
export type DayOrder = 'day-first' | 'month-first';

const EARLIEST_YEAR = 1971;
const FIRST_NEVER_YEAR = 2100;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * UTC milliseconds of a time in any form that tenant exports use, or null when the text is no time, is ambiguous without
 * a day order, or stands for “never” (years before 1971 and from 2100 on). A time without zone is UTC. Fractions beyond
 * milliseconds are cut off.
 */
export function parseTime(text: string, order?: DayOrder): number | null {
  const exact = parseIsoUtc(text);
  if (exact !== undefined) return exact;
  const trimmed = text.replace(/^[\s"']+|[\s"']+$/g, '').replace(/[\s\u200e\u200f]+/g, ' ');
  if (trimmed === '' || trimmed.length > 80) return null;
  const time = /^-?[\d.]+$/.test(trimmed)
    ? parseDigits(trimmed, order)
    : (parseIso(trimmed) ?? parseDotNet(trimmed) ?? parseLocal(trimmed, order) ?? parseNamed(trimmed));
  return time === null ? null : inRange(time);
}

/**
 * Whether the dates of a file have the day or the month first: any number above 12 decides. `not-needed` when no sample
 * has that form, `undecidable` when nothing decides or samples contradict each other, and the user must be asked.
 */
export function decideDayOrder(samples: readonly string[]): DayOrder | 'undecidable' | 'not-needed' {
  let isNeeded = false;
  let dayFirst = false;
  let monthFirst = false;
  for (const sample of samples) {
    const match = /^\W*(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d{2})(?!\d)/.exec(sample);
    if (match === null) continue;
    isNeeded = true;
    // Dots between the numbers are only used with the day first.
    if (Number(match[1]) > 12 || match[2] === '.') dayFirst = true;
    if (Number(match[3]) > 12) monthFirst = true;
  }
  if (!isNeeded) return 'not-needed';
  if (dayFirst === monthFirst) return 'undecidable';
  return dayFirst ? 'day-first' : 'month-first';
}

/** The form of nearly every log, `2024-01-05T10:11:12.1234567Z`, without a pattern; undefined when it is another form. */
function parseIsoUtc(text: string): number | null | undefined {
  const length = text.length;
  if (length < 20 || length > 30 || text.charCodeAt(length - 1) !== 0x5a) return undefined;
  if (text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d || text.charCodeAt(10) !== 0x54) return undefined;
  if (text.charCodeAt(13) !== 0x3a || text.charCodeAt(16) !== 0x3a) return undefined;
  const year = pair(text, 0) * 100 + pair(text, 2);
  let milliseconds = 0;
  if (length > 20) {
    if (text.charCodeAt(19) !== 0x2e || length < 22) return undefined;
    let unit = 100;
    for (let index = 20; index < length - 1; index += 1) {
      const digit = text.charCodeAt(index) - 0x30;
      if (digit < 0 || digit > 9) return undefined;
      milliseconds += Math.trunc(unit) * digit;
      unit /= 10;
    }
  }
  const time = utc(year, pair(text, 5), pair(text, 8), pair(text, 11), pair(text, 14), pair(text, 17), milliseconds);
  return time === null ? null : inRange(time);
}

/**
 * The same for a time that stands in bytes: what `parseTime` gives for the usual form, undefined for any other form.
 */
export function isoUtcOf(bytes: Uint8Array, from: number, length: number): number | null | undefined {
  if (length < 20 || length > 30 || bytes[from + length - 1] !== 0x5a) return undefined;
  if (bytes[from + 4] !== 0x2d || bytes[from + 7] !== 0x2d || bytes[from + 10] !== 0x54) return undefined;
  if (bytes[from + 13] !== 0x3a || bytes[from + 16] !== 0x3a) return undefined;
  let milliseconds = 0;
  if (length > 20) {
    if (bytes[from + 19] !== 0x2e || length < 22) return undefined;
    let unit = 100;
    for (let index = 20; index < length - 1; index += 1) {
      const digit = (bytes[from + index] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) return undefined;
      milliseconds += Math.trunc(unit) * digit;
      unit /= 10;
    }
  }
  const two = (index: number): number => {
    const tens = (bytes[from + index] ?? 0) - 0x30;
    const ones = (bytes[from + index + 1] ?? 0) - 0x30;
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
  };
  const time = utc(two(0) * 100 + two(2), two(5), two(8), two(11), two(14), two(17), milliseconds);
  return time === null ? null : inRange(time);
}

/** Two digits as a number; NaN when they are none. */
function pair(text: string, index: number): number {
  const tens = text.charCodeAt(index) - 0x30;
  const ones = text.charCodeAt(index + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Milliseconds since 1970 of a calendar time (month 1-12), null when there is no such time. */
function utc(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  millisecond = 0,
): number | null {
  const days = DAYS_IN_MONTH[month - 1];
  // Second 60 is a leap second. Comparisons with NaN are false, so they are written to fail.
  if (days === undefined || !(day >= 1 && day <= days && hour <= 23 && minute <= 59 && second <= 60)) return null;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2 && day === 29 && !isLeap) return null;
  // Days since 1970 in the proleptic Gregorian calendar, counted in years that begin in March.
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  const time =
    (era * 146_097 + dayOfEra - 719_468) * 86_400_000 + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
  return Number.isNaN(time) ? null : time;
}

const EARLIEST = Date.UTC(EARLIEST_YEAR, 0);
const FIRST_NEVER = Date.UTC(FIRST_NEVER_YEAR, 0);

function inRange(time: number): number | null {
  return time >= EARLIEST && time < FIRST_NEVER ? time : null;
}

const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?`;
const ZONE = String.raw`(?:\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?|\(?[A-Z]{2,5}\)?|Coordinated Universal Time))?`;
const ISO = new RegExp(String.raw`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:(?:T|,? )${CLOCK}${ZONE})?$`, 'i');
const LOCAL = new RegExp(
  String.raw`^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2}),?(?: (?:at )?${CLOCK}\s*(?:([AP])\.?M\.?)?${ZONE})?$`,
  'i',
);
const MONTHS = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
const NAMED_CLOCK = String.raw`,?(?: (?:at )?${CLOCK}\s*(?:([AP])\.?M\.?)?${ZONE})?$`;
const DAY_MONTH = new RegExp(
  String.raw`^(?:[a-z]{3,9},? )?(\d{1,2})[ -](${MONTHS})[a-z]*\.?[ -](\d{4})${NAMED_CLOCK}`,
  'i',
);
const MONTH_DAY = new RegExp(
  String.raw`^(?:[a-z]{3,9},? )?(${MONTHS})[a-z]*\.? (\d{1,2}),? (\d{4})${NAMED_CLOCK}`,
  'i',
);

function parseIso(text: string): number | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, ...clock] = match;
  return assemble(Number(year), Number(month), Number(day), { ...clockOf(clock), half: undefined, zone: clock[4] });
}

function parseLocal(text: string, order: DayOrder | undefined): number | null {
  const match = LOCAL.exec(text);
  if (match === null) return null;
  const [, first = '', separator, second = '', year = '', ...clock] = match;
  const decided = order ?? orderOf(Number(first), Number(second), separator === '.');
  if (decided === null) return null;
  const [day, month] = decided === 'day-first' ? [first, second] : [second, first];
  const fullYear = year.length === 2 ? 2000 + Number(year) : Number(year);
  return assemble(fullYear, Number(month), Number(day), { ...clockOf(clock), half: clock[4], zone: clock[5] });
}

function orderOf(first: number, second: number, hasDots: boolean): DayOrder | null {
  if (hasDots || first > 12) return 'day-first';
  return second > 12 || first === second ? 'month-first' : null;
}

function parseNamed(text: string): number | null {
  const dayFirst = DAY_MONTH.exec(text);
  const match = dayFirst ?? MONTH_DAY.exec(text);
  if (match === null) return null;
  const [, first = '', second = '', year, ...clock] = match;
  const [day, name] = dayFirst === null ? [second, first] : [first, second];
  const month = MONTHS.split('|').indexOf(name.slice(0, 3).toLowerCase()) + 1;
  return assemble(Number(year), month, Number(day), { ...clockOf(clock), half: clock[4], zone: clock[5] });
}

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

function clockOf(groups: readonly (string | undefined)[]): Clock {
  const [hour = '0', minute = '0', second = '0', fraction = ''] = groups;
  return {
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    millisecond: Number(fraction.padEnd(3, '0').slice(0, 3)),
  };
}

function assemble(
  year: number,
  month: number,
  day: number,
  clock: Clock & { readonly half: string | undefined; readonly zone: string | undefined },
): number | null {
  const offset = zoneOffset(clock.zone, clock.half !== undefined);
  let { hour } = clock;
  if (clock.half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (clock.half.toLowerCase() === 'p' ? 12 : 0);
  }
  const time = utc(year, month, day, hour, clock.minute, clock.second, clock.millisecond);
  return time === null || offset === null ? null : time - offset;
}

/** Hours from UTC of zone names that mean one zone only; CST counts with a 12-hour clock, which is the American one. */
const ZONE_HOURS: Readonly<Record<string, number>> = {
  PST: -8,
  PDT: -7,
  MST: -7,
  MDT: -6,
  CDT: -5,
  EST: -5,
  EDT: -4,
  AKST: -9,
  AKDT: -8,
  HST: -10,
  WET: 0,
  WEST: 1,
  CET: 1,
  CEST: 2,
  MEZ: 1,
  MESZ: 2,
  EET: 2,
  EEST: 3,
  JST: 9,
  AEST: 10,
  AEDT: 11,
  NZST: 12,
  NZDT: 13,
};

/** Milliseconds east of UTC; null for a zone that is not known. */
function zoneOffset(zone: string | undefined, isAmericanClock: boolean): number | null {
  const name = (zone ?? 'Z').toUpperCase().replace(/[()]/g, '');
  if (name === 'Z' || name === 'UTC' || name === 'GMT' || name === 'COORDINATED UNIVERSAL TIME') return 0;
  const numeric = /^([+-])(\d{2}):?(\d{2})?$/.exec(name);
  if (numeric !== null) {
    const size = Number(numeric[2]) * HOUR + Number(numeric[3] ?? 0) * MINUTE;
    return numeric[1] === '-' ? -size : size;
  }
  if (name === 'CST' && isAmericanClock) return -6 * HOUR;
  const hours = Object.hasOwn(ZONE_HOURS, name) ? ZONE_HOURS[name] : undefined;
  return hours === undefined ? null : hours * HOUR;
}

/** PowerShell 5 writes `/Date(1733343742000)/`; the number is UTC whatever offset follows it. */
function parseDotNet(text: string): number | null {
  const match = /^\\?\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\\?\/$/.exec(text);
  return match === null ? null : Number(match[1]);
}

const TICKS_PER_MILLISECOND = 10_000n;
const TICKS_AT_1970 = 621_355_968_000_000_000n;

/** Numbers: Salesforce's `20231218054831.655`, dates without separators, and epochs told apart by their size. */
function parseDigits(text: string, order: DayOrder | undefined): number | null {
  const stamp = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})(?:\.(\d{1,9}))?)?$/.exec(text);
  if (stamp !== null && /^(?:19|20)/.test(text)) {
    const [, year, month, day, ...clock] = stamp;
    const time = utc(Number(year), Number(month), Number(day), ...clockParts(clock));
    if (time !== null) return time;
  }
  if (/^\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})$/.test(text)) return parseLocal(text, order);
  const [whole = '', fraction = '', ...more] = text.split('.');
  if (more.length > 0 || !/^\d{9,19}$/.test(whole)) return null;
  // The last days of the year 9999 in seconds or milliseconds would pass for a day of 1978 in smaller units.
  if (/^25340[12]\d{6}(?:\d{3})?$/.test(whole)) return null;
  switch (whole.length) {
    case 9:
    case 10:
      return Number(whole) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
    case 12:
    case 13:
      return Number(whole);
    case 15:
    case 16:
      return Math.floor(Number(whole) / 1000);
    case 18:
      return Number((BigInt(whole) - TICKS_AT_1970) / TICKS_PER_MILLISECOND);
    case 19:
      return Number(BigInt(whole) / 1_000_000n);
    default:
      return null;
  }
}

function clockParts(groups: readonly (string | undefined)[]): readonly [number, number, number, number] {
  const { hour, minute, second, millisecond } = clockOf(groups);
  return [hour, minute, second, millisecond];
}
