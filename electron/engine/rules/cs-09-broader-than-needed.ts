import { z } from 'zod';
import { breadthRank } from '../catalog/tier.ts';
import { tierRank } from '../../../shared/domain/vocabulary.ts';
import { createGrantSpots } from './evidence.ts';
import { catalogKind, NO_SCOPES, readItems, type RuleItem } from './items.ts';
import { coversDays, missingLogText, readLogs, windowText, type Logs } from './logs.ts';
import { missingCallsText } from './missing-calls.ts';
import { defineRule, type RuleContext, type Verdict } from './rule.ts';
import { counted, listed } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

/**
 * Per item: the smallest set of scopes that allows every call seen is lighter than the one granted, because a narrower scope
 * suffices or because another granted one allows the same calls. Scopes that were not seen at all are a matter of CS-08, and
 * what cannot be judged is kept. The reduction of the case says which is which.
 */
export default defineRule({
  id: 'CS-09',
  title: 'Broader than needed: a narrower scope suffices',
  controls: {
    owasp: ['NHI5:2025'],
    csf: ['PR.AA-05'],
    cis: ['6.8'],
    iso: ['A.5.15', 'A.8.3'],
    nist: ['AC-6', 'AC-6(7)'],
    pci: ['7.2.5'],
    soc2: ['CC6.3'],
  },
  recommendation: 'reduce',
  recommendedAction: 'Replace each scope named by the narrower one, and drop those whose calls another scope allows.',
  *evaluate(context) {
    const reductions = readReductions(context);
    const logs = context.read(readLogs);
    const spots = context.read(createGrantSpots);
    for (const item of context.read(readItems))
      yield judge(context, item, reductions.get(item.item) ?? [], logs, spots);
  },
});

/** Advice on one granted scope; `rankBefore` and `rankAfter` are its own, 0 when it goes. */
interface Advice {
  readonly scope: string;
  readonly advice: string;
  readonly replacedBy: string | null;
  readonly operations: readonly string[];
  readonly coveredBy: readonly string[];
  readonly isBounded: boolean;
  readonly rankBefore: number;
  readonly rankAfter: number;
}

const textList = z.array(z.string());

function readReductions({ db }: RuleContext): ReadonlyMap<number, readonly Advice[]> {
  const rows = db
    .prepare<
      [],
      {
        item: number;
        scope: string;
        advice: string;
        replaced_by: string | null;
        operations: string;
        covered_by: string;
        method: string;
        before: number;
        after: number;
      }
    >(
      `SELECT item, scope, advice, replaced_by, operations, covered_by, method,
              scope_tier_rank_before AS before, scope_tier_rank_after AS after
       FROM v_item_reduction
       ORDER BY item, scope`,
    )
    .all()
    .map((row) => ({
      item: row.item,
      scope: row.scope,
      advice: row.advice,
      replacedBy: row.replaced_by,
      operations: textList.parse(JSON.parse(row.operations)),
      coveredBy: textList.parse(JSON.parse(row.covered_by)),
      isBounded: row.method === 'bounded',
      rankBefore: row.before,
      rankAfter: row.after,
    }));
  return Map.groupBy(rows, (row) => row.item);
}

function judge(
  context: RuleContext,
  item: RuleItem,
  advice: readonly Advice[],
  logs: Logs,
  spots: ReturnType<typeof createGrantSpots>,
): Verdict {
  if (item.scopes.length === 0) return undeterminable(item, NO_SCOPES);
  const active = item.scopes.filter((scope) => !scope.isPassive);
  if (active.length === 0) return notApplicable(item);
  const observed = new Set(active.filter((scope) => scope.status === 'observed').map((scope) => scope.scope));
  const changes = advice.filter(
    (one) => one.advice === 'narrow' || (one.advice === 'remove' && observed.has(one.scope)),
  );
  const log = logs.best(item.platform, item.tenant, 'operations');
  const saved = changes.reduce((sum, change) => sum + weightSaved(context, item, change), 0);
  if (log !== null && changes.length > 0 && saved >= context.policy.leastWeightDrop) {
    const before = Math.max(...advice.map((one) => one.rankBefore));
    const after = Math.max(0, ...advice.map((one) => (changes.includes(one) ? one.rankAfter : one.rankBefore)));
    return finding(item, {
      severity: before - after >= 2 ? 'high' : 'medium',
      sentence: `${item.name} would do with less by the calls seen in ${windowText(log)}: ${certificateText(advice, changes)}, by scope catalog ${context.catalog.version}${changes.some((one) => one.isBounded) ? '; a bounded search found it, so a smaller set may exist' : ''}.`,
      scopes: changes.map((one) => one.scope),
      evidence: spots(item),
    });
  }
  const unjudged = active.filter((scope) =>
    advice.some((one) => one.scope === scope.scope && one.advice === 'keep-unjudged'),
  );
  if (unjudged.length > 0) return undeterminable(item, missingCallsText(context, item, unjudged, log));
  // Calls of the days that are missing may need what the calls seen do not.
  const isWhole = log !== null && coversDays(log, context.asOf, context.policy.windowDays, 1);
  const mayBeNarrower = active.filter((scope) => hasNarrower(context, item, scope.scope));
  if (isWhole || mayBeNarrower.length === 0) return clear(item);
  return undeterminable(item, missingLogText('operations', item, context.asOf, context.policy.windowDays, log));
}

function hasNarrower({ catalog }: RuleContext, item: RuleItem, id: string): boolean {
  return (catalog.platform(item.platform)?.includedBy(id).length ?? 0) > 0;
}

const VERB_WEIGHTS = { identity: 0, offline: 0, read: 0, unknown: 1, write: 1, admin: 2 } as const;

/** Ten a tier, one a step of reach, one a step from reading to administering, and one for every scope. */
function weightOf({ catalog }: RuleContext, item: RuleItem, id: string): number {
  const scope = catalog.platform(item.platform)?.scope(catalogKind(item), id);
  return scope === undefined ? 31 : 1 + 10 * tierRank(scope.tier) + breadthRank(scope) + VERB_WEIGHTS[scope.verb];
}

function weightSaved(context: RuleContext, item: RuleItem, change: Advice): number {
  const after = change.replacedBy === null ? 0 : weightOf(context, item, change.replacedBy);
  return weightOf(context, item, change.scope) - after;
}

function certificateText(advice: readonly Advice[], changes: readonly Advice[]): string {
  const changed = changes.map((one) =>
    one.replacedBy === null
      ? `${one.scope} can go, since ${one.coveredBy.length === 0 ? 'a scope that stays' : listed(one.coveredBy, 3)} allows the same calls`
      : `${one.replacedBy} suffices in place of ${one.scope} (${operationsText(one)})`,
  );
  const kept = advice.filter((one) => one.advice === 'keep' && one.operations.length > 0);
  const keeping =
    kept.length === 0 ? '' : `; kept: ${listed(kept.map((one) => `${one.scope} (${operationsText(one)})`))}`;
  return `${listed(changed)}${keeping}`;
}

function operationsText({ operations }: Advice): string {
  return `${counted(operations.length, 'operation', 'operations')}: ${listed(operations, 2)}`;
}
