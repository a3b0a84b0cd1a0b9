import { describe, expect, it } from 'vitest';
import { showHidden } from '../../../../renderer/blocks/show-hidden.ts';

describe('text from exports', () => {
  it('shows characters that steer or hide text', () => {
    expect(showHidden('invoice\u202Egnp.exe')).toBe('invoice[U+202E]gnp.exe');
    expect(showHidden('a\u200Bb\u0000c\uFEFF')).toBe('a[U+200B]b[U+0000]c[U+FEFF]');
  });

  it('leaves names of every script as they are', () => {
    for (const name of [
      'Zażółć gęślą jaźń',
      'Привет',
      '日本語',
      '<b>DropView</b>',
      'נגב',
      '👩‍💻 Ops',
      'می‌خواهم',
      'line\nline\ttab',
    ]) {
      expect(showHidden(name)).toBe(name);
    }
  });
});
