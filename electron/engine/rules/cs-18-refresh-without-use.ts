import { readActivity, type Activity } from './activity.ts';
import { createGrantSpots } from './evidence.ts';
import { isSignInOnly, NO_SCOPES, readItems, unjudgedScopes, type RuleItem } from './items.ts';
import { type Lifecycle, readLifecycles } from './lifecycle-faults.ts';
import { coversDays, missingLogText, readLogs, windowText, type Logs, type LogWindow } from './logs.ts';
import { defineRule, type EvidenceSpot, type RuleContext, type Verdict } from './rule.ts';
import { counted, dateText } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';
import { createTokenCount } from './token-counts.ts';
import { createTokenSpots } from './token-spots.ts';

const DAY = 86_400_000;

/**
 * Per item: tokens are given out or renewed, nothing is done with them, and nobody answers for the connector or has reviewed
 * it in time. Without a log able to show the calls it is only a suspicion of medium severity.
 */
export default defineRule({
  id: 'CS-18',
  title: 'Refresh without use or lifecycle',
  controls: {
    owasp: ['NHI7:2025', 'NHI1:2025'],
    csf: ['PR.AA-01', 'ID.AM-08'],
    cis: ['5.3'],
    iso: ['A.5.17', 'A.5.18'],
  },
  recommendation: 'revoke',
  recommendedAction:
    'Revoke the consent and its tokens. Where no operation log was imported, set a condition: supply one.',
  *evaluate(context) {
    const since = context.asOf - context.policy.refreshDays * DAY;
    const logs = context.read(readLogs);
    const lifecycleOf = context.read(readLifecycles);
    const activityOf = context.read(readActivity);
    const grantSpots = context.read(createGrantSpots);
    const tokenSpots = context.read(createTokenSpots);
    const tokensOf = createTokenCount(context);
    for (const item of context.read(readItems)) {
      const spots = (): readonly EvidenceSpot[] => [...tokenSpots(item, since), ...grantSpots(item)];
      const summed = activityOf(item);
      const isShort =
        summed.tokens < context.policy.refreshEvents && summed.lastToken !== null && summed.lastToken >= since;
      const activity = isShort ? { ...summed, tokens: Math.max(summed.tokens, tokensOf(item, since)) } : summed;
      yield judge(context, logs, item, activity, lifecycleOf(item), spots);
    }
  },
});

function judge(
  context: RuleContext,
  logs: Logs,
  item: RuleItem,
  activity: Activity,
  lifecycle: Lifecycle,
  spots: () => readonly EvidenceSpot[],
): Verdict {
  const { asOf, policy } = context;
  if (item.scopes.length === 0) return undeterminable(item, NO_SCOPES);
  if (isSignInOnly(item)) return notApplicable(item);
  if (activity.lastCall !== null && activity.lastCall >= asOf - policy.refreshDays * DAY) return clear(item);
  if (lifecycle.is === 'valid') return clear(item);
  if (activity.tokens < policy.refreshEvents) {
    const tokenLog = logs.best(item.platform, item.tenant, 'tokens');
    const isWhole = tokenLog !== null && coversDays(tokenLog, asOf, policy.refreshDays, policy.coveredShare);
    return isWhole
      ? clear(item)
      : undeterminable(item, missingLogText('tokens', item, asOf, policy.refreshDays, tokenLog));
  }
  if (lifecycle.is === 'unknown') return undeterminable(item, lifecycle.missing);
  const log = logs.best(item.platform, item.tenant, 'operations');
  if (log !== null && !coversDays(log, asOf, policy.refreshDays, policy.coveredShare)) {
    return undeterminable(item, missingLogText('operations', item, asOf, policy.refreshDays, log));
  }
  const isShown = log !== null && unjudgedScopes(item).length === 0;
  return finding(item, {
    severity: isShown ? 'high' : 'medium',
    sentence: `${tokenText(item, activity, context)}, ${useText(activity, log, isShown)}; ${lifecycle.because}.`,
    evidence: spots(),
  });
}

function tokenText(item: RuleItem, activity: Activity, { asOf, policy }: RuleContext): string {
  return `${item.name} was given or renewed ${counted(activity.tokens, 'token', 'tokens')} in the ${policy.refreshDays} days before ${dateText(asOf)}`;
}

function useText(activity: Activity, log: LogWindow | null, isShown: boolean): string {
  if (log === null) return 'and no operation log was imported that would show what they were used for';
  if (!isShown) return `and the ${log.label} cannot show all that they may have been used for`;
  if (activity.lastCall !== null)
    return `but its last successful call was on ${dateText(activity.lastCall)} in ${windowText(log)}`;
  return `but made no successful call in ${windowText(log)}`;
}
