import type { Archive, Outlet } from './archive.ts';
import { readAt } from './kind.ts';
import { damaged } from './refusal.ts';
import { discard, unpack } from './unpack.ts';
import type { Work } from './work.ts';

const BLOCK = 256 * 1024;

/**
 * Unpacks a gzip file of one or more members to one file, named `name`. Every member's checksum and size are checked on
 * the way. Throws a Refusal for the file as a whole.
 */
export async function expandGzip(archive: Archive, name: string, work: Work, outlet: Outlet): Promise<void> {
  const { handle, size } = archive;
  const unpacked = await unpack(
    {
      handle,
      start: 0,
      length: size,
      packing: 'gzip',
      size: null,
      share: archive.share,
      isOutermost: archive.isOutermost,
    },
    work,
    (head) => outlet.checkHead(head, archive),
  );
  if (!(await isPadding(archive, unpacked.packed, work))) {
    await discard(unpacked);
    throw damaged(`after ${unpacked.packed.toLocaleString('en-US')} bytes it goes on with something that is not gzip`);
  }
  await outlet.deliver(unpacked, { name, modified: await modifiedOf(archive) }, archive);
}

/** Zero bytes may follow the last member; anything else would be passed over in silence. */
async function isPadding({ handle, size }: Archive, from: number, work: Work): Promise<boolean> {
  for (let at = from; at < size; at += BLOCK) {
    work.throwIfCancelled();
    const bytes = await readAt(handle, at, Math.min(BLOCK, size - at));
    if (bytes.some((byte) => byte !== 0)) return false;
  }
  return true;
}

/** RFC 1952: seconds since 1970 in UTC, 0 when not known. */
async function modifiedOf({ handle }: Archive): Promise<number | null> {
  const header = await readAt(handle, 0, 8);
  const seconds = header.length === 8 ? header.readUInt32LE(4) : 0;
  return seconds === 0 ? null : seconds * 1000;
}
