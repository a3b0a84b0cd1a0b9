import type { ReportBlock } from '../../../shared/contract/report-document.ts';
import type { ReportModel } from './model.ts';

/** One part of the report. Its number is the same in every report and template, so that references keep their meaning. */
export interface Section {
  readonly id: string;
  /** `8`, or a letter for an annex; '' for the page of signatures. */
  readonly number: string;
  /** Place in the report. */
  readonly order: number;
  readonly title: string;
  readonly pageBreak?: boolean;
  /** Whether lines to sign off the section stand at its end. */
  readonly hasSignOff?: boolean;
  /** Pure: plain blocks from plain data. */
  readonly build: (model: ReportModel) => readonly ReportBlock[];
}

/** Checks the declaration's types; the plug-in folder is read by its default exports. */
export function defineSection(section: Section): Section {
  return section;
}
