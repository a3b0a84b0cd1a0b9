import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesOf, judgeFiles } from '../../../electron/main/opened-file.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-opened-'));
  for (const name of ['a.countersign', 'B c ü.ZIP', '-x.zip', 'notes.txt', 'bare', 'a\u202Egnp.zip', 'a\nb.zip'])
    writeFileSync(at(name), 'x');
  mkdirSync(at('folder.countersign'));
  symlinkSync(at('loop.zip'), at('loop.zip'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the files of a start', () => {
  it('are what is no switch, seen from the folder of the start', () => {
    expect(filesOf(['--no-sandbox', 'a.zip', '-y', '../b/c.zip', ''], '/home/ann/x')).toEqual([
      resolve('/home/ann/x/a.zip'),
      resolve('/home/ann/b/c.zip'),
    ]);
    expect(filesOf(['--flag', '--', '-x.zip', '--y.zip'], '/h')).toEqual([resolve('/h/-x.zip'), resolve('/h/--y.zip')]);
    expect(filesOf(['--flag'], '/h')).toEqual([]);
  });

  it('are a case or a bundle', () => {
    expect(judgeFiles([])).toBeNull();
    expect(judgeFiles([at('a.countersign')])).toEqual({ kind: 'case', path: at('a.countersign') });
    expect(judgeFiles([at('B c ü.ZIP')])).toEqual({ kind: 'bundle', path: at('B c ü.ZIP') });
    expect(judgeFiles([at('-x.zip')])).toEqual({ kind: 'bundle', path: at('-x.zip') });
  });

  it.each([
    ['notes.txt', /neither a case/],
    ['bare', /neither a case/],
    ['nothing.zip', /not there/],
    ['folder.countersign', /no file/],
    ['loop.zip', /not there/],
    [`${'x'.repeat(300)}.zip`, /not there/],
    ['a\u202Egnp.zip', /cannot be seen/],
    ['a\nb.zip', /cannot be seen/],
  ])('or are refused with a sentence: %j', (name, sentence) => {
    const judged = judgeFiles([at(name)]);
    const message = judged?.kind === 'refused' ? judged.message : '';
    expect(message).toMatch(sentence);
    expect(message).toMatch(/Nothing was opened\.$/);
    expect(message.length).toBeLessThan(240);
  });

  it('are refused when there are several, and devices are no files', () => {
    expect(judgeFiles([at('a.countersign'), at('-x.zip')])).toMatchObject({ kind: 'refused' });
    expect(judgeFiles(['\\\\.\\pipe\\x.zip'])).toMatchObject({ kind: 'refused' });
  });
});
