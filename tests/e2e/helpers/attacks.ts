import { zipSync } from 'fflate';
import { BUNDLE_FILES, checksumText } from '../../../electron/engine/evidence/bundle-layout.ts';
import { readCanonicalZip } from '../../../electron/engine/evidence/zip-read.ts';
import { writeCanonicalZip } from '../../../electron/engine/evidence/zip.ts';
import type { Authority } from '../../unit/timestamps/authority.ts';
import {
  drawnOver,
  drawnOverAndStamped,
  lateStamp,
  pageChangedInStamp,
  pdfOf,
  withFile,
} from '../../unit/timestamps/attacks.ts';
import type { Corruption } from './corruptions.ts';

/** What somebody with the right tools does to an approved bundle; the checksums fit again after each. */
export async function attacks(approved: Uint8Array, authority: Authority): Promise<Corruption[]> {
  const pdf = pdfOf(approved);
  const report = (what: string, bytes: Uint8Array): Corruption => ({
    what,
    bytes: withFile(approved, BUNDLE_FILES.pdf, bytes),
  });
  const padded = Buffer.from(pdf);
  padded.write('1', padded.lastIndexOf('0>'), 'latin1');
  return [
    report('a page drawn over after signing', await drawnOver(pdf)),
    report('a page drawn over and stamped by an authority of one’s own', await drawnOverAndStamped(pdf, authority)),
    report('a page changed inside a time stamp', pageChangedInStamp(pdf, authority)),
    report('a byte in the padding of a signature', padded),
    report('bytes after the last signature', Buffer.concat([pdf, Buffer.from('% more\n')])),
    report('a time stamp put into a signature that an approver covers', lateStamp(pdf, authority)),
    { what: 'a file more', bytes: withFile(approved, 'more.csv', Buffer.from('a\r\n')) },
    { what: 'a file renamed', bytes: renamed(approved, 'items.csv', 'item.csv') },
    { what: 'a file left out', bytes: renamed(approved, 'sources.json', null) },
    { what: 'an archive that unpacks to a thousand times its size', bytes: bomb(approved) },
  ];
}

function renamed(bundle: Uint8Array, from: string, to: string | null): Buffer {
  const files = new Map(readCanonicalZip(bundle));
  if (to !== null) files.set(to, files.get(from) ?? new Uint8Array());
  files.delete(from);
  return Buffer.from(writeCanonicalZip(files.set(BUNDLE_FILES.sums, Buffer.from(checksumText(files)))));
}

function bomb(bundle: Uint8Array): Buffer {
  const entries = Object.fromEntries(readCanonicalZip(bundle));
  return Buffer.from(zipSync({ ...entries, 'bomb.csv': new Uint8Array(64 * 1024 * 1024) }, { level: 9 }));
}
