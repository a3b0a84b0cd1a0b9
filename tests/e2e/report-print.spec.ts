import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { resolveRuntime } from '../../electron/runtime/runtime.mjs';
import type { ReportBlock, ReportDocument } from '../../shared/contract/report-document.ts';
import { expect, test } from './fixtures.ts';
import { missingPrograms, run } from './helpers/bundle.ts';

const projectRoot = resolve(import.meta.dirname, '../..');
const lacking = missingPrograms(['pdffonts', 'pdftotext', 'pdfinfo']);
test.skip(lacking.length > 0, `not installed here: ${lacking.join(', ')}`);

const LONG_SCOPE = `https://graph.example/${'very.long.scope.'.repeat(18)}ReadWrite.All`;
const column = (title: string, style: 'text' | 'mono' | 'severity', width: string) =>
  ({ title, align: 'left', width, style }) as const;

const TABLE: ReportBlock = {
  kind: 'table',
  id: 'item-scopes',
  reference: 'W8.1a',
  caption: 'Scopes of 東京カレンダー',
  columns: [column('Scope', 'mono', '60mm'), column('Severity', 'severity', '18mm'), column('Text', 'text', '100mm')],
  rows: Array.from({ length: 90 }, (_, index) => [LONG_SCOPE, 'high', `Row ${index + 1} of مرحبا and नमस्ते`]),
  empty: '',
};

const REPORT: ReportDocument = {
  title: 'Übersicht 東京',
  subtitle: 'Contoso',
  language: 'en',
  reportId: 'R-1',
  isDraft: false,
  createdAt: '2026-11-01T00:00:00Z',
  templateLabel: 'Full report',
  partial: null,
  cover: [{ label: 'Report', value: 'R-1', mono: true }],
  conclusion: { class: 'none', label: 'No conclusion', reasons: ['Nothing is decided.'], computed: 'none' },
  sections: [
    {
      id: 'detail',
      number: '8',
      title: 'Items in detail',
      pageBreak: true,
      blocks: [
        { kind: 'heading', level: 2, text: 'Certification of offline office files', reference: 'W8.1' },
        { kind: 'text', text: 'Strong words about efficient workflows.', tone: 'strong' },
        { kind: 'text', text: 'A notice.', tone: 'notice' },
        { kind: 'facts', rows: [{ label: 'Digest', value: 'ab'.repeat(32), mono: true }] },
        TABLE,
        { kind: 'sign-off', prepared: null, reviewed: 'Ann Ashdown, 2026-11-01' },
      ],
    },
  ],
};

test('the printed report embeds its own fonts, marks what they lack, and clips nothing', ({ folder }) => {
  mkdirSync(folder, { recursive: true });
  const documentFile = join(folder, 'document.json');
  const pdfFile = join(folder, 'report.pdf');
  const requestFile = join(folder, 'request.json');
  writeFileSync(documentFile, JSON.stringify(REPORT));
  writeFileSync(requestFile, JSON.stringify({ documentFile, pdfFile }));
  const runtime = resolveRuntime();
  const platform = process.platform === 'linux' ? ['--ozone-platform=headless', '--disable-gpu'] : [];
  const printed = spawnSync(
    runtime.electronPath,
    [...runtime.args, ...platform, projectRoot, `--headless-print=${requestFile}`],
    { env: { ...process.env, ...runtime.env }, encoding: 'utf8' },
  );
  expect(printed.status, printed.stderr).toBe(0);

  const fonts = run('pdffonts', [pdfFile]).stdout.trimEnd().split('\n').slice(2);
  expect(fonts.length).toBeGreaterThan(2);
  for (const font of fonts) {
    // Real faces of two families, embedded: a made-up bold would be Type 3, a letter of the system a third family.
    expect(font).toMatch(/^[A-Z]{6}\+(Inter|JetBrainsMono)-\w+ +(CID )?TrueType\b.* yes yes yes /u);
  }
  for (const face of ['Inter-Regular', 'Inter-SemiBold', 'Inter-Bold', 'JetBrainsMono-Regular'])
    expect(
      fonts.some((font) => font.includes(face)),
      face,
    ).toBe(true);

  const text = run('pdftotext', ['-layout', pdfFile, '-']).stdout;
  expect(text).toContain('Certification of offline office files');
  expect(text).toContain('Strong words about efficient workflows.');
  expect(text).toContain('[U+6771 U+4EAC');
  expect(text).not.toMatch(/[\u0600-\u06FF\u0900-\u097F\u4E00-\u9FFF]/u);
  // The head of the table stands on each of its pages.
  const info = run('pdfinfo', [pdfFile]).stdout;
  expect(info).toMatch(/Tagged: +yes/u);
  const pages = Number(/Pages: +(\d+)/u.exec(info)?.[1]);
  expect(text.match(/Severity/gu)?.length).toBeGreaterThanOrEqual(pages - 2);

  const boxes = run('pdftotext', ['-bbox', pdfFile, '-']).stdout;
  const width = Number(/<page width="([\d.]+)"/u.exec(boxes)?.[1]);
  const words = [...boxes.matchAll(/xMin="([\d.]+)"[^>]*xMax="([\d.]+)"/gu)];
  expect(words.length).toBeGreaterThan(200);
  const margin = (16 / 25.4) * 72;
  for (const [, from, to] of words) {
    expect(Number(from)).toBeGreaterThan(margin - 1);
    expect(Number(to)).toBeLessThan(width - margin + 1);
  }
});
