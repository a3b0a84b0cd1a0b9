import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { droppedFiles } from '../../../electron/main/dropped-files.ts';

const folder = mkdtempSync(join(tmpdir(), '.countersign-drop-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a folder stands for its visible files at any depth, a missing file for nothing', () => {
  mkdirSync(join(folder, 'sub', '.git'), { recursive: true });
  for (const name of ['b.csv', 'a.json', '.DS_Store', 'sub/c.csv', 'sub/.git/config'])
    writeFileSync(join(folder, name), 'x');
  expect(droppedFiles([folder, join(folder, 'b.csv'), '', join(folder, 'gone.csv')])).toEqual(
    ['a.json', 'b.csv', 'sub/c.csv', 'b.csv'].map((name) => join(folder, name)),
  );
});
