import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDF } from '@libpdf/core';
import { expect, it } from 'vitest';
import { finishPdf } from '../../../electron/engine/signing/pdf-finish.ts';
import { hasTool, inFolder, run, SIGNED_AT } from './fixtures.ts';

const folder = join(import.meta.dirname, '../../../resources/fonts');
const fonts = readdirSync(folder)
  .filter((name) => name.endsWith('.woff'))
  .map((name) => readFileSync(join(folder, name)));
const TOOLS = ['pdftotext', 'pdffonts', 'qpdf'];

it.skipIf(!TOOLS.every(hasTool))(
  `every page has its number and the title at its foot (needs ${TOOLS.join(', ')})`,
  () =>
    inFolder(async (path) => {
      const pdf = PDF.create();
      for (const page of [1, 2, 3]) {
        pdf.addPage({ size: 'a4' });
        expect(pdf.getPageCount()).toBe(page);
      }
      const finished = await finishPdf(await pdf.save(), {
        title: 'Review',
        author: 'A',
        subject: 'S',
        created: SIGNED_AT,
        foot: { text: 'Zażółć Ελλάδα 東京 · Executive summary · CS-1', fonts },
        attachments: [],
      });
      writeFileSync(path('report.pdf'), finished);
      expect(run('qpdf', ['--check', path('report.pdf')])).toMatchObject({ status: 0 });
      for (const page of [1, 2, 3]) {
        const { output } = run('pdftotext', [
          '-f',
          String(page),
          '-l',
          String(page),
          '-layout',
          path('report.pdf'),
          '-',
        ]);
        expect(output).toContain(`Page ${page} of 3`);
        expect(output).toContain('Zażółć Ελλάδα [U+6771][U+4EAC] · Executive summary · CS-1');
      }
      const listed = run('pdffonts', [path('report.pdf')])
        .output.trimEnd()
        .split('\n')
        .slice(2);
      expect(listed.length).toBeGreaterThan(0);
      for (const font of listed) expect(font).toMatch(/Inter.* TrueType .* yes yes yes /u);
      // Artifacts: what a reader aloud would repeat on every page stands outside of the tagged text.
      expect((await PDF.load(finished)).getPageCount()).toBe(3);
    }),
);
