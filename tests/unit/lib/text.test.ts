import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { detach, escapeForCsv, inspectName, readCsv, writeCsv } from '../../../electron/engine/lib/text.ts';

test.each([
  ['Zoom Video Communications', 'Zoom Video Communications', null],
  ['Zoë’s Müller-App™', 'Zoë’s Müller-App™', null],
  ['Яндекс Диск', 'Яндекс Диск', null],
  ['Ελληνικά App', 'Ελληνικά App', null],
  ['日本語アプリ', '日本語アプリ', null],
  ['\u041cicrosoft Teams', 'Мicrosoft Teams', 'several alphabets'],
  ['\u0405l\u0430ck', 'Ѕlаck', 'several alphabets'],
  ['\u0440\u0430\u0440\u0430', 'рара', 'another alphabet'],
  ['Invoice\u202efdp.exe', 'Invoice⟨U+202E⟩fdp.exe', 'reading order'],
  ['Micro\u200bsoft', 'Micro⟨U+200B⟩soft', 'invisible'],
  ['  \u00a0 ', '', 'empty'],
  ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>', 'markup'],
  ['[click](javascript:alert(1))', '[click](javascript:alert(1))', 'markup'],
  ['=HYPERLINK("http://x","y")', '=HYPERLINK("http://x","y")', 'formula'],
  ['a\nb\tc', 'a b c', null],
] as const)('%j', (name, display, warning) => {
  const inspected = inspectName(name);
  expect(inspected.display).toBe(display);
  if (warning === null) expect(inspected.warning).toBeNull();
  else expect(inspected.warning).toContain(warning);
});

test('names that look alike have one skeleton, others do not', () => {
  const real = inspectName('Microsoft').skeleton;
  for (const fake of [
    '\u041cicrosoft',
    'Micro\u200bsoft',
    'MICR\u041eSOFT',
    'Ｍicrosoft',
    'Micrоsoft',
    'Mic\u0301rosoft',
    'Microsoft\u202c',
    'M1crosoft'.replace('1', 'i'),
    'rnicrosoft',
    'Micr0soft',
  ]) {
    expect([fake, inspectName(fake).skeleton]).toEqual([fake, real]);
  }
  expect(inspectName('PayPaI').skeleton).toBe(inspectName('PayPal').skeleton);
  expect(inspectName('Microsaft').skeleton).not.toBe(real);
  expect(inspectName('Slack').skeleton).not.toBe(inspectName('Stack').skeleton);
});

test.each([
  ['☁️ Backup', []],
  ['👩‍💻 Desk', []],
  ['می‌خواهم', []],
  ['рара', []],
  ['Micro\u200bsoft', ['invisible']],
  ['Micro\ufe0fsoft', ['invisible']],
  ['\u041cicro\u200dsoft\u202e', ['reading order', 'invisible', 'several alphabets']],
] as const)('what deceives the eye in %j', (name, expected) => {
  const { disguises } = inspectName(name);
  expect(disguises).toHaveLength(expected.length);
  for (const [index, words] of expected.entries()) expect(disguises[index]).toContain(words);
});

test('pictographs and joiners in their place are shown as they are', () => {
  expect(inspectName('☁️ Backup').display).toBe('☁️ Backup');
  expect(inspectName('👩‍💻 Desk')).toMatchObject({ display: '👩‍💻 Desk', warning: null });
});

test('small and capital forms that look like different letters keep their own', () => {
  expect(inspectName('\u03bd\u039d\u03b7\u0397\u03c5\u03a5').skeleton).toBe('vnnhuy');
});

test('long names are cut at 200 characters, not inside one', () => {
  const { display, warning } = inspectName('😀'.repeat(500));
  expect([...display]).toHaveLength(200);
  expect(display.endsWith('😀…')).toBe(true);
  expect(warning).toContain('500 characters');
});

test('lone surrogates do not reach the display', () => {
  expect(inspectName('a\ud800b').display.isWellFormed()).toBe(true);
});

test.each([
  ['=1+1', "'=1+1"],
  ['+cmd|x', "'+cmd|x"],
  ['-x', "'-x"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', "'\tx"],
  ['\rx', "'\rx"],
  ['＝1', "'＝1"],
  ['-5', '-5'],
  ['+1.5', '+1.5'],
  ['plain = x', 'plain = x'],
  ['', ''],
])('escapeForCsv(%j) is %j', (value, expected) => {
  expect(escapeForCsv(value)).toBe(expected);
});

test('writeCsv gives a file that reads back, with mark, CRLF and disarmed formulas', () => {
  const text = writeCsv([
    ['a', 'b'],
    ['x, "y"', 'two\nlines'],
    ['=1', 5],
    [null, ' pad '],
  ]);
  expect(text.startsWith('\ufeffa,b\r\n')).toBe(true);
  expect(text.endsWith('\r\n')).toBe(true);
  expect(Papa.parse(text.slice(1).trimEnd(), { newline: '\r\n' }).data).toEqual([
    ['a', 'b'],
    ['x, "y"', 'two\nlines'],
    ["'=1", '5'],
    ['', ' pad '],
  ]);
});

test('detach keeps every character', () => {
  for (const text of ['', 'abc', 'ü', '😀', 'a\ud800b']) expect(detach(text)).toBe(text);
});

test('readCsv gives the cells that writeCsv wrote, line ends, quotes and empty cells included', () => {
  const rows = [
    ['name', 'text', ''],
    ['a, b', 'said "yes"\r\nand\nleft', ''],
    ['', '""', ' edge '],
    ['x', 'y', 'z'.repeat(2_000_000)],
  ];
  expect(readCsv(writeCsv(rows))).toEqual(rows);
  expect(readCsv('')).toEqual([]);
});
