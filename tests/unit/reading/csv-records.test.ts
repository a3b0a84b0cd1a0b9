import Papa from 'papaparse';
import { appendFileSync } from 'node:fs';
import { expect, test, describe } from 'vitest';
import { inspectSource } from '../../../electron/engine/reading/inspect.ts';
import { readCsvRecords } from '../../../electron/engine/reading/records.ts';
import { csvHead, randomFrom, readCsv, testFolder, utf16 } from './files.ts';

const folder = testFolder();
const CHUNKS = [1, 2, 3, 7, 64, 1000];

describe('rows and lines', () => {
  test('cells keep quotes, delimiters, line ends and JSON; lines are physical lines', async () => {
    const json = JSON.stringify({ a: [1, 'x,y'], b: 'z' });
    const text = `id,data,note\n1,"${json.replaceAll('"', '""')}",plain\n2,"two\nlines\n\nand a gap",x\n\n3,,"a ""b"" c"\n`;
    const { records, lines, problems } = await readCsv(folder.file(text));
    expect(records).toEqual([
      ['1', json, 'plain'],
      ['2', 'two\nlines\n\nand a gap', 'x'],
      ['3', '', 'a "b" c'],
    ]);
    expect(lines).toEqual([2, 3, 8]);
    expect(problems).toEqual([]);
  });

  test('bytesDone reaches the size of the file in its own encoding', async () => {
    const bytes = utf16('a,b\n1,ü\n', 'le', true);
    expect((await readCsv(folder.file(bytes))).bytesDone).toBe(bytes.length);
  });

  test('prelude, CRLF and a missing last line end', async () => {
    const { records, lines } = await readCsv(folder.file('sep=;\r\n\r\nid;name\r\n1;"A\r\nB"\r\n2;C'));
    expect(records).toEqual([
      ['1', 'A\r\nB'],
      ['2', 'C'],
    ]);
    expect(lines).toEqual([4, 6]);
  });

  test('a file without header gives its first row', async () => {
    const { records, lines } = await readCsv(folder.file('a@example.org,1\nb@example.org,2\n'));
    expect(records).toHaveLength(2);
    expect(lines).toEqual([1, 2]);
  });

  test('repeated headers are counted problems, also behind a byte order mark', async () => {
    const text = '\ufeff"id","name"\n"1","a"\n"id","name"\n"2","b"\n\ufeff"id","name"\n"3","c"\n';
    for (const chunk of [...CHUNKS, undefined]) {
      const { records, problems } = await readCsv(folder.file(text), chunk);
      expect(records.map(([id]) => id)).toEqual(['1', '2', '3']);
      expect(problems.map(({ line, reason }) => [line, reason])).toEqual([
        [3, 'repeated header'],
        [5, 'repeated header'],
      ]);
    }
  });

  test('a row with fewer than half the cells is a problem, other lengths are given as they are', async () => {
    const { records, problems } = await readCsv(folder.file('a,b,c,d\n1,2,3,4\n1\n1,2\n1,2,3,4,5\n'));
    expect(records.map((row) => row.length)).toEqual([4, 2, 5]);
    expect(problems).toEqual([{ line: 3, reason: 'the row has 1 of 4 cells', excerpt: '1' }]);
  });

  test('NUL becomes U+FFFD', async () => {
    const { records } = await readCsv(folder.file('id,name\n1,a\0b\n'));
    expect(records).toEqual([['1', 'a\ufffdb']]);
  });

  test('excerpts hold no secrets and at most 200 characters', async () => {
    const { problems } = await readCsv(folder.file(`a,b,c,d\n1,2,3,4\nxoxb-123456789012-abcdef ${'y'.repeat(500)}\n`));
    expect(problems[0]?.excerpt).not.toContain('xoxb-');
    expect(problems[0]?.excerpt.length).toBe(200);
  });
});

describe('broken quotes', () => {
  test('a quote never closed at the end of the file costs one line', async () => {
    const text = 'id,name\n1,a\n2,"open\n3,c\n4,d\n';
    for (const chunk of [...CHUNKS, undefined]) {
      const { records, lines, problems } = await readCsv(folder.file(text), chunk);
      expect(records).toEqual([
        ['1', 'a'],
        ['3', 'c'],
        ['4', 'd'],
      ]);
      expect(lines).toEqual([2, 4, 5]);
      expect(problems.map(({ line }) => line)).toEqual([3]);
    }
  });

  test('a stray quote among quoted rows costs one line', async () => {
    const text = 'id,name,x\n1,"a",x\n2,"open,x\n3,"c",x\n4,"d",x\n';
    for (const chunk of [...CHUNKS, undefined]) {
      const { records, problems } = await readCsv(folder.file(text), chunk);
      expect(records.map(([id]) => id)).toEqual(['1', '3', '4']);
      expect(problems.map(({ line }) => line)).toEqual([3]);
    }
  });

  test('thousands of stray quotes stay bounded work and are all reported', async () => {
    const text = `id,name\n${'"x,"y"z\n'.repeat(5000)}1,a\n`;
    const { records, problems } = await readCsv(folder.file(text));
    expect(records.at(-1)).toEqual(['1', 'a']);
    expect(records.length + problems.length).toBeGreaterThan(2500);
  });

  test('one line of 200 MB is one problem, memory stays bounded, reading goes on', async () => {
    const path = folder.file('id,name,x\n1,a,x\n');
    const block = Buffer.alloc(1024 * 1024, 0x78);
    for (let count = 0; count < 200; count += 1) appendFileSync(path, block);
    appendFileSync(path, '\n2,b,x\n');
    const head = await csvHead(path);
    const before = process.memoryUsage().rss;
    let peak = 0;
    const ids: (string | undefined)[] = [];
    const problems: { line: number; reason: string }[] = [];
    for await (const batch of readCsvRecords(path, head)) {
      ids.push(...batch.records.map(([id]) => id));
      problems.push(...batch.problems);
      peak = Math.max(peak, process.memoryUsage().rss - before);
    }
    expect(ids).toEqual(['1', '2']);
    expect(problems).toMatchObject([{ line: 3, reason: 'the row is longer than 16 MiB' }]);
    expect(peak).toBeLessThan(150 * 1024 * 1024);
  });

  test('a quote that opens and 20 MB without another cost one line', async () => {
    const path = folder.file('id,name,x\n1,a,x\n2,"open,x\n');
    appendFileSync(path, '3,cccccccccccccccccccccccccccccccccccc,x\n'.repeat(500_000));
    let records = 0;
    const problems: number[] = [];
    for await (const batch of readCsvRecords(path, await csvHead(path))) {
      records += batch.records.length;
      problems.push(...batch.problems.map(({ line }) => line));
    }
    expect(problems).toEqual([3]);
    expect(records).toBe(500_001);
  });
});

describe('any chunk size gives the same rows', () => {
  const next = randomFrom(7);
  const pieces = ['a', 'bc', '"', '""', ',', '\n', '\r\n', ' ', 'é', '漢', '😀', '"x,\ny"', '"q""q"', "'", ';', '1'];
  const wellFormed = (): string => {
    const cell = (): string => {
      const text = Array.from({ length: next(4) }, () => pieces[next(pieces.length)] ?? '').join('');
      return /[",\r\n;]/.test(text) || text !== text.trim() || next(3) === 0 ? `"${text.replaceAll('"', '""')}"` : text;
    };
    const rows = Array.from({ length: 3 + next(12) }, () => [`r${next(99)}`, cell(), cell(), cell()].join(','));
    return `id,one,two,three\n${rows.join(next(2) === 0 ? '\n' : '\r\n')}\n`;
  };

  test('well-formed files equal papaparse over the whole text', async () => {
    for (let round = 0; round < 30; round += 1) {
      const text = wellFormed();
      const head = await csvHead(folder.file(text));
      if (head.delimiter !== ',' || !head.hasHeader) continue;
      const whole = Papa.parse<string[]>(text, { delimiter: ',', newline: '\n', skipEmptyLines: false }).data.slice(1);
      const expected = whole
        .map((row) => row.map((cell, index) => (index === row.length - 1 ? cell.replace(/\r$/, '') : cell)))
        .filter((row) => row.length > 1 || (row[0] ?? '').trim() !== '');
      const path = folder.file(text);
      for (const chunk of [...CHUNKS, undefined]) {
        const { records, lines, problems } = await readCsv(path, chunk);
        expect(problems).toEqual([]);
        expect(records).toEqual(expected);
        // Each row starts on the line that is said.
        const physical = text.split('\n');
        lines.forEach((line, index) => expect(physical[line - 1]?.startsWith(records[index]?.[0] ?? '-')).toBe(true));
      }
    }
  });

  test('any text at all', async () => {
    for (let round = 0; round < 80; round += 1) {
      const text = `id,one,two\n${Array.from({ length: 5 + next(60) }, () => pieces[next(pieces.length)] ?? '').join('')}`;
      const path = folder.file(text);
      const head = await inspectSource(path);
      if (head.kind !== 'csv') continue;
      const whole = await readCsv(path);
      for (const chunk of CHUNKS)
        expect({ chunk, text, ...(await readCsv(path, chunk)) }).toEqual({ chunk, text, ...whole });
    }
  });
});

test('a raised signal ends reading with the code cancelled', async () => {
  const path = folder.file(`a,b\n${'1,2\n'.repeat(1000)}`);
  const head = await csvHead(path);
  const controller = new AbortController();
  const read = async (): Promise<void> => {
    for await (const batch of readCsvRecords(path, head, { chunkSize: 100, signal: controller.signal })) {
      if (batch.bytesDone > 500) controller.abort();
    }
  };
  await expect(read()).rejects.toMatchObject({ name: 'AppError', code: 'cancelled' });
});
