import type { Severity } from '../../../shared/domain/vocabulary.ts';
import { tierRank } from '../../../shared/domain/vocabulary.ts';
import { createGrantSpots } from './evidence.ts';
import { missingCallsText } from './missing-calls.ts';
import { NO_SCOPES, readItems, scopeNames, type RuleItem, type RuleScope } from './items.ts';
import { readLogs, windowText, type LogWindow } from './logs.ts';
import { defineRule } from './rule.ts';
import { counted, listed } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

/**
 * Per item: scopes that no successful call needed although the log able to show it covers the whole window. Scopes that
 * are only partly covered or not observable never make it fire.
 */
export default defineRule({
  id: 'CS-08',
  title: 'Over-scoped: granted scope not observed',
  controls: { owasp: ['NHI5:2025'], csf: ['PR.AA-05'], cis: ['6.8', '3.3'], iso: ['A.5.15', 'A.8.2'] },
  recommendation: 'reduce',
  recommendedAction: 'Reduce the consent to the scopes that are used; the list of those not seen is attached.',
  *evaluate(context) {
    const logs = context.read(readLogs);
    const spots = context.read(createGrantSpots);
    for (const item of context.read(readItems)) {
      const active = item.scopes.filter((scope) => !scope.isPassive);
      const log = logs.best(item.platform, item.tenant, 'operations');
      const notSeen = active.filter((scope) => scope.status === 'not-seen-full');
      const notJudged = active.filter(
        (scope) => scope.status === 'not-seen-partial' || scope.status === 'not-observable',
      );
      if (item.scopes.length === 0) yield undeterminable(item, NO_SCOPES);
      else if (active.length === 0) yield notApplicable(item);
      else if (notSeen.length > 0 && log !== null) {
        yield finding(item, {
          severity: severityOf(notSeen),
          sentence: sentenceOf(item, active.length, notSeen, notJudged, log),
          scopes: scopeNames(notSeen),
          evidence: spots(item),
        });
      } else if (notSeen.length + notJudged.length > 0)
        yield undeterminable(item, missingCallsText(context, item, notJudged, log));
      else yield clear(item);
    }
  },
});

function severityOf(scopes: readonly RuleScope[]): Severity {
  const rank = Math.max(...scopes.map((scope) => tierRank(scope.tier)));
  return rank >= 3 ? 'high' : rank === 2 ? 'medium' : 'low';
}

function sentenceOf(
  item: RuleItem,
  active: number,
  notSeen: readonly RuleScope[],
  notJudged: readonly RuleScope[],
  log: LogWindow,
): string {
  const of = notSeen.length === active ? '' : ` of ${active}`;
  const rest =
    notJudged.length === 0
      ? ''
      : ` ${counted(notJudged.length, 'further scope', 'further scopes')} could not be judged.`;
  return (
    `${item.name} holds ${counted(notSeen.length, 'scope', 'scopes')}${of} beyond sign-in that no call needed in ` +
    `${windowText(log)}: ${listed(scopeNames(notSeen))}.${rest}`
  );
}
