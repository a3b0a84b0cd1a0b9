import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadHelp } from '../../../electron/engine/help/book.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-help-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('pages come in the order of the index, and its missing pages are left out', () => {
  writeFileSync(join(folder, 'README.md'), '# Help\n\nAll.\n\n## One\n\n- [B](b.md)\n- [Gone](gone.md)\n- [A](a.md)\n');
  for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, `${name}.md`), `# Page ${name}\n\nText.\n`);
  writeFileSync(join(folder, 'note.txt'), 'no page');
  const book = loadHelp(folder);
  expect(book.pages.map(({ id }) => id)).toEqual(['contents', 'b', 'a', 'c']);
  expect(book.sections).toEqual([{ title: 'One', pages: ['b', 'a'] }]);
});

test.each([
  ['a script', '<script>alert(1)</script>'],
  ['a picture', '![x](https://example.com/x.png)'],
  ['a link out of the help', '[x](../../etc/passwd)'],
  ['a link that runs code', '[x](javascript:alert(1))'],
  ['a file address', '[x](file:///etc/passwd)'],
])('a page with %s is shown as it was written, as text', (_, markdown) => {
  writeFileSync(join(folder, 'README.md'), '# Help\n\nAll.\n');
  writeFileSync(join(folder, 'a.md'), `# A\n\n${markdown}\n`);
  const page = loadHelp(folder).pages.find(({ id }) => id === 'a');
  expect(page?.blocks).toEqual([{ kind: 'code', language: 'text', text: expect.stringContaining(markdown) }]);
});

test('a help that is not there says so', () => {
  expect(() => loadHelp(join(folder, 'nowhere'))).toThrow(/cannot be read.*Install the application again/);
  mkdirSync(join(folder, 'empty'));
  expect(() => loadHelp(join(folder, 'empty'))).toThrow(/cannot be read/);
});
