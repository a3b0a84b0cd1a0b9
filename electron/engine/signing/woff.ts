import { inflateSync } from 'node:zlib';

/**
 * The TrueType or OpenType font inside a WOFF 1.0 file (https://www.w3.org/TR/WOFF/); other bytes come back as they
 * are. Fonts are shipped as WOFF, PDF files embed TrueType. Throws when the WOFF is damaged.
 */
export function trueTypeOf(font: Uint8Array): Uint8Array {
  const input = Buffer.from(font.buffer, font.byteOffset, font.byteLength);
  if (input.length < 44 || input.toString('latin1', 0, 4) !== 'wOFF') return font;
  const count = input.readUInt16BE(12);
  const tables: { tag: Buffer; checksum: number; data: Buffer }[] = [];
  for (let index = 0; index < count; index++) {
    const at = 44 + index * 20;
    const offset = input.readUInt32BE(at + 4);
    const packed = input.subarray(offset, offset + input.readUInt32BE(at + 8));
    const length = input.readUInt32BE(at + 12);
    const data = packed.length < length ? inflateSync(packed, { maxOutputLength: length }) : packed;
    if (data.length !== length) throw new Error('WOFF: a table has another size than stated');
    tables.push({ tag: input.subarray(at, at + 4), checksum: input.readUInt32BE(at + 16), data });
  }
  return Uint8Array.from(sfnt(input.readUInt32BE(4), tables));
}

function sfnt(flavor: number, tables: readonly { tag: Buffer; checksum: number; data: Buffer }[]): Buffer {
  const header = Buffer.alloc(12 + tables.length * 16);
  const power = Math.floor(Math.log2(tables.length));
  header.writeUInt32BE(flavor, 0);
  header.writeUInt16BE(tables.length, 4);
  header.writeUInt16BE(2 ** power * 16, 6);
  header.writeUInt16BE(power, 8);
  header.writeUInt16BE((tables.length - 2 ** power) * 16, 10);
  const parts: Uint8Array[] = [header];
  let offset = header.length;
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    const at = 12 + index * 16;
    tag.copy(header, at);
    header.writeUInt32BE(checksum, at + 4);
    header.writeUInt32BE(offset, at + 8);
    header.writeUInt32BE(data.length, at + 12);
    const padding = Buffer.alloc((4 - (data.length % 4)) % 4);
    parts.push(data, padding);
    offset += data.length + padding.length;
  }
  return Buffer.concat(parts);
}
