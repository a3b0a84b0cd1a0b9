import { damaged, Refusal } from './refusal.ts';
import type { ZipEntry } from './zip-entry.ts';

/** Encrypted, strongly encrypted, and an encrypted list of contents (APPNOTE.TXT 4.4.4). */
const ENCRYPTED = 0x1 | 0x40 | 0x2000;
const METHODS = new Map([
  [9, 'Deflate64'],
  [12, 'bzip2'],
  [14, 'LZMA'],
  [93, 'Zstandard'],
  [95, 'xz'],
  [98, 'PPMd'],
]);

/** ECMA-376 part 2: every Office file has this part, nearly always as its first. */
const OFFICE_PART = '[Content_Types].xml';

/** Throws a Refusal for an Office or OpenDocument file: a ZIP archive too, but its parts are no exports. */
export function refuseDocument(entries: readonly ZipEntry[]): void {
  const names = new Set(entries.map(({ name }) => name));
  if (names.has(OFFICE_PART)) {
    if (entries.some(({ name }) => name.startsWith('xl/')))
      throw new Refusal('is an Excel workbook. It was left out. Save each sheet as CSV (UTF-8) and import that.');
    if (names.has('_rels/.rels')) throw officeDocument();
  }
  if (names.has('mimetype') && names.has('content.xml') && names.has('META-INF/manifest.xml'))
    throw new Refusal('is an OpenDocument file. It was left out. Save each sheet as CSV (UTF-8) and import that.');
}

/** The same by the first entry alone, for an archive whose list of contents is lost. */
export function refuseCutDocument(first: ZipEntry): void {
  if (first.name === OFFICE_PART) throw officeDocument();
}

function officeDocument(): Refusal {
  return new Refusal(
    'is an Excel workbook or another Office document. It was left out. Save the table in it as CSV (UTF-8) and import that.',
  );
}

/** Throws a Refusal for an entry that cannot be unpacked, whatever its bytes are. */
export function refuseUnreadable(entry: ZipEntry): void {
  if ((entry.flags & ENCRYPTED) !== 0)
    throw new Refusal(
      'is encrypted. It was left out. Unpack the archive with its password and import the files inside.',
    );
  if (entry.method !== 0 && entry.method !== 8) {
    const name = METHODS.get(entry.method);
    throw new Refusal(
      `is packed in a way that is not supported (method ${entry.method}${name === undefined ? '' : `, ${name}`}). It was left out. Unpack the archive and import the files inside.`,
    );
  }
  if (entry.isNameTooLong)
    throw new Refusal(
      `has a path above the limit of ${entry.name.length.toLocaleString('en-US')} characters. It was left out. Unpack the archive under short names and import the files inside.`,
    );
  if (entry.method === 0 && entry.packed !== entry.size) throw damaged('its two sizes in the archive differ');
}
