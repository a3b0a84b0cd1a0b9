import type { HelpBook } from '../../../shared/contract/help.ts';
import { plainText, type TextBlock } from '../../../shared/contract/text-blocks.ts';

/** A stretch of a page from one heading to the next. */
interface Passage {
  /** Page and place, as a link names it. */
  readonly to: string;
  readonly page: string;
  /** Empty for what stands before the first heading. */
  readonly heading: string;
  readonly text: string;
  readonly words: Readonly<Record<Field, readonly string[]>>;
}
type Field = 'page' | 'heading' | 'text';

/** A part of a line; `isHit` for what was looked for. */
export interface MarkedText {
  readonly text: string;
  readonly isHit: boolean;
}
export interface Hit {
  readonly to: string;
  readonly page: readonly MarkedText[];
  readonly heading: readonly MarkedText[];
  readonly excerpt: readonly MarkedText[];
}

/** A word of the title says most about a page, a word of its text least. */
const WEIGHT: Readonly<Record<Field, number>> = { page: 40, heading: 12, text: 1 };
const FIELDS = ['page', 'heading', 'text'] as const;
const MOST_HITS = 30;
const EXCERPT = 150;

/** Everything that can be found, by heading; the contents only repeat what the pages say of themselves. */
export function indexBook(book: HelpBook): readonly Passage[] {
  const pages = book.pages.filter(({ id }) => id !== 'contents');
  return pages.flatMap(({ id, title, blocks }) => {
    const passages: { to: string; heading: string; texts: string[] }[] = [{ to: id, heading: '', texts: [] }];
    for (const block of blocks) {
      if (block.kind === 'heading')
        passages.push({ to: `${id}#${block.id}`, heading: plainText(block.text), texts: [] });
      else passages.at(-1)?.texts.push(textOf(block));
    }
    return passages.map(({ to, heading, texts }) => {
      const text = texts.join(' ').replace(/\s+/g, ' ').trim();
      return {
        to,
        page: title,
        heading,
        text,
        words: { page: wordsOf(title), heading: wordsOf(heading), text: wordsOf(text) },
      };
    });
  });
}

/**
 * The passages in which every word of the question begins a word, best first: found in the title, then in a heading, then
 * in the text; a whole word before a beginning. A page whose title is meant comes once, with its first passage.
 */
export function search(index: readonly Passage[], question: string): readonly Hit[] {
  const asked = wordsOf(question);
  if (asked.length === 0) return [];
  const scored = index.flatMap((passage, order) => {
    const scores = asked.map((word) => Math.max(...FIELDS.map((field) => scoreOf(passage, field, word))));
    if (scores.includes(0)) return [];
    const isByTitle = asked.every((word) => scoreOf(passage, 'page', word) > 0);
    if (isByTitle && passage.heading !== '' && !asked.some((word) => scoreOf(passage, 'heading', word) > 0)) return [];
    return [{ passage, order, score: scores.reduce((sum, score) => sum + score, 0) }];
  });
  return scored
    .toSorted((a, b) => b.score - a.score || a.order - b.order)
    .slice(0, MOST_HITS)
    .map(({ passage }) => ({
      to: passage.to,
      page: marked(passage.page, asked),
      heading: marked(passage.heading, asked),
      excerpt: marked(excerptOf(passage.text, asked), asked),
    }));
}

function scoreOf(passage: Passage, field: Field, word: string): number {
  const words = passage.words[field];
  if (words.includes(word)) return WEIGHT[field] * 2;
  return words.some((candidate) => candidate.startsWith(word)) ? WEIGHT[field] : 0;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The text around the first hit, cut at words. */
function excerptOf(text: string, asked: readonly string[]): string {
  const first = marked(text, asked);
  const at = first.findIndex((part) => part.isHit);
  const before = first.slice(0, Math.max(at, 0)).reduce((length, part) => length + part.text.length, 0);
  const start = before < EXCERPT / 2 ? 0 : text.indexOf(' ', before - EXCERPT / 3) + 1;
  const end = start + EXCERPT >= text.length ? text.length : text.lastIndexOf(' ', start + EXCERPT);
  return `${start > 0 ? '… ' : ''}${text.slice(start, end)}${end < text.length ? ' …' : ''}`;
}

function marked(text: string, asked: readonly string[]): MarkedText[] {
  return (text.match(/[\p{L}\p{N}]+|[^\p{L}\p{N}]+/gu) ?? []).map((part) => ({
    text: part,
    isHit: asked.some((word) => part.toLowerCase().startsWith(word)),
  }));
}

function textOf(block: TextBlock): string {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return plainText(block.text);
    case 'code':
      return block.text;
    case 'note':
      return block.paragraphs.map(plainText).join(' ');
    case 'table':
      return [block.columns, ...block.rows].map((row) => row.map(plainText).join(' ')).join(' ');
    case 'list':
      return block.items.flat().map(textOf).join(' ');
  }
}
