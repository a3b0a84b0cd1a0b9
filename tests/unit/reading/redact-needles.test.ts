import { expect, test } from 'vitest';
import { createNeedleScanner } from '../../../electron/engine/reading/redact-needles.ts';
import { randomFrom } from './files.ts';

const NEEDLES = [
  'xox[a-z]-',
  '(?i)toke[n"]',
  '[^]aa\\.b',
  'a[^a]a[^]a',
  '//0//',
  '[0-9][0-9]:[0-9][0-9]',
  '(?i)[^a-z]KEY=',
];

function naive(bytes: Buffer, from: number, to: number): { at: number; needle: number }[] {
  const patterns = NEEDLES.map(
    (needle) => new RegExp(needle.replace('(?i)', ''), needle.startsWith('(?i)') ? 'is' : 's'),
  );
  const hits: { at: number; needle: number }[] = [];
  for (let at = from; at + 5 <= to; at += 1) {
    const text = bytes.toString('latin1', at, at + 5);
    patterns.forEach((pattern, needle) => {
      if (new RegExp(`^(?:${pattern.source})$`, pattern.flags).test(text)) hits.push({ at, needle });
    });
  }
  return hits;
}

test('finds what a search at every place finds, whatever the bounds', () => {
  const next = randomFrom(11);
  const pieces = ['xoxb-', 'xox', 'token', 'TOKE"', 'aaa', 'aa.b', '.b', '//', '0', '12:34', ' key=', 'x', '\n', 'Ä'];
  const scanner = createNeedleScanner(NEEDLES, () => true);
  let found = 0;
  for (let round = 0; round < 400; round += 1) {
    const bytes = Buffer.from(Array.from({ length: next(120) }, () => pieces[next(pieces.length)] ?? '').join(''));
    const from = next(4);
    const to = Math.max(from, bytes.length - next(4));
    const hits = scanner.find(bytes, from, to);
    expect(hits).toEqual(naive(bytes, from, to));
    found += hits.length;
  }
  expect(found).toBeGreaterThan(5000);
});

test('finds a needle at every place of a large buffer', () => {
  const scanner = createNeedleScanner(NEEDLES, () => true);
  const bytes = Buffer.alloc(200_000, 'z');
  for (let at = 0; at + 5 <= bytes.length; at += 997) bytes.write('xoxq-', at, 'latin1');
  expect(scanner.find(bytes, 0, bytes.length).map((hit) => hit.at)).toEqual(
    Array.from({ length: 201 }, (_, index) => index * 997),
  );
});

test('asks the test with the end of the bytes', () => {
  const asked: number[][] = [];
  const scanner = createNeedleScanner(['abcde'], (_, ...rest) => {
    asked.push(rest);
    return false;
  });
  expect(scanner.find(Buffer.from('..abcde..'), 1, 8)).toEqual([]);
  expect(asked).toEqual([[2, 0, 8]]);
});

test('a needle has five parts', () => {
  expect(() => createNeedleScanner(['[ab]cd'], () => true)).toThrow('3 parts');
});
