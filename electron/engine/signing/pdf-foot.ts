import type { PDF } from '@libpdf/core';
import { PAGE_MM } from '../../../shared/domain/signature-box.ts';
import { registerLine } from './pdf-appearance.ts';
import { drawArtifact, POINTS_PER_MM, SMALL } from './pdf-artifact.ts';

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
    SMALL,
    fonts,
  );
  const y = (PAGE_MM.bottom / 2) * POINTS_PER_MM;
  for (const [index, page] of pages.entries()) {
    const [start, number] = [lines[0], lines[index + 1]];
    if (start === undefined || number === undefined) continue;
    drawArtifact(pdf, page, [
      { name: 'FootText', line: start, x: PAGE_MM.left * POINTS_PER_MM, y },
      { name: `FootPage${index + 1}`, line: number, x: page.width - PAGE_MM.right * POINTS_PER_MM - number.width, y },
    ]);
  }
}
