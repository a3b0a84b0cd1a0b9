import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { buildDocument } from '../../../../electron/engine/report/document.ts';
import { ReportPaper } from '../../../../renderer/blocks/ReportPaper.tsx';
import { FULL_REPORT } from '../../../../shared/contract/report.ts';
import { reportModel } from '../../report/model.ts';

function pageOf(template: 'full' | 'summary') {
  const document = buildDocument(reportModel({ options: { ...FULL_REPORT, template } }), true);
  const page = renderToStaticMarkup(createElement(ReportPaper, { document }));
  const all = (pattern: RegExp): string[] => [...page.matchAll(pattern)].map(([, found]) => found ?? '');
  const references = document.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'table' || block.kind === 'chart' ? [block.reference ?? ''] : [])),
  );
  return { ids: all(/ id="([^"]+)"/g), links: all(/ href="#([^"]+)"/g), references };
}

test('every reference of the full report leads to its line in the index, and every line to its table', () => {
  const { ids, links, references } = pageOf('full');
  expect(new Set(ids).size).toBe(ids.length);
  expect(links.filter((link) => !ids.includes(link))).toEqual([]);
  expect(references.length).toBeGreaterThan(10);
  expect(references.filter((reference) => !ids.includes(`workpaper-${reference}`))).toEqual([]);
  expect(links.filter((link) => link.startsWith('index-'))).toHaveLength(references.length);
  expect(links.filter((link) => link.startsWith('workpaper-')).length).toBeGreaterThan(10);
});

test('a report without the index has no link that leads nowhere', () => {
  const { ids, links } = pageOf('summary');
  expect(links.filter((link) => !ids.includes(link))).toEqual([]);
  expect(links.filter((link) => link.startsWith('index-'))).toEqual([]);
});
