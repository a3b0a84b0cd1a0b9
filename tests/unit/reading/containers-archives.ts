import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  readonly name: string | Buffer;
  readonly content?: string | Buffer;
  /** Packing method; 8 packs, anything else stores. */
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  /** Unpacked size as stated, when it is not the true one. */
  readonly size?: number;
  /** Packed bytes, when they are not those of the content. */
  readonly packed?: Buffer;
  readonly extra?: Buffer;
  /** Unix mode; makes it an entry made by Unix. */
  readonly mode?: number;
  /** Written in one go: sizes and checksum stand behind the data, with or without the mark. */
  readonly descriptor?: 'marked' | 'bare' | 'long' | 'wrong';
  /** Puts this many bytes of the entry's header into the zip64 field. */
  readonly isZip64?: boolean;
  /** Packed size as stated, when it is not the true one. */
  readonly packedSize?: number;
  /** Where the directory says that the entry begins, when that is not where it does. */
  readonly at?: number;
}

export interface ZipForm {
  readonly isZip64?: boolean;
  /** Number of entries as the end record states it. */
  readonly count?: number;
  readonly disk?: number;
}

/** An archive byte by byte, so that it can be wrong in any way (APPNOTE.TXT 4.3). */
export function zip(parts: readonly ZipPart[], form: ZipForm = {}): Buffer {
  const written: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  const write = (...bytes: Buffer[]) => {
    for (const piece of bytes) at += piece.length;
    written.push(...bytes);
  };
  for (const part of parts) {
    const content = Buffer.from(part.content ?? '');
    const method = part.method ?? 8;
    const packed = part.packed ?? (method === 8 ? deflateRawSync(content) : content);
    const facts = {
      crc: part.crc ?? crc32(content),
      packed: part.packedSize ?? packed.length,
      size: part.size ?? content.length,
    };
    const offset = part.at ?? at;
    write(header(part, facts, null), packed);
    if (part.descriptor !== undefined) write(descriptor(part.descriptor, facts));
    directory.push(header(part, facts, offset));
  }
  const start = at;
  write(...directory);
  const end = { count: form.count ?? parts.length, size: at - start, start, disk: form.disk ?? 0 };
  if (form.isZip64 === true) write(zip64End(end, at));
  write(endRecord(end, form.isZip64 === true));
  return Buffer.concat(written);
}

interface Facts {
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
}

/** The local header, or the directory's when an offset is given. */
function header(part: ZipPart, facts: Facts, offset: number | null): Buffer {
  const name = Buffer.from(part.name);
  const isOpen = offset === null && part.descriptor !== undefined;
  const stated = isOpen ? { crc: 0, packed: 0, size: 0 } : facts;
  const isWide = part.isZip64 === true && !isOpen;
  const extra = Buffer.concat([isWide ? zip64Field(facts, offset) : Buffer.alloc(0), part.extra ?? Buffer.alloc(0)]);
  const flags = (part.flags ?? 0x800) | (part.descriptor === undefined ? 0 : 8);
  const common = Buffer.alloc(22);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(flags, 2);
  common.writeUInt16LE(part.method ?? 8, 4);
  common.writeUInt16LE(0x6000, 6);
  common.writeUInt16LE(0x5d41, 8);
  common.writeUInt32LE(stated.crc, 10);
  common.writeUInt32LE(isWide ? 0xffffffff : stated.packed, 14);
  common.writeUInt32LE(isWide ? 0xffffffff : stated.size, 18);
  const lengths = Buffer.alloc(4);
  lengths.writeUInt16LE(name.length, 0);
  lengths.writeUInt16LE(extra.length, 2);
  if (offset === null) return Buffer.concat([Buffer.from('PK\x03\x04'), common, lengths, name, extra]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(((part.mode ?? 0) << 16) >>> 0, 6);
  rest.writeUInt32LE(isWide ? 0xffffffff : offset, 10);
  const madeBy = Buffer.from([20, part.mode === undefined ? 0 : 3]);
  return Buffer.concat([Buffer.from('PK\x01\x02'), madeBy, common, lengths, rest, name, extra]);
}

function zip64Field({ size, packed }: Facts, offset: number | null): Buffer {
  const field = Buffer.alloc(4 + (offset === null ? 16 : 24));
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(field.length - 4, 2);
  field.writeBigUInt64LE(BigInt(size), 4);
  field.writeBigUInt64LE(BigInt(packed), 12);
  if (offset !== null) field.writeBigUInt64LE(BigInt(offset), 20);
  return field;
}

function descriptor(form: 'marked' | 'bare' | 'long' | 'wrong', { crc, packed, size }: Facts): Buffer {
  const bytes = Buffer.alloc(form === 'long' ? 20 : 12);
  bytes.writeUInt32LE(form === 'wrong' ? (crc ^ 1) >>> 0 : crc, 0);
  if (form === 'long') {
    bytes.writeBigUInt64LE(BigInt(packed), 4);
    bytes.writeBigUInt64LE(BigInt(size), 12);
  } else {
    bytes.writeUInt32LE(packed, 4);
    bytes.writeUInt32LE(size, 8);
  }
  return form === 'bare' ? bytes : Buffer.concat([Buffer.from('PK\x07\x08'), bytes]);
}

interface End {
  readonly count: number;
  readonly size: number;
  readonly start: number;
  readonly disk: number;
}

function zip64End({ count, size, start }: End, at: number): Buffer {
  const record = Buffer.alloc(56);
  record.write('PK\x06\x06', 'latin1');
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(BigInt(at), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator]);
}

function endRecord({ count, size, start, disk }: End, isZip64: boolean): Buffer {
  const record = Buffer.alloc(22);
  record.write('PK\x05\x06', 'latin1');
  record.writeUInt16LE(disk, 4);
  record.writeUInt16LE(isZip64 ? 0xffff : count, 8);
  record.writeUInt16LE(isZip64 ? 0xffff : count, 10);
  record.writeUInt32LE(isZip64 ? 0xffffffff : size, 12);
  record.writeUInt32LE(isZip64 ? 0xffffffff : start, 16);
  return record;
}

/** One tar header with the mark that tars are recognized by, and its content. */
export function tar(name: string, content: string): Buffer {
  const block = Buffer.alloc(1024);
  block.write(name, 0);
  block.write('ustar', 257);
  block.write(content, 512);
  return block;
}
