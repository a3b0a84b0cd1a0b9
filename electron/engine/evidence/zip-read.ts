import { crc32, inflateRawSync } from 'node:zlib';
import { isSafeEntryName, writeCanonicalZip } from './zip.ts';
import { describeZipOffset } from './zip-layout.ts';

/** Caps against archives made to exhaust the reader. */
export interface ZipLimits {
  readonly entries: number;
  /** Bytes of all entries together, unpacked. */
  readonly totalBytes: number;
  /** Unpacked bytes per packed byte of one entry. */
  readonly ratio: number;
}

export const DEFAULT_ZIP_LIMITS: ZipLimits = { entries: 1000, totalBytes: 1024 ** 3, ratio: 200 };

export interface ZipProblem {
  readonly detail: string;
  readonly file?: string;
}

export interface ZipReading {
  /** What could be read, by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Empty exactly when the bytes are the canonical zip of `files`. */
  readonly problems: readonly ZipProblem[];
}

/** Reads a canonical zip; throws an Error with the first problem otherwise. */
export function readCanonicalZip(bytes: Uint8Array, limits?: Partial<ZipLimits>): ReadonlyMap<string, Uint8Array> {
  const { files, problems } = inspectZip(bytes, limits);
  const [problem] = problems;
  if (problem) throw new Error(problem.file ? `${problem.file}: ${problem.detail}` : problem.detail);
  return files;
}

/**
 * Reads as much of a zip as can be read and says everything that is wrong with it. Never throws for what the bytes
 * hold. The last word is a comparison: the files that were read are written again and must give the same bytes.
 */
export function inspectZip(bytes: Uint8Array, limits?: Partial<ZipLimits>): ZipReading {
  const caps = { ...DEFAULT_ZIP_LIMITS, ...limits };
  const problems: ZipProblem[] = [];
  const files = new Map<string, Uint8Array>();
  let entries: ZipEntry[];
  try {
    entries = entriesFromDirectory(bytes, caps);
  } catch (error) {
    problems.push({ detail: `${messageOf(error)}; the entries were read from front to back instead` });
    entries = entriesFromFront(bytes, caps, problems);
  }
  let total = 0;
  for (const entry of entries) {
    try {
      if (!isSafeEntryName(entry.name)) throw new ZipError('the name of the entry is not allowed');
      if (files.has(entry.name)) throw new ZipError('the name occurs twice');
      if (total + entry.size > caps.totalBytes) throw new ZipError(`more than ${caps.totalBytes} bytes in all`);
      const content = contentOf(entry, caps);
      total += content.length;
      files.set(entry.name, content);
      if (crc32(content) !== entry.crc) {
        problems.push({ file: entry.name, detail: 'the content does not match its checksum in the archive' });
      }
    } catch (error) {
      problems.push({ file: printable(entry.name), detail: messageOf(error) });
    }
  }
  const difference = firstDifference(bytes, files);
  if (difference) problems.push(difference);
  return { files, problems };
}

interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  readonly packed: Uint8Array;
}

class ZipError extends Error {}

const END_LENGTH = 22;

function entriesFromDirectory(bytes: Uint8Array, caps: ZipLimits): ZipEntry[] {
  const view = viewOf(bytes);
  const end = bytes.length - END_LENGTH;
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) {
    throw new ZipError(
      'the archive does not end with its end record, as if bytes were cut off, added or changed there',
    );
  }
  const count = view.getUint16(end + 10, true);
  if (count > caps.entries) throw new ZipError(`more than ${caps.entries} entries`);
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) {
      throw new ZipError(`entry ${index + 1} of the archive's directory is damaged (byte ${at})`);
    }
    const nameLength = view.getUint16(at + 28, true);
    const name = nameAt(bytes, at + 46, nameLength);
    const local = localEntry(bytes, view.getUint32(at + 42, true));
    if (local?.name !== name) {
      throw new ZipError(
        `the directory names ${printable(name)} where the archive holds ${printable(local?.name ?? 'nothing')}`,
      );
    }
    if (local.size !== view.getUint32(at + 24, true) || local.method !== view.getUint16(at + 10, true)) {
      throw new ZipError(`the two headers of ${printable(name)} differ in size or method`);
    }
    entries.push({ ...local, crc: view.getUint32(at + 16, true) });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function entriesFromFront(bytes: Uint8Array, caps: ZipLimits, problems: ZipProblem[]): ZipEntry[] {
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < caps.entries;) {
    const entry = localEntry(bytes, at);
    if (!entry) {
      const isDirectory = at + 4 <= bytes.length && viewOf(bytes).getUint32(at, true) === 0x02014b50;
      const after = entries.at(-1);
      if (!isDirectory) {
        problems.push({
          detail: `no readable entry at byte ${at}${after ? `, after ${printable(after.name)}` : ''}`,
        });
      }
      break;
    }
    entries.push(entry);
    at = entry.end;
  }
  return entries;
}

function localEntry(bytes: Uint8Array, at: number): (ZipEntry & { readonly end: number }) | null {
  const view = viewOf(bytes);
  if (at + 30 > bytes.length || view.getUint32(at, true) !== 0x04034b50) return null;
  const nameLength = view.getUint16(at + 26, true);
  const start = at + 30 + nameLength + view.getUint16(at + 28, true);
  const end = start + view.getUint32(at + 18, true);
  if (end > bytes.length) return null;
  return {
    name: nameAt(bytes, at + 30, nameLength),
    method: view.getUint16(at + 8, true),
    crc: view.getUint32(at + 14, true),
    size: view.getUint32(at + 22, true),
    packed: bytes.subarray(start, end),
    end,
  };
}

function contentOf(entry: ZipEntry, caps: ZipLimits): Uint8Array {
  if (entry.method === 0) {
    if (entry.packed.length !== entry.size) throw new ZipError('its two sizes in the archive differ');
    return entry.packed;
  }
  // Packed entries are never canonical; they are read so that a repacked bundle can be told from a changed one.
  if (entry.method !== 8) throw new ZipError(`packing method ${entry.method} is not known`);
  if (entry.size > entry.packed.length * caps.ratio)
    throw new ZipError(`unpacks to more than ${caps.ratio} times its size`);
  let content: Buffer;
  try {
    content = inflateRawSync(entry.packed, { maxOutputLength: Math.max(1, entry.size) });
  } catch {
    throw new ZipError('cannot be unpacked');
  }
  if (content.length !== entry.size) throw new ZipError('unpacks to another size than the archive says');
  return content;
}

function firstDifference(bytes: Uint8Array, files: ReadonlyMap<string, Uint8Array>): ZipProblem | null {
  const canonical = writeCanonicalZip(files);
  const length = Math.min(bytes.length, canonical.length);
  let offset = 0;
  while (offset < length && bytes[offset] === canonical[offset]) offset++;
  if (offset === bytes.length && offset === canonical.length) return null;
  if (offset === canonical.length) return { detail: `${bytes.length - offset} bytes follow the end of the archive` };
  const { file, part } = describeZipOffset(files, offset);
  const detail = `the archive is not what its files give when written again: first difference at byte ${offset}, in ${part}`;
  return file === undefined ? { detail } : { file, detail };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function nameAt(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.subarray(at, at + length)).toString('utf8');
}

function printable(name: string): string {
  return isSafeEntryName(name) ? name : JSON.stringify(name.slice(0, 80));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
