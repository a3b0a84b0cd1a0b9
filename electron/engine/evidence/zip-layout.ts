import { sortedNames } from './sorted-names.ts';

// APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16: offset of each field within its record.
const LOCAL_FIELDS = [
  [0, 'signature'],
  [4, 'version needed'],
  [6, 'flags'],
  [8, 'method'],
  [10, 'time'],
  [12, 'date'],
  [14, 'checksum'],
  [18, 'packed size'],
  [22, 'size'],
  [26, 'name length'],
  [28, 'extra length'],
  [30, 'name'],
] as const;
const DIRECTORY_FIELDS = [
  [0, 'signature'],
  [4, 'version made by'],
  [6, 'version needed'],
  [8, 'flags'],
  [10, 'method'],
  [12, 'time'],
  [14, 'date'],
  [16, 'checksum'],
  [20, 'packed size'],
  [24, 'size'],
  [28, 'name length'],
  [30, 'extra length'],
  [32, 'comment length'],
  [34, 'disk'],
  [36, 'attributes'],
  [42, 'position'],
  [46, 'name'],
] as const;
const END_FIELDS = [
  [0, 'signature'],
  [4, 'disk'],
  [8, 'number of entries'],
  [12, 'directory size'],
  [16, 'directory position'],
  [20, 'comment length'],
] as const;

/** Says in words what lies at a byte offset of the canonical zip of these files, and of which file it is a part. */
export function describeZipOffset(
  files: ReadonlyMap<string, Uint8Array>,
  offset: number,
): { readonly part: string; readonly file?: string } {
  const names = sortedNames(files);
  let at = 0;
  for (const name of names) {
    const headerLength = 30 + Buffer.byteLength(name);
    if (offset < at + headerLength) {
      return { file: name, part: `the ${fieldAt(LOCAL_FIELDS, offset - at)} in the header of ${name}` };
    }
    at += headerLength;
    const size = files.get(name)?.length ?? 0;
    if (offset < at + size) return { file: name, part: `byte ${offset - at} of ${name}` };
    at += size;
  }
  for (const name of names) {
    const length = 46 + Buffer.byteLength(name);
    if (offset < at + length) {
      return { file: name, part: `the ${fieldAt(DIRECTORY_FIELDS, offset - at)} in the directory entry of ${name}` };
    }
    at += length;
  }
  return { part: `the ${fieldAt(END_FIELDS, offset - at)} in the end record` };
}

function fieldAt(fields: readonly (readonly [number, string])[], offset: number): string {
  return fields.findLast(([start]) => start <= offset)?.[1] ?? 'header';
}
