import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, describe, expect, it } from 'vitest';
import { writeGraphActivity } from '../../generator/large.ts';
import { writeGamTokens } from '../../generator/large-google.ts';
import { projected } from '../../generator/large-layouts.ts';
import { sampleText } from './sample-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-generator-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string): string => readFileSync(path, 'utf8');
const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
const parse = (text: string): string[][] => Papa.parse<string[]>(text.trimEnd()).data;

describe('a large Graph activity log', () => {
  const path = join(folder, 'graph.csv');
  writeGraphActivity(path, 20_000, 7);
  const [header, ...rows] = parse(read(path));

  it('has the asked number of rows, 27 cells each, under the header of the sample', () => {
    expect(rows).toHaveLength(20_000);
    expect(header).toEqual(parse(sampleText('entra/graph-activity.csv').split('\r\n')[0] ?? '')[0]);
    expect(rows.filter((row) => row.length !== 27)).toEqual([]);
  });

  it('runs through the whole window in order, in sessions, with request ids of their own', () => {
    const times = rows.map((row) => Date.parse(`${row[0]} UTC`));
    expect(times.every((time, index) => index === 0 || time >= (times[index - 1] ?? Infinity))).toBe(true);
    expect(times[0]).toBeGreaterThanOrEqual(Date.UTC(2026, 6, 1));
    expect(times.at(-1)).toBeLessThan(Date.UTC(2026, 9, 1));
    expect(times.at(-1)).toBeGreaterThan(Date.UTC(2026, 8, 30, 23));
    expect(new Set(rows.map((row) => row[12])).size).toBe(rows.length);
    const tokens = new Set(rows.map((row) => row[23])).size;
    expect(tokens).toBeGreaterThan(200);
    expect(tokens).toBeLessThan(1_000);
  });

  it('means the same by a column as the sample: app-only calls carry roles, the others scopes and a person', () => {
    const mixed = rows.filter((row) => (row[25] === '') !== (row[17] !== '') || (row[25] === '') !== (row[18] === ''));
    expect(mixed).toEqual([]);
    expect(rows.every((row) => row[14]?.startsWith('https://graph.microsoft.com/v1.0/'))).toBe(true);
  });

  it('is the same file for the same seed and another for another', () => {
    const again = join(folder, 'again.csv');
    writeGraphActivity(again, 20_000, 7);
    expect(digest(again)).toBe(digest(path));
    writeGraphActivity(again, 20_000, 8);
    expect(digest(again)).not.toBe(digest(path));
  });
});

describe('a projected Graph activity log', () => {
  const path = join(folder, 'projected.csv');
  writeGraphActivity(path, 20_000, 7, projected);
  const text = read(path);
  const [header = [], ...rows] = parse(text);
  const cell = (row: string[], name: string): string => row[header.indexOf(name)] ?? '';

  it('has twenty columns, ISO times in order and about 340 bytes a row', () => {
    expect(rows).toHaveLength(20_000);
    expect(rows.filter((row) => row.length !== 20)).toEqual([]);
    const times = rows.map((row) => cell(row, 'TimeGenerated'));
    expect(times.every((time) => new Date(time).toISOString() === time)).toBe(true);
    expect(times).toEqual(times.toSorted());
    expect(text.length / rows.length).toBeGreaterThan(330);
    expect(text.length / rows.length).toBeLessThan(350);
  });

  it('tells app-only calls from those for a person, in sessions of some forty calls', () => {
    const mixed = rows.filter((row) => (cell(row, 'UserId') === '') !== (cell(row, 'Roles') !== ''));
    expect(mixed).toEqual([]);
    const sessions = new Set(rows.map((row) => cell(row, 'SignInActivityId'))).size;
    expect(rows.length / sessions).toBeGreaterThan(30);
    expect(rows.length / sessions).toBeLessThan(50);
  });
});

describe('a large GAM tokens export', () => {
  it('has the asked number of rows over 200 connectors, each person and connector once', () => {
    const path = join(folder, 'gam.csv');
    writeGamTokens(path, 20_000, 7);
    const [header, ...rows] = parse(read(path));
    expect(header).toEqual(parse(sampleText('google/gam-tokens.csv').split('\n')[0] ?? '')[0]);
    expect(rows).toHaveLength(20_000);
    expect(new Set(rows.map((row) => row[1])).size).toBe(200);
    expect(new Set(rows.map((row) => `${row[0]} ${row[1]}`)).size).toBe(20_000);
  });
});
