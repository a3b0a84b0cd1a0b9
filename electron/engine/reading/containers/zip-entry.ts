import { isUtf8 } from 'node:buffer';
import { getFileNameLowLevel, parseExtraFields } from 'yauzl';
import { detach } from '../../lib/text.ts';

/** An entry as the archive states it. */
export interface ZipEntry {
  /** As written, cut after the characters that are allowed. For show only. */
  readonly name: string;
  readonly isNameTooLong: boolean;
  readonly isFolder: boolean;
  readonly isLink: boolean;
  readonly flags: number;
  readonly method: number;
  /** Null when only what follows the data states it. */
  readonly crc: number | null;
  readonly size: number | null;
  readonly packed: number | null;
  /** Where its local header is. */
  readonly offset: number;
  /** UTC milliseconds; null when the archive has only a local time. */
  readonly modified: number | null;
}

/** The fields both headers of an entry share; sizes of 2^32 - 1 stand in the zip64 field. */
export interface RawEntry {
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  readonly packed: number;
  readonly name: Buffer;
  readonly extra: Buffer;
  readonly offset: number;
  /** The upper half is the Unix mode when Unix made the entry. */
  readonly attributes: number;
  readonly isUnix: boolean;
}

const HAS_DESCRIPTOR = 0x8;
const LINK_MODE = 0o120000;
const MODE_KIND = 0o170000;
const MILLISECONDS_1601_TO_1970 = 11_644_473_600_000;
const YEAR_10000 = Date.UTC(10_000, 0);

/** Reads the parts of a header that need reading. Keeps none of its memory: an archive may have long headers. */
export function zipEntry(raw: RawEntry, pathLength: number, from: 'directory' | 'local header'): ZipEntry {
  const extras = extraFields(raw.extra);
  const decoded = nameOf(raw, extras);
  const isUnknown = from === 'local header' && (raw.flags & HAS_DESCRIPTOR) !== 0 && raw.packed === 0;
  return {
    name: detach(decoded.slice(0, pathLength)),
    isNameTooLong: decoded.length > pathLength,
    isFolder: /[/\\]$/.test(decoded),
    isLink: raw.isUnix && ((raw.attributes >>> 16) & MODE_KIND) === LINK_MODE,
    flags: raw.flags,
    method: raw.method,
    crc: isUnknown ? null : raw.crc,
    size: isUnknown ? null : raw.size,
    packed: isUnknown ? null : raw.packed,
    offset: raw.offset,
    modified: modifiedOf(extras),
  };
}

interface ExtraField {
  readonly id: number;
  readonly data: Buffer;
}

export function extraFields(extra: Buffer): readonly ExtraField[] {
  try {
    return parseExtraFields(extra);
  } catch {
    return []; // a field that runs over its end: what it says is nothing we need
  }
}

/** Many programs write UTF-8 without saying so; what is not valid UTF-8 is code page 437, as the format has it. */
function nameOf({ flags, name }: RawEntry, extras: readonly ExtraField[]): string {
  const hasUnicodeField = extras.some(({ id }) => id === 0x7075);
  if (!hasUnicodeField && isUtf8(name)) return name.toString('utf8');
  return getFileNameLowLevel(flags, name, [...extras], true);
}

/** The Unix time of Info-ZIP (0x5455) or the Windows time (0x000a); the plain fields are a local time of no known zone. */
function modifiedOf(extras: readonly ExtraField[]): number | null {
  for (const { id, data } of extras) {
    if (id === 0x5455 && data.length >= 5 && ((data[0] ?? 0) & 1) === 1) return plausible(data.readInt32LE(1) * 1000);
    if (id === 0x000a && data.length === 32 && data.readUInt16LE(4) === 1)
      return plausible(Number(data.readBigUInt64LE(8) / 10_000n) - MILLISECONDS_1601_TO_1970);
  }
  return null;
}

function plausible(time: number): number | null {
  return time > 0 && time < YEAR_10000 ? time : null;
}
