import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadHelp } from '../../../electron/engine/help/book.ts';
import type { HelpPage } from '../../../shared/contract/help.ts';
import type { Span, TextBlock } from '../../../shared/contract/text-blocks.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** What stands on a screen: texts in quotes and between tags, of the pages, the menu, the dialogs and the vocabulary. */
function shownTexts(): Set<string> {
  const files = ['renderer/**/*.{ts,tsx}', 'shared/**/*.ts', 'electron/main/*.ts'].flatMap((pattern) =>
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

function linesOf(blocks: readonly TextBlock[]): Span[][] {
  return blocks.flatMap((block) => {
    if (block.kind === 'list') return linesOf(block.items.flat());
    if (block.kind === 'table') return [block.columns, ...block.rows].flat();
    if (block.kind === 'note') return block.paragraphs;
    return block.kind === 'code' ? [] : [block.text];
  });
}

/** Pages about more than screens: there a bold word may also lead a paragraph. */
const LEAD_WORDS = [
  'accessibility',
  'cases',
  'command-line',
  'hardening',
  'install',
  'packaging',
  'profiles',
  'protection',
  'threat-model',
];

function labelsOn(page: HelpPage): string[] {
  const from = LEAD_WORDS.includes(page.id) ? 1 : 0;
  return linesOf(page.blocks).flatMap((line) =>
    line.slice(from).flatMap((span) => (span.style === 'strong' ? [span.text] : [])),
  );
}

// Bold is for what can be read on the screen, so that a label that was reworded is found here.
test('every label that the help quotes is on a screen, in the menu or in a dialog', () => {
  const shown = shownTexts();
  const book = loadHelp(join(ROOT, 'resources/help'));
  const quoted = book.pages.flatMap((page) => labelsOn(page).map((label) => `${page.id}: ${label}`));
  expect(quoted.length).toBeGreaterThan(80);
  expect(quoted.filter((entry) => !shown.has(entry.slice(entry.indexOf(': ') + 2)))).toEqual([]);
});
