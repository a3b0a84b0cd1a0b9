import {
  type PDF,
  type PdfArray,
  PdfDict,
  PdfName,
  PdfNumber,
  type PdfObject,
  type PDFPage,
  PdfRef,
} from '@libpdf/core';
import { PAGE_MM } from '../../../shared/domain/signature-box.ts';
import { registerLine } from './pdf-appearance.ts';
import { drawArtifact, POINTS_PER_MM, SMALL } from './pdf-artifact.ts';

/** Between the columns of the contents, in points. */
const GAP = 20;
/** The foot of the letters above the lower edge of a link. */
const BASELINE = 2.4;

/** A line of the contents: where its link lies on the page, and the page its section begins on, from 1. */
interface Entry {
  readonly left: number;
  readonly bottom: number;
  readonly target: number;
}

/**
 * Writes beside each line of the contents on the first page on which page its section begins, as the printed links say:
 * where that is only printing can tell. Artifacts, as the foot is; the lines are links already.
 */
export function addContentsNumbers(pdf: PDF, fonts: readonly Uint8Array[]): void {
  const [page] = pdf.getPages();
  if (page === undefined) return;
  const entries = entriesOf(pdf, page);
  if (entries.length === 0) return;
  const columns = [...new Set(entries.map(({ left }) => left))].sort((a, b) => a - b);
  const end = page.width - PAGE_MM.right * POINTS_PER_MM;
  const numbers = registerLine(
    pdf,
    entries.map(({ target }) => String(target)),
    SMALL,
    fonts,
  );
  const placed = entries.flatMap(({ left, bottom }, index) => {
    const line = numbers[index];
    if (line === undefined) return [];
    const next = columns[columns.indexOf(left) + 1];
    const right = next === undefined ? end : next - GAP;
    return [{ name: `ContentsPage${index}`, line, x: right - line.width, y: bottom + BASELINE }];
  });
  drawArtifact(pdf, page, placed);
}

/** The links of the page to sections, one for each: a link is printed as several rectangles, the widest first. */
function entriesOf(pdf: PDF, page: PDFPage): readonly Entry[] {
  const resolve = (ref: PdfRef): PdfObject | null => pdf.getObject(ref);
  const links = page.dict.getArray('Annots', resolve);
  const places = pdf.getCatalog().getDict('Dests', resolve);
  if (links === undefined || places === undefined) return [];
  const pages = new Map(pdf.getPages().map(({ ref }, index) => [ref.objectNumber, index + 1]));
  const entries = new Map<string, Entry>();
  for (let index = 0; index < links.length; index += 1) {
    const link = links.at(index, resolve);
    const name = link instanceof PdfDict ? link.get('Dest') : undefined;
    if (!(link instanceof PdfDict) || !(name instanceof PdfName) || !name.value.startsWith('section-')) continue;
    const [left, bottom] = numbersOf(link.getArray('Rect', resolve));
    const first = places.getArray(name.value, resolve)?.at(0);
    const target = first instanceof PdfRef ? pages.get(first.objectNumber) : undefined;
    if (entries.has(name.value) || left === undefined || bottom === undefined || target === undefined) continue;
    entries.set(name.value, { left, bottom, target });
  }
  return [...entries.values()];
}

function numbersOf(array: PdfArray | undefined): readonly number[] {
  if (array === undefined) return [];
  return [...array].flatMap((value) => (value instanceof PdfNumber ? [value.value] : []));
}
