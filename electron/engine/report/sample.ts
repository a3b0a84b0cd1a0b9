import type { ReportOptions } from '../../../shared/contract/report.ts';
import { DECISION_LABELS } from '../../../shared/domain/vocabulary.ts';
import { drawOrder } from '../evidence/frozen-population.ts';
import { apportion } from '../review/campaign/share.ts';
import type { ReportItem } from './model.ts';
import { tierText } from './words.ts';

/** A part of the population that is drawn from by itself. */
export interface Stratum {
  readonly label: string;
  /** Keys of its items. */
  readonly items: readonly string[];
  readonly drawn: readonly string[];
}

export interface Sample {
  readonly seed: string;
  readonly size: number;
  readonly basis: string;
  /** Items with a critical finding, all of which are in the sample: the first stratum. Then by tier and decision. */
  readonly strata: readonly Stratum[];
}

/**
 * Draws decided items for an auditor's own test. Every item with a critical finding is in it; the rest of the size is shared
 * among tiers and decisions in proportion, largest remainders first, and drawn in each by `drawOrder` with the seed and an
 * empty root, so that anybody can draw it again from report.json.
 */
export function drawAuditSample(items: readonly ReportItem[], wanted: NonNullable<ReportOptions['sample']>): Sample {
  const decided = items.filter((item) => item.decision !== null);
  const isCritical = (item: ReportItem): boolean => item.findings.some(({ severity }) => severity === 'critical');
  const keys = (some: readonly ReportItem[]): string[] => some.map(({ itemId }) => itemId).toSorted();
  const critical = keys(decided.filter(isCritical));
  const groups = [
    ...Map.groupBy(
      decided.filter((item) => !isCritical(item)),
      stratumOf,
    ),
  ].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const rest = groups.reduce((sum, [, group]) => sum + group.length, 0);
  const parts = apportion(
    Math.min(rest, Math.max(0, wanted.size - critical.length)),
    groups.map(([, group]) => group.length),
  );
  return {
    ...wanted,
    strata: [
      { label: 'With a critical finding, all of them', items: critical, drawn: critical },
      ...groups.map(([label, group], index) => {
        const own = keys(group);
        return {
          label,
          items: own,
          drawn: drawOrder(wanted.seed, '', own)
            .slice(0, parts[index] ?? 0)
            .toSorted(),
        };
      }),
    ],
  };
}

function stratumOf({ tier, decision }: ReportItem): string {
  return `${tierText(tier)}, ${decision === null ? 'undecided' : DECISION_LABELS[decision.decision].toLowerCase()}`;
}
