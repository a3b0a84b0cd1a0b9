import { lexer, type Token, type Tokens } from 'marked';
import type { CollectBlock, PlainBlock, Span } from '../../../shared/contract/collect.ts';

/**
 * Markdown as plain blocks. HTML, pictures and links with a text of their own are refused with an `Error`: what a kit
 * shows is text, and an address in it is text too.
 */
export function toBlocks(markdown: string): CollectBlock[] {
  return flowOf(lexer(markdown)).map((token) => {
    if (!isList(token)) return plainBlock(token);
    return {
      kind: 'list',
      isOrdered: token.ordered,
      items: token.items.map((item) => flowOf(item.tokens).map(plainBlock)),
    };
  });
}

function flowOf(tokens: readonly Token[]): Token[] {
  return tokens.filter((token) => token.type !== 'space');
}

function plainBlock(token: Token): PlainBlock {
  switch (token.type) {
    case 'heading':
      if (token['depth'] !== 2 && token['depth'] !== 3) throw refusal('a heading that is neither ## nor ###', token);
      return { kind: 'heading', level: token['depth'], text: spans(childrenOf(token)) };
    case 'paragraph':
    case 'text':
      return { kind: 'paragraph', text: spans(childrenOf(token)) };
    case 'code':
      return { kind: 'code', language: languageOf(token), text: textOf(token) };
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
    case 'codespan':
      return { text: textOf(token), style: 'code' };
    case 'strong': {
      const inside = spans(childrenOf(token));
      if (inside.some((span) => span.style !== 'plain')) throw refusal('marks within bold text', token);
      return { text: inside.map((span) => span.text).join(''), style: 'strong' };
    }
    case 'link':
      // A bare address is made a link by the reader of Markdown; it stays what it is.
      if (token['href'] !== textOf(token)) throw refusal('a link', token);
      return { text: textOf(token), style: 'plain' };
    default:
      throw refusal(token.type, token);
  }
}

function isList(token: Token): token is Tokens.List {
  return token.type === 'list' && 'items' in token;
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

function languageOf(token: Token): string {
  const language: unknown = 'lang' in token ? token.lang : '';
  if (typeof language !== 'string' || language === '') throw refusal('code without a language', token);
  return language;
}

function refusal(what: string, token: Token): Error {
  return new Error(`holds ${what}: ${token.raw.trim().slice(0, 60)}`);
}
