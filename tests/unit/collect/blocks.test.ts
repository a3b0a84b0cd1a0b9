import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toBlocks } from '../../../electron/engine/collect/blocks.ts';
import { loadKits } from '../../../electron/engine/collect/load.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-collect-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('Markdown becomes plain blocks', () => {
  const source = [
    '## Steps',
    'Call `GET /me` at https://example.com/a?b=c, **now**.\nNext line.',
    '1. First\n\n   ```sh\n   ls <dir>\n   ```\n\n2. Second',
    '> **Cap.** Only 50.',
    '| a | b |\n|---|---|\n| 1 | `x` |',
  ].join('\n\n');
  const plain = (text: string) => [{ text, style: 'plain' }];
  expect(toBlocks(source)).toEqual([
    { kind: 'heading', level: 2, text: plain('Steps') },
    {
      kind: 'paragraph',
      text: [
        { text: 'Call ', style: 'plain' },
        { text: 'GET /me', style: 'code' },
        { text: ' at https://example.com/a?b=c, ', style: 'plain' },
        { text: 'now', style: 'strong' },
        { text: '. Next line.', style: 'plain' },
      ],
    },
    {
      kind: 'list',
      isOrdered: true,
      items: [
        [
          { kind: 'paragraph', text: plain('First') },
          { kind: 'code', language: 'sh', text: 'ls <dir>' },
        ],
        [{ kind: 'paragraph', text: plain('Second') }],
      ],
    },
    {
      kind: 'note',
      paragraphs: [
        [
          { text: 'Cap.', style: 'strong' },
          { text: ' Only 50.', style: 'plain' },
        ],
      ],
    },
    { kind: 'table', columns: [plain('a'), plain('b')], rows: [[plain('1'), [{ text: 'x', style: 'code' }]]] },
  ]);
});

test.each([
  ['HTML in a line', 'a <b>bold</b> word'],
  ['HTML of its own', '<script>alert(1)</script>'],
  ['a comment', '<!-- hidden -->'],
  ['a link with another text', '[here](https://example.com)'],
  ['a picture', '![alt](https://example.com/a.png)'],
  ['a list in a list', '- a\n  - b'],
  ['code without a language', '```\nls\n```'],
  ['code by indenting', 'text\n\n    ls'],
  ['a rule', 'a\n\n---\n\nb'],
  ['the title again', '# Title'],
])('refuses %s', (_, source) => {
  expect(() => toBlocks(source)).toThrow(/^holds /);
});

const MATTER = [
  'id: a.b',
  'platform: okta',
  'title: T',
  'order: 1',
  'gives:',
  '  - a.b',
  'needs:',
  '  - N',
  'caps:',
  '  - C',
];

test.each([
  ['no front matter', ['text'], 'does not begin with ---'],
  ['front matter without an end', ['---', ...MATTER], 'has no second ---'],
  ['a line that is no front matter', ['---', ...MATTER, 'what is this', '---', 'x'], 'cannot be read in line 12'],
  ['a key said twice', ['---', ...MATTER, 'id: c', '---', 'x'], 'cannot be read in line 12'],
  ['a key nobody knows', ['---', ...MATTER, 'author: me', '---', 'x'], 'author'],
  ['a platform nobody knows', ['---', ...MATTER.with(1, 'platform: acme'), '---', 'x'], 'platform'],
  ['no caps', ['---', ...MATTER.slice(0, -1), '---', 'x'], 'caps'],
  ['HTML', ['---', ...MATTER, '---', '<b>x</b>'], 'holds html'],
])('a kit with %s is named with what is wrong', (_, lines, message) => {
  writeFileSync(join(folder, 'kit.md'), lines.join('\n'));
  expect(() => loadKits(folder)).toThrow(message);
  expect(() => loadKits(folder)).toThrow(/kit\.md.*Your data is untouched/);
});

test('two kits of one id, and a folder that is not there', () => {
  const kit = ['---', ...MATTER, '---', 'x'].join('\n');
  writeFileSync(join(folder, 'kit.md'), kit);
  expect(loadKits(folder).map((one) => one.id)).toEqual(['a.b']);
  writeFileSync(join(folder, 'twin.md'), kit);
  expect(() => loadKits(folder)).toThrow('has two kits of one id');
  expect(() => loadKits(join(folder, 'nowhere'))).toThrow(/cannot be read.*Install the application again/);
});
