import { isAboutOne, type ReportOptions } from '../../../shared/contract/report.ts';
import { CONCLUSION_CLASSES, CONCLUSION_LABELS } from '../../../shared/contract/report-document.ts';
import { AppError } from '../lib/errors.ts';
import type { Conclusion } from './conclusion.ts';
import type { ReportItem, ReportModel } from './model.ts';

/** Names of the owners of an item as the report prints them, without their standing. */
export function ownersOfItem({ owners }: Pick<ReportItem, 'owners'>): string[] {
  return [...new Set(owners.map((owner) => owner.replace(/ \([^()]*\)$/u, '')))];
}

/**
 * A conclusion as its signer wants it. Throws `invalid-request` for one that is not below what the evidence gave: the
 * conclusion can be lowered with a reason, never raised.
 */
export function loweredConclusion(computed: Conclusion, lowered: ReportOptions['lowered']): Conclusion {
  if (lowered === null) return computed;
  const rank = (kind: Conclusion['class']): number => CONCLUSION_CLASSES.indexOf(kind);
  if (rank(lowered.class) <= rank(computed.computed))
    throw new AppError(
      'invalid-request',
      `The evidence gives “${CONCLUSION_LABELS[computed.computed]}”. A signer can lower that with a reason, and “${CONCLUSION_LABELS[lowered.class]}” is not below it. Nothing was signed.`,
    );
  return {
    ...computed,
    class: lowered.class,
    label: `${CONCLUSION_LABELS[lowered.class]}, lowered by the signer from: ${computed.label}`,
    reasons: [`Lowered by the signer: ${lowered.because}`, ...computed.reasons],
    lowered: lowered.because,
  };
}

/** The part of a model that a report for one owner or on one vendor is about. Throws `invalid-request` when nothing is. */
export function limitedTo(model: ReportModel, options: ReportOptions): ReportModel {
  if (!isAboutOne(options)) return model;
  const { template, about } = options;
  if (about === null || about === '')
    throw new AppError('invalid-request', `Say which ${template} the report is about. Nothing was signed.`);
  const items = model.items.filter((item) =>
    template === 'owner' ? ownersOfItem(item).includes(about) : item.publisher === about,
  );
  if (items.length === 0)
    throw new AppError('invalid-request', `No review item belongs to the ${template} “${about}”. Nothing was signed.`);
  const connectors = new Set(items.map((item) => item.connectorId));
  const keys = new Set(items.map((item) => item.itemId));
  const isAbout = ({
    connectorId,
    itemId,
  }: {
    readonly connectorId: string;
    readonly itemId: string | null;
  }): boolean => connectors.has(connectorId) && (itemId === null || keys.has(itemId));
  return {
    ...model,
    items,
    findings: model.findings.filter(isAbout),
    suppressed: model.suppressed.filter(({ finding }) => isAbout(finding)),
    remedies: model.remedies.filter(isAbout),
    ghosts: [],
    rules: [],
    totals: {
      ...model.totals,
      connectors: connectors.size,
      items: items.length,
      grants: items.reduce((sum, item) => sum + item.grants, 0),
    },
    conclusion: {
      ...model.conclusion,
      reasons: [
        'This is the conclusion of the whole review. Its reasons stand in the full report and concern more than what is shown here.',
      ],
    },
  };
}
