import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadKits } from '../../../electron/engine/collect/load.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-collect-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
