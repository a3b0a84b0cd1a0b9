import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { droppedFiles } from '../../../electron/main/dropped-files.ts';

const folder = mkdtempSync(join(tmpdir(), '.countersign-drop-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a folder stands for itself, whatever is in it; a path to nothing, or to a link that leads nowhere, for nothing', () => {
  mkdirSync(join(folder, 'sub', '.git'), { recursive: true });
  for (const name of ['b.csv', '.DS_Store', 'sub/c.csv', 'sub/.git/config']) writeFileSync(join(folder, name), 'x');
  symlinkSync(join(folder, 'gone.csv'), join(folder, 'link.csv'));
  const dropped = ['sub', 'b.csv', 'gone.csv', 'link.csv'].map((name) => join(folder, name));
  expect(droppedFiles([folder, ...dropped, ''])).toEqual([folder, join(folder, 'sub'), join(folder, 'b.csv')]);
});

test('a device is neither a file nor a folder', () => {
  expect(droppedFiles(['/dev/null', join(folder, 'b.csv')])).toEqual([join(folder, 'b.csv')]);
});

test('more than one inspection takes are refused as a whole, not cut', () => {
  const many = Array.from({ length: 501 }, (_, index) => join(folder, `many-${index}.csv`));
  for (const path of many) writeFileSync(path, 'x');
  expect(() => droppedFiles(many)).toThrow('501 files were dropped at once, and 500 are taken. Nothing was added.');
  expect(droppedFiles(many.slice(1))).toEqual(many.slice(1));
});
