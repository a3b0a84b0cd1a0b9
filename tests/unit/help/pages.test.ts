import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadHelp, readPage, strictBlocks } from '../../../electron/engine/help/book.ts';
import { SCREENS } from '../../../renderer/app/screens.ts';
import { HELP_PAGES, helpFor } from '../../../renderer/features/help/help-pages.ts';
import { helpContract } from '../../../shared/contract/help.ts';
import { plainText, type Span, type TextBlock } from '../../../shared/contract/text-blocks.ts';

const ROOT = join(import.meta.dirname, '../../..');
const FOLDER = join(ROOT, 'resources/help');
const book = loadHelp(FOLDER);
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.md'));

/** Every run of text on a page. */
function spans(blocks: readonly TextBlock[]): Span[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'list') return spans(block.items.flat());
    if (block.kind === 'table') return [...block.columns, ...block.rows.flat()].flat();
    if (block.kind === 'note') return block.paragraphs.flat();
    return block.kind === 'code' ? [] : block.text;
  });
}

test('the help fits the contract, and its index comes first', () => {
  expect(helpContract['help.book'].result.parse(book)).toEqual(book);
  expect(book.pages[0]?.id).toBe('contents');
});

describe.each(files)('%s', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const page = readPage(file, text);

  test('begins with a title and says what it is for, in forms the app can show', () => {
    expect(text).toMatch(/^# \S.*\n\n\S/);
    expect(() => strictBlocks(page.id, text.replace(/^# .+\n/, ''))).not.toThrow();
    expect(page.blocks[0]?.kind).toBe('paragraph');
  });

  test('holds no HTML, no pictures and nothing of where it was written', () => {
    expect(text).not.toMatch(/<\/?(?:a|img|script|kbd|br|b|i|p|div|span|details|summary)\b/i);
    expect(text).not.toMatch(/!\[|\/work\/|\/tmp\/|localhost/);
  });

  test('leads only to pages and headings that exist', () => {
    for (const span of spans(page.blocks)) {
      if (span.style !== 'link') continue;
      const [id, anchor] = span.to.split('#');
      const target = book.pages.find((candidate) => candidate.id === id);
      expect(target, `${file}: ${span.to}`).toBeDefined();
      const headings = target?.blocks.flatMap((block) => (block.kind === 'heading' ? [block.id] : [])) ?? [];
      if (anchor !== undefined) expect(headings, `${file}: ${span.to}`).toContain(anchor);
    }
  });
});

test('the README of the project leads only to files that exist', () => {
  const links = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/\]\(([^)]+)\)/g)].map(([, to = '']) => to);
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((to) => !existsSync(join(ROOT, to)))).toEqual([]);
});

test('the index lists every page once, under the title or a part of it', () => {
  const listed = book.sections.flatMap((section) => section.pages);
  expect(listed.toSorted()).toEqual(
    book.pages
      .map(({ id }) => id)
      .filter((id) => id !== 'contents')
      .toSorted(),
  );
});

test('the page of keys names the key of every screen', () => {
  const keys = book.pages.find(({ id }) => id === 'keyboard')?.blocks ?? [];
  const cells = keys.flatMap((block) => (block.kind === 'table' ? block.rows.flat().map(plainText) : []));
  for (const { keys: sequence, label } of SCREENS)
    expect(cells[cells.indexOf(label) - 1], label).toBe(sequence.slice(2));
});

test('every screen has a page of its own, and every address of the app leads to a screen or to nothing', () => {
  const routes = readFileSync(join(ROOT, 'renderer/app/routes.tsx'), 'utf8');
  const addresses = [...routes.matchAll(/path: '([^']+)'/g)].map(([, path]) => `/${path}`);
  expect(addresses.length).toBeGreaterThan(15);
  const screens = addresses.filter((address) => address !== '/*' && !address.startsWith('/help'));
  for (const address of screens) expect(helpFor(address.replace(/:\w+/g, 'x')), address).not.toBe('contents');
  expect(helpFor('/')).toBe('start');
  expect(helpFor('/nowhere/at/all')).toBe('contents');
  for (const [path, place] of HELP_PAGES) {
    const [id, anchor] = place.split('#');
    const page = book.pages.find((candidate) => candidate.id === id);
    expect(page, path).toBeDefined();
    const headings = page?.blocks.flatMap((block) => (block.kind === 'heading' ? [block.id] : [])) ?? [];
    if (anchor !== undefined) expect(headings, path).toContain(anchor);
  }
});
