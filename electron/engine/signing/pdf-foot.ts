import { ops, type PDF, PdfDict } from '@libpdf/core';
import { PAGE_MM } from '../../../shared/domain/signature-box.ts';
import { registerLine } from './pdf-appearance.ts';

const POINTS_PER_MM = 72 / 25.4;
const SIZE = 7.5;
const LONGEST = 110;

/**
 * Writes a line at the foot of every page: the text on the left, the page number on the right. It is an artifact, not part
 * of the tagged text, and uses the given fonts only.
 */
export function addPageFoot(pdf: PDF, text: string, fonts: readonly Uint8Array[]): void {
  const left = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  const pages = pdf.getPages();
  const lines = registerLine(
    pdf,
    [left, ...pages.map((_, index) => `Page ${index + 1} of ${pages.length}`)],
    SIZE,
    fonts,
  );
  const y = (PAGE_MM.bottom / 2) * POINTS_PER_MM;
  for (const [index, page] of pages.entries()) {
    const resources = page.getResources();
    const objects = resources.getDict('XObject', (ref) => pdf.getObject(ref)) ?? new PdfDict();
    const [start, number] = [lines[0], lines[index + 1]];
    if (start === undefined || number === undefined) continue;
    objects.set('FootText', start.form);
    objects.set(`FootPage${index + 1}`, number.form);
    resources.set('XObject', objects);
    const at = (x: number, name: string) => [
      ops.pushGraphicsState(),
      ops.concatMatrix(1, 0, 0, 1, x, y),
      ops.paintXObject(name),
      ops.popGraphicsState(),
    ];
    page.drawOperators([
      ops.beginMarkedContent('/Artifact'),
      ...at(PAGE_MM.left * POINTS_PER_MM, '/FootText'),
      ...at(page.width - PAGE_MM.right * POINTS_PER_MM - number.width, `/FootPage${index + 1}`),
      ops.endMarkedContent(),
    ]);
  }
}
