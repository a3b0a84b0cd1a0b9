import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { splitPlainRows } from '../../../electron/engine/reading/csv-plain.ts';
import { createRandom } from '../../generator/random.ts';

/** What papaparse makes of the closed rows of a text. */
function oracle(text: string, delimiter: string, newline: '\n' | '\r'): { rows: string[][]; consumed: number } {
  const parser = new Papa.Parser({ delimiter, newline, quoteChar: '"' });
  // papaparse types the low-level parser's result as `any`; this is what it returns.
  const result = parser.parse(text, 0, true) as Papa.ParseResult<string[]>;
  return { rows: result.data, consumed: result.meta.cursor };
}

describe('splitPlainRows', () => {
  it.each([
    [
      'plain rows',
      'a,b,c\n1,2,3\n',
      [
        ['a', 'b', 'c'],
        ['1', '2', '3'],
      ],
    ],
    ['quoted cells', '"a,b",c,"d"\n', [['a,b', 'c', 'd']]],
    ['doubled quotes', '"say ""hi""",""""\n', [['say "hi"', '"']]],
    ['empty cells and lines', ',"",\n\n', [['', '', ''], ['']]],
    ['a carriage return behind a quoted cell', 'a,"b"\r\n', [['a', 'b']]],
    ['a carriage return behind a bare cell', '"a",b\r\n', [['a', 'b\r']]],
    ['only closed rows', '1,2\n3,', [['1', '2']]],
  ])('%s', (_name, text, rows) => {
    expect(splitPlainRows(text, ',', '\n')?.rows).toEqual(rows);
    expect(splitPlainRows(text, ',', '\n')).toEqual(oracle(text, ',', '\n'));
  });

  it.each([
    ['a line end in a cell', '"a\nb",c\n'],
    ['a quote inside a bare cell', 'a"b,c\n'],
    ['text behind a closing quote', '"a"b,c\n'],
    ['a space before the delimiter', '"a" ,c\n'],
    ['a quote that is never closed', 'a,"b\nc,d\n'],
  ])('leaves to papaparse: %s', (_name, text) => {
    expect(splitPlainRows(text, ',', '\n')).toBeNull();
  });

  it('equals papaparse wherever it answers', () => {
    const random = createRandom(11, 'plain csv');
    const pieces = ['a', 'bc', '"', '""', ',', ',', '\n', '\n', '\r\n', ' ', 'é', ';', '"x"', '"y,z"', ',"q""r",'];
    let answered = 0;
    for (let round = 0; round < 30_000; round += 1) {
      const text = Array.from({ length: random.between(1, 14) }, () => random.pick(pieces)).join('');
      const delimiter = random.chance(0.8) ? ',' : ';';
      const newline = random.chance(0.9) ? '\n' : '\r';
      const plain = splitPlainRows(text, delimiter, newline);
      if (plain === null) continue;
      answered += 1;
      expect(plain, JSON.stringify(text)).toEqual(oracle(text, delimiter, newline));
    }
    expect(answered).toBeGreaterThan(8_000);
  });
});
