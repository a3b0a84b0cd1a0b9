import { readFileSync } from 'node:fs';
import type { ReportDocument } from '../../../shared/contract/report-document.ts';
import { signatureRectangle } from '../../../shared/domain/signature-box.ts';
import { BUNDLE_FILES } from '../evidence/bundle-layout.ts';
import type { PrintReport } from '../lib/print.ts';
import type { Signer } from '../signing/signer.ts';
import { signatureLines } from './signatures.ts';

export interface PdfOrder {
  readonly document: ReportDocument;
  /** What `print` made of the document. */
  readonly printed: Awaited<ReturnType<PrintReport>>;
  /** report.json, embedded in the PDF. */
  readonly report: Uint8Array;
  readonly signer: Signer;
  /** In words. */
  readonly meaning: string;
  readonly fonts: readonly string[];
  readonly time: Date;
}

/** Gives a printed report its metadata and the data it was made from, and the first signature. */
export async function signReportPdf(order: PdfOrder): Promise<Uint8Array> {
  const { document, printed, report, signer, meaning, time } = order;
  const fonts = order.fonts.map((path) => readFileSync(path));
  // Loaded when it is needed: a third of what the engine would have to read before the first screen.
  const [{ finishPdf }, { signPdf }] = await Promise.all([
    import('../signing/pdf-finish.ts'),
    import('../signing/pdf-sign.ts'),
  ]);
  const finished = await finishPdf(printed.pdf, {
    title: document.title,
    author: signer.commonName,
    subject: document.subtitle,
    created: time,
    foot: { text: [document.title, document.templateLabel, document.reportId].join(' · '), fonts },
    attachments: [
      { name: BUNDLE_FILES.report, description: 'The same report as data', mime: 'application/json', bytes: report },
    ],
  });
  const box = signatureRectangle(0);
  return signPdf(finished, signer, {
    field: 'Signature1',
    page: printed.pages - 1,
    rect: [box.x, box.y, box.x + box.width, box.y + box.height],
    lines: signatureLines(signer, meaning, time),
    fonts,
    reason: meaning,
    name: signer.commonName,
    time,
    certify: true,
  });
}
