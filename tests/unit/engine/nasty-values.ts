import type { JsonObject, JsonValue } from '../../../electron/engine/reading/types.ts';

/** Values that no exporter should write and some do, or that somebody would put into an export on purpose. */
export const NASTY: readonly JsonValue[] = [
  null,
  true,
  false,
  {},
  [],
  [[], [[1], [['x']]], {}],
  nested(50),
  -0,
  1e21,
  Number('1e309'),
  -1,
  0.1,
  '',
  ' \u00a0 ',
  'null',
  '-',
  '__proto__',
  'constructor',
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as JsonObject, // parsed text is JSON
  '{"__proto__":{"polluted":true}}',
  '\ud800',
  'a\ud83d\u0000b',
  '\u202egpj.exe \u2066\u200f',
  '9999-12-31T23:59:59.9999999Z',
  '0001-01-01T00:00:00Z',
  '1601-01-01',
  '1970-01-01T00:00:00Z',
  '2026-02-30T25:61:61Z',
  '99999999999999999999',
  '253402300799999',
  '13/13/2026',
  '{"a":',
  '"\\"\\\\\\"',
  '[{"x":[',
  '[] => [[Id: , ClientId: , Scope: ]]; [[',
  'System.Object[]',
  '@{Value=Bind; Name=X}',
  '=HYPERLINK("","")',
  '{clientId}',
  'a@b@c@d',
  '::::1%eth0',
  'https://[::1',
  '%E0%A4%A',
  ['a', null, 1, { b: 'c' }],
  [{ name: 'x', value: null }, { Name: null, NewValue: {} }, 'text', 7],
  { text: { text: { value: [null] } } },
];

/** Long texts that make careless patterns and recursion slow. */
export const HEAVY: readonly string[] = [
  'x',
  ' ',
  '0',
  '[',
  '{"',
  '/',
  '.',
  '-a',
  '; ',
  'a,',
  '"',
  '\\',
  '@',
  '=> [[',
  '%',
  ':1',
].map((piece) => piece.repeat(100_000 / piece.length));

function nested(depth: number): JsonValue {
  let value: JsonValue = 'deep';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { value };
  return value;
}

/** Where a value stands in a record: keys and places in lists. */
export type Path = readonly (string | number)[];

/** Every place of a record, the record itself left out; of long lists the first three. */
export function pathsOf(value: JsonValue, path: Path = []): Path[] {
  const own = path.length === 0 ? [] : [path];
  if (value === null || typeof value !== 'object' || path.length > 12) return own;
  const children: readonly (readonly [string | number, JsonValue | undefined])[] = Array.isArray(value)
    ? (value as readonly JsonValue[]).slice(0, 3).map((element, index) => [index, element] as const)
    : Object.entries(value);
  return [...own, ...children.flatMap(([key, child]) => pathsOf(child ?? null, [...path, key]))];
}

/** The record with another value at one place. JSON in a text is taken apart where the path leads into it. */
export function withValue(record: JsonValue, [first, ...rest]: Path, value: JsonValue): JsonValue {
  if (first === undefined) return value;
  if (Array.isArray(record))
    return (record as readonly JsonValue[]).map((element, index) =>
      index === first ? withValue(element, rest, value) : element,
    );
  if (record === null || typeof record !== 'object') return record;
  return Object.fromEntries(
    Object.entries(record).map(([key, member]) => [
      key,
      key === first ? withValue(member ?? null, rest, value) : (member ?? null),
    ]),
  );
}
