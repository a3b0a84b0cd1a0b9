import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const styles = join(import.meta.dirname, '../../../../renderer/styles');

/** The declared value of each custom property; the later file overrides. */
function tokens(...files: readonly string[]): Map<string, string> {
  const found = files.flatMap((file) => [
    ...readFileSync(join(styles, file), 'utf8').matchAll(/(--[\w-]+):\s*([^;]+);/g),
  ]);
  return new Map(found.map(([, name, value]) => [name ?? '', value ?? '']));
}

type Scheme = 'light' | 'dark';

function colorOf(all: Map<string, string>, name: string, scheme: Scheme): string {
  const value = all.get(name) ?? '';
  const alias = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
  if (alias !== undefined) return colorOf(all, alias, scheme);
  const pair = /^light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)$/.exec(value);
  const color = pair?.[scheme === 'light' ? 1 : 2];
  if (color === undefined) throw new Error(`${name} is no pair of colors: ${value}`);
  return color;
}

/** Relative luminance, by the definition in WCAG 2.2. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const GROUNDS = ['--bg', '--surface', '--surface-2', '--surface-3', '--overlay'];
const TONES = ['critical', 'high', 'medium', 'low', 'good', 'neutral'];
const TEXTS = ['--text', '--text-2', '--text-3', '--text-off', '--accent', ...TONES.map((tone) => `--${tone}`)];
const LINES = ['--line', '--line-2', '--line-control', '--ghost-line', '--focus', '--accent-line'];

const high = tokens('tokens.css', 'contrast.css');
const usual = tokens('tokens.css');

test('the ratio is that of WCAG', () => {
  expect(ratio('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(ratio('#777777', '#ffffff')).toBeCloseTo(4.478, 3);
});

test.each(['light', 'dark'] as const)('in high contrast, %s, every text reaches 7:1 on every ground', (scheme) => {
  const pairs = [
    ...TEXTS.flatMap((text) => [...GROUNDS, '--accent-soft'].map((ground) => [text, ground] as const)),
    ...TONES.map((tone) => [`--${tone}`, `--${tone}-soft`] as const),
    ['--text', '--neutral-soft'] as const,
    ['--text-on-accent', '--accent'] as const,
    ['--text-on-accent', '--accent-hover'] as const,
    ['--surface', '--text'] as const,
  ];
  const weak = pairs
    .map(([text, ground]) => ({
      text,
      ground,
      ratio: ratio(colorOf(high, text, scheme), colorOf(high, ground, scheme)),
    }))
    .filter((pair) => pair.ratio < 7);
  expect(weak).toEqual([]);
});

test.each(['light', 'dark'] as const)(
  'in high contrast, %s, every border and mark reaches 4.5:1 on every ground',
  (scheme) => {
    const marks = [...LINES, ...TONES.flatMap((tone) => [`--${tone}-line`, `--chart-${tone}`]), '--chart-accent'];
    const weak = marks
      .flatMap((mark) => GROUNDS.map((ground) => ({ mark, ground })))
      .map((pair) => ({ ...pair, ratio: ratio(colorOf(high, pair.mark, scheme), colorOf(high, pair.ground, scheme)) }))
      .filter((pair) => pair.ratio < 4.5);
    expect(weak).toEqual([]);
  },
);

test('it overrides every color of the usual theme but those that are made of others', () => {
  const own = tokens('contrast.css');
  const left = [...usual]
    .filter(([name, value]) => value.includes('light-dark(') && !own.has(name))
    .map(([name]) => name);
  expect(left).toEqual([]);
  expect(own.get('--focus-width')).toBe('3px');
});

test('parts of one bar are painted differently from each other, colors aside', () => {
  const hatchings = ['critical', 'high', 'medium', 'low', 'good', 'accent', 'neutral'].map((tone) =>
    (high.get(`--fill-${tone}`) ?? '').replaceAll(/var\(--chart-\w+\)/g, 'ink'),
  );
  expect(new Set(hatchings).size).toBe(hatchings.length);
});
