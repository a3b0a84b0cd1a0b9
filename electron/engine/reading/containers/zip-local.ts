import type { ByteSource } from '../sealed/source.ts';
import { readAt } from './kind.ts';
import { extraFields, type RawEntry } from './zip-entry.ts';

const LOCAL_HEADER = 0x04034b50;
const LOCAL_LENGTH = 30;
/** Bytes of name and extra fields that are read along, so that one read does for nearly every entry. */
const USUAL_NAME = 226;
const DESCRIPTOR = 0x08074b50;
const IN_ZIP64 = 0xffffffff;

export interface LocalHeader {
  readonly raw: RawEntry;
  /** Where the packed data begins. */
  readonly dataStart: number;
}

/** The header in front of an entry's data (APPNOTE.TXT 4.3.7); null when there is none at this place. */
export async function readLocalHeader(handle: ByteSource, offset: number): Promise<LocalHeader | null> {
  const start = await readAt(handle, offset, LOCAL_LENGTH + USUAL_NAME);
  const fixed = start.subarray(0, LOCAL_LENGTH);
  if (fixed.length < LOCAL_LENGTH || fixed.readUInt32LE(0) !== LOCAL_HEADER) return null;
  const nameLength = fixed.readUInt16LE(26);
  const extraLength = fixed.readUInt16LE(28);
  const length = nameLength + extraLength;
  const variable =
    length <= start.length - LOCAL_LENGTH
      ? start.subarray(LOCAL_LENGTH, LOCAL_LENGTH + length)
      : await readAt(handle, offset + LOCAL_LENGTH, length);
  if (variable.length < length) return null;
  const extra = variable.subarray(nameLength);
  const sizes = sizesOf(fixed, extra);
  return {
    raw: {
      flags: fixed.readUInt16LE(6),
      method: fixed.readUInt16LE(8),
      crc: fixed.readUInt32LE(14),
      ...sizes,
      name: variable.subarray(0, nameLength),
      extra,
      offset,
      // Only the directory has them.
      attributes: 0,
      isUnix: false,
    },
    dataStart: offset + LOCAL_LENGTH + length,
  };
}

function sizesOf(fixed: Buffer, extra: Buffer): { packed: number; size: number } {
  const packed = fixed.readUInt32LE(18);
  const size = fixed.readUInt32LE(22);
  const wide = extraFields(extra).find(({ id }) => id === 1)?.data;
  if (wide === undefined || wide.length < 16 || (packed !== IN_ZIP64 && size !== IN_ZIP64)) return { packed, size };
  return { packed: Number(wide.readBigUInt64LE(8)), size: Number(wide.readBigUInt64LE(0)) };
}

/** What is at a place of an archive that is read without its list of contents. */
export async function signatureAt(handle: ByteSource, offset: number): Promise<'entry' | 'directory' | 'other'> {
  const bytes = await readAt(handle, offset, 4);
  if (bytes.length < 4) return 'other';
  const signature = bytes.readUInt32LE(0);
  if (signature === LOCAL_HEADER) return 'entry';
  // 0x02014b50: first entry of the directory; 0x06054b50: end of an archive without entries.
  return signature === 0x02014b50 || signature === 0x06054b50 ? 'directory' : 'other';
}

/**
 * Length of the record behind an entry's data that repeats its checksum and sizes (APPNOTE.TXT 4.3.9), with or without
 * its mark, with short or long sizes; null when no such record says what was found.
 */
export async function descriptorLength(
  handle: ByteSource,
  offset: number,
  found: { readonly crc: number; readonly packed: number; readonly bytes: number },
): Promise<number | null> {
  const bytes = await readAt(handle, offset, 24);
  for (const mark of [4, 0]) {
    if (mark === 4 && (bytes.length < 4 || bytes.readUInt32LE(0) !== DESCRIPTOR)) continue;
    if (bytes.length < mark + 12 || bytes.readUInt32LE(mark) !== found.crc) continue;
    const short = [bytes.readUInt32LE(mark + 4), bytes.readUInt32LE(mark + 8)];
    if (short[0] === found.packed && short[1] === found.bytes) return mark + 12;
    if (bytes.length < mark + 20) continue;
    const long = [bytes.readBigUInt64LE(mark + 4), bytes.readBigUInt64LE(mark + 12)];
    if (long[0] === BigInt(found.packed) && long[1] === BigInt(found.bytes)) return mark + 20;
  }
  return null;
}
