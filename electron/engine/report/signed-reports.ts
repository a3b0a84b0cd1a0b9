import type Database from 'better-sqlite3';
import { z } from 'zod';
import { REPORT_TEMPLATE_LABELS, reportTemplateSchema } from '../../../shared/contract/report.ts';
import { CONCLUSION_LABELS, conclusionClassSchema } from '../../../shared/contract/report-document.ts';

/** A report that was signed on this case, as the journal says. */
export interface SignedReport {
  readonly reportId: string;
  readonly signer: string;
  readonly meaning: string;
  readonly at: string;
  readonly template: string;
  /** Null in entries of earlier versions. */
  readonly conclusion: string | null;
  readonly contentDigest: string;
}

const payload = z.object({
  reportId: z.string(),
  signer: z.string(),
  meaning: z.string(),
  contentDigest: z.string().nullable(),
  template: reportTemplateSchema.default('full'),
  conclusion: conclusionClassSchema.nullable().default(null),
});

/** Signed reports of a case, oldest first. */
export function signedReports(db: Database.Database): SignedReport[] {
  return db
    .prepare<[], { at: string; payload: string }>(
      `SELECT at, payload FROM journal WHERE type = 'report-signed' ORDER BY seq`,
    )
    .all()
    .map(({ at, payload: text }) => {
      const { template, conclusion, contentDigest, ...rest } = payload.parse(JSON.parse(text));
      return {
        ...rest,
        at,
        template: REPORT_TEMPLATE_LABELS[template],
        conclusion: conclusion === null ? null : CONCLUSION_LABELS[conclusion],
        contentDigest: contentDigest ?? '',
      };
    });
}
