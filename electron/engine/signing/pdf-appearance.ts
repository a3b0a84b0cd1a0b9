import {
  PdfArray,
  PdfDict,
  PdfName,
  PdfNumber,
  PdfStream,
  type EmbeddedFont,
  type PDF,
  type PdfRef,
} from '@libpdf/core';
import { trueTypeOf } from './woff.ts';

const MARGIN = 8;
const LARGEST_SIZE = 9;
const LEADING = 1.35;

/**
 * Registers the visible box of a signature: a quiet frame with lines of text, each shrunk to fit. Each character is shown
 * by the first font that has it (subsets of one family, for example Latin, then Greek); a character in none of them
 * appears as its code point. Without fonts, Helvetica and its Western European characters are used.
 */
export function registerAppearance(
  pdf: PDF,
  box: {
    readonly width: number;
    readonly height: number;
    readonly lines: readonly string[];
    readonly fonts: readonly Uint8Array[];
  },
): PdfRef {
  const { width, height, lines } = box;
  const typesetter = box.fonts.length > 0 ? embeddedTypesetter(pdf, box.fonts) : helveticaTypesetter(pdf);
  const size = Math.min(LARGEST_SIZE, (height - 2 * MARGIN) / (Math.max(1, lines.length) * LEADING));
  const fitted = (line: string) => Math.min(size, (width - 2 * MARGIN) / Math.max(1, typesetter.widthAtSizeOne(line)));
  const operators = [
    'q 0.97 0.98 0.99 rg 0.45 0.5 0.58 RG 0.75 w',
    `0.375 0.375 ${round(width - 0.75)} ${round(height - 0.75)} re B Q`,
    `BT 0.1 0.12 0.16 rg ${round(size * LEADING)} TL ${MARGIN} ${round(height - MARGIN - size)} Td`,
    ...lines.map((line) => `${typesetter.show(line, round(fitted(line)))} T*`),
    'ET',
  ];
  const form = PdfStream.fromDict(
    {
      Type: PdfName.of('XObject'),
      Subtype: PdfName.of('Form'),
      FormType: PdfNumber.of(1),
      BBox: PdfArray.of(...[0, 0, width, height].map(PdfNumber.of)),
      Resources: PdfDict.of({ Font: PdfDict.of(typesetter.resources()) }),
    },
    Buffer.from(operators.join('\n'), 'latin1'),
  );
  return pdf.register(form);
}

export interface RegisteredLine {
  readonly form: PdfRef;
  /** In points. */
  readonly width: number;
}

/** Registers lines of text that are painted with their baseline at the origin. */
export function registerLine(
  pdf: PDF,
  lines: readonly string[],
  size: number,
  fonts: readonly Uint8Array[],
): RegisteredLine[] {
  const typesetter = fonts.length > 0 ? embeddedTypesetter(pdf, fonts) : helveticaTypesetter(pdf);
  return lines.map((line) => {
    const width = typesetter.widthAtSizeOne(line) * size;
    const content = `BT 0.33 g ${typesetter.show(line, size)} ET`;
    const form = PdfStream.fromDict(
      {
        Type: PdfName.of('XObject'),
        Subtype: PdfName.of('Form'),
        FormType: PdfNumber.of(1),
        BBox: PdfArray.of(...[0, -size / 2, Math.ceil(width), size].map(PdfNumber.of)),
        Resources: PdfDict.of({ Font: PdfDict.of(typesetter.resources()) }),
      },
      Buffer.from(content, 'latin1'),
    );
    return { form: pdf.register(form), width };
  });
}

interface Typesetter {
  widthAtSizeOne(text: string): number;
  /** Content stream operators that show the text from the current position. */
  show(text: string, size: number): string;
  resources(): Record<string, PdfRef>;
}

function embeddedTypesetter(pdf: PDF, files: readonly Uint8Array[]): Typesetter {
  const fonts = files.map((file) => pdf.embedFont(trueTypeOf(file)));
  return {
    widthAtSizeOne: (text) =>
      runsOf(text, fonts).reduce((sum, run) => sum + (fonts[run.font]?.widthOfTextAtSize(run.text, 1) ?? 0), 0),
    show: (text, size) =>
      runsOf(text, fonts)
        .map((run) => {
          const glyphs = fonts[run.font]?.encodeTextToGids(run.text) ?? [];
          const hex = glyphs.map((glyph) => glyph.toString(16).padStart(4, '0')).join('');
          return `/F${run.font} ${size} Tf <${hex}> Tj`;
        })
        .join(' '),
    resources: () => Object.fromEntries(fonts.map((font, index) => [`F${index}`, pdf.context.getFontRef(font)])),
  };
}

/** Cuts a text into stretches of one font each. */
function runsOf(text: string, fonts: readonly EmbeddedFont[]): { readonly font: number; readonly text: string }[] {
  const runs: { font: number; text: string }[] = [];
  const marked = [...text].map((character) =>
    fonts.some((font) => font.canEncode(character))
      ? character
      : `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
  for (const character of marked.join('')) {
    const font = Math.max(
      0,
      fonts.findIndex((one) => one.canEncode(character)),
    );
    const last = runs.at(-1);
    if (last?.font === font) last.text += character;
    else runs.push({ font, text: character });
  }
  return runs;
}

function helveticaTypesetter(pdf: PDF): Typesetter {
  const font = PdfDict.of({
    Type: PdfName.of('Font'),
    Subtype: PdfName.of('Type1'),
    BaseFont: PdfName.of('Helvetica'),
    Encoding: PdfName.of('WinAnsiEncoding'),
  });
  const ref = pdf.register(font);
  return {
    // Helvetica's average is about half an em; 0.56 leaves room for capitals.
    widthAtSizeOne: (text) => text.length * 0.56,
    show: (text, size) => {
      // Latin-1 and WinAnsi agree on the printable range below.
      const shown = [...text].map((character) => (/^[\x20-\x7e\xa0-\xff]$/.test(character) ? character : '?')).join('');
      return `/F0 ${size} Tf (${shown.replace(/[\\()]/g, '\\$&')}) Tj`;
    },
    resources: () => ({ F0: ref }),
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
