import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AppError, errorCode } from '../lib/errors.ts';
import { decode } from '../reading/containers/decode.ts';
import { Refusal } from '../reading/containers/refusal.ts';
import { beginWork, type Work } from '../reading/containers/work.ts';
import { readDirectory } from '../reading/containers/zip-directory.ts';
import type { ZipEntry } from '../reading/containers/zip-entry.ts';
import { readLocalHeader } from '../reading/containers/zip-local.ts';
import { DATABASE_MEMBER, evidenceNameOf, type Manifest, MANIFEST_MEMBER, manifestSchema } from './archive-layout.ts';

/** A list of a million copies takes less. */
const MOST_MANIFEST = 256 * 1024 * 1024;
const MOST_ENTRIES = 1_000_000;

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Unpacked bytes that were read, of those that the manifest lists. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** A container of a case that is open for reading. */
export interface CaseArchive {
  readonly manifest: Manifest;
  /** Reads every member and compares it with the manifest; throws `corrupt-input` at the first that differs. */
  readonly verify: (options?: ReadOptions) => Promise<void>;
  /** The bytes of a member; throws `corrupt-input` at their end unless they are what the manifest says. */
  readonly member: (name: string) => AsyncGenerator<Buffer>;
  readonly close: () => Promise<void>;
}

/**
 * Opens a backup or an archive and reads its manifest. Throws `not-found`, `foreign-file` for a file of another kind, and
 * `corrupt-input` when what it holds is not what its manifest lists, no more and no less.
 */
export async function openArchive(path: string): Promise<CaseArchive> {
  const name = basename(path);
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new AppError(
      'not-found',
      `${name} cannot be opened. Nothing was changed. Check that it is there and may be read.`,
      { cause },
    );
  });
  try {
    const { size } = await file.stat();
    const work = beginWork(dirname(path), { limits: { entries: MOST_ENTRIES } });
    const entries = await entriesOf(file, size, work, name);
    const manifest = await readManifest(file, entries, work, name);
    const member = (wanted: string): AsyncGenerator<Buffer> => {
      const listed = manifest.members.find((one) => one.name === wanted);
      const entry = entries.get(wanted);
      if (listed === undefined || entry === undefined) throw damaged(name, `it holds no ${wanted}`);
      return checked(file, entry, work, listed, name);
    };
    return {
      manifest,
      member,
      verify: async ({ signal, onProgress } = {}) => {
        const total = manifest.members.reduce((sum, one) => sum + one.bytes, 0);
        let done = 0;
        for (const one of manifest.members) {
          for await (const block of member(one.name)) {
            signal?.throwIfAborted();
            done += block.length;
            onProgress?.(done, total);
          }
        }
      },
      close: () => file.close(),
    };
  } catch (cause) {
    await file.close();
    throw cause instanceof Refusal ? damaged(name, cause.message) : cause;
  }
}

async function entriesOf(
  file: FileHandle,
  size: number,
  work: Work,
  name: string,
): Promise<ReadonlyMap<string, ZipEntry>> {
  const list = await readDirectory(file, size, work);
  if (list === null)
    throw new AppError(
      'foreign-file',
      `${name} is no backup of a case, or it is cut off. Nothing was changed. Choose another backup.`,
    );
  const entries = new Map<string, ZipEntry>();
  for (const entry of list) {
    if (entries.has(entry.name)) throw damaged(name, `${entry.name} is in it twice`);
    entries.set(entry.name, entry);
  }
  return entries;
}

async function readManifest(
  file: FileHandle,
  entries: ReadonlyMap<string, ZipEntry>,
  work: Work,
  name: string,
): Promise<Manifest> {
  const entry = entries.get(MANIFEST_MEMBER);
  if (entry === undefined)
    throw new AppError(
      'foreign-file',
      `${name} is no backup of a case: it has no manifest. Nothing was changed. To read an export, open or create a case first and import it there.`,
    );
  if ((entry.size ?? 0) > MOST_MANIFEST) throw damaged(name, 'its manifest is too large');
  const blocks: Buffer[] = [];
  for await (const block of unpacked(file, entry, work, name)) blocks.push(block);
  const manifest = manifestSchema.safeParse(parsed(Buffer.concat(blocks).toString('utf8')));
  if (!manifest.success)
    throw new AppError(
      'foreign-file',
      `${name} is no backup that this version can read. Nothing was changed. It may come from a newer version.`,
    );
  const listed = new Set(manifest.data.members.map((one) => one.name));
  const isKnown = [...listed].every((one) => one === DATABASE_MEMBER || evidenceNameOf(one) !== null);
  if (!isKnown || !listed.has(DATABASE_MEMBER) || listed.size !== manifest.data.members.length)
    throw damaged(name, 'its manifest lists what no case holds');
  const other = [...entries.keys()].find((one) => one !== MANIFEST_MEMBER && !listed.has(one));
  if (other !== undefined) throw damaged(name, `it holds ${other}, which its manifest does not list`);
  return manifest.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The bytes of an entry, at most as many as the archive states. */
async function* unpacked(file: FileHandle, entry: ZipEntry, work: Work, name: string): AsyncGenerator<Buffer> {
  const local = await readLocalHeader(file, entry.offset);
  if (local === null || entry.packed === null || entry.size === null)
    throw damaged(name, `${entry.name} is not where its list of contents says`);
  const { chunks } = decode(
    {
      handle: file,
      start: local.dataStart,
      length: entry.packed,
      packing: entry.method === 0 ? 'stored' : 'deflate',
      size: entry.size,
      share: 1,
      isOutermost: false,
    },
    work,
  );
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > entry.size) throw damaged(name, `${entry.name} holds more than it states`);
      yield chunk;
    }
  } catch (cause) {
    // What zlib says of bytes that are no compressed data.
    if (errorCode(cause).startsWith('Z_')) throw damaged(name, `${entry.name} cannot be unpacked`);
    throw cause;
  }
}

async function* checked(
  file: FileHandle,
  entry: ZipEntry,
  work: Work,
  listed: Manifest['members'][number],
  name: string,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const block of unpacked(file, entry, work, name)) {
    hash.update(block);
    bytes += block.length;
    yield block;
  }
  if (bytes !== listed.bytes || hash.digest('hex') !== listed.sha256)
    throw damaged(name, `${listed.name} is not what its manifest says`);
}

function damaged(name: string, why: string): AppError {
  return new AppError(
    'corrupt-input',
    `${name} is damaged: ${why}. Nothing was changed. Choose another backup, or copy this one from its source again.`,
  );
}
