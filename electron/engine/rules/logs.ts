import { z } from 'zod';
import type { Platform } from '../../../shared/domain/vocabulary.ts';
import { PLATFORM_LABELS } from '../../../shared/domain/vocabulary.ts';
import type { RuleContext } from './rule.ts';
import { dateText, dayText } from './wording.ts';

const DAY = 86_400_000;
const dayList = z.array(z.iso.date());

/** What one log of a tenant covers. Days are whole UTC days since 1970-01-01. */
export interface LogWindow {
  readonly platform: Platform;
  readonly tenant: string;
  readonly log: string;
  readonly label: string;
  readonly grade: 'Q1' | 'Q2';
  readonly fromDay: number;
  readonly toDay: number;
  readonly asOf: number;
  readonly coveredDays: number;
  readonly missingDays: ReadonlySet<number>;
  /** Names of files that may be cut off: what they do not show is no silence. */
  readonly cutOff: string | null;
}

/** What a log must be able to show: calls, tokens given out, or consents and revocations. */
export type LogPurpose = 'operations' | 'tokens' | 'consents';

/** Logs that record consents and revocations, by the id of their format. */
const CONSENT_LOGS = [
  'entra.audit',
  'm365.ual',
  'google.reports.token',
  'google.console.oauth',
  'slack.audit',
  'slack.integrationlogs',
  'github.audit',
  'okta.syslog',
];
/** Logs that record tokens being given out. */
const TOKEN_LOGS = [
  'google.reports.token',
  'google.console.oauth',
  'entra.signin',
  'sf.loginhistory',
  'sf.elf.Login',
  'okta.syslog',
];

/** A log of several kinds has one id per kind: `entra.signin.interactive` is a part of `entra.signin`. */
function isAmong(logs: readonly string[], log: string): boolean {
  return logs.some((id) => log === id || (log.startsWith(`${id}.`) && !log.endsWith('.rollup')));
}

export interface Logs {
  readonly all: readonly LogWindow[];
  /** The log of a tenant that serves the purpose best: the one with most covered days. */
  best(platform: Platform, tenant: string, purpose: LogPurpose): LogWindow | null;
}

interface Row {
  readonly platform: Platform;
  readonly tenant: string;
  readonly log: string;
  readonly label: string;
  readonly grade: 'Q1' | 'Q2';
  readonly from_day: number;
  readonly to_day: number;
  readonly as_of: number;
  readonly covered_days: number;
  readonly missing_days: string;
  readonly cut_off: string | null;
}

/** Reads what the imported logs cover. */
export function readLogs({ db }: RuleContext): Logs {
  const rows = db
    .prepare<[], Row>(
      `SELECT platform, tenant, log, label, grade, from_day, to_day, as_of, covered_days, missing_days, cut_off
       FROM v_log_window
       ORDER BY tenant, log`,
    )
    .all();
  const all = rows.map(toWindow);
  return {
    all,
    best(platform, tenant, purpose) {
      const fitting = all.filter(
        (window) => window.platform === platform && window.tenant === tenant && serves(window, purpose),
      );
      return fitting.toSorted((a, b) => b.coveredDays - a.coveredDays)[0] ?? null;
    },
  };
}

function toWindow(row: Row): LogWindow {
  const missing = dayList.parse(JSON.parse(row.missing_days)).map((day) => Date.parse(day) / DAY);
  return {
    platform: row.platform,
    tenant: row.tenant,
    log: row.log,
    label: row.label,
    grade: row.grade,
    fromDay: row.from_day,
    toDay: row.to_day,
    asOf: row.as_of,
    coveredDays: row.covered_days,
    missingDays: new Set(missing),
    cutOff: row.cut_off,
  };
}

function serves(window: LogWindow, purpose: LogPurpose): boolean {
  if (purpose === 'operations') return window.grade === 'Q1';
  return isAmong(purpose === 'tokens' ? TOKEN_LOGS : CONSENT_LOGS, window.log);
}

/** Covered days among the whole days from `fromDay` up to, but not including, `endDay`. */
export function coveredBetween(window: LogWindow, fromDay: number, endDay: number): number {
  const first = Math.max(window.fromDay, fromDay);
  const last = Math.min(window.toDay, endDay - 1);
  if (last < first) return 0;
  const missing = [...window.missingDays].filter((day) => day >= first && day <= last).length;
  return last - first + 1 - missing;
}

/**
 * Whether a log covers the whole days before the as-of time: `days` of them, with the share the policy asks for. The day
 * of the as-of time itself is not over and does not count. What a log that may be cut off does not show is no silence (EV-2).
 */
export function coversDays(window: LogWindow, asOf: number, days: number, share: number): boolean {
  if (window.cutOff !== null) return false;
  const end = Math.floor(asOf / DAY);
  return coveredBetween(window, end - days, end) >= days * share;
}

/** `92 days of the Google OAuth token log (2026-07-01 to 2026-09-30)`: window and source of a statement. */
export function windowText(window: LogWindow): string {
  const days = window.toDay - window.fromDay + 1;
  const covered = window.coveredDays === days ? `${days}` : `${window.coveredDays} covered of ${days}`;
  return `${covered} ${covered === '1' ? 'day' : 'days'} of the ${window.label} (${dayText(window.fromDay)} to ${dayText(window.toDay)})`;
}

const PURPOSE_WORDS: Readonly<Record<LogPurpose, string>> = {
  operations: 'A log of calls',
  tokens: 'A sign-in or token log',
  consents: 'A log of consents and revocations',
};

/** What to ask for when no log of the purpose is in the case, or too few of its days. */
export function missingLogText(
  purpose: LogPurpose,
  subject: { readonly platform: Platform; readonly tenant: string },
  asOf: number,
  days: number,
  found: LogWindow | null,
): string {
  const wanted = `${PURPOSE_WORDS[purpose]} of ${PLATFORM_LABELS[subject.platform]} tenant ${subject.tenant}`;
  const span = `the ${days} days before ${dateText(asOf)}`;
  if (found === null) return `${wanted} for ${span}: none was imported.`;
  const end = Math.floor(asOf / DAY);
  const doubt = found.cutOff === null ? '' : ` and may be cut off (${found.cutOff})`;
  return `${wanted} for ${span}: the ${found.label} covers ${coveredBetween(found, end - days, end)} of them${doubt}.`;
}
