import type { ScopeUsage } from '../catalog/types.ts';

/** The window a statement speaks of, as people read it. */
export interface StatedWindow {
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly logLabel: string;
}

const REASONS: Readonly<Record<NonNullable<ScopeUsage['reason']>, string>> = {
  'no-such-log': 'no log of this platform shows its use',
  'log-not-supplied': 'the log that would show its use was not supplied',
  'not-attributable': 'its use cannot be told apart from that of other grants',
  'no-mapping': 'the catalog knows no operation for it',
  persistence: 'judged by sign-in and token events',
};

/** A number with its noun. */
export function count(value: number, one: string, many: string): string {
  return `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;
}

/**
 * One sentence on one scope: what was seen, in which window, by which log. Never "unused" without those. A second one
 * follows where the organisation set the tier itself.
 */
export function usageStatement(usage: ScopeUsage, window: StatedWindow | null): string {
  const { override, tier } = usage.scope;
  const seen = seenStatement(usage, window);
  if (override === undefined) return seen;
  const was = override.was === null ? 'not rated in the catalog' : `${override.was} in the catalog`;
  return `${seen} Tier ${tier ?? 'unrated'}, ${was}: ${override.reason}`.replace(/\.?$/, '.');
}

function seenStatement(usage: ScopeUsage, window: StatedWindow | null): string {
  const span =
    window === null
      ? ''
      : ` in ${window.from} to ${window.to} (${count(window.days, 'day', 'days')}, ${window.logLabel})`;
  switch (usage.status) {
    case 'observed': {
      const people =
        usage.people.length === 0 ? 'by the app itself' : `by ${count(usage.people.length, 'person', 'people')}`;
      const need =
        usage.need === 'redundant' ? `; the same calls are also allowed by ${usage.coveredBy.join(', ')}` : '';
      const seen = usage.isByEvents
        ? `Allows what ${count(usage.succeeded, 'audit event records', 'audit events record')},`
        : `Allows ${count(usage.succeeded, 'successful call', 'successful calls')} seen`;
      const basis = usage.isDerived ? '; which permission these calls need is derived by rule' : '';
      return `${seen} ${people}${span}${need}${basis}.`;
    }
    case 'denied-only':
      return `${count(usage.denied + usage.attempted, 'attempt', 'attempts')}, none successful${span}.`;
    case 'not-seen-full':
      return `Not seen${span}; the log covers the whole window.`;
    case 'not-seen-partial':
      return `Not seen${span}, but the evidence is incomplete: ${usage.gaps.map((gap) => gap.text).join('; ') || usage.explanation || 'part of the window is missing'}.`;
    case 'not-observable':
      return `Not observable: ${usage.explanation ?? (usage.reason === undefined ? 'no imported log can show its use' : REASONS[usage.reason])}`.replace(
        /\.?$/,
        '.',
      );
    case 'persistence':
      return usage.scope.identity
        ? 'Sign-in scope: judged by sign-ins, not by calls.'
        : 'Keeps access while nobody is signed in: judged by refresh and token events, not by calls.';
  }
}
