import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadHelp } from '../../../electron/engine/help/book.ts';
import type { TextBlock } from '../../../shared/contract/text-blocks.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** What stands on a screen: texts in quotes and between tags, of the pages, the menu, the dialogs and the vocabulary. */
function shownTexts(): Set<string> {
  const files = ['renderer/**/*.{ts,tsx}', 'shared/**/*.ts', 'electron/main/{menu,dialogs}.ts'].flatMap((pattern) =>
    globSync(pattern, { cwd: ROOT }),
  );
  expect(files.length).toBeGreaterThan(300);
  const texts = files.flatMap((file) => {
    const source = readFileSync(join(ROOT, file), 'utf8');
    const found = [/'([^'\n]+)'/g, /"([^"\n]+)"/g, /`([^`\n]+)`/g, />\s*([^<>{}]+?)\s*(?=[<{])/g];
    return found.flatMap((pattern) => [...source.matchAll(pattern)].map(([, text = '']) => text));
  });
  return new Set(texts.map((text) => text.replace(/\s+/g, ' ').replaceAll('&', '').trim()));
}

function boldOf(blocks: readonly TextBlock[]): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'list') return boldOf(block.items.flat());
    if (block.kind === 'code') return [];
    const lines =
      block.kind === 'table'
        ? [block.columns, ...block.rows].flat()
        : block.kind === 'note'
          ? block.paragraphs
          : [block.text];
    return lines.flat().flatMap((span) => (span.style === 'strong' ? [span.text] : []));
  });
}

// Bold is for what can be read on the screen, so that a label that was reworded is found here.
test('every label that the help quotes is on a screen, in the menu or in a dialog', () => {
  const shown = shownTexts();
  const book = loadHelp(join(ROOT, 'resources/help'));
  const quoted = book.pages.flatMap((page) => boldOf(page.blocks).map((label) => `${page.id}: ${label}`));
  expect(quoted.length).toBeGreaterThan(80);
  expect(quoted.filter((entry) => !shown.has(entry.slice(entry.indexOf(': ') + 2)))).toEqual([]);
});
