/** A PDF object as far as verification reads it (ISO 32000-1, 7.3). */
export type PdfValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly value: string }
  | { readonly kind: 'string'; readonly bytes: Buffer }
  | { readonly kind: 'reference'; readonly number: number }
  | { readonly kind: 'array'; readonly items: readonly PdfValue[] }
  | { readonly kind: 'dictionary'; readonly entries: ReadonlyMap<string, PdfValue> };

/** What cannot be read is refused, never guessed at: a verifier must not see another document than a viewer does. */
export class PdfSyntaxError extends Error {}

const DEEPEST = 64;

/**
 * Reads one object from `text` (the file as Latin-1, one character a byte) at an offset. Always advances or throws.
 */
export function readPdfValue(
  text: string,
  offset: number,
  depth = 0,
): { readonly value: PdfValue; readonly end: number } {
  if (depth > DEEPEST) throw new PdfSyntaxError(`objects nested deeper than ${DEEPEST} at byte ${offset}`);
  const start = skipSpace(text, offset);
  const reference = matchAt(
    /(\d{1,10})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/y,
    text,
    start,
  );
  if (reference)
    return { value: { kind: 'reference', number: Number(reference[1]) }, end: start + reference[0].length };
  const number = matchAt(/[+-]?(?:\d+\.?\d*|\.\d+)/y, text, start);
  if (number) return { value: { kind: 'number', value: Number(number[0]) }, end: start + number[0].length };
  const name = matchAt(/\/([^\0\t\n\f\r ()<>[\]{}/%]*)/y, text, start);
  if (name) return { value: { kind: 'name', value: decodeName(name[1] ?? '') }, end: start + name[0].length };
  const word = matchAt(/(?:null|true|false)(?![^\0\t\n\f\r ()<>[\]{}/%])/y, text, start);
  if (word) return { value: wordValue(word[0]), end: start + word[0].length };
  if (text.startsWith('<<', start)) return readDictionary(text, start, depth);
  if (text[start] === '[') return readArray(text, start, depth);
  if (text[start] === '(') return readLiteral(text, start);
  const hex = matchAt(/<([0-9A-Fa-f\0\t\n\f\r ]*)>/y, text, start);
  if (hex) {
    const digits = (hex[1] ?? '').replace(/[^0-9A-Fa-f]/g, '');
    const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex');
    return { value: { kind: 'string', bytes }, end: start + hex[0].length };
  }
  throw new PdfSyntaxError(`no readable object at byte ${start}`);
}

/** The offset of the next character that is neither white space nor part of a comment. */
export function skipSpace(text: string, offset: number): number {
  return offset + (matchAt(/(?:[\0\t\n\f\r ]|%[^\r\n]*)*/y, text, offset)?.[0].length ?? 0);
}

/** Matches a sticky expression at an offset. */
export function matchAt(sticky: RegExp, text: string, offset: number): RegExpExecArray | null {
  sticky.lastIndex = offset;
  return sticky.exec(text);
}

/** Text of a string object: UTF-16 or UTF-8 with its mark, else Latin-1 (PDFDocEncoding as far as they agree). */
export function pdfText(bytes: Buffer): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const units = Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)));
    return units.swap16().toString('utf16le');
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('utf8', 3);
  return bytes.toString('latin1');
}

function wordValue(word: string): PdfValue {
  return word === 'null' ? { kind: 'null' } : { kind: 'boolean', value: word === 'true' };
}

function decodeName(raw: string): string {
  return raw.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function readDictionary(text: string, start: number, depth: number) {
  const entries = new Map<string, PdfValue>();
  let at = skipSpace(text, start + 2);
  while (!text.startsWith('>>', at)) {
    const key = readPdfValue(text, at, depth + 1);
    if (key.value.kind !== 'name') throw new PdfSyntaxError(`a dictionary key at byte ${at} is not a name`);
    if (entries.has(key.value.value)) throw new PdfSyntaxError(`the key ${key.value.value} occurs twice at byte ${at}`);
    const { value, end } = readPdfValue(text, key.end, depth + 1);
    entries.set(key.value.value, value);
    at = skipSpace(text, end);
  }
  return { value: { kind: 'dictionary', entries } as const, end: at + 2 };
}

function readArray(text: string, start: number, depth: number) {
  const items: PdfValue[] = [];
  let at = skipSpace(text, start + 1);
  while (text[at] !== ']') {
    const { value, end } = readPdfValue(text, at, depth + 1);
    items.push(value);
    at = skipSpace(text, end);
  }
  return { value: { kind: 'array', items } as const, end: at + 1 };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function readLiteral(text: string, start: number) {
  const parts: string[] = [];
  let open = 1;
  let at = start + 1;
  while (open > 0) {
    const plain = matchAt(/[^()\\]+/y, text, at);
    const escape = matchAt(/\\(?:([0-7]{1,3})|(\r\n|\r|\n)|([^]))/y, text, at);
    if (plain) {
      parts.push(plain[0]);
      at += plain[0].length;
    } else if (escape) {
      const [whole, octal, lineBreak, character = ''] = escape;
      if (octal) parts.push(String.fromCharCode(Number.parseInt(octal, 8) & 0xff));
      else if (!lineBreak) parts.push(ESCAPES[character] ?? character);
      at += whole.length;
    } else if (text[at] === '(' || text[at] === ')') {
      open += text[at] === '(' ? 1 : -1;
      if (open > 0) parts.push(text[at] ?? '');
      at += 1;
    } else throw new PdfSyntaxError(`the text that begins at byte ${start} does not end`);
  }
  return { value: { kind: 'string', bytes: Buffer.from(parts.join(''), 'latin1') } as const, end: at };
}
