import type { RuleItem } from './items.ts';
import type { RuleContext } from './rule.ts';

/**
 * Successful token events of an item since a time, UTC milliseconds, from the days of the roll-up: sums over a whole log
 * cannot tell when most of them happened. At least so many: of the day on which the time lies one event is sure.
 */
export function createTokenCount({ db }: RuleContext): (item: RuleItem, since: number) => number {
  const count = db.prepare<[number, number, string, number, number, number], { tokens: number | null }>(
    `SELECT sum(iif(usage.first_time >= ?, usage.count, 1)) AS tokens
     FROM entity CROSS JOIN import CROSS JOIN usage ON usage.import_id = import.id AND usage.client = entity.ref
     WHERE entity.id = ? AND import.status = 'complete' AND import.tenant = ? AND usage.class IN (4, 8)
       AND usage.last_time >= ? AND usage.first_event >= 0
       AND iif(usage.principal = 0, ?, ?)`,
  );
  return (item, since) => {
    // As in `readActivity`: only Entra tells tokens of the app itself and those for people apart.
    const isSplit = item.platform === 'entra';
    const takesApp = !isSplit || item.kind === 'application' ? 1 : 0;
    const takesPeople = !isSplit || item.kind !== 'application' ? 1 : 0;
    return count.get(since, item.connector, item.tenant, since, takesApp, takesPeople)?.tokens ?? 0;
  };
}
