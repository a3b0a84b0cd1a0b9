import type { ReportDocument } from '../../../shared/contract/report.ts';
import type { ReportModel } from './model.ts';
import { sections } from './sections/index.ts';

/** The report as plain blocks, for screen and print alike. */
export function buildDocument(model: ReportModel, isDraft: boolean): ReportDocument {
  const included = sections.filter((section) => section.include(model));
  return {
    title: model.details.name,
    subtitle:
      [model.details.client, model.details.engagement].filter((part) => part !== '').join(' · ') ||
      'Review of OAuth grants',
    language: 'en',
    reportId: model.reportId,
    isDraft,
    createdAt: model.createdAt,
    conclusion: {
      class: model.conclusion.class,
      label: model.conclusion.label,
      reasons: [...model.conclusion.reasons],
    },
    sections: included.map((section, index) => ({
      id: section.id,
      number: String(index + 1),
      title: section.title,
      blocks: [...section.build(model)],
      pageBreak: section.pageBreak ?? false,
    })),
  };
}
