import type Database from 'better-sqlite3';
import { readActivity, type Activity } from './activity.ts';
import { createGrantSpots } from './evidence.ts';
import {
  isSignInOnly,
  isTenantWide,
  NO_SCOPES,
  readItems,
  scopeNames,
  unjudgedScopes,
  type RuleItem,
} from './items.ts';
import { coversDays, missingLogText, readLogs, windowText, type Logs, type LogWindow } from './logs.ts';
import { defineRule, type RuleContext, type Verdict } from './rule.ts';
import { counted, dateText, listed } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

const DAY = 86_400_000;

/**
 * Per item: no successful use for the days of the policy, said only where the logs cover them. Items with sign-in scopes
 * only are judged by tokens and consents, all others by calls: a token that is renewed and never used is no use.
 */
export default defineRule({
  id: 'CS-16',
  title: 'Dormant: no successful use in the window',
  controls: { owasp: ['NHI1:2025'], csf: ['PR.AA-05', 'PR.AA-01'], cis: ['5.3'], iso: ['A.5.18'] },
  recommendation: 'revoke',
  recommendedAction: 'Revoke the consent; who needs it again can ask for it.',
  *evaluate(context) {
    const { db } = context;
    const judge: Judge = {
      context,
      logs: context.read(readLogs),
      startOf: createStart(db),
      found: (item, sentence) =>
        finding(item, {
          // What no export names cannot be called low.
          severity: item.tierRank >= 3 || item.scopes.length === 0 || isTenantWide(item) ? 'high' : 'medium',
          sentence,
          evidence: spots(item),
        }),
    };
    const activityOf = context.read(readActivity);
    const spots = context.read(createGrantSpots);
    for (const item of context.read(readItems)) {
      if (item.scopes.length === 0) yield byStatedUse(judge, item, activityOf(item)) ?? undeterminable(item, NO_SCOPES);
      else if (isSignInOnly(item)) yield bySignIns(judge, item, activityOf(item));
      else yield byCalls(judge, item, activityOf(item));
    }
  },
});

interface Judge {
  readonly context: RuleContext;
  readonly logs: Logs;
  /** Earliest time since which the item is known to exist; null when any of its grants is without a date. */
  readonly startOf: (item: RuleItem) => number | null;
  readonly found: (item: RuleItem, sentence: string) => Verdict;
}

function bySignIns({ context, logs, startOf, found }: Judge, item: RuleItem, activity: Activity): Verdict {
  const { asOf, policy } = context;
  const last = latest(activity.lastToken, activity.lastCall);
  if (isRecent(last, context)) return clear(item);
  const log = logs.best(item.platform, item.tenant, 'tokens');
  if (log === null || !coversDays(log, asOf, policy.dormantDays, policy.coveredShare)) {
    return undeterminable(item, missingLogText('tokens', item, asOf, policy.dormantDays, log));
  }
  if (isYoung(startOf(item), context)) return notApplicable(item);
  const seen = last === null ? 'no sign-in, token or consent' : `no sign-in, token or consent after ${dateText(last)}`;
  return found(
    item,
    `${item.name} asks for sign-in only, and there is ${seen} in ${windowText(log)} (evidence: token log).`,
  );
}

function byCalls(judge: Judge, item: RuleItem, activity: Activity): Verdict {
  const { context, logs, startOf, found } = judge;
  const { asOf, policy } = context;
  const byField = byStatedUse(judge, item, activity);
  if (byField !== null) return byField;
  const start = startOf(item);
  if (isYoung(start, context)) return notApplicable(item);
  const log = logs.best(item.platform, item.tenant, 'operations');
  if (log === null) return undeterminable(item, missingLogText('operations', item, asOf, policy.dormantDays, log));
  const unjudged = unjudgedScopes(item);
  const isWhole = coversDays(log, asOf, policy.dormantDays, policy.coveredShare);
  const sinceStart = start === null ? Infinity : Math.floor(asOf / DAY) - Math.floor(start / DAY);
  if (!isWhole && !(sinceStart < policy.dormantDays && coversDays(log, asOf, sinceStart, policy.coveredShare))) {
    return undeterminable(item, missingLogText('operations', item, asOf, policy.dormantDays, log));
  }
  if (unjudged.length > 0) {
    return undeterminable(
      item,
      `A record of calls that need ${listed(scopeNames(unjudged))}: the ${log.label} does not show all of them.`,
    );
  }
  return found(item, callSentence(item, activity.lastCall, start, log, context));
}

/**
 * What the platform's own field says; null when it says nothing that decides. The field of Salesforce moves with failed
 * attempts too: a new value is no use, an old one says that there was neither.
 */
function byStatedUse({ context, startOf, found }: Judge, item: RuleItem, activity: Activity): Verdict | null {
  const { asOf } = context;
  const stated = item.lastUseGrade === 'Q3' ? item.lastUse : null;
  const isAttempt = item.platform === 'salesforce';
  if (isRecent(activity.lastCall, context) || (!isAttempt && isRecent(stated, context))) return clear(item);
  if (stated === null || isRecent(stated, context)) return null;
  if (isYoung(startOf(item), context)) return notApplicable(item);
  return found(
    item,
    `${item.name} was last used${isAttempt ? ' or tried' : ''} on ${dateText(stated)} by the platform's own field, ${daysBetween(stated, asOf)} before ${dateText(asOf)}.`,
  );
}

function callSentence(
  item: RuleItem,
  lastCall: number | null,
  start: number | null,
  log: LogWindow,
  { asOf, policy }: RuleContext,
): string {
  const source = `${windowText(log)} (evidence: operation log)`;
  if (lastCall !== null) {
    return `${item.name} was last used on ${dateText(lastCall)}, ${daysBetween(lastCall, asOf)} before ${dateText(asOf)}: no later successful call in ${source}.`;
  }
  if (start !== null && asOf - start < policy.dormantDays * DAY) {
    return `${item.name} is known since ${dateText(start)}, and no call of it succeeded since then in ${source}.`;
  }
  const since = start === null ? 'when it was granted is not known' : `it is known since ${dateText(start)}`;
  return `${item.name} made no successful call in ${source}; ${since}.`;
}

function isRecent(time: number | null, { asOf, policy }: RuleContext): boolean {
  return time !== null && time >= asOf - policy.dormantDays * DAY;
}

function isYoung(start: number | null, { asOf, policy }: RuleContext): boolean {
  return start !== null && asOf - start < policy.neverUsedAgeDays * DAY;
}

function daysBetween(from: number, to: number): string {
  return counted(Math.floor((to - from) / DAY), 'day', 'days');
}

function latest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

function createStart(db: Database.Database): (item: RuleItem) => number | null {
  const undated = db.prepare<[number, number], { found: number }>(
    'SELECT EXISTS (SELECT 1 FROM consent_grant WHERE connector = ? AND item = ? AND granted_at IS NULL) AS found',
  );
  return (item) => {
    const isDated = item.firstGranted !== null && undated.get(item.connector, item.item)?.found === 0;
    return isDated ? item.firstGranted : item.createdAt;
  };
}
