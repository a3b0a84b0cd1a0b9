import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, crc32, createDeflateRaw } from 'node:zlib';

/** One file of a container that is being written. */
export interface WrittenMember {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

interface Entry extends WrittenMember {
  readonly crc: number;
  readonly packed: number;
  readonly offset: number;
}

/** Writes a zip member by member, of any size, without holding any of them in memory. */
export interface ZipStream {
  readonly add: (name: string, blocks: AsyncIterable<Buffer>, signal?: AbortSignal) => Promise<WrittenMember>;
  /** Writes the list of contents; nothing can be added after it. */
  readonly finish: () => Promise<void>;
}

const LOCAL_LENGTH = 30;
/** Zip64 (APPNOTE.TXT 4.5.3): what needs it to read is version 4.5. */
const VERSION = 45;
const DEFLATE = 8;
const IN_ZIP64 = 0xffffffff;
/** 1 January 1980, 00:00, in the fields of MS-DOS: the times of members say nothing here. */
const DATE = 0x21;
const UNIX = 3;
const MODE = 0o100600;

/** A zip that is written to an open, empty file; names are plain characters. Every entry has the long sizes of zip64. */
export function createZipStream(file: FileHandle): ZipStream {
  const entries: Entry[] = [];
  let at = 0;
  const write = async (bytes: Uint8Array, position: number): Promise<void> => {
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
      written += bytesWritten;
    }
  };
  const append = async (bytes: Uint8Array): Promise<void> => {
    await write(bytes, at);
    at += bytes.length;
  };

  return {
    async add(name, blocks, signal) {
      const offset = at;
      const hash = createHash('sha256');
      let crc = 0;
      let bytes = 0;
      // Sizes and checksum are known at the end and written over these.
      await append(localHeader({ name, crc: 0, bytes: 0, packed: 0 }));
      const start = at;
      const source = async function* (): AsyncGenerator<Buffer> {
        for await (const block of blocks) {
          hash.update(block);
          crc = crc32(block, crc);
          bytes += block.length;
          // The compressor works on it while the next block is read into the same memory.
          yield Buffer.from(block);
        }
      };
      const packer = createDeflateRaw({ level: constants.Z_BEST_SPEED });
      const sink = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
        for await (const chunk of chunks) await append(chunk);
      };
      await pipeline(Readable.from(source()), packer, sink, signal === undefined ? {} : { signal });
      const entry = { name, bytes, sha256: hash.digest('hex'), crc, packed: at - start, offset };
      await write(localHeader(entry), offset);
      entries.push(entry);
      return { name, bytes, sha256: entry.sha256 };
    },
    async finish() {
      const start = at;
      for (const entry of entries) await append(directoryEntry(entry));
      await append(endRecords(entries.length, start, at));
    },
  };
}

type Sizes = Pick<Entry, 'name' | 'crc' | 'bytes' | 'packed'>;

// APPNOTE.TXT 4.3.7.
function localHeader(entry: Sizes): Buffer {
  const header = Buffer.alloc(LOCAL_LENGTH);
  const wide = wideField([entry.bytes, entry.packed]);
  header.writeUInt32LE(0x04034b50, 0);
  writeShared(header, 4, entry, wide);
  return Buffer.concat([header, Buffer.from(entry.name, 'latin1'), wide]);
}

// APPNOTE.TXT 4.3.12.
function directoryEntry(entry: Entry): Buffer {
  const header = Buffer.alloc(46);
  const wide = wideField([entry.bytes, entry.packed, entry.offset]);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt8(VERSION, 4);
  header.writeUInt8(UNIX, 5);
  writeShared(header, 6, entry, wide);
  header.writeUInt32LE(MODE * 0x10000, 38);
  header.writeUInt32LE(IN_ZIP64, 42);
  return Buffer.concat([header, Buffer.from(entry.name, 'latin1'), wide]);
}

/** From the version needed to the length of the extra field: what both kinds of header have, from `at` on. */
function writeShared(header: Buffer, at: number, { name, crc }: Sizes, wide: Buffer): void {
  header.writeUInt16LE(VERSION, at);
  header.writeUInt16LE(DEFLATE, at + 4);
  header.writeUInt16LE(DATE, at + 8);
  header.writeUInt32LE(crc, at + 10);
  header.writeUInt32LE(IN_ZIP64, at + 14);
  header.writeUInt32LE(IN_ZIP64, at + 18);
  header.writeUInt16LE(name.length, at + 22);
  header.writeUInt16LE(wide.length, at + 24);
}

// APPNOTE.TXT 4.5.3.
function wideField(values: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + values.length * 8);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(values.length * 8, 2);
  values.forEach((value, index) => field.writeBigUInt64LE(BigInt(value), 4 + index * 8));
  return field;
}

// APPNOTE.TXT 4.3.14 to 4.3.16.
function endRecords(count: number, start: number, end: number): Buffer {
  const wide = Buffer.alloc(56);
  wide.writeUInt32LE(0x06064b50, 0);
  wide.writeBigUInt64LE(44n, 4);
  wide.writeUInt16LE(VERSION, 12);
  wide.writeUInt16LE(VERSION, 14);
  wide.writeBigUInt64LE(BigInt(count), 24);
  wide.writeBigUInt64LE(BigInt(count), 32);
  wide.writeBigUInt64LE(BigInt(end - start), 40);
  wide.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(end), 8);
  locator.writeUInt32LE(1, 16);
  const last = Buffer.alloc(22);
  last.writeUInt32LE(0x06054b50, 0);
  last.writeUInt16LE(0xffff, 8);
  last.writeUInt16LE(0xffff, 10);
  last.writeUInt32LE(IN_ZIP64, 12);
  last.writeUInt32LE(IN_ZIP64, 16);
  return Buffer.concat([wide, locator, last]);
}
