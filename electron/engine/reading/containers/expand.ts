import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../../lib/errors.ts';
import { fileError } from '../file-error.ts';
import { type ByteSource, openSource } from '../sealed/source.ts';
import type { Archive, Outlet } from './archive.ts';
import { expandGzip } from './expand-gzip.ts';
import { expandZip } from './expand-zip.ts';
import { containerKind, HEAD_BYTES, readAt } from './kind.ts';
import { Refusal } from './refusal.ts';
import { shownPath } from './shown-name.ts';
import type { ContainedFile, Container, Expansion, SourceProblem } from './types.ts';
import { discard } from './unpack.ts';
import { walkFolder } from './walk-folder.ts';
import { beginWork, type ExpandOptions, type Work } from './work.ts';

/**
 * The files that a path stands for: a file for itself, a folder for the files in it, a gzip or ZIP archive for what it
 * holds, recognized by its first bytes. What is unpacked lies in a folder of its own inside `scratchFolder`, which must
 * exist, until the caller removes that. What cannot be taken is a problem, and the rest is taken; memory does not grow
 * with the size of the files. Throws AppError `cancelled`, `not-found`, `io`, `conflict` (an archive changed while it was
 * read) or `invalid-request` (a device); nothing is left in the scratch folder then.
 */
export async function expandSource(
  path: string,
  scratchFolder: string,
  options: ExpandOptions = {},
): Promise<Expansion> {
  const work = beginWork(scratchFolder, options);
  const label = shownPath(basename(path));
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return await expandFolder(path, label, work);
    if (!stats.isFile())
      throw new AppError('invalid-request', `“${path}” is neither a file nor a folder. Choose the exported files.`);
    work.expectBytes(2 * stats.size);
    return await expandFile({ path, name: label, bytes: stats.size, modified: Math.trunc(stats.mtimeMs) }, work);
  } catch (error) {
    await work.removeAll().catch(() => undefined);
    throw fileError(path, error);
  }
}

async function expandFolder(path: string, label: string, work: Work): Promise<Expansion> {
  try {
    const walk = await walkFolder(path, label, work);
    const files: ContainedFile[] = [];
    const problems: SourceProblem[] = [...walk.problems];
    for (const file of walk.files) work.expectBytes(2 * file.bytes);
    for (const file of walk.files) {
      try {
        const found = await expandFile(file, work);
        files.push(...found.files);
        problems.push(...found.problems);
      } catch (error) {
        work.throwIfCancelled();
        problems.push(problem(file.name, fileError(file.name, error).message));
      }
    }
    if (files.length === 0 && problems.every(({ isNotice }) => isNotice))
      problems.push(
        problem(
          label,
          `“${label}” holds no files to read. That is not evidence of zero grants. Choose the folder of the exports.`,
        ),
      );
    return { files, problems };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { files: [], problems: [problem(label, `“${label}” ${error.message}`)] };
  }
}

interface SourceFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly modified: number;
}

async function expandFile({ path, name, bytes, modified }: SourceFile, work: Work): Promise<Expansion> {
  work.throwIfCancelled();
  const end = work.progress().done + 2 * bytes;
  const handle = await openSource(path);
  try {
    const kind = containerKind(await readAt(handle, 0, HEAD_BYTES));
    if (kind === null) return { files: [{ path, name, modified, container: null }], problems: [] };
    if (kind === 'tar') return { files: [], problems: [problem(name, `“${name}” ${TAR}`)] };
    const before = await handle.stat();
    const container = { name, ...(await hashOf(handle, work)) };
    const found = await expandArchive(
      {
        kind,
        handle,
        size: bytes,
        container,
        label: name,
        prefix: '',
        isOutermost: true,
        depth: 0,
        share: 1,
      },
      work,
    );
    const after = await handle.stat();
    if (container.bytes !== bytes || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      for (const file of found.files) await discard(file);
      throw new AppError(
        'conflict',
        `“${name}” changed while it was read. Nothing was kept. Add it when no program writes to it.`,
      );
    }
    return found;
  } finally {
    work.advance(Math.max(0, end - work.progress().done));
    await handle.close();
  }
}

const TAR = 'is a tar archive, which is not opened. It was left out. Unpack it and import the folder.';

/** What comes out of an archive, of archives in it too, sorted by name. */
async function expandArchive(outermost: Archive, work: Work): Promise<Expansion> {
  const files: ContainedFile[] = [];
  const problems: SourceProblem[] = [];
  const outlet: Outlet = {
    problem: (found) => problems.push(found),
    checkHead(head, archive) {
      const kind = containerKind(head);
      if (kind === 'tar') throw new Refusal(TAR);
      if (kind !== null && depthIn(archive, kind) > work.limits.nesting)
        throw new Refusal(
          `is an archive that is nested too deep: the limit is ${work.limits.nesting} inside another. It was left out. Unpack it and import the files inside.`,
        );
    },
    async deliver(unpacked, { name, modified }, archive) {
      const kind = containerKind(unpacked.head);
      if (kind !== 'zip' && kind !== 'gzip') {
        files.push({ path: unpacked.path, name, modified, container: archive.container });
        return;
      }
      const handle = await openSource(unpacked.path);
      try {
        await openArchive({
          kind,
          handle,
          size: unpacked.bytes,
          container: archive.container,
          label: name,
          prefix: `${name}/`,
          isOutermost: false,
          depth: depthIn(archive, kind),
          share: Math.min(1, (archive.share * unpacked.packed) / unpacked.bytes),
        });
      } finally {
        await handle.close();
        await discard(unpacked);
      }
    },
  };
  await openArchive(outermost);
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { files, problems };

  async function openArchive(archive: Archive): Promise<void> {
    try {
      if (archive.kind === 'zip') await expandZip(archive, work, outlet);
      else await expandGzip(archive, archive.isOutermost ? withoutSuffix(archive.label) : archive.label, work, outlet);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const within = archive.isOutermost ? '' : ` in “${archive.container.name}”`;
      problems.push(problem(archive.label, `“${archive.label}”${within} ${error.message}`));
    }
  }
}

/** One packed file in a ZIP archive, as storage accounts and logs have them, is no archive in an archive. */
function depthIn(archive: Archive, kind: 'zip' | 'gzip'): number {
  return archive.kind === 'zip' && kind === 'gzip' ? archive.depth : archive.depth + 1;
}

function withoutSuffix(name: string): string {
  return name.replace(/(?<=.)\.gz(?:ip)?$/i, '');
}

async function hashOf(handle: ByteSource, work: Work): Promise<Omit<Container, 'name'>> {
  const hash = createHash('sha256');
  const block = Buffer.allocUnsafeSlow(1024 * 1024);
  let bytes = 0;
  for (;;) {
    work.throwIfCancelled();
    const { bytesRead } = await handle.read(block, 0, block.length, bytes);
    if (bytesRead === 0) return { sha256: hash.digest('hex'), bytes };
    hash.update(block.subarray(0, bytesRead));
    bytes += bytesRead;
    work.advance(bytesRead);
  }
}

function problem(name: string, sentence: string): SourceProblem {
  return { name, sentence, isNotice: false };
}
