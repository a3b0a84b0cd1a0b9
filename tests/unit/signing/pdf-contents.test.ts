import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDF, PdfArray, PdfDict, PdfName, PdfNumber } from '@libpdf/core';
import { expect, it } from 'vitest';
import { finishPdf } from '../../../electron/engine/signing/pdf-finish.ts';
import { hasTool, inFolder, run, SIGNED_AT } from './fixtures.ts';

const folder = join(import.meta.dirname, '../../../resources/fonts');
const fonts = readdirSync(folder)
  .filter((name) => name.endsWith('.woff'))
  .map((name) => readFileSync(join(folder, name)));
const numbers = (...values: readonly number[]) => PdfArray.of(...values.map((value) => PdfNumber.of(value)));

/** Seven pages; the first has links as a browser prints them: named places, and several rectangles for one line. */
async function printed(): Promise<Uint8Array> {
  const pdf = PDF.create();
  const pages = Array.from({ length: 7 }, () => pdf.addPage({ size: 'a4' }));
  const places = new PdfDict();
  for (const [name, page] of [
    ['section-conclusion', pages[2]],
    ['section-annex', pages[6]],
    ['workpaper-W1', pages[4]],
  ] as const)
    if (page !== undefined) places.set(name, PdfArray.of(page.ref, PdfName.of('XYZ'), ...numbers(0, 800, 0)));
  pdf.getCatalog().set('Dests', places);
  const link = (name: string, left: number, bottom: number) =>
    PdfDict.of({
      Type: PdfName.of('Annot'),
      Subtype: PdfName.of('Link'),
      Rect: numbers(left, bottom, left + 100, bottom + 10),
      Dest: PdfName.of(name),
    });
  const links = [
    link('section-conclusion', 45, 400),
    link('section-conclusion', 60, 399),
    link('section-annex', 310, 400),
    link('section-gone', 310, 380),
    link('workpaper-W1', 45, 300),
  ];
  pages[0]?.dict.set('Annots', PdfArray.of(...links));
  return pdf.save();
}

it.skipIf(!['pdftotext', 'qpdf'].every(hasTool))(
  'the contents name the page of each section, at the end of its line (needs pdftotext, qpdf)',
  () =>
    inFolder(async (path) => {
      const finished = await finishPdf(await printed(), {
        title: 'T',
        author: 'A',
        subject: 'S',
        created: SIGNED_AT,
        foot: { text: 'Foot', fonts },
        attachments: [],
      });
      writeFileSync(path('report.pdf'), finished);
      expect(run('qpdf', ['--check', path('report.pdf')])).toMatchObject({ status: 0 });
      const { output } = run('pdftotext', ['-f', '1', '-l', '1', '-layout', path('report.pdf'), '-']);
      expect(output.split(/\s+/u).filter((word) => word !== '')).toEqual(['3', '7', 'Foot', 'Page', '1', 'of', '7']);
    }),
);
