import type { Finding } from '../../../shared/contract/connectors.ts';
import {
  type Decision,
  DECISIONS,
  SEVERITIES,
  type Severity,
  type Tier,
  tierRank,
} from '../../../shared/domain/vocabulary.ts';
import { workpaper } from './blocks.ts';
import type { ReportItem, ReportModel, SuppressedFinding } from './model.ts';

/** Every finding that counts once, worst first, then by rule, connector and item: an order that follows from the facts alone. */
export function allFindings(model: ReportModel): Finding[] {
  return model.findings.toSorted((a, b) => compareText(findingOrder(a), findingOrder(b)));
}

/** The suppressed findings in the same order. */
export function suppressedFindings({ suppressed }: Pick<ReportModel, 'suppressed'>): SuppressedFinding[] {
  return suppressed.toSorted((a, b) => compareText(findingOrder(a.finding), findingOrder(b.finding)));
}

function findingOrder(finding: Finding): string {
  const rank = SEVERITIES.indexOf(finding.severity);
  return [rank, finding.rule, finding.connectorId, finding.itemId ?? '', finding.sentence].join('\u0000');
}

/** The items in the order of their keys, which follow from the facts alone. */
export function itemsInKeyOrder(model: ReportModel): ReportItem[] {
  return model.items.toSorted((a, b) => compareText(a.itemId, b.itemId));
}

/** The scopes of an item in an order that follows from the facts alone. */
export function scopesInOrder(item: ReportItem): ReportItem['scopes'][number][] {
  return item.scopes.toSorted(
    (a, b) => compareText(a.resource ?? '', b.resource ?? '') || compareText(a.scope, b.scope),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Items per decision in force, null for those without any. The counts add up to all items. */
export function itemsByDecision(model: ReportModel): { readonly decision: Decision | null; readonly items: number }[] {
  return [...DECISIONS, null].map((decision) => ({
    decision,
    items: model.items.filter((item) => (item.decision?.decision ?? null) === decision).length,
  }));
}

const TIERS: readonly Tier[] = [4, 3, null, 2, 1, 0];

/** Items per highest tier, riskiest first; unrated ones stand with tier 3. The counts add up to all items. */
export function itemsByTier(
  model: ReportModel,
): { readonly tier: Tier; readonly items: number; readonly decided: number }[] {
  return TIERS.map((tier) => {
    const items = model.items.filter((item) => item.tier === tier);
    return { tier, items: items.length, decided: items.filter(isDecided).length };
  });
}

/** Findings per severity, each finding counted once. */
export function findingsBySeverity(
  model: ReportModel,
): { readonly severity: Severity; readonly findings: number; readonly connectors: number }[] {
  return SEVERITIES.map((severity) => {
    const findings = model.findings.filter((finding) => finding.severity === severity);
    return {
      severity,
      findings: findings.length,
      connectors: new Set(findings.map((finding) => finding.connectorId)).size,
    };
  });
}

/** Whether it counts as decided, as on every screen. */
export function isDecided(item: ReportItem): boolean {
  return item.progress === 'decided';
}

/** Items shown in full: tier 3 and 4, unrated ones, those with a high or critical finding, and those of an auditor's sample. */
export function detailedItems(model: ReportModel): ReportItem[] {
  const sampled = sampledItems(model);
  return model.items.filter((item) => needsDetail(item) || sampled.has(item.itemId));
}

/** Keys of the items that were drawn for an auditor's test. */
export function sampledItems({ sample }: Pick<ReportModel, 'sample'>): ReadonlySet<string> {
  return new Set(sample?.strata.flatMap(({ drawn }) => drawn) ?? []);
}

/** All other items, shown as one line each. */
export function scheduledItems(model: ReportModel): ReportItem[] {
  const detailed = new Set(detailedItems(model));
  return model.items.filter((item) => !detailed.has(item));
}

function needsDetail(item: ReportItem): boolean {
  return (
    tierRank(item.tier) >= 3 ||
    item.scopes.some((scope) => scope.tier === null) ||
    item.findings.some((finding) => finding.severity === 'critical' || finding.severity === 'high')
  );
}

/** Number of the section that holds the single items. */
const DETAIL = '8';

/** Where each item stands in the report: those shown in full first, then the lines of the schedule. */
export function itemReferences(model: ReportModel): ReadonlyMap<string, string> {
  return new Map(
    [...detailedItems(model), ...scheduledItems(model)].map((item, index) => [
      item.itemId,
      workpaper(DETAIL, String(index + 1)),
    ]),
  );
}

/** Columns of a cross table: what was decided, and what is open. They add up to all items. */
export const DECISION_COLUMNS = [
  'certify',
  'conditional',
  'reduce',
  'revoke',
  'escalate',
  'open',
  'undecided',
] as const;

/** Items by decision in force; "Assign owner" and "Need info" stand together. */
export function decisionCounts(items: readonly ReportItem[]): number[] {
  const kinds = items.map(({ decision }) => {
    if (decision === null) return 'undecided';
    return decision.decision === 'assign-owner' || decision.decision === 'need-info' ? 'open' : decision.decision;
  });
  return DECISION_COLUMNS.map((column) => kinds.filter((kind) => kind === column).length);
}
