import { appendFileSync } from 'node:fs';
import { expect, test, describe } from 'vitest';
import { readJsonRecords } from '../../../electron/engine/reading/records.ts';
import type { JsonValue } from '../../../electron/engine/reading/types.ts';
import { jsonHead, randomFrom, readJson, testFolder, utf16 } from './files.ts';

const folder = testFolder();
const CHUNKS = [1, 2, 3, 7, 64, 1000];

describe('packings', () => {
  const records = [{ a: 1, s: 'x"y\\' }, { a: [{ b: {} }], t: '}],{[' }, { a: null }];
  const [one, two, three] = records.map((record) => JSON.stringify(record));

  test.each([
    ['array', `[${one},${two},${three}]`],
    ['pretty array', JSON.stringify(records, null, 2)],
    ['lines', `${one}\n${two}\r\n${three}`],
    ['pretty documents', records.map((record) => JSON.stringify(record, null, 2)).join('\n')],
    ['documents without separator', `${one}${two}${three}`],
    ['arrays without separator', `[${one}][${two},${three}]`],
    ['arrays with byte order marks', `\ufeff[${one}]\r\n\ufeff[${two},${three}]`],
    ['pages', `{"value":[${one}],"@odata.count":1}{"value":[${two},${three}]}`],
    ['a page of one', `{"n":{"value":[7]},"value":${one}}\n{"value":[${two},${three}]}`],
    ['nested', `{"status":0,"result":{"done":true,"records":[${one},${two},${three}]},"x":[[]]}`],
    ['hits', `{"hits":{"hits":[${[one, two, three].map((text) => `{"_id":"1","_source":${text}}`).join()}]}}`],
    ['trailing comma', `[${one},${two},${three},]`],
    ['empty pages', `[]\nnull\n[${one},${two},${three}]\n[]`],
  ])('%s, at any chunk size, in any encoding', async (_name, text) => {
    for (const bytes of [Buffer.from(text), utf16(text, 'le', true), utf16(text, 'be', true)]) {
      const path = folder.file(bytes);
      for (const chunk of [...CHUNKS, undefined]) {
        const result = await readJson(path, chunk);
        expect(result.records).toEqual(records);
        expect(result.problems).toEqual([]);
        expect(result.bytesDone).toBe(bytes.length);
      }
    }
  });

  test('a next page is told by the last page only', async () => {
    const more = '{"value":[{"a":1}],"@odata.nextLink":"x"}';
    const last = '{"value":[{"a":2}]}';
    expect((await readJson(folder.file(more + last))).truncation).toEqual([]);
    expect((await readJson(folder.file(last + more))).truncation.join()).toContain('incomplete');
  });

  test('an error page among pages is a problem', async () => {
    const text = '{"value":[{"a":1},{"a":2}]}\n{"error":{"code":"TooManyRequests","message":"slow down"}}';
    const { records, problems } = await readJson(folder.file(text));
    expect(records).toHaveLength(2);
    expect(problems).toMatchObject([{ line: 2, reason: 'a page without “value”' }]);
    expect(problems[0]?.excerpt).toContain('TooManyRequests');
  });
});

describe('values', () => {
  test('whole numbers beyond 2^53 keep their digits, others stay numbers', async () => {
    const text =
      '[{"id":123456789012345678901,"n":-9223372036854775808,"us":1621305118553000,"f":0.12345678901234567,"e":1e300,"s":"a 123456789012345678901, \\" 1"}]';
    expect((await readJson(folder.file(text))).records).toEqual([
      {
        id: '123456789012345678901',
        n: '-9223372036854775808',
        us: 1621305118553000,
        f: Number('0.12345678901234567'),
        e: 1e300,
        s: 'a 123456789012345678901, " 1',
      },
    ]);
  });

  test('__proto__ is a plain key and pollutes nothing', async () => {
    const { records } = await readJson(
      folder.file('[{"__proto__":{"isAdmin":true},"constructor":1,"x":"\\u0000\\ud800"}]'),
    );
    const [record] = records;
    expect(Object.keys(record ?? {})).toEqual(['__proto__', 'constructor', 'x']);
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
    expect('isAdmin' in {}).toBe(false);
    expect(JSON.stringify(record)).toContain('\ufffd\ufffd');
  });

  test('surrogate pairs in escapes survive', async () => {
    expect((await readJson(folder.file('[{"x":"\\ud83d\\ude00 \\u0041"}]'))).records).toEqual([{ x: '😀 A' }]);
  });

  test('a record whose texts are its keys is a repeated header', async () => {
    const { records, problems } = await readJson(
      folder.file('[{"event_type":"API","uri":"x"},{"event_type":"EVENT_TYPE","uri":"URI","e":""}]'),
    );
    expect(records).toHaveLength(1);
    expect(problems).toMatchObject([{ reason: 'repeated header' }]);
  });
});

describe('damage', () => {
  test('a broken line costs one line', async () => {
    const text = '{"a":1}\n{"a":2,"s":"open}\n{"a":3\n{"a":4}}\nnot json, at all\n{"a":5}\n';
    for (const chunk of [...CHUNKS, undefined]) {
      const { records, problems } = await readJson(folder.file(text), chunk);
      expect(records).toEqual([{ a: 1 }, { a: 4 }, { a: 5 }]);
      expect(problems.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
    }
  });

  test('a broken element costs one element', async () => {
    const text = '[{"a":1},\n{"a":},\n{"a":"open},\n{"a":3},\n{a:4},\n{"a":5}]';
    for (const chunk of [...CHUNKS, undefined]) {
      const { records, problems } = await readJson(folder.file(text), chunk);
      expect(records).toEqual([{ a: 1 }, { a: 3 }, { a: 5 }].slice(0, records.length));
      expect(problems.map(({ line }) => line)).toContain(2);
      expect(records.length + problems.length).toBeGreaterThanOrEqual(3);
    }
  });

  test.each(['[{"a":1},{"a":2},{"a":{"b":', '{"value":[{"a":1},{"a":2},{"a":"x', '{"a":1}\n{"a":2}\n{"a":'])(
    'a file that breaks off keeps what is whole: %s',
    async (text) => {
      for (const chunk of [...CHUNKS, undefined]) {
        const { records, problems } = await readJson(folder.file(text), chunk);
        expect(records).toEqual([{ a: 1 }, { a: 2 }]);
        expect(problems).toHaveLength(1);
        expect(problems[0]?.reason).toContain(`the file ends in the middle of a record (byte ${text.length})`);
      }
    },
  );

  test('a list that breaks off between records is told', async () => {
    const { records, problems } = await readJson(folder.file('{"value":[{"a":1},{"a":2}'));
    expect(records).toHaveLength(2);
    expect(problems[0]?.reason).toContain('ends before its list');
  });

  test('nesting of 10,000 levels is one problem; 200 levels are fine', async () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    const text = `[{"a":1},\n{"x":${nested(10_000)}},\n{"x":${nested(199)}},\n{"a":2}]`;
    const { records, problems } = await readJson(folder.file(text));
    expect(records).toHaveLength(3);
    expect(problems).toMatchObject([{ line: 2, reason: 'the record is nested deeper than 200 levels' }]);
    const open = await readJson(folder.file(`[{"a":1},${'['.repeat(10_000)}`));
    expect(open.records).toEqual([{ a: 1 }]);
    expect(open.problems).toHaveLength(1);
  });

  test('one record of 200 MB is one problem, memory stays bounded, reading goes on', async () => {
    const path = folder.file('{"a":1}\n{"a":"');
    const block = Buffer.alloc(1024 * 1024, 0x78);
    for (let count = 0; count < 200; count += 1) appendFileSync(path, block);
    appendFileSync(path, '"}\n{"a":3}\n');
    const head = { encoding: 'utf-8', shape: 'ndjson', wrapperKey: null, position: 'line' } as const;
    const before = process.memoryUsage().rss;
    let peak = 0;
    const records: JsonValue[] = [];
    const reasons: string[] = [];
    for await (const batch of readJsonRecords(path, head)) {
      records.push(...batch.records);
      reasons.push(...batch.problems.map(({ line, reason }) => `${line}: ${reason}`));
      peak = Math.max(peak, process.memoryUsage().rss - before);
    }
    expect(records).toEqual([{ a: 1 }, { a: 3 }]);
    expect(reasons).toEqual(['2: the record is larger than 16 MiB']);
    expect(peak).toBeLessThan(150 * 1024 * 1024);
  });

  test('garbage never throws, never hangs', async () => {
    const next = randomFrom(3);
    const pieces = ['{', '}', '[', ']', '"', ':', ',', '\n', 'null', '1', '\\', '"a"', '{"a":1}', '{"value":[', ' '];
    for (let round = 0; round < 150; round += 1) {
      const text = Array.from({ length: next(60) }, () => pieces[next(pieces.length)] ?? '').join('');
      const path = folder.file(text);
      for (const [shape, wrapperKey] of [
        ['array', null],
        ['ndjson', null],
        ['wrapper', 'value'],
      ] as const) {
        const results = [];
        for (const chunkSize of [1, 5, 1000]) {
          const all: unknown[] = [];
          for await (const { records, problems, lines } of readJsonRecords(
            path,
            { encoding: 'utf-8', shape, wrapperKey, position: 'line' },
            { chunkSize },
          )) {
            all.push(...records, ...problems, ...lines);
          }
          results.push(JSON.stringify(all.map((item) => JSON.stringify(item)).toSorted()));
        }
        expect({ text, shape, at: results[1] }).toEqual({ text, shape, at: results[0] });
        expect({ text, shape, at: results[2] }).toEqual({ text, shape, at: results[0] });
      }
    }
  });
});

test('random values equal JSON.parse of the whole, at any chunk size', async () => {
  const next = randomFrom(11);
  const texts = ['', 'a', '"', '\\', '\n', '\u2028', 'é', '漢字', '😀', '}{', '],[', '1234567890123456', '\t', '/'];
  const value = (depth: number): JsonValue => {
    switch (next(depth > 4 ? 5 : 7)) {
      case 0:
        return null;
      case 1:
        return next(2) === 0;
      case 2:
        return next(1_000_000) - 500_000;
      case 3:
        return next(1_000_000) / 7;
      case 4:
        return texts[next(texts.length)] ?? '';
      case 5:
        return Array.from({ length: next(4) }, () => value(depth + 1));
      default:
        return Object.fromEntries(
          Array.from({ length: next(4) }, () => [`${texts[next(texts.length)] ?? ''}${next(9)}`, value(depth + 1)]),
        );
    }
  };
  for (let round = 0; round < 40; round += 1) {
    const records = Array.from({ length: 1 + next(6) }, () => ({ id: next(99), v: value(0), w: value(0) }));
    const indent = next(2) * 2;
    const path = folder.file(JSON.stringify(records, null, indent));
    const lines = folder.file(records.map((record) => JSON.stringify(record)).join('\n'));
    for (const chunk of [...CHUNKS, undefined]) {
      expect((await readJson(path, chunk)).records).toEqual(records);
      expect((await readJson(lines, chunk)).records).toEqual(records);
    }
  }
});

test('lines are those on which records start; records of one line are numbered', async () => {
  expect((await readJson(folder.file('[\n{"a":1},\n\n{\n"a":2},\n{"a":3}]'))).lines).toEqual([2, 4, 6]);
  const path = folder.file('{"value":[{"a":1},{"a":2},{"a":3}]}');
  expect((await jsonHead(path)).position).toBe('record');
  expect((await readJson(path, 5)).lines).toEqual([1, 2, 3]);
});
