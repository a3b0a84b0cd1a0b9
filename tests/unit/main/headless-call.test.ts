import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { headlessCall } from '../../../electron/main/headless-call.ts';
import { collectResult } from '../../../electron/main/result-file.ts';

describe('a call of the command line', () => {
  it('is none without the switch, or where the switch is the program', () => {
    expect(headlessCall(['electron', '--no-sandbox', '.'])).toBeNull();
    expect(headlessCall(['--headless', 'verify'])).toBeNull();
    expect(headlessCall(['electron', '--headless-print=x'])).toBeNull();
  });

  it('hands everything behind the switch to the command as it is', () => {
    const argv = ['decide', '--reason', 'a b "c"', '--by=ü 漢字', '--version', '', '--', '--headless', '-x'];
    expect(headlessCall(['countersign', '--no-sandbox', '--headless', ...argv])).toEqual({
      isLauncher: true,
      before: ['--no-sandbox'],
      argv,
      resultFile: null,
      problem: null,
    });
  });

  it.each([
    [['--result-file', 'r s.json', 'verify', '--result-file', 'x']],
    [['--result-file=r s.json', '--', 'verify', '--result-file', 'x']],
    [['--', '--result-file', 'r s.json', 'verify', '--result-file', 'x']],
  ])('takes the result file before the command only: %j', (rest) => {
    expect(headlessCall(['countersign', '--headless', ...rest])).toMatchObject({
      resultFile: 'r s.json',
      argv: ['verify', '--result-file', 'x'],
    });
  });

  it('says when the result file has no name', () => {
    expect(headlessCall(['countersign', '--headless', '--result-file'])?.problem).toMatch(/names no file/);
    expect(headlessCall(['countersign', '--headless', '--result-file=', 'verify'])?.problem).toMatch(/names no file/);
  });
});

describe('the result file', () => {
  let folder = '';
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'countersign-result-'))));
  afterAll(() => rmSync(folder, { recursive: true }));
  // One byte at a time, so that every character is cut.
  const stream = (text: string) => Readable.from([...Buffer.from(text)].map((byte) => Buffer.from([byte])));

  it('holds output, error text and exit code', async () => {
    const path = join(folder, 'result.json');
    const output = 'ü 漢字 😀 "\\\n\u0000\u2028';
    expect(await collectResult(path, stream(output), stream('ü\n'), Promise.resolve(1))).toBe(1);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ output, error: 'ü\n', exitCode: 1 });
    expect(readdirSync(folder)).toEqual(['result.json']);
  });

  it('is not there in part, and the exit code says so', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const code = await collectResult(folder, stream('x'), stream(''), Promise.resolve(0));
    const nowhere = await collectResult(join(folder, 'no', 'x.json'), stream('x'), stream(''), Promise.resolve(0));
    expect([code, nowhere]).toEqual([3, 3]);
    expect(said.mock.calls.map(([text]) => String(text)).join('')).toMatch(/could not be written/);
    said.mockRestore();
    expect(readdirSync(folder)).toEqual(['result.json']);
  });
});
