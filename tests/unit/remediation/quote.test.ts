import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { apex, bash, powershell, segment } from '../../../electron/engine/remediation/quote.ts';
import { HOSTILE } from './hostile.ts';

describe('bash', () => {
  test.each(HOSTILE)('%j arrives as it is, as one word', (text) => {
    const script = `printf '%s\\0' ${bash(text)} end`;
    expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' })).toBe(
      `${text.replaceAll('\u0000', '')}\u0000end\u0000`,
    );
  });

  test.each(HOSTILE)('%j shows nothing but printable ASCII on one line', (text) => {
    expect(bash(text)).toMatch(/^[\x20-\x7e]*$/);
  });
});

/** Reads one literal as PowerShell does: any of five quotes opens and closes it, a doubled one stands for itself. */
function readPowershell(literal: string): string {
  const encoded =
    /^\(\[Text\.Encoding\]::UTF8\.GetString\(\[Convert\]::FromBase64String\('([A-Za-z0-9+/=]*)'\)\)\)$/.exec(literal);
  if (encoded !== null) return Buffer.from(encoded[1] ?? '', 'base64').toString('utf8');
  const isQuote = (character: string | undefined): boolean =>
    character !== undefined && /['\u2018\u2019\u201a\u201b]/.test(character);
  if (!isQuote(literal[0])) throw new Error('no literal');
  let text = '';
  for (let at = 1; at < literal.length; at += 1) {
    if (!isQuote(literal[at])) text += literal[at];
    else if (isQuote(literal[at + 1])) {
      text += literal[at + 1];
      at += 1;
    } else if (at === literal.length - 1) return text;
    else throw new Error(`the literal ends early, before ${literal.slice(at + 1)}`);
  }
  throw new Error('the literal does not end');
}

describe('PowerShell', () => {
  test.each(HOSTILE)('%j is one literal', (text) => {
    expect(readPowershell(powershell(text))).toBe(text);
    expect(powershell(text)).toMatch(/^[\x20-\x7e]*$/);
  });

  test('the reader of this test sees an escape', () => {
    expect(() => readPowershell(`'a'; Remove-Item; 'b'`)).toThrow('ends early');
    expect(() => readPowershell('\u2018a\u2019; Remove-Item')).toThrow('ends early');
  });
});

test.each(HOSTILE)('%j is one segment of a path, and safe between double quotes', (text) => {
  const piece = segment(text);
  expect(piece).toMatch(/^[A-Za-z0-9%._~-]*$/);
  expect(decodeURIComponent(piece)).toBe(text);
});

test.each(HOSTILE)('%j is one literal of Apex', (text) => {
  const literal = apex(text);
  expect(literal).toMatch(/^'(?:[\x20-\x26\x28-\x5b\x5d-\x7e]|\\['\\]|\\u[0-9A-F]{4})*'$/);
  const read = literal
    .slice(1, -1)
    .replace(/\\(?:u([0-9A-F]{4})|(['\\]))/g, (_, code: string | undefined, character: string | undefined) =>
      code === undefined ? (character ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
    );
  expect(read).toBe(text);
});
