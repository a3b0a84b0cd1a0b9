import { inflateSync } from 'node:zlib';
import { matchAt, PdfSyntaxError, readPdfValue, skipSpace, type PdfValue } from './pdf-objects.ts';

type Dictionary = ReadonlyMap<string, PdfValue>;

/** A PDF opened for verification: objects are found by the file's own tables and read when asked for. */
export interface PdfFile {
  readonly catalog: Dictionary;
  readonly trailer: Dictionary;
  /** Offset of the newest table of objects. */
  readonly tableOffset: number;
  /** Length in bytes of the file after each revision, oldest first, by the chain of cross-reference tables. */
  readonly revisions: readonly number[];
  /** Follows references; throws a PdfSyntaxError for damaged objects. A missing object is null, as the standard says. */
  resolve(value: PdfValue | undefined): PdfValue;
  /** The dictionary under a key, empty when there is none. */
  dictionary(of: Dictionary, key: string): Dictionary;
  /** The items of the array under a key, empty when there is none. */
  items(of: Dictionary, key: string): readonly PdfValue[];
  /** The text of an object that is no stream, as it stands in the file between `obj` and `endobj`. */
  objectText(number: number): string;
  /** Decoded bytes of the stream that a value refers to. */
  streamBytes(value: PdfValue | undefined): Buffer;
}

const LARGEST_STREAM = 2 ** 28;

/**
 * Opens a PDF with classic cross-reference tables, the only kind reports are written with. Throws a PdfSyntaxError for
 * any other or damaged file; time and memory stay in proportion to its size.
 */
export function openPdf(bytes: Buffer): PdfFile {
  const text = bytes.toString('latin1');
  if (!/^%PDF-\d\.\d/.test(text)) throw new PdfSyntaxError('it does not begin as a PDF');
  const { offsets, trailer, revisions, start } = readTables(text);
  const cache = new Map<number, IndirectObject>();
  const load = (number: number): IndirectObject => {
    const known = cache.get(number);
    if (known) return known;
    const offset = offsets.get(number);
    const object =
      offset === undefined
        ? { value: { kind: 'null' } as const, text: '', streamStart: null }
        : readObject(text, offset, number);
    cache.set(number, object);
    return object;
  };
  const resolve = (value: PdfValue | undefined): PdfValue => {
    let current = value ?? { kind: 'null' };
    for (let step = 0; current.kind === 'reference'; step++) {
      if (step > 8) throw new PdfSyntaxError('references lead in a circle');
      current = load(current.number).value;
    }
    return current;
  };
  const dictionary = (of: Dictionary, key: string): Dictionary => {
    const value = resolve(of.get(key));
    return value.kind === 'dictionary' ? value.entries : new Map();
  };
  const items = (of: Dictionary, key: string): readonly PdfValue[] => {
    const value = resolve(of.get(key));
    return value.kind === 'array' ? value.items : [];
  };
  const streamBytes = (value: PdfValue | undefined): Buffer => {
    if (value?.kind !== 'reference') throw new PdfSyntaxError('a stream is missing');
    const { value: head, streamStart } = load(value.number);
    if (head.kind !== 'dictionary' || streamStart === null)
      throw new PdfSyntaxError(`object ${value.number} is no stream`);
    const length = resolve(head.entries.get('Length'));
    if (length.kind !== 'number' || !Number.isSafeInteger(length.value) || length.value < 0) {
      throw new PdfSyntaxError(`the stream of object ${value.number} has no length`);
    }
    const end = streamStart + length.value;
    if (!matchAt(/(?:\r\n|\r|\n)?endstream/y, text, end)) {
      throw new PdfSyntaxError(`the stream of object ${value.number} does not end where it says`);
    }
    return decode(bytes.subarray(streamStart, end), resolve(head.entries.get('Filter')));
  };
  const catalog = dictionary(trailer, 'Root');
  if (trailer.has('Encrypt')) throw new PdfSyntaxError('it is encrypted');
  const objectText = (number: number): string => {
    const object = load(number);
    if (object.streamStart !== null) throw new PdfSyntaxError(`object ${number} is a stream`);
    return object.text;
  };
  return { catalog, trailer, tableOffset: start, revisions, resolve, dictionary, items, objectText, streamBytes };
}

interface IndirectObject {
  readonly value: PdfValue;
  /** The value as it is written. */
  readonly text: string;
  /** Offset of the first byte of stream data, null for objects that are no streams. */
  readonly streamStart: number | null;
}

function readObject(text: string, offset: number, number: number): IndirectObject {
  const head = matchAt(/(\d{1,10})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+obj/y, text, offset);
  if (!head || Number(head[1]) !== number) throw new PdfSyntaxError(`object ${number} is not at byte ${offset}`);
  const { value, end } = readPdfValue(text, offset + head[0].length);
  const written = text.slice(offset + head[0].length, end).trim();
  const after = skipSpace(text, end);
  const stream = matchAt(/stream(?:\r\n|\n)/y, text, after);
  if (stream) return { value, text: written, streamStart: after + stream[0].length };
  if (!text.startsWith('endobj', after)) throw new PdfSyntaxError(`object ${number} does not end at byte ${after}`);
  return { value, text: written, streamStart: null };
}

interface Tables {
  /** Offset of each object in use, by its number; the newest revision wins. */
  readonly offsets: ReadonlyMap<number, number>;
  readonly trailer: Dictionary;
  readonly revisions: readonly number[];
  /** Offset of the newest table. */
  readonly start: number;
}

function readTables(text: string): Tables {
  const last = /startxref\s+(\d{1,10})\s+%%EOF\s*$/.exec(text.slice(-64));
  if (!last) throw new PdfSyntaxError('it does not end as a PDF');
  const offsets = new Map<number, number>();
  const seen = new Set<number>();
  const revisions: number[] = [];
  let newest: Dictionary | null = null;
  for (let at: number | null = Number(last[1]); at !== null;) {
    if (seen.has(at)) throw new PdfSyntaxError('its tables of objects lead in a circle');
    const section = readSection(text, at);
    // Newest first: an entry that is known already, even as free, stays.
    for (const [number, offset] of section.entries) if (!offsets.has(number)) offsets.set(number, offset);
    seen.add(at);
    revisions.unshift(section.end);
    newest ??= section.trailer;
    at = section.previous;
  }
  for (const [number, offset] of offsets) if (offset < 0) offsets.delete(number);
  return { offsets, trailer: newest ?? new Map(), revisions, start: Number(last[1]) };
}

interface Section {
  /** Object number to offset; -1 for a free one. */
  readonly entries: ReadonlyMap<number, number>;
  readonly trailer: Dictionary;
  readonly previous: number | null;
  /** Offset just after the `%%EOF` line of this revision. */
  readonly end: number;
}

function readSection(text: string, start: number): Section {
  const damaged = (at: number) => new PdfSyntaxError(`its table of objects is damaged at byte ${at}`);
  const head = matchAt(/xref[ \t]*(?:\r\n|\r|\n)/y, text, start);
  if (!head) throw damaged(start);
  const entries = new Map<number, number>();
  let at = start + head[0].length;
  for (let range = subsection(text, at); range; range = subsection(text, at)) {
    at += range.length;
    for (let index = 0; index < range.count; index++, at += 20) {
      const entry = matchAt(/(\d{10}) \d{5} ([nf])(?: \r| \n|\r\n)/y, text, at);
      if (!entry) throw damaged(at);
      entries.set(range.first + index, entry[2] === 'n' ? Number(entry[1]) : -1);
    }
  }
  if (!text.startsWith('trailer', at)) throw damaged(at);
  const { value, end } = readPdfValue(text, at + 'trailer'.length);
  if (value.kind !== 'dictionary' || value.entries.has('XRefStm')) throw damaged(at);
  const mark = matchAt(/\s*startxref\s+(\d{1,10})\s+%%EOF(?:\r\n|\r|\n)?/y, text, end);
  if (!mark || Number(mark[1]) !== start) throw damaged(end);
  const previous = value.entries.get('Prev');
  return {
    entries,
    trailer: value.entries,
    previous: previous?.kind === 'number' ? previous.value : null,
    end: end + mark[0].length,
  };
}

function subsection(text: string, at: number) {
  const match = matchAt(/(\d{1,10}) (\d{1,10})[ \t]*(?:\r\n|\r|\n)/y, text, at);
  return match ? { first: Number(match[1]), count: Number(match[2]), length: match[0].length } : null;
}

function decode(data: Buffer, filter: PdfValue): Buffer {
  const only = filter.kind === 'array' && filter.items.length === 1 ? filter.items[0] : filter;
  if (only?.kind === 'null' || (only?.kind === 'array' && only.items.length === 0)) return data;
  if (only?.kind !== 'name' || only.value !== 'FlateDecode')
    throw new PdfSyntaxError('a stream is packed in an unknown way');
  try {
    return inflateSync(data, { maxOutputLength: LARGEST_STREAM });
  } catch {
    throw new PdfSyntaxError('a packed stream is damaged');
  }
}
