import { scopeNames, type RuleItem, type RuleScope } from './items.ts';
import { coversDays, missingLogText, type LogWindow } from './logs.ts';
import type { RuleContext } from './rule.ts';
import { listed } from './wording.ts';

/** Which calls would have to be on record to judge the scopes of an item that were not judged; `log` is the best log of calls. */
export function missingCallsText(
  { asOf, policy }: RuleContext,
  item: RuleItem,
  notJudged: readonly RuleScope[],
  log: LogWindow | null,
): string {
  const partial = notJudged.filter((scope) => scope.status === 'not-seen-partial');
  const blind = notJudged.filter((scope) => scope.status === 'not-observable');
  const isBlindOnly = partial.length === 0 && blind.length > 0;
  if (log === null || (!isBlindOnly && !coversDays(log, asOf, policy.windowDays, 1))) {
    return missingLogText('operations', item, asOf, policy.windowDays, log);
  }
  const [named] = [partial, blind, notJudged].filter((scopes) => scopes.length > 0);
  return `A record of calls that need ${listed(scopeNames(named ?? []))}: the ${log.label} does not show all of them.`;
}
