import { isAboutOne, REPORT_TEMPLATE_LABELS } from '../../../../shared/contract/report.ts';
import type { ReportModel } from '../model.ts';

/** What the files of a report for one owner or on one vendor leave out; null for a report on the whole case. */
export function partNote({ options }: Pick<ReportModel, 'options'>): string | null {
  if (!isAboutOne(options)) return null;
  return `${REPORT_TEMPLATE_LABELS[options.template]}: only findings on the apps it is about. The rules with their controls, and how often each found something or could not be judged in the whole case, are not part of it; a rule that is not named here was neither passed nor left out.`;
}
