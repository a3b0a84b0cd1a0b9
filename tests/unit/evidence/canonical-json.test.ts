import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../electron/engine/evidence/canonical-json.ts';
import { seeded } from '../signing/fixtures.ts';

describe('canonicalJson', () => {
  it('writes the sample of RFC 8785 section 3.2.2', () => {
    const sample = JSON.parse(
      String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    );
    expect(canonicalJson(sample)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts keys by UTF-16 code units, as in RFC 8785 section 3.2.3', () => {
    const sample = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonicalJson(sample)))).toEqual([
      // JSON.parse puts the integer-like key first whatever the text says; the text itself is checked below.
      'One',
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
    expect(canonicalJson(sample).startsWith(String.raw`{"\r":"Carriage Return","1":"One"`)).toBe(true);
  });

  it.each([
    [0x0000000000000000n, '0'],
    [0x8000000000000000n, '0'],
    [0x0000000000000001n, '5e-324'],
    [0x8000000000000001n, '-5e-324'],
    [0x7fefffffffffffffn, '1.7976931348623157e+308'],
    [0x4340000000000000n, '9007199254740992'],
    [0x4430000000000000n, '295147905179352830000'],
    [0x44b52d02c7e14af5n, '9.999999999999997e+22'],
    [0x44b52d02c7e14af6n, '1e+23'],
    [0x444b1ae4d6e2ef4en, '999999999999999700000'],
    [0x444b1ae4d6e2ef50n, '1e+21'],
    [0x3eb0c6f7a0b5ed8cn, '9.999999999999997e-7'],
    [0x3eb0c6f7a0b5ed8dn, '0.000001'],
    [0x41b3de4355555557n, '333333333.33333343'],
    [0x43143ff3c1cb0959n, '1424953923781206.2'],
  ])('writes the number %s of RFC 8785 appendix B as %s', (bits, text) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, bits);
    expect(canonicalJson(view.getFloat64(0))).toBe(text);
  });

  it('is a lossless round trip and independent of member order, for 2000 random values', () => {
    const random = seeded(11);
    for (let round = 0; round < 2000; round++) {
      const value = randomJson(random, 0);
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(reversed(JSON.parse(text)))).toBe(text);
    }
  });

  it.each([
    ['NaN', { a: [Number.NaN] }, '$.a[0]'],
    ['infinity', -Infinity, '$'],
    ['undefined in an array', [1, undefined], '$[1]'],
    // eslint-disable-next-line no-sparse-arrays
    ['a hole in an array', [1, , 2], '$[1]'],
    ['undefined itself', undefined, '$'],
    ['a bigint', { n: 1n }, '$.n'],
    ['a function', () => 1, '$'],
    ['a Date', { at: new Date(0) }, '$.at'],
    ['a Map', new Map(), '$'],
    ['bytes', new Uint8Array(1), '$'],
    ['a lone high surrogate', ['\ud800'], '$[0]'],
    ['a lone low surrogate', '\udc00x', '$'],
    ['a lone surrogate in a key', { a: { '\ud800': 1 } }, '$.a'],
  ])('refuses %s and names the place', (_, value, place) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson(value)).toThrow(place);
  });

  it('refuses nesting that could exhaust the stack', () => {
    const deep = JSON.parse('['.repeat(1002) + ']'.repeat(1002));
    expect(() => canonicalJson(deep)).toThrow('nested deeper');
    const fine = '['.repeat(1001) + ']'.repeat(1001);
    expect(canonicalJson(JSON.parse(fine))).toBe(fine);
  });

  it('leaves out undefined members and keeps __proto__ as an ordinary key', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
    expect(canonicalJson(JSON.parse('{"__proto__":{"x":1},"a":2}'))).toBe('{"__proto__":{"x":1},"a":2}');
  });
});

const CHARACTERS = ['a', 'Z', '0', '"', '\\', '/', '\n', '\u0000', '\u007f', 'ö', '€', '漢', '😀', '\u2028', '\ufb33'];

function randomText(random: () => number): string {
  return Array.from(
    { length: Math.floor(random() * 6) },
    () => CHARACTERS[Math.floor(random() * CHARACTERS.length)],
  ).join('');
}

function randomJson(random: () => number, depth: number): unknown {
  const kind = Math.floor(random() * (depth > 3 ? 4 : 6));
  if (kind === 0) return [null, true, false][Math.floor(random() * 3)];
  if (kind === 1) return (random() - 0.5) * 10 ** Math.floor(random() * 60 - 30);
  if (kind === 2) return Math.floor((random() - 0.5) * 2 ** 53);
  if (kind === 3) return randomText(random);
  const count = Math.floor(random() * 5);
  if (kind === 4) return Array.from({ length: count }, () => randomJson(random, depth + 1));
  // No backslash in keys: V8 13 reads {"a":0,"\\n":0} as {"a":0,"\\\\":0} once it has seen the latter.
  const key = () => randomText(random).replaceAll('\\', '');
  return Object.fromEntries(Array.from({ length: count }, () => [key(), randomJson(random, depth + 1)]));
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, reversed(member)] as const)
      .reverse(),
  );
}
