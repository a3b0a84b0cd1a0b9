import type { ReportBlock } from '../../../shared/contract/report.ts';
import type { ReportModel } from './model.ts';

/** One part of the report. Sections are numbered in the order of `order`; one that is not included leaves no gap. */
export interface Section {
  readonly id: string;
  readonly order: number;
  readonly title: string;
  readonly pageBreak?: boolean;
  readonly include: (model: ReportModel) => boolean;
  /** Pure: plain blocks from plain data. */
  readonly build: (model: ReportModel) => readonly ReportBlock[];
}

/** Checks the declaration's types; the plug-in folder is read by its default exports. */
export function defineSection(section: Section): Section {
  return section;
}
