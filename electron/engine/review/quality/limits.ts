import type { QualityFigures } from '../../../../shared/contract/quality.ts';
import { counted } from '../../rules/wording.ts';
import type { QualityPlan } from './plan.ts';

/** What the figures cannot show; printed wherever they are. */
export const QUALITY_LIMITS: readonly string[] = [
  'Active time is what the screen saw: it stops when nobody does anything, and it cannot see who sits there or what is read on paper. A script can wait. Time is evidence, and no decision is refused because of it.',
  'An opened panel was on screen. Whether it was read is not known.',
  'Nearly the same words means that of all pairs of neighboring words at least 60 % are shared, with every number counted as the same. Sentences of reason codes are left out, so a justification that is nothing else repeats nothing. Alike items may rightly get alike reasons.',
  'Where a recommendation was followed, it may have been right.',
  'Decisions from the command line leave no trace, those brought from another machine only the one that came with them. What is not known is left out of the figures, never counted as zero.',
  'Kappa depends on how often each decision is taken and says little on few items. First and second review are compared, whoever did them.',
];

/** Which decisions figures are measured on. */
export function measuredOn(plan: QualityPlan, { decisions, undone, items, batched }: QualityFigures): string {
  const where = plan.campaign === null ? 'taken outside of any campaign' : `of the campaign "${plan.campaign.name}"`;
  if (decisions + undone === 0) return `There is no decision ${where} yet.`;
  return [
    `Measured on ${counted(decisions, 'decision', 'decisions')} ${where} about ${counted(items, 'item', 'items')}.`,
    ...(batched === 0 ? [] : [`${batched} of them ${batched === 1 ? 'was' : 'were'} taken in batches.`]),
    ...(undone === 0
      ? []
      : [`${counted(undone, 'further decision', 'further decisions')} ${undone === 1 ? 'was' : 'were'} taken back.`]),
  ].join(' ');
}
