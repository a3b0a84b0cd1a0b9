import { ops, type PDF, PdfDict, type PDFPage } from '@libpdf/core';
import type { RegisteredLine } from './pdf-appearance.ts';

export const POINTS_PER_MM = 72 / 25.4;
/** Letters of what is written beside the text of a page, in points. */
export const SMALL = 7.5;

/** A line that is there in the PDF, and where it goes on a page, in points. */
export interface PlacedLine {
  /** Of its own among all that is drawn on the page. */
  readonly name: string;
  readonly line: RegisteredLine;
  readonly x: number;
  readonly y: number;
}

/** Writes lines on a page as an artifact, which is not part of its tagged text. */
export function drawArtifact(pdf: PDF, page: PDFPage, lines: readonly PlacedLine[]): void {
  const resources = page.getResources();
  const objects = resources.getDict('XObject', (ref) => pdf.getObject(ref)) ?? new PdfDict();
  for (const { name, line } of lines) objects.set(name, line.form);
  resources.set('XObject', objects);
  page.drawOperators([
    ops.beginMarkedContent('/Artifact'),
    ...lines.flatMap(({ name, x, y }) => [
      ops.pushGraphicsState(),
      ops.concatMatrix(1, 0, 0, 1, x, y),
      ops.paintXObject(`/${name}`),
      ops.popGraphicsState(),
    ]),
    ops.endMarkedContent(),
  ]);
}
