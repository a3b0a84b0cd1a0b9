import { createHmac } from 'node:crypto';
import type { BundleFacts, FactItem } from './bundle-facts.ts';

export const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
export const decisionOf = (item: FactItem): string | null => item.decision?.decision ?? null;

/** Findings about an item or its connector as a whole. */
export function findingsOf({ report }: BundleFacts, item: FactItem | null) {
  return report.findings.filter(
    (one) => one.connectorId === item?.connectorId && (one.itemId === null || one.itemId === item.itemId),
  );
}

/** Whether an item is shown in full. */
export function isDetailed(facts: BundleFacts, item: FactItem): boolean {
  return (
    (item.tier ?? 3) >= 3 ||
    item.scopes.some((scope) => scope.tier === null) ||
    findingsOf(facts, item).some(({ severity }) => severity === 'critical' || severity === 'high') ||
    drawn(facts).some(({ keys }) => keys.includes(item.itemId))
  );
}

/** The sample, drawn again: everything critical, then shares of the strata with the largest remainders. */
export function drawn(facts: BundleFacts): { readonly of: number; readonly keys: readonly string[] }[] {
  const { sample, items } = facts.report;
  if (sample === null) return [];
  const decided = items.filter((item) => item.decision !== null);
  const isCritical = (item: FactItem): boolean =>
    findingsOf(facts, item).some(({ severity }) => severity === 'critical');
  const critical = decided.filter(isCritical).map(({ itemId }) => itemId);
  const strata = [
    ...Map.groupBy(
      decided.filter((item) => !isCritical(item)),
      (item) => `${item.tier === null ? 'Unrated' : `Tier ${item.tier}`}, ${LABELS[decisionOf(item) ?? ''] ?? ''}`,
    ),
  ].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const rest = sum(strata.map(([, list]) => list.length));
  const size = Math.min(rest, Math.max(0, sample.size - critical.length));
  const exact = strata.map(([, list]) => (size * list.length) / rest);
  const shares = exact.map(Math.floor);
  const byRest = exact.map((share, index) => ({ index, rest: share - Math.floor(share) }));
  for (const { index } of byRest.toSorted((a, b) => b.rest - a.rest || a.index - b.index).slice(0, size - sum(shares)))
    shares[index] = (shares[index] ?? 0) + 1;
  return [
    { of: critical.length, keys: critical },
    ...strata.map(([, list], index) => ({
      of: list.length,
      keys: list
        .map(({ itemId }) => ({ itemId, draw: createHmac('sha256', sample.seed).update(`|${itemId}`).digest('hex') }))
        .toSorted((a, b) => (a.draw < b.draw ? -1 : 1))
        .slice(0, shares[index])
        .map(({ itemId }) => itemId),
    })),
  ];
}

const LABELS: Readonly<Record<string, string>> = {
  certify: 'certify',
  reduce: 'reduce scopes',
  conditional: 'conditional',
  revoke: 'revoke',
  'assign-owner': 'assign owner',
  'need-info': 'need info',
  escalate: 'escalate',
};
