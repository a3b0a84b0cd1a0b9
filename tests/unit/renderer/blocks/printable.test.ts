import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trueTypeOf } from '../../../../electron/engine/signing/woff.ts';
import { printable } from '../../../../renderer/blocks/printable.ts';

const inter = join(import.meta.dirname, '../../../../node_modules/@fontsource/inter');

/** Characters of a TrueType font, from its `cmap` tables of the formats 4 and 12. */
function charactersOf(font: Uint8Array): Set<number> {
  const bytes = Buffer.from(font);
  const tables = Array.from({ length: bytes.readUInt16BE(4) }, (_, index) => 12 + index * 16);
  const entry = tables.find((at) => bytes.toString('latin1', at, at + 4) === 'cmap') ?? 0;
  const cmap = bytes.readUInt32BE(entry + 8);
  const found = new Set<number>();
  for (let index = 0; index < bytes.readUInt16BE(cmap + 2); index++) {
    const at = cmap + bytes.readUInt32BE(cmap + 8 + index * 8);
    const format = bytes.readUInt16BE(at);
    if (format === 4) addSegments(bytes, at, found);
    if (format === 12)
      for (let group = 0; group < bytes.readUInt32BE(at + 12); group++)
        for (
          let code = bytes.readUInt32BE(at + 16 + group * 12);
          code <= bytes.readUInt32BE(at + 20 + group * 12);
          code++
        )
          found.add(code);
  }
  return found;
}

function addSegments(bytes: Buffer, at: number, found: Set<number>): void {
  const length = bytes.readUInt16BE(at + 6);
  for (let place = 0; place < length; place += 2) {
    const end = bytes.readUInt16BE(at + 14 + place);
    const start = bytes.readUInt16BE(at + 16 + length + place);
    const offsetAt = at + 16 + 3 * length + place;
    const offset = bytes.readUInt16BE(offsetAt);
    for (let code = start; code <= end && code < 0xff_ff; code++) {
      const isDrawn =
        offset === 0
          ? ((code + bytes.readUInt16BE(at + 16 + 2 * length + place)) & 0xff_ff) !== 0
          : bytes.readUInt16BE(offsetAt + offset + (code - start) * 2) !== 0;
      if (isDrawn) found.add(code);
    }
  }
}

/** What a browser draws in one weight: characters that both the ranges of the style sheet and the file hold. */
function drawnIn(weight: number): Set<number> {
  const sheet = readFileSync(join(inter, `${weight}.css`), 'utf8');
  const drawn = new Set<number>();
  for (const [, subset = '', ranges = ''] of sheet.matchAll(
    /inter-([a-z-]+)-\d+-normal\.woff2[\s\S]*?unicode-range: ([^;]+);/gu,
  )) {
    const held = charactersOf(trueTypeOf(readFileSync(join(inter, 'files', `inter-${subset}-${weight}-normal.woff`))));
    for (const range of ranges.split(',')) {
      const [from = 0, to = from] = range
        .replace('U+', '')
        .split('-')
        .map((hex) => Number.parseInt(hex, 16));
      for (let code = from; code <= to; code++) if (held.has(code)) drawn.add(code);
    }
  }
  return drawn;
}

describe('text in the report', () => {
  it('is left as it is exactly where every weight of the font can draw it', () => {
    const weights = [400, 600, 700].map(drawnIn);
    expect(weights[0]?.size).toBeGreaterThan(1500);
    for (let code = 0x20; code < 0x3_00_00; code++) {
      if (code >= 0xd8_00 && code <= 0xdf_ff) continue;
      const character = String.fromCodePoint(code);
      const isKept = printable(character) === character;
      if (isKept && !weights.every((weight) => weight.has(code)))
        expect.fail(`U+${code.toString(16)} is kept and cannot be drawn`);
      // Hidden characters are marked though the font has them.
      if (!isKept && weights.every((weight) => weight.has(code)))
        expect(/\p{C}/u.test(character), `U+${code.toString(16)} can be drawn and is marked`).toBe(true);
    }
  });

  it('shows other scripts by their code points, run by run', () => {
    expect(printable('東京 Sync')).toBe('[U+6771 U+4EAC] Sync');
    expect(printable('Zażółć, Привет, Ελλάδα')).toBe('Zażółć, Привет, Ελλάδα');
    expect(printable('مرحبا')).toMatch(/^\[U\+0645( U\+[0-9A-F]{4})+\]$/u);
    expect(printable('🤖 bot')).toBe('[U+1F916] bot');
    expect(printable('a\u202Eb\nc')).toBe('a[U+202E]b\nc');
  });
});
