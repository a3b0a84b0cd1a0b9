import type { Grade } from '../../shared/domain/terms.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** 12345 as "12,345". By hand: the tables of all languages, which `Intl` reads first, would hold up the first screen. */
export function formatCount(value: number): string {
  const [whole = '', fraction] = String(Math.round(value * 1000) / 1000).split('.');
  const grouped = whole.replace(/(?<=\d)(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** "1 grant", "2 grants"; pass the plural when it is irregular. */
export function formatCounted(value: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(value)} ${value === 1 ? singular : plural}`;
}

/** What stands in the place of the day of last use: nothing could show one, or what could shows none. */
export function noUseText(grade: Grade): string {
  return grade === 'Q0' ? 'No evidence' : 'Not seen';
}

/** People whom a source counts without naming them: "1,204 people, not named". */
export function unnamedPeople(stated: number): string {
  return `${formatCounted(stated, 'person', 'people')}, not named`;
}

/** Bytes in binary units with at most one decimal: "3.4 MiB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? ''}`;
}

/** ISO instant as "2026-03-31 14:05 UTC"; a dash for null. */
export function formatTime(iso: string | null): string {
  return iso === null ? '–' : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** ISO instant or date as "2026-03-31"; a dash for null. */
export function formatDate(iso: string | null): string {
  return iso === null ? '–' : iso.slice(0, 10);
}

/** ISO date as "Mar 31", for chart axes. */
export function formatShortDay(isoDate: string): string {
  return `${MONTHS[Number(isoDate.slice(5, 7)) - 1] ?? ''} ${Number(isoDate.slice(8, 10))}`;
}

/** Whole days from one instant to a later one, in words: "today", "3 days", "14 months", "2.5 years" (never rounded up). */
export function formatAge(fromIso: string, toIso: string): string {
  const days = Math.floor((Date.parse(toIso) - Date.parse(fromIso)) / 86_400_000);
  if (days < 1) return 'today';
  if (days < 60) return formatCounted(days, 'day');
  if (days < 730) return formatCounted(Math.round(days / 30.4), 'month');
  return formatCounted(Math.floor((days / 365.25) * 2) / 2, 'year');
}

/** A share as a percentage that never rounds up to 100 % or down to 0 %. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (part / whole) * 100;
  if (part > 0 && percent < 1) return '<1 %';
  if (part < whole && percent > 99) return '>99 %';
  return `${Math.round(percent)} %`;
}
