import { lexer, type Token, type Tokens } from 'marked';
import { plainText, type PlainBlock, type Span, type TextBlock } from '../../../shared/contract/text-blocks.ts';

/** What a kind of text may hold beyond plain text, bold words, code, tables, lists and notes. */
export interface TextRules {
  /** Where a link leads, or null for an address that stays text. Throws an `Error` for one that may not stand there. */
  readonly linkTo?: (href: string) => string | null;
  /** Shows code that is the name of a key, such as `Ctrl+K`, as that key. */
  readonly hasKeys?: boolean;
  /** What code is that does not say its language; refused when left out. */
  readonly language?: string;
}

/**
 * Markdown as plain blocks. HTML, pictures and links that the rules do not lead anywhere are refused with an `Error`: what
 * is shown is text, and an address of the network in it is text too.
 */
export function toBlocks(markdown: string, rules: TextRules = {}): TextBlock[] {
  const reader = createReader(rules);
  return flowOf(lexer(markdown)).map((token) => {
    if (!isList(token)) return reader.plainBlock(token);
    return {
      kind: 'list',
      isOrdered: token.ordered,
      items: token.items.map((item) => flowOf(item.tokens).map(reader.plainBlock)),
    };
  });
}

function createReader(rules: TextRules) {
  const headingIds = new Map<string, number>();
  return { plainBlock };

  function plainBlock(token: Token): PlainBlock {
    switch (token.type) {
      case 'heading': {
        if (token['depth'] !== 2 && token['depth'] !== 3) throw refusal('a heading that is neither ## nor ###', token);
        const text = spans(childrenOf(token));
        return { kind: 'heading', level: token['depth'], id: headingId(plainText(text)), text };
      }
      case 'paragraph':
      case 'text':
        return { kind: 'paragraph', text: spans(childrenOf(token)) };
      case 'code':
        return { kind: 'code', language: languageOf(token, rules.language), text: textOf(token) };
      case 'blockquote':
        return { kind: 'note', paragraphs: flowOf(childrenOf(token)).map(paragraph) };
      case 'table':
        if (!isTable(token)) throw refusal('a table', token);
        return {
          kind: 'table',
          columns: token.header.map((cell) => spans(cell.tokens)),
          rows: token.rows.map((row) => row.map((cell) => spans(cell.tokens))),
        };
      default:
        throw refusal(token.type, token);
    }
  }

  /** As code hosts make it, so that links to headings work there too; the second of a name gets a number. */
  function headingId(text: string): string {
    const slug = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-');
    const count = headingIds.get(slug) ?? 0;
    headingIds.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  }

  function paragraph(token: Token): Span[] {
    if (token.type !== 'paragraph') throw refusal(`${token.type} in a note`, token);
    return spans(childrenOf(token));
  }

  function spans(tokens: readonly Token[]): Span[] {
    const result: Span[] = [];
    for (const token of tokens) {
      const next = spanOf(token);
      const last = result.at(-1);
      if (last?.style === 'plain' && next.style === 'plain')
        result.splice(-1, 1, { text: last.text + next.text, style: 'plain' });
      else result.push(next);
    }
    return result;
  }

  function spanOf(token: Token): Span {
    switch (token.type) {
      case 'text':
      case 'escape':
        return { text: textOf(token).replaceAll('\n', ' '), style: 'plain' };
      case 'codespan': {
        const text = textOf(token);
        return { text, style: rules.hasKeys === true && KEYS.test(text) ? 'key' : 'code' };
      }
      case 'strong':
        return { text: onlyPlain(token, 'marks within bold text'), style: 'strong' };
      case 'em':
        return { text: onlyPlain(token, 'marks within emphasized text'), style: 'em' };
      case 'link':
        if (!isLink(token)) throw refusal('a link', token);
        return linkSpan(token);
      default:
        throw refusal(token.type, token);
    }
  }

  function linkSpan(token: Tokens.Link): Span {
    const { href, text } = token;
    // A bare address is made a link by the reader of Markdown; it stays what it is.
    if (href === text) return { text, style: 'plain' };
    if (rules.linkTo === undefined) throw refusal('a link', token);
    const to = rules.linkTo(href);
    const label = onlyPlain(token, 'marks within a link');
    return to === null ? { text: `${label} (${href})`, style: 'plain' } : { text: label, style: 'link', to };
  }

  function onlyPlain(token: Token, what: string): string {
    const inside = spans(childrenOf(token));
    if (inside.some((span) => span.style !== 'plain')) throw refusal(what, token);
    return plainText(inside);
  }
}

const NAMED_KEYS =
  'Enter|Esc|Space|Tab|Home|End|Delete|Backspace|PgUp|PgDn|Shift|Ctrl|Alt|Cmd|F\\d{1,2}|Arrow(?:Up|Down|Left|Right)|[↑↓←→]';
/** One key, or keys pressed together. A single letter or digit in code is a key: nothing else is that short. */
const KEYS = new RegExp(`^(?:(?:Ctrl|Shift|Alt|Cmd)\\+)*(?:${NAMED_KEYS}|[A-Za-z0-9?/+,−-])$`);

function flowOf(tokens: readonly Token[]): Token[] {
  return tokens.filter((token) => token.type !== 'space');
}

function isList(token: Token): token is Tokens.List {
  return token.type === 'list' && 'items' in token;
}

function isLink(token: Token): token is Tokens.Link {
  return token.type === 'link' && 'href' in token;
}

function isTable(token: Token): token is Tokens.Table {
  return token.type === 'table' && 'header' in token;
}

function childrenOf(token: Token): readonly Token[] {
  return ('tokens' in token ? token.tokens : undefined) ?? [];
}

function textOf(token: Token): string {
  return 'text' in token && typeof token.text === 'string' ? token.text : '';
}

function languageOf(token: Token, fallback: string | undefined): string {
  const stated: unknown = 'lang' in token ? token.lang : '';
  const language = typeof stated === 'string' && stated !== '' ? stated : fallback;
  if (language === undefined) throw refusal('code without a language', token);
  return language;
}

function refusal(what: string, token: Token): Error {
  return new Error(`holds ${what}: ${token.raw.trim().slice(0, 60)}`);
}
