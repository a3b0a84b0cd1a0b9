import type { ByteSource } from '../sealed/source.ts';
import { fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { readAt } from './kind.ts';
import { Refusal, tooMany } from './refusal.ts';
import type { Work } from './work.ts';
import { type ZipEntry, zipEntry } from './zip-entry.ts';

const DIRECTORY_ENTRY = 0x02014b50;
const UNIX = 3;

/**
 * The entries that the archive's own list of contents names, in its order; null when that list is missing, damaged or
 * says less than it holds. Throws a Refusal for too many entries and for a part of a split archive.
 */
export async function readDirectory(handle: ByteSource, size: number, work: Work): Promise<readonly ZipEntry[] | null> {
  const zip = await openDirectory(handle, size);
  if (zip === null) return null;
  const entries: ZipEntry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      work.throwIfCancelled();
      // Reading on would only take memory.
      if (entries.length > work.limits.entries) throw tooMany(work.limits.entries);
      entries.push(
        zipEntry(
          {
            flags: entry.generalPurposeBitFlag,
            method: entry.compressionMethod,
            crc: entry.crc32,
            size: entry.uncompressedSize,
            packed: entry.compressedSize,
            name: entry.fileNameRaw,
            extra: entry.extraFieldRaw,
            offset: entry.relativeOffsetOfLocalHeader,
            attributes: entry.externalFileAttributes,
            isUnix: entry.versionMadeBy >>> 8 === UNIX,
          },
          work.limits.pathLength,
          'directory',
        ),
      );
    }
  } catch (error) {
    if (isOfFormat(error)) return null;
    throw error;
  }
  // The number of entries is stated apart from them: more than that would be passed over in silence.
  // Its type is wrong: it is the position behind the last entry.
  const end: unknown = zip.readEntryCursor;
  const next = typeof end === 'number' ? await readAt(handle, end, 4) : Buffer.alloc(0);
  return next.length === 4 && next.readUInt32LE(0) === DIRECTORY_ENTRY ? null : entries;
}

/** A file as yauzl reads it. Its own reader of files throws where nobody can catch it for a position out of range. */
class HandleReader extends RandomAccessReader {
  readonly #handle: ByteSource;
  constructor(handle: ByteSource) {
    super();
    this.#handle = handle;
  }
  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    readAt(this.#handle, position, length).then(
      (bytes) => {
        bytes.copy(buffer, offset);
        setImmediate(callback, bytes.length < length ? new Error('unexpected end of file') : null);
      },
      (error: unknown) => setImmediate(callback, error instanceof Error ? error : new Error(String(error))),
    );
  }
}

async function openDirectory(handle: ByteSource, size: number): Promise<ZipFile | null> {
  try {
    return await fromRandomAccessReaderPromise(new HandleReader(handle), size, {
      autoClose: false,
      // Names and sizes are judged entry by entry: one bad entry must not hide the others.
      decodeStrings: false,
      validateEntrySizes: false,
    });
  } catch (error) {
    if (!isOfFormat(error)) throw error;
    if (error instanceof Error && error.message.startsWith('multi-disk'))
      throw new Refusal(
        'is one part of an archive that is split over several files. It was left out. Join and unpack it, and import the files inside.',
      );
    return null;
  }
}

/** True for what the reader says of the bytes; errors of the file system have a code, our own have a class. */
function isOfFormat(error: unknown): boolean {
  return error instanceof Error && error.name !== 'AppError' && !(error instanceof Refusal) && !('code' in error);
}
