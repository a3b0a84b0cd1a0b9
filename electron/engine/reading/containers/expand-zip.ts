import type { Archive, Outlet } from './archive.ts';
import { leftOut, leftOutKind } from './left-out.ts';
import { cutOff, damaged, Refusal, tooMany } from './refusal.ts';
import { shownEntry } from './shown-name.ts';
import { discard, unpack, type Unpacked } from './unpack.ts';
import type { Work } from './work.ts';
import { refuseCutDocument, refuseDocument, refuseUnreadable } from './zip-checks.ts';
import { readDirectory } from './zip-directory.ts';
import { type ZipEntry, zipEntry } from './zip-entry.ts';
import { descriptorLength, type LocalHeader, readLocalHeader, signatureAt } from './zip-local.ts';

const MOST_SENTENCES = 200;

/**
 * Unpacks what can be read of a ZIP archive and says of every other entry why not. An archive whose list of contents is
 * missing or damaged, as when a download broke off, is read from front to back. Throws a Refusal for the archive as a
 * whole: an Office document, no files, too many entries.
 */
export async function expandZip(archive: Archive, work: Work, outlet: Outlet): Promise<void> {
  const report = reportOn(archive, outlet);
  const entries = await readDirectory(archive.handle, archive.size, work);
  if (entries === null) await readFromFront(archive, work, outlet, report);
  else await readListed(entries, archive, work, outlet, report);
  report.finish();
}

async function readListed(
  entries: readonly ZipEntry[],
  archive: Archive,
  work: Work,
  outlet: Outlet,
  report: Report,
): Promise<void> {
  refuseDocument(entries);
  if (!work.countEntries(entries.length)) throw tooMany(work.limits.entries);
  // In the order of their bytes: what lies inside an entry that was taken would be unpacked over and over.
  let takenUpTo = 0;
  for (const [index, entry] of [...entries].sort((a, b) => a.offset - b.offset).entries()) {
    work.throwIfCancelled();
    if (report.leavesOut(entry)) continue;
    const name = report.nameOf(entry);
    try {
      refuseUnreadable(entry);
      if (entry.offset < takenUpTo)
        throw damaged('it shares bytes with another entry, as in archives made to fill a disk');
      const local = await readLocalHeader(archive.handle, entry.offset);
      if (local === null) throw damaged('there is no entry where the list of contents says');
      const packed = entry.packed ?? 0;
      if (local.dataStart + packed > archive.size) throw cutOff();
      const unpacked = await unpackEntry(entry, local.dataStart, packed, archive, work, outlet);
      await keep(unpacked, unpacked.crc === entry.crc);
      takenUpTo = local.dataStart + packed;
      await outlet.deliver(unpacked, { name, modified: entry.modified }, archive);
    } catch (error) {
      if (report.refuse(name, error)) {
        report.stop(entries.length - index - 1);
        return;
      }
    }
  }
}

async function readFromFront(archive: Archive, work: Work, outlet: Outlet, report: Report): Promise<void> {
  let at = 0;
  let count = 0;
  let last: string | null = null;
  for (;;) {
    work.throwIfCancelled();
    const local = await readLocalHeader(archive.handle, at);
    if (local === null) break;
    const entry = zipEntry(local.raw, work.limits.pathLength, 'local header');
    if (at === 0) refuseCutDocument(entry);
    if (!work.countEntries(1)) {
      report.refuseRest(tooMany(work.limits.entries, 'What comes after was left out.'));
      return;
    }
    count += 1;
    const isLeftOut = report.leavesOut(entry);
    const name = isLeftOut ? null : report.nameOf(entry);
    if (name !== null) last = name;
    const next = await takeFromFront(entry, name, local, { archive, work, outlet, report });
    if (next === null) {
      at = archive.size;
      break;
    }
    at = next;
  }
  if (count === 0) throw damaged('it begins like a ZIP archive, but no entry could be read');
  report.readFromFront(last, (await signatureAt(archive.handle, at)) === 'directory');
}

interface FrontContext {
  readonly archive: Archive;
  readonly work: Work;
  readonly outlet: Outlet;
  readonly report: Report;
}

/** Takes an entry, or passes it over when its name is null; where the next one begins, or null when nobody can tell. */
async function takeFromFront(
  entry: ZipEntry,
  name: string | null,
  { dataStart }: LocalHeader,
  { archive, work, outlet, report }: FrontContext,
): Promise<number | null> {
  const { handle, size } = archive;
  // An entry that was written in one go states its sizes behind its data: only unpacking finds its end.
  const isOpenEnded = entry.packed === null;
  const length = entry.packed ?? (entry.method === 0 ? 0 : size - dataStart);
  let end = isOpenEnded ? null : dataStart + length;
  try {
    if (end !== null && end > size) throw cutOff();
    if (end !== null && entry.crc !== null)
      end += (await descriptorLength(handle, end, { crc: entry.crc, packed: length, bytes: entry.size ?? 0 })) ?? 0;
    if (name === null && end !== null) return end;
    refuseUnreadable(entry);
    const unpacked = await unpackEntry(entry, dataStart, length, archive, work, outlet);
    if (isOpenEnded) {
      const stated = await descriptorLength(handle, dataStart + unpacked.packed, unpacked);
      await keep(unpacked, stated !== null);
      end = dataStart + unpacked.packed + (stated ?? 0);
    } else {
      await keep(unpacked, unpacked.crc === entry.crc);
    }
    if (name === null) await discard(unpacked);
    else await outlet.deliver(unpacked, { name, modified: entry.modified }, archive);
  } catch (error) {
    if (report.refuse(name ?? report.nameOf(entry), error)) return null;
  }
  return end !== null && end <= size ? end : null;
}

function unpackEntry(
  entry: ZipEntry,
  start: number,
  length: number,
  archive: Archive,
  work: Work,
  outlet: Outlet,
): Promise<Unpacked> {
  return unpack(
    {
      handle: archive.handle,
      start,
      length,
      packing: entry.method === 0 ? 'stored' : 'deflate',
      size: entry.size,
      share: archive.share,
      isOutermost: archive.isOutermost,
    },
    work,
    (head) => outlet.checkHead(head, archive),
  );
}

async function keep(unpacked: Unpacked, isIntact: boolean): Promise<void> {
  if (isIntact) return;
  await discard(unpacked);
  throw damaged('its content does not match its checksum in the archive');
}

/** What is said about an archive's entries. */
interface Report {
  /** True when the entry holds no export; it is counted then. */
  readonly leavesOut: (entry: ZipEntry) => boolean;
  /** The name to show, marked when the archive has had one like it. Call it once per entry. */
  readonly nameOf: (entry: ZipEntry) => string;
  /** Says why an entry was not taken; true when nothing more may be taken. Anything but a Refusal is thrown again. */
  readonly refuse: (name: string, error: unknown) => boolean;
  /** Says why the archive is not read any further. */
  readonly refuseRest: (refusal: Refusal) => void;
  readonly stop: (entriesLeft: number) => void;
  readonly readFromFront: (last: string | null, isComplete: boolean) => void;
  /** Throws a Refusal when the archive has brought nothing at all. */
  readonly finish: () => void;
}

function reportOn(archive: Archive, outlet: Outlet): Report {
  const where = `“${archive.label}”`;
  const left = leftOut();
  const named = new Map<string, number>();
  let refused = 0;
  const say = (name: string, sentence: string) => outlet.problem({ name, sentence, isNotice: false });
  return {
    leavesOut(entry) {
      const kind = leftOutKind(entry);
      if (kind !== null) left.add(kind, entry.name);
      return kind !== null;
    },
    nameOf(entry) {
      const repeat = (named.get(entry.name) ?? 0) + 1;
      named.set(entry.name, repeat);
      return `${archive.prefix}${shownEntry(entry.name, repeat)}`;
    },
    refuse(name, error) {
      if (!(error instanceof Refusal)) throw error;
      refused += 1;
      if (refused <= MOST_SENTENCES) say(name, `“${name}” in “${archive.container.name}” ${error.message}`);
      return error.isFinal;
    },
    refuseRest(refusal) {
      say(archive.label, `${where} ${refusal.message}`);
    },
    stop(entriesLeft) {
      if (entriesLeft > 0)
        say(
          archive.label,
          `After that, ${entriesLeft.toLocaleString('en-US')} more of the entries of ${where} were not read. Unpack it and import its files in several parts.`,
        );
    },
    readFromFront(last, isComplete) {
      const reach = last === null ? '' : ` up to “${last}”`;
      say(
        archive.label,
        isComplete
          ? `The list of contents of ${where} could not be read, so its entries were read from front to back${reach}. Whether any is missing cannot be told. Download the archive again to be sure.`
          : `${where} is cut off or damaged, and its list of contents could not be read. Its entries were read from front to back${reach}; whatever came after is missing. Download the archive again.`,
      );
    },
    finish() {
      if (refused > MOST_SENTENCES)
        say(
          archive.label,
          `${(refused - MOST_SENTENCES).toLocaleString('en-US')} more entries of ${where} were not taken for reasons like these.`,
        );
      const sentence = left.sentence(where);
      if (sentence !== null) outlet.problem({ name: archive.label, sentence, isNotice: true });
      if (named.size === 0) throw new Refusal('holds no files. That is not evidence of zero grants. Export it again.');
    },
  };
}
