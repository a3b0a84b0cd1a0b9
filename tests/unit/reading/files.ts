import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { inspectSource } from '../../../electron/engine/reading/inspect.ts';
import { readCsvRecords, readJsonRecords } from '../../../electron/engine/reading/records.ts';
import type { CsvHead, JsonHead, JsonValue, NothingHead, ReadProblem } from '../../../electron/engine/reading/types.ts';

export interface TestFolder {
  readonly path: string;
  /** Writes a file and returns its path. */
  readonly file: (content: string | Uint8Array) => string;
}

/** A folder of its own for one test file, removed at the end. */
export function testFolder(): TestFolder {
  const path = mkdtempSync(join(tmpdir(), 'reading-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  let count = 0;
  return {
    path,
    file: (content) => {
      count += 1;
      const file = join(path, `file-${count}`);
      writeFileSync(file, content);
      return file;
    },
  };
}

export interface ReadResult<R> {
  readonly records: readonly R[];
  readonly lines: readonly number[];
  readonly problems: readonly ReadProblem[];
  readonly truncation: readonly string[];
  readonly bytesDone: number;
}

export async function csvHead(path: string): Promise<CsvHead> {
  const head = await inspectSource(path);
  if (head.kind !== 'csv') throw new Error(`not CSV: ${JSON.stringify(head)}`);
  return head;
}

export async function jsonHead(path: string): Promise<JsonHead> {
  const head = await inspectSource(path);
  if (head.kind !== 'json') throw new Error(`not JSON: ${JSON.stringify(head)}`);
  return head;
}

export async function nothingHead(path: string): Promise<NothingHead> {
  const head = await inspectSource(path);
  if (head.kind !== 'nothing') throw new Error(`records found: ${JSON.stringify(head)}`);
  return head;
}

export async function readCsv(path: string, chunkSize?: number): Promise<ReadResult<readonly string[]>> {
  return collect(readCsvRecords(path, await csvHead(path), chunkSize === undefined ? {} : { chunkSize }));
}

export async function readJson(path: string, chunkSize?: number): Promise<ReadResult<JsonValue>> {
  return collect(readJsonRecords(path, await jsonHead(path), chunkSize === undefined ? {} : { chunkSize }));
}

async function collect<R>(batches: AsyncIterable<ReadResult<R>>): Promise<ReadResult<R>> {
  const records: R[] = [];
  const lines: number[] = [];
  const problems: ReadProblem[] = [];
  const truncation: string[] = [];
  let bytesDone = 0;
  for await (const batch of batches) {
    records.push(...batch.records);
    lines.push(...batch.lines);
    problems.push(...batch.problems);
    truncation.push(...batch.truncation);
    bytesDone = batch.bytesDone;
  }
  return { records, lines, problems, truncation, bytesDone };
}

/** UTF-16 bytes, with or without byte order mark. */
export function utf16(text: string, order: 'le' | 'be', hasMark: boolean): Buffer {
  const bytes = Buffer.from((hasMark ? '\ufeff' : '') + text, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

/** Numbers that look random and are the same in every run. */
export function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
