import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HelpBook, HelpPage } from '../../../shared/contract/help.ts';
import { plainText, type TextBlock } from '../../../shared/contract/text-blocks.ts';
import { AppError } from '../lib/errors.ts';
import { toBlocks } from '../lib/markdown-blocks.ts';

/** The index: its headings are the sections, the links under them the pages. */
const INDEX_FILE = 'README.md';
export const INDEX_PAGE = 'contents';

/**
 * Reads the help: one Markdown file a page. A page that holds what the app does not show is shown as it was written, since
 * help that is hard to read is better than none. Throws `io` when the folder cannot be read.
 */
export function loadHelp(folder: string): HelpBook {
  const names = namesIn(folder);
  const pages = names.map((name) => readPage(name, readFileSync(join(folder, name), 'utf8')));
  const index = pages.find(({ id }) => id === INDEX_PAGE);
  if (index === undefined) throw unreadable(folder);
  const known = new Set(pages.map(({ id }) => id));
  const sections = sectionsOf(index.blocks, known);
  const order = [INDEX_PAGE, ...sections.flatMap((section) => section.pages)];
  const place = (page: HelpPage) => (order.includes(page.id) ? order.indexOf(page.id) : order.length);
  return { sections, pages: pages.toSorted((a, b) => place(a) - place(b) || a.id.localeCompare(b.id, 'en')) };
}

/** One page from its file. Exported for the test that no shipped page is shown as it was written. */
export function readPage(name: string, markdown: string): HelpPage {
  const id = idOf(name);
  const text = markdown.replaceAll('\r\n', '\n').trim();
  const [, title, body] = /^# (.+)\n([\s\S]*)$/.exec(text) ?? [undefined, name, text];
  return { id, title: title ?? name, blocks: blocksOf(id, body ?? ''), text: `${text}\n` };
}

/** The page's blocks; throws an `Error` with what it may not hold. */
export function strictBlocks(pageId: string, markdown: string): TextBlock[] {
  return toBlocks(markdown, { hasKeys: true, language: 'text', linkTo: (href) => targetOf(pageId, href) });
}

function blocksOf(pageId: string, markdown: string): TextBlock[] {
  try {
    return strictBlocks(pageId, markdown);
  } catch {
    return [{ kind: 'code', language: 'text', text: markdown }];
  }
}

/** `report#sign` for `report.md#sign`; null for an address of the network, which stays text. */
function targetOf(pageId: string, href: string): string | null {
  if (/^(?:https?|mailto):/i.test(href)) return null;
  const [, file, place] = /^([A-Za-z0-9-]+\.md)?(#[\p{L}\p{N}_-]+)?$/u.exec(href) ?? [];
  if (file === undefined && place === undefined) throw new Error(`holds a link that leads out of the help: ${href}`);
  return `${file === undefined ? pageId : idOf(file)}${place ?? ''}`;
}

function sectionsOf(blocks: readonly TextBlock[], known: ReadonlySet<string>): HelpBook['sections'] {
  const sections: { title: string; pages: string[] }[] = [];
  for (const block of blocks) {
    if (block.kind === 'heading') sections.push({ title: plainText(block.text), pages: [] });
    if (block.kind !== 'list') continue;
    const links = block.items.flat().flatMap((item) => (item.kind === 'paragraph' ? item.text : []));
    const pages = links.flatMap((span) => (span.style === 'link' ? [span.to] : []));
    sections.at(-1)?.pages.push(...pages.filter((page) => known.has(page)));
  }
  return sections.filter((section) => section.pages.length > 0);
}

function idOf(fileName: string): string {
  return fileName === INDEX_FILE ? INDEX_PAGE : fileName.replace(/\.md$/, '');
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.md'));
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

function unreadable(folder: string, cause?: unknown): AppError {
  return new AppError(
    'io',
    `The help in ${folder} cannot be read. Your data is untouched. Install the application again.`,
    { cause },
  );
}
