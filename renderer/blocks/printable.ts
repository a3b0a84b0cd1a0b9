import { showHidden } from './show-hidden.ts';

/**
 * What the fonts of the report can draw: the characters that all weights of Inter hold in the files that are shipped, as
 * ranges of a character class. A test compares it with the files.
 */
const DRAWN = [
  String.raw`\u0020-\u007E\u00A0-\u00AC\u00AE-\u0148\u014A-\u01C3\u01C5-\u0254\u0256-\u027B`,
  String.raw`\u027E-\u0284\u0286-\u0290\u0292-\u02A4\u02A6-\u02CC\u02CE-\u02D7\u02DA\u02DC-\u0301`,
  String.raw`\u0303-\u0304\u0308-\u0309\u0323\u0374-\u0376\u037A-\u037F\u0384-\u038A\u038C`,
  String.raw`\u038E-\u03A1\u03A3-\u03D7\u03DC-\u03DD\u03F0-\u03F6\u03F9-\u03FA\u03FC-\u0479`,
  String.raw`\u0480-\u049D\u04A0-\u04FF\u052F\u1D00\u1D0D\u1D1B\u1D43\u1D47-\u1D49\u1D4D\u1D4F-\u1D50`,
  String.raw`\u1D52\u1D56-\u1D58\u1D5B\u1D62-\u1D65\u1D9C\u1DA0\u1DBB\u1DBF\u1E00-\u1E9B\u1E9D-\u1F15`,
  String.raw`\u1F18-\u1F1D\u1F20-\u1F45\u1F48-\u1F4D\u1F50-\u1F57\u1F59\u1F5B\u1F5D\u1F5F-\u1F7D`,
  String.raw`\u1F80-\u1FB4\u1FB6-\u1FC4\u1FC6-\u1FD3\u1FD6-\u1FDB\u1FDD-\u1FEF\u1FF2-\u1FF4`,
  String.raw`\u1FF6-\u1FFE\u2002\u2009\u2013-\u2014\u2018-\u201A\u201C-\u201E\u2020\u2022\u2026`,
  String.raw`\u2032-\u2033\u2039-\u203A\u2044\u20A0-\u20AF\u20B1-\u20B5\u20B8-\u20BA\u20BC-\u20BF`,
  String.raw`\u2113\u2116\u2122\u2191\u2193\u2212\u2C7C\u2C7F\u2DFF\uA69F\uA7FF`,
].join('');
const NOT_DRAWN = new RegExp(`[^\\n\\t${DRAWN}]+`, 'gu');
/** A code point as names that were looked at already show it; the fonts have no such brackets. */
const MARKED = /⟨(U\+[0-9A-F]{4,6})⟩/gu;

/**
 * Text as the report shows it: hidden characters as marks, and what its fonts cannot draw by its code points, such as
 * `[U+6771 U+4EAC]`. A letter from a font of the machine would look different elsewhere, or not be there at all.
 */
export function printable(text: string): string {
  return showHidden(text.replace(MARKED, '[$1]')).replace(NOT_DRAWN, (run) => `[${[...run].map(codePoint).join(' ')}]`);
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
