import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileScanner } from '../../../electron/runtime/build-scanner.mjs';
import { projectRoot } from '../../../electron/runtime/paths.mjs';
import { foldGuids } from '../../../electron/engine/catalog/graph-fold.ts';
import { withoutQuery } from '../../../electron/engine/catalog/graph-normalize.ts';
import type { HotSlot } from '../../../electron/engine/reading/record-reader.ts';
import { SCANNER_WASM } from '../../../electron/engine/reading/scanner/scanner-wasm.ts';
import { Scanner } from '../../../electron/engine/reading/scanner/scanner.ts';
import type { CsvHead, JsonHead } from '../../../electron/engine/reading/types.ts';
import { randomFrom } from './files.ts';
import { readSlots } from './hot-reading.ts';

test('the module in the repository is what its source compiles to', async () => {
  expect(await compileScanner()).toBe(SCANNER_WASM);
  const folder = join(projectRoot, 'electron/engine/reading/scanner');
  expect(readFileSync(join(folder, 'scanner-wasm.ts'), 'utf8')).toContain(SCANNER_WASM);
}, 120_000);

const SLOTS: readonly HotSlot[] = [
  { from: ['id'], mode: 'number' },
  { from: ['two', 'second'], mode: 'span' },
  { from: ['name'], mode: 'number' },
];
const csv: CsvHead = {
  kind: 'csv',
  encoding: 'utf-8',
  warnings: [],
  truncation: [],
  delimiter: ',',
  header: ['id', 'one', 'two', 'name'],
  headerLine: 1,
  lineEnd: '\n',
  hasHeader: true,
  sample: [],
};

/** A shorter text that still shows the difference, for the message. */
function expectSame(text: string, head: CsvHead | JsonHead, sizes: readonly number[], slots = SLOTS): number {
  const bytes = Buffer.from(text, 'utf8');
  const thorough = readSlots(bytes, head, slots, 1 << 20, false);
  let scanned = 0;
  for (const size of sizes) {
    const hot = readSlots(bytes, head, slots, size, true);
    if (hot.all.join('\n') !== thorough.all.join('\n'))
      expect({ text, size, all: hot.all }).toEqual({ text, size, all: thorough.all });
    scanned += hot.scanned;
  }
  return scanned;
}

describe('CSV', () => {
  const next = randomFrom(23);
  const pick = <T>(values: readonly T[]): T => values[next(values.length)] as T; // `next` stays below the length
  const bits = [
    'a',
    'bc',
    '"',
    '""',
    ',',
    '\n',
    '\r\n',
    '\r',
    ' ',
    'é',
    '漢',
    '😀',
    '\u00a0',
    '\ufeff',
    "'",
    'id',
    'x'.repeat(40),
  ];
  const cell = (): string => {
    const text = Array.from({ length: next(5) }, () => pick(bits)).join('');
    return /[",\r\n]/.test(text) || next(4) === 0 ? `"${text.replaceAll('"', '""')}"` : text;
  };

  test('rows with quotes, line ends, marks and characters of any length, at every piece size', () => {
    let scanned = 0;
    for (let round = 0; round < 150; round += 1) {
      const end = pick(['\n', '\r\n']);
      const rows = Array.from({ length: next(14) }, () =>
        Array.from({ length: pick([4, 4, 4, 4, 1, 2, 7]) }, cell).join(','),
      );
      const text = `id,one,two,name${end}${rows.join(end)}${pick(['', end])}`;
      scanned += expectSame(text, csv, [1, 3, 17, 64, 1000]);
    }
    expect(scanned).toBeGreaterThan(500);
  });

  test('text in which quotes make no sense', () => {
    for (let round = 0; round < 300; round += 1) {
      const text = `id,one,two,name\n${Array.from({ length: next(80) }, () => pick(bits)).join('')}`;
      expectSame(text, csv, [1, 4, 17, 1000]);
    }
  });

  test('a header again, a header in quotes, blank rows, short rows, a mark at the start of a row', () => {
    const rows = [
      '1,a,b,c',
      'id,one,two,name',
      '"id","one","two","name"',
      ' id ,one,two,name',
      'id,x,two,name',
      '',
      '  ',
      '1',
      '1,2',
    ];
    const text = `id,one,two,name\n${rows.join('\n')}\n\ufeff2,a,b,c\n\ufeff"2","a",b,"c"\n\u00a0id,one,two,name\n3,a,b,c`;
    expect(expectSame(text, csv, [1, 5, 1000])).toBeGreaterThan(3);
  });

  test('lines in front of the first row of a table without names are no rows', () => {
    const head: CsvHead = { ...csv, hasHeader: false, header: ['id'], headerLine: 3 };
    const text = '\nsep=,\n1,a,b,c\n2,a,b,c\n';
    const slots: readonly HotSlot[] = [{ from: ['id'], mode: 'number' }];
    expect(expectSame(text, head, [1, 3, 1000], slots)).toBe(6);
    expect(readSlots(Buffer.from(text), head, slots, 1000, true).all).toEqual(['[3,"1"]', '[4,"2"]']);
  });

  test('50,000 rows with more values than a table holds', () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => `${index},o,"t ""${index % 7}""",name ${index * 31}`);
    expect(expectSame(`id,one,two,name\n${rows.join('\n')}\n`, csv, [1 << 17, 999_983])).toBe(100_000);
  });

  test('a row longer than the scanner takes, then plain rows', () => {
    const text = `id,one,two,name\n1,${'x'.repeat(700_000)},2,3\n${'4,5,6,7\n'.repeat(2000)}`;
    expect(expectSame(text, csv, [1 << 17, 1 << 20])).toBeGreaterThan(2000);
  });
});

describe('JSON', () => {
  const next = randomFrom(29);
  const pick = <T>(values: readonly T[]): T => values[next(values.length)] as T; // `next` stays below the length
  const slots: readonly HotSlot[] = [
    { from: ['id', 'properties.id', 'ID2'], mode: 'number' },
    { from: ['properties.requestUri', 'uri'], mode: 'span' },
    { from: ['a.b.c'], mode: 'number' },
  ];
  const keys = [
    'id',
    'ID',
    'I_d',
    'id_s',
    'uri',
    'Uri',
    'properties',
    'Properties',
    'properties.id',
    'properties_id_s',
    'a',
    'a.b',
    'a.b.c',
    'b',
    'c',
    'requestUri',
    'ID2',
    'x',
    '',
    '__proto__',
    'é',
    '\\u0069d',
    'toString',
  ];
  const scalars = [
    'null',
    'true',
    'false',
    '0',
    '-0',
    '-1',
    '12',
    '1.0',
    '1.5e3',
    '1e5',
    '123456789012345',
    '1234567890123456',
    '-123456789012345678',
    '""',
    '"x"',
    '" x "',
    '"\\u00e9"',
    '"\\ud83d"',
    '"a\\"b\\\\"',
    '"\\/\\n"',
    '"漢字😀"',
    '"id"',
    '"ID"',
    '"\u00a0y"',
  ];
  const broken = [
    '01',
    '1.',
    '.5',
    '-',
    '+1',
    'nul',
    'True',
    '"\\x"',
    '"\t"',
    '"\\u12"',
    "'a'",
    '{,}',
    '[1,]',
    '{"a":}',
    '{"a" 1}',
    '[1 2]',
    '1e',
    '"open',
  ];
  const space = (): string => pick(['', '', '', ' ', '\t', ' \r']);
  const value = (depth: number): string => {
    const kind = next(depth > 3 ? 6 : 9);
    if (kind === 6)
      return `[${space()}${Array.from({ length: next(3) }, () => value(depth + 1)).join(`${space()},`)}${space()}]`;
    if (kind > 6) return object(depth + 1);
    return next(60) === 0 ? pick(broken) : pick(scalars);
  };
  const object = (depth: number): string =>
    `{${space()}${Array.from({ length: next(6) }, () => `"${pick(keys)}"${space()}:${space()}${value(depth)}`).join(`${space()},${space()}`)}${space()}}`;
  const head = (
    shape: JsonHead['shape'],
    wrapperKey: string | null,
    position: JsonHead['position'] = 'line',
  ): JsonHead => ({
    kind: 'json',
    encoding: 'utf-8',
    warnings: [],
    truncation: [],
    shape,
    wrapperKey,
    envelope: new Map(),
    position,
    sample: [],
  });

  test('random records, one a line, in a list and under a key, at every piece size', () => {
    let scanned = 0;
    for (let round = 0; round < 40; round += 1) {
      const records = Array.from({ length: 1 + next(8) }, () => object(0));
      const sizes = [1, 7, 33, 1000];
      scanned += expectSame(records.join(pick(['\n', '\r\n', '\n\n', ',\n'])), head('ndjson', null), sizes, slots);
      scanned += expectSame(`[${records.join(pick([',', ',\n', '\n,\n']))}]`, head('array', null), sizes, slots);
      const page = `{"n":1,"value":[${records.join(',\n')}],"@odata.nextLink":"x"}`;
      scanned += expectSame(`${page}\n${page}`, head('wrapper', 'value', pick(['line', 'record'])), sizes, slots);
      scanned += expectSame(records.join(' '), head('documents', null, 'record'), sizes, slots);
    }
    expect(scanned).toBeGreaterThan(500);
  });

  test('records cut off at every byte', () => {
    const record =
      '{"id":"7","properties":{"requestUri":"https://x/é","n":["\\u0041",-2.5e3,{"a":null}]},"a":{"b":{"c":true}}}';
    for (let cut = 0; cut <= record.length; cut += 3) {
      expectSame(`${record}\n${record.slice(0, cut)}`, head('ndjson', null), [1000], slots);
      expectSame(`[${record},${record.slice(0, cut)}`, head('array', null), [1000], slots);
    }
    const cuts = Array.from(record, (_, cut) => `${record.slice(0, cut)}\n${record}`);
    expect(expectSame(cuts.join('\n'), head('ndjson', null), [1, 1000], slots)).toBeGreaterThan(80);
  });

  test('every byte of a record changed', () => {
    const record = '{"id":"7","properties":{"requestUri":"https://x","n":[1,2]},"a":{"b":{"c":10}},"uri":null}';
    const bytes = ['"', '\\', '{', '}', '[', ']', ',', ':', ' ', '\n', '\u0001', 'x', '0', '-', 'é'];
    for (const byte of bytes) {
      const changed = Array.from(record, (_, at) => `${record.slice(0, at)}${byte}${record.slice(at + 1)}\n${record}`);
      expect(expectSame(changed.join('\n'), head('ndjson', null), [7, 1000], slots)).toBeGreaterThan(80);
      for (const at of [3, 9, 27, 60]) expectSame(`[${changed[at] ?? ''}]`, head('array', null), [1000], slots);
    }
  });

  test('50,000 records with more values than a table holds, and more keys than the scanner keeps', () => {
    const plain = Array.from(
      { length: 50_000 },
      (_, index) => `{"id":${index},"uri":"u${index % 9}","a":{"b":{"c":"${index * 7}"}}}`,
    );
    expect(expectSame(plain.join('\n'), head('ndjson', null), [1 << 17, 999_983], slots)).toBeGreaterThan(99_000);
    const hostile = Array.from({ length: 9000 }, (_, index) => `{"key ${index}":1,"id":${index}}`);
    expect(expectSame(hostile.join('\n'), head('ndjson', null), [1 << 17], slots)).toBeGreaterThan(3000);
  });
});

test('addresses are folded as the catalog folds them', () => {
  const next = randomFrom(31);
  const guid = 'c0ffee00-1234-4abc-9DEF-0123456789ab';
  const bits = [
    guid,
    guid.slice(1),
    guid.slice(0, -1),
    '/',
    '-',
    '%',
    '?',
    '#',
    'users',
    'é',
    '0'.repeat(8),
    guid.slice(0, 9),
    "('x')",
    ' ',
  ];
  const uris = Array.from({ length: 4000 }, () =>
    Array.from({ length: next(9) }, () => bits[next(next(20) === 0 ? bits.length : 5)] ?? '').join(''),
  ).filter((uri) => uri !== '');
  uris.push(`https://x/${guid}/`.padEnd(30_000, 'y'));
  const scanner = Scanner.open(['address']);
  if (scanner === null) throw new Error('no WebAssembly');
  let folded = 0;
  for (const uri of uris) {
    const line = Buffer.from(`{"u":${JSON.stringify(uri)}}\n`);
    scanner.load(line, 0);
    while (scanner.scanJson(0, line.length, true) === 'new-key') scanner.addNewKey({ slot: 0, rank: 0 });
    const id = scanner.rows[3] ?? 0;
    const expected = withoutQuery(uri);
    const text = scanner.text(0, id);
    if (expected.length <= 16_384) expect(text).toBe(foldGuids(expected));
    else expect(foldGuids(text)).toBe(foldGuids(expected));
    if (text !== expected) folded += 1;
  }
  expect(folded).toBeGreaterThan(500);
});
