import { expect, test } from 'vitest';
import { toBlocks } from '../../../electron/engine/lib/markdown-blocks.ts';

test('Markdown becomes plain blocks', () => {
  const source = [
    '## Steps',
    'Call `GET /me` at https://example.com/a?b=c, **now**, _soon_.\nNext line.',
    '1. First\n\n   ```sh\n   ls <dir>\n   ```\n\n2. Second',
    '> **Cap.** Only 50.',
    '| a | b |\n|---|---|\n| 1 | `x` |',
  ].join('\n\n');
  const plain = (text: string) => [{ text, style: 'plain' }];
  expect(toBlocks(source)).toEqual([
    { kind: 'heading', level: 2, id: 'steps', text: plain('Steps') },
    {
      kind: 'paragraph',
      text: [
        { text: 'Call ', style: 'plain' },
        { text: 'GET /me', style: 'code' },
        { text: ' at https://example.com/a?b=c, ', style: 'plain' },
        { text: 'now', style: 'strong' },
        { text: ', ', style: 'plain' },
        { text: 'soon', style: 'em' },
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

test('with the rules of the help, keys, links and code without a language are read', () => {
  const rules = {
    hasKeys: true,
    language: 'text',
    linkTo: (href: string) => (href.startsWith('https:') ? null : href.replace('.md', '')),
  };
  const source = [
    '## A “Q”: go?',
    '## A Q go',
    'Press `g` `Ctrl+K` `Shift+J`, not `gg` or `Mail.Read`; see [the report](report.md#sign) and [its site](https://a.example).',
    '```\nls\n```',
  ].join('\n\n');
  const [first, second, text, code] = toBlocks(source, rules);
  expect([first, second]).toMatchObject([{ id: 'a-q-go' }, { id: 'a-q-go-1' }]);
  expect(code).toEqual({ kind: 'code', language: 'text', text: 'ls' });
  expect(text?.kind === 'paragraph' && text.text.filter((span) => span.style !== 'plain')).toEqual([
    { text: 'g', style: 'key' },
    { text: 'Ctrl+K', style: 'key' },
    { text: 'Shift+J', style: 'key' },
    { text: 'gg', style: 'code' },
    { text: 'Mail.Read', style: 'code' },
    { text: 'the report', style: 'link', to: 'report#sign' },
  ]);
  expect(JSON.stringify(text)).toContain('its site (https://a.example)');
});
