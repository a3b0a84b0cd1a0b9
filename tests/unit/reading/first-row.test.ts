import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRowOf, NO_HEADER, withFirstRow } from '../../../electron/engine/reading/first-row.ts';
import { inspectSource } from '../../../electron/engine/reading/inspect.ts';
import { readCsvRecords } from '../../../electron/engine/reading/records.ts';
import type { CsvHead, JsonHead } from '../../../electron/engine/reading/types.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-first-row-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function headOf(name: string, text: string): Promise<{ path: string; head: CsvHead | JsonHead }> {
  const path = join(folder, name);
  writeFileSync(path, text);
  const head = await inspectSource(path);
  if (head.kind === 'nothing') throw new Error(head.sentence);
  return { path, head };
}

async function rowsOf(path: string, head: CsvHead | JsonHead): Promise<(readonly string[])[]> {
  if (head.kind !== 'csv') throw new Error('no CSV');
  const rows: (readonly string[])[] = [];
  for await (const batch of readCsvRecords(path, head)) rows.push(...batch.records);
  return rows;
}

it('takes the first row of a file with names as data when told so', async () => {
  const { path, head } = await headOf('names.csv', 'Noteweaver,mail:read\nChartmole,files:read\n');
  expect(firstRowOf(head)).toBe('names');
  expect(await rowsOf(path, head)).toHaveLength(1);
  const read = withFirstRow(head, 'data');
  expect(firstRowOf(read)).toBe('data');
  expect(read).toMatchObject({ header: ['column 1', 'column 2'], hasHeader: false });
  expect(await rowsOf(path, read)).toEqual([
    ['Noteweaver', 'mail:read'],
    ['Chartmole', 'files:read'],
  ]);
});

it('takes the first row of a file that looks headerless as names when told so', async () => {
  const { path, head } = await headOf('data.csv', 'App,2026-01-01\nNoteweaver,3\nNoteweaver,4\n');
  expect(firstRowOf(head)).toBe('data');
  expect(head.warnings).toContain(NO_HEADER);
  const read = withFirstRow(head, 'names');
  expect(read).toMatchObject({ header: ['App', '2026-01-01'], hasHeader: true, warnings: [] });
  expect(await rowsOf(path, read)).toEqual([
    ['Noteweaver', '3'],
    ['Noteweaver', '4'],
  ]);
});

it('no longer asks once it is answered, and leaves the file as it looks without an answer', async () => {
  const { head } = await headOf('answered.csv', '00000000-0000-4000-8000-000000000001,a\n');
  expect(withFirstRow(head, undefined)).toBe(head);
  expect(withFirstRow(head, 'data').warnings).not.toContain(NO_HEADER);
});

it('has nothing to say about JSON', async () => {
  const { head } = await headOf('records.json', '[{"app":"a"},{"app":"b"}]');
  expect(withFirstRow(head, 'data')).toBe(head);
  expect(firstRowOf(head)).toBeNull();
});
