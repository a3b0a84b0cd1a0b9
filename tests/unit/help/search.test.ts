import { expect, test } from 'vitest';
import { readPage } from '../../../electron/engine/help/book.ts';
import { indexBook, search } from '../../../renderer/features/help/search.ts';
import { beginTrail, goOn, placeOf, step } from '../../../renderer/features/help/trail.ts';

const index = indexBook({
  sections: [],
  pages: [
    readPage('README.md', '# Help\n\nTime stamps and everything else.'),
    readPage('journal.md', '# Journal\n\nEvery act.\n\n## Find an entry\n\nBy the time stamp of an act.'),
    readPage('time-stamps.md', '# Time stamps\n\nProves when.\n\n## Import the answer\n\nFrom the authority.'),
    readPage('report.md', '# Report\n\nShows it.\n\n## Time stamps of the report\n\nSee there.'),
    readPage('words.md', '# Words\n\nA table.\n\n| word | means |\n| --- | --- |\n| Façade | Größe |\n\n- a list item'),
  ],
});
const found = (question: string) => search(index, question).map((hit) => hit.to);

test('a title counts more than a heading, and a heading more than text', () => {
  expect(found('time stamp')).toEqual(['time-stamps', 'report#time-stamps-of-the-report', 'journal#find-an-entry']);
});

test('every word must begin a word of the passage, whatever its case and order', () => {
  expect(found('AUTHOR import')).toEqual(['time-stamps#import-the-answer']);
  expect(found('stam')).toContain('time-stamps');
  expect(found('tamp')).toEqual([]);
  expect(found('stamps nowhere')).toEqual([]);
  expect(found('  ')).toEqual([]);
  expect(found('.*[')).toEqual([]);
});

test('tables, lists and letters of other alphabets are found', () => {
  expect(found('größe')).toEqual(['words']);
  expect(found('façade')).toEqual(['words']);
  expect(found('list item')).toEqual(['words']);
});

test('what was looked for is marked, in an excerpt around it', () => {
  const long = `${'before '.repeat(80)}needle in the middle ${'after '.repeat(80)}`;
  const [hit] = search(indexBook({ sections: [], pages: [readPage('a.md', `# A\n\n${long}`)] }), 'need');
  const text = hit?.excerpt.map((part) => part.text).join('') ?? '';
  expect(text.length).toBeLessThan(220);
  expect(text).toMatch(/^… .*needle in the middle.* …$/);
  expect(hit?.excerpt.filter((part) => part.isHit).map((part) => part.text)).toEqual(['needle']);
});

test('a whole word comes before a word that only begins so', () => {
  const pages = [readPage('a.md', '# Signing\n\nText.'), readPage('b.md', '# Sign\n\nText.')];
  expect(search(indexBook({ sections: [], pages }), 'sign').map((hit) => hit.to)).toEqual(['b', 'a']);
});

test('the way through the help goes back and forward, and forgets what lay ahead', () => {
  const trail = goOn(goOn(goOn(beginTrail('a'), 'b'), 'b'), 'c');
  expect(trail.places).toEqual(['a', 'b', 'c']);
  const back = step(step(step(trail, -1), -1), -1);
  expect(placeOf(back)).toBe('a');
  expect(placeOf(step(back, 1))).toBe('b');
  expect(goOn(back, 'd').places).toEqual(['a', 'd']);
});
