import { zipSync, type Zippable } from 'fflate';
import { sortedNames } from './sorted-names.ts';

/**
 * Entry names: relative, forward slashes, plain characters, every segment beginning with a letter or digit. So there is
 * no `..`, no absolute or hidden path, no option-like name, no `__proto__`.
 */
export function isSafeEntryName(name: string): boolean {
  return name.length <= 200 && /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/.test(name);
}

/**
 * The one zip file of these files: sorted names, fixed time and attributes, every entry stored uncompressed. The same
 * files give the same bytes on every machine, in every time zone, and with every later version of the compressor:
 * that is what lets a verifier write the archive again and compare. Throws a RangeError on an unsafe name.
 */
export function writeCanonicalZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  for (const name of files.keys())
    if (!isSafeEntryName(name)) throw new RangeError(`not a safe name for an archive entry: ${JSON.stringify(name)}`);
  return writeStoredZip(files);
}

/** The same without a look at the names, for formats that ask for others, such as `[Content_Types].xml`. */
export function writeStoredZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const entries: Zippable = {};
  for (const name of sortedNames(files)) {
    const bytes = files.get(name);
    if (bytes) entries[name] = bytes;
  }
  return zipSync(entries, {
    level: 0,
    os: 3,
    attrs: 0o100644 << 16,
    // Zip times are local times: a local-time constant prints the same fields in every zone. Noon, because midnight
    // is skipped on some days in some zones.
    mtime: new Date(1980, 0, 1, 12, 0, 0),
  });
}
