import {
  isAboutOne,
  REPORT_TEMPLATE_LABELS,
  type ReportOptions,
  type ReportTemplate,
} from '../../../shared/contract/report.ts';

/** Sections of a template by their ids, in the order of the report; null: all. */
export const TEMPLATE_SECTIONS: Readonly<Record<ReportTemplate, readonly string[] | null>> = {
  full: null,
  summary: [
    'conclusion',
    'acknowledgment',
    'results',
    'exceptions',
    'remediation',
    'limitations',
    'verification',
    'signatures',
  ],
  owner: ['conclusion', 'detail', 'exceptions', 'remediation', 'limitations', 'glossary', 'signatures'],
  vendor: ['conclusion', 'detail', 'exceptions', 'remediation', 'limitations', 'glossary', 'signatures'],
};

/** `Report for one owner: Kim Doe`. */
export function templateLabel({ template, about }: Pick<ReportOptions, 'template' | 'about'>): string {
  return about === null || !isAboutOne({ template })
    ? REPORT_TEMPLATE_LABELS[template]
    : `${REPORT_TEMPLATE_LABELS[template]}: ${about}`;
}

/** What a reader of a partial report must know; null for the full one. */
export function partialNotice({ template, about }: ReportOptions): string | null {
  switch (template) {
    case 'full':
      return null;
    case 'summary':
      return 'This is an executive summary, not the full report. Population, evidence, method, single items and review quality are left out; section numbers are those of the full report.';
    case 'owner':
      return `This report is limited to connectors whose business owner is ${about ?? ''}. It is not the full report and says nothing about others.`;
    case 'vendor':
      return `This report is limited to connectors whose publisher is named ${about ?? ''} by the exports. It is not the full report and says nothing about others.`;
  }
}
