import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { storeEvidence } from '../../../electron/engine/reading/evidence-copy.ts';
import { inspectSource } from '../../../electron/engine/reading/inspect.ts';
import { readRecordAtLine } from '../../../electron/engine/reading/record-at-line.ts';
import { csvHead, jsonHead, readCsv, readJson, testFolder, utf16 } from './files.ts';

const folder = testFolder();
const digest = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

describe('storeEvidence', () => {
  const content = Buffer.alloc(3_500_000, 'evidence ');

  test('copies the bytes under their digest and reports progress', async () => {
    const store = join(folder.path, 'store-1');
    const seen: number[] = [];
    const result = await storeEvidence(folder.file(content), store, { onProgress: (done) => seen.push(done) });
    const sha256 = digest(content);
    expect(result).toEqual({
      sha256,
      bytes: content.length,
      copySha256: sha256,
      secrets: 0,
      secretKinds: [],
      path: join(store, sha256.slice(0, 2), sha256),
    });
    expect(readFileSync(result.path).equals(content)).toBe(true);
    expect(seen.at(-1)).toBe(content.length);
    expect(readdirSync(store)).toEqual([sha256.slice(0, 2)]);
  });

  test('uses a whole copy again and replaces a cut one', async () => {
    const store = join(folder.path, 'store-2');
    const first = await storeEvidence(folder.file(content), store);
    utimesSync(first.path, 1_000_000, 1_000_000);
    await storeEvidence(folder.file(content), store);
    expect(statSync(first.path).mtimeMs).toBe(1_000_000_000);
    writeFileSync(first.path, 'cut');
    await storeEvidence(folder.file(content), store);
    expect(readFileSync(first.path).equals(content)).toBe(true);
  });

  test('without a folder it only hashes', async () => {
    const path = folder.file('abc');
    const none = { copySha256: digest('abc'), secrets: 0, secretKinds: [] };
    expect(await storeEvidence(path, null)).toEqual({ sha256: digest('abc'), bytes: 3, path, ...none });
    expect(await storeEvidence(folder.file(''), null)).toMatchObject({ sha256: digest(''), bytes: 0 });
  });

  test('cancelling and failing leave nothing behind', async () => {
    const store = join(folder.path, 'store-3');
    mkdirSync(store);
    const controller = new AbortController();
    const copying = storeEvidence(folder.file(content), store, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(copying).rejects.toMatchObject({ name: 'AppError', code: 'cancelled' });
    await expect(storeEvidence(join(folder.path, 'missing'), store)).rejects.toMatchObject({ code: 'not-found' });
    await expect(storeEvidence(folder.path, store)).rejects.toMatchObject({ code: 'invalid-request' });
    expect(readdirSync(store)).toEqual([]);
  });
});

describe('readRecordAtLine', () => {
  test.each(['\n', '\r\n', '\r'])('CSV rows, line end %j', async (end) => {
    const rows = ['id,text', '1,plain', `2,"two${end}lines, ""quoted"""`, '3,ü'];
    const path = folder.file(rows.join(end) + end);
    const head = await csvHead(path);
    const { lines } = await readCsv(path);
    expect(lines).toEqual([2, 3, 5]);
    for (const chunkSize of [1, 3, 1000]) {
      const found = await Promise.all(lines.map((line) => readRecordAtLine(path, head, line, { chunkSize })));
      expect(found).toEqual(rows.slice(1));
    }
    expect(await readRecordAtLine(path, head, 99)).toBeNull();
  });

  test('CSV rows with mixed line ends', async () => {
    const path = folder.file('id,text\r\n1,a\r2,b\n3,c');
    const head = await csvHead(path);
    expect(head.lineEnd).toBe('mixed');
    const { lines } = await readCsv(path);
    for (const chunkSize of [1, 3, 1000]) {
      expect(await Promise.all(lines.map((line) => readRecordAtLine(path, head, line, { chunkSize })))).toEqual([
        '1,a',
        '2,b',
        '3,c',
      ]);
    }
  });

  test('JSON records, one per line, pretty, UTF-16, and all on one line', async () => {
    const records = [{ a: 'ä' }, { b: [1, { c: 2 }] }, { d: '}{' }];
    const pretty = records.map((record) => JSON.stringify(record, null, 1));
    for (const [content, expected] of [
      [records.map((record) => JSON.stringify(record)).join('\n'), records.map((record) => JSON.stringify(record))],
      [`[\n${pretty.join(',\n')}\n]`, pretty],
      [utf16(`{"value":[\n${pretty.join(',\n')}\n]}`, 'le', true), pretty],
      [JSON.stringify({ value: records }), records.map((record) => JSON.stringify(record))],
    ] as const) {
      const path = folder.file(content);
      const head = await jsonHead(path);
      const { lines } = await readJson(path);
      expect(await Promise.all(lines.map((line) => readRecordAtLine(path, head, line)))).toEqual(expected);
      expect(await readRecordAtLine(path, head, 99)).toBeNull();
    }
  });

  test('a long record is cut at 64 KiB', async () => {
    const path = folder.file(`id,text\n1,${'ü'.repeat(100_000)}\n2,b\n`);
    const head = await inspectSource(path);
    if (head.kind === 'nothing') throw new Error(head.sentence);
    const text = await readRecordAtLine(path, head, 2);
    expect(Buffer.byteLength(text ?? '')).toBeLessThanOrEqual(64 * 1024 + 3);
    expect(text?.endsWith('ü…')).toBe(true);
  });
});
