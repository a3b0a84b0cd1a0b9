import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importers } from '../../../electron/engine/importers/index.ts';
import type { JsonValue } from '../../../electron/engine/reading/types.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/importers');

/** A number from 0 up to, but not including, a limit. */
export type Random = (limit: number) => number;

/** A fixture of one importer. */
export interface Seed {
  readonly format: string;
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** Its JSON records, or null when it is no JSON. */
  readonly records: readonly JsonValue[] | null;
}

/** Every input of every importer's fixtures. */
export function fixtureSeeds(): readonly Seed[] {
  return importers.flatMap(({ id }) =>
    readdirSync(join(FIXTURES, id))
      .filter((name) => name !== 'expected.json' && name !== 'README.md')
      .toSorted()
      .map((name) => {
        const path = join(FIXTURES, id, name);
        const text = textOf(readFileSync(path));
        return { format: id, name, path, text, records: recordsOf(text) };
      }),
  );
}

function textOf(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff || (bytes[1] === 0 && bytes[0] !== 0);
  return bytes.toString(isUtf16 ? 'utf16le' : 'utf8').replace(/^\ufeff/, '');
}

function recordsOf(text: string): readonly JsonValue[] | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    return [JSON.parse(text) as JsonValue]; // JSON.parse answers a JSON value
  } catch {
    try {
      return text
        .split(/\r?\n/)
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line) as JsonValue);
    } catch {
      return null;
    }
  }
}

/** A fixture with something wrong with it: in its layout, its values, its bytes, or all of them. */
export function randomFile(seeds: readonly Seed[], next: Random): { bytes: Buffer; format: string } {
  const seed = pick(seeds, next);
  const text = seed.records === null ? mutateRows(seed.text, next) : mutateJson(seed.records, next);
  return { bytes: encode(next(4) === 0 ? damageText(text, next) : text, next), format: seed.format };
}

export function pick<T>(values: readonly T[], next: Random): T {
  return values[next(values.length)] as T; // `next` stays below the length, and no list here is empty
}

const CELLS = [
  '',
  ' ',
  'null',
  '-',
  '0',
  'true',
  '2026-09-01T10:00:00Z',
  '9999-12-31',
  '{clientId}',
  '"',
  '""',
  ',',
  '\n',
  '\u202e',
  '=1+1',
  'é',
  'x'.repeat(3000),
  '{"a":1}',
  '[',
  '1e309',
];

function mutateRows(text: string, next: Random): string {
  let rows = text.split(/\r?\n/).map((row) => row.split(','));
  for (let round = next(5); round >= 0; round -= 1) {
    const row = pick(rows, next);
    switch (next(12)) {
      case 0:
        row.splice(next(row.length), 1);
        break;
      case 1:
        row[next(row.length)] = pick(CELLS, next);
        break;
      case 2:
        row.length = next(row.length);
        break;
      case 3:
        row.push(...row.slice(0, next(4)));
        break;
      case 4:
        rows.push(...rows.slice(next(rows.length)));
        break;
      case 5:
        rows.splice(next(rows.length), 1);
        break;
      case 6:
        rows.push(rows[0] ?? []);
        break;
      case 7: {
        const column = next(rows[0]?.length ?? 1);
        rows = rows.map((cells) => cells.filter((_, index) => index !== column));
        break;
      }
      case 8:
        rows = rows.map((cells) => cells.toReversed());
        break;
      case 9:
        row[0] = `"${row[0] ?? ''}`;
        break;
      case 10:
        rows.splice(0, 0, pick([['sep=;'], ['#TYPE System.Object'], [''], ['', '']], next));
        break;
      default:
        rows[next(rows.length)] = [...pick(rows, next)];
    }
    if (rows.length === 0) rows = [['']];
  }
  return rows
    .map((row) => row.join(pick([',', ',', ',', ',', ';', '\t', '|'], () => (next(50) === 0 ? next(7) : 0))))
    .join(pick(['\n', '\n', '\r\n', '\r'], next));
}

const VALUES: readonly JsonValue[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e21,
  '',
  ' ',
  'null',
  '{clientId}',
  '2026-09-01T10:00:00Z',
  '1788300000',
  'System.Object[]',
  [],
  {},
  [[]],
  [null],
  { a: { b: [] } },
  'x'.repeat(3000),
];

/** The same value with a few of its parts renamed, replaced, wrapped, doubled or left out. */
export function mutateValue(value: JsonValue, next: Random, rate: number): JsonValue {
  if (next(rate) === 0) return pick(VALUES, next);
  if (value === null || typeof value !== 'object') return next(rate) === 0 ? swapType(value) : value;
  if (Array.isArray(value)) {
    const list = (value as readonly JsonValue[]).flatMap((element) => {
      const kept = mutateValue(element, next, rate);
      const fate = next(rate * 2);
      return fate === 0 ? [] : fate === 1 ? [kept, kept] : [kept];
    });
    return next(rate * 2) === 0 ? (list[0] ?? null) : list;
  }
  const members = Object.entries(value).flatMap(([key, member]) => {
    const kept = mutateValue(member ?? null, next, rate);
    const fate = next(rate * 4);
    if (fate === 0) return [];
    if (fate === 1)
      return [[pick(['__proto__', 'constructor', key.toUpperCase(), `${key}_s`, `${key}.x`, ''], next), kept] as const];
    if (fate === 2) return [[key, { [key]: kept }] as const];
    if (fate === 3) return [[key, JSON.stringify(kept)] as const];
    return [[key, kept] as const];
  });
  return Object.fromEntries(members);
}

function swapType(value: null | boolean | number | string): JsonValue {
  if (typeof value === 'string') return /^\d+$/.test(value) ? Number(value) : [value];
  return value === null ? 'null' : String(value);
}

function mutateJson(documents: readonly JsonValue[], next: Random): string {
  const rate = pick([8, 20, 60], next);
  const mutated = documents.map((document) => mutateValue(document, next, rate));
  const [first] = mutated;
  const list = Array.isArray(first) ? (first as readonly JsonValue[]) : mutated;
  switch (next(6)) {
    case 0:
      return JSON.stringify(list);
    case 1:
      return list.map((record) => JSON.stringify(record)).join('\n');
    case 2:
      return `{"value":${JSON.stringify(list)},"@odata.nextLink":"x"}`;
    case 3:
      return list.map((record) => JSON.stringify(record, null, 1)).join(pick(['', '\n', ','], next));
    case 4:
      return `${JSON.stringify(list)}${JSON.stringify(list)}`;
    default:
      return mutated.map((document) => JSON.stringify(document)).join('\n');
  }
}

function damageText(text: string, next: Random): string {
  const at = next(text.length + 1);
  switch (next(6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return `${text.slice(0, at)}${pick(['"', '{', '}', '[', ']', ',', '\\', '\u0000', '\ud800', '\ufeff', '\r'], next)}${text.slice(at)}`;
    case 2:
      return text.slice(0, at) + text.slice(at + 1 + next(20));
    case 3:
      return text.slice(0, at) + text.slice(0, next(text.length + 1)) + text.slice(at);
    case 4:
      return text.replaceAll('"', next(2) === 0 ? "'" : '""');
    default:
      return `${text.slice(0, at)}${'['.repeat(next(400))}${text.slice(at)}`;
  }
}

function encode(text: string, next: Random): Buffer {
  switch (next(24)) {
    case 0:
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 1:
      return Buffer.from(text, 'utf16le');
    case 2:
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    case 3:
      return Buffer.from(text, 'latin1');
    case 4:
      return Buffer.from(`\ufeff${text}`, 'utf8');
    case 5: {
      const bytes = Buffer.from(text, 'utf8');
      for (let count = next(6); count >= 0 && bytes.length > 0; count -= 1) bytes[next(bytes.length)] = next(256);
      return bytes;
    }
    default:
      return Buffer.from(text, 'utf8');
  }
}
