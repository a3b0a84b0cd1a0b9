import type { ReportDocument } from '../../../shared/contract/report-document.ts';

/**
 * Lays a report out as a PDF (tagged, with outline, not signed). Rejects with an `AppError` that says why when the
 * print window fails or takes longer than two minutes.
 */
export type PrintReport = (document: ReportDocument) => Promise<{ readonly pdf: Uint8Array; readonly pages: number }>;
