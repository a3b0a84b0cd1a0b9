import {
  GRADE_LABELS,
  GRANT_KIND_LABELS,
  PLATFORM_LABELS,
  type Severity,
  type Tier,
} from '../../../shared/domain/vocabulary.ts';
import type { ReportItem, SuppressedFinding } from './model.ts';

/** An ISO 8601 time as `2026-09-30 14:05 UTC`; `–` when there is none. */
export function timeText(iso: string | null): string {
  return iso === null ? '–' : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** The UTC day of an ISO 8601 time. */
export function dayText(iso: string | null): string {
  return iso === null ? '–' : iso.slice(0, 10);
}

/** 12345 as `12,345`. */
export function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 item`, `2 items`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

export function tierText(tier: Tier): string {
  return tier === null ? 'Unrated' : `Tier ${tier}`;
}

export function severityText(severity: Severity): string {
  return severity.charAt(0).toUpperCase() + severity.slice(1);
}

/** The last use with what it rests on; silence is never turned into a statement about use. */
export function lastUseText(item: Pick<ReportItem, 'lastUse'>): string {
  const { at, grade } = item.lastUse;
  if (at !== null) return `${timeText(at)} (${grade}, ${GRADE_LABELS[grade].toLowerCase()})`;
  return grade === 'Q0'
    ? 'No evidence of use in the imported logs (Q0)'
    : `None seen (${grade}, ${GRADE_LABELS[grade].toLowerCase()})`;
}

/** What kind of grant it is, where: `Consent per person · Google Workspace · example.com`. */
export function kindAndPlace(item: Pick<ReportItem, 'kind' | 'platform' | 'tenant'>): string {
  return `${GRANT_KIND_LABELS[item.kind]} · ${PLATFORM_LABELS[item.platform]} · ${item.tenant}`;
}

/** `Suppressed until 2026-12-31 by R. Reviewer (Roll-out 12): reason`. */
export function suppressionText({ name, until, by, reason }: SuppressedFinding['suppression']): string {
  return `Suppressed until ${until} by ${by} (${name}): ${reason}`;
}

/** `Since certified 2026-03-31 by A. Ro: …`: every line of the comparison, the most important first. */
export function sinceText({ since, kind, lines }: NonNullable<ReportItem['since']>): string {
  const said = lines.map(({ text }) => text).join(' ');
  if (since === null) return said === '' ? 'Not compared' : said;
  const unchanged = kind === 'same' ? 'no change found. ' : '';
  return `Since ${since}: ${unchanged}${said}`.trimEnd();
}

const DAY = 86_400_000;

/** Days (`YYYY-MM-DD`, sorted) as ranges: `2026-07-03 to 2026-07-05, 2026-07-09`. */
export function dayRanges(days: readonly string[]): string {
  const ranges: { from: string; to: string }[] = [];
  for (const day of days) {
    const last = ranges.at(-1);
    if (last !== undefined && Date.parse(day) - Date.parse(last.to) === DAY) last.to = day;
    else ranges.push({ from: day, to: day });
  }
  return ranges.map(({ from, to }) => (from === to ? from : `${from} to ${to}`)).join(', ');
}

/** Every UTC day from one to the other, both included. */
export function daysBetween(from: string, to: string): string[] {
  const first = Date.parse(from.slice(0, 10));
  const last = Date.parse(to.slice(0, 10));
  const count = Math.max(0, Math.round((last - first) / DAY) + 1);
  return Array.from({ length: count }, (_, index) => new Date(first + index * DAY).toISOString().slice(0, 10));
}

/** Whole days from a date (`YYYY-MM-DD`, or `YYYY-MM` for its first day) to a time. */
export function ageInDays(date: string, at: string): number {
  return Math.floor((Date.parse(at) - Date.parse(date)) / DAY);
}
