import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createBeside } from '../lib/beside.ts';
import { AppError, errorCode } from '../lib/errors.ts';
import { syncFolder } from '../lib/sync-folder.ts';
import { evidenceFolderOf, filesOf } from './case-files.ts';
import { caseFault } from './case-fault.ts';
import { digestOf } from './digest.ts';

export interface MoveOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Moves or renames a closed case with everything that belongs to it. On another disk it is copied, every copy is compared
 * with its source, and only then are the sources removed. Never replaces anything: throws `conflict`. Throws `io` and
 * `cancelled`; the case is where it was then. Answers whether it went to another disk.
 */
export async function moveCase(from: string, to: string, options: MoveOptions = {}): Promise<boolean> {
  refuseTaken(to);
  const fault = { what: `The case could not be moved to ${to}.`, safe: 'It is where it was.' };
  try {
    await moveFiles(from, to);
    await syncFolder(dirname(to));
    return false;
  } catch (cause) {
    if (errorCode(cause) !== 'EXDEV') throw caseFault(cause, fault);
  }
  try {
    await copyFiles(from, to, options);
  } catch (cause) {
    throw caseFault(cause, fault);
  }
  await removeFiles(from);
  return true;
}

/** Throws `conflict` when a case, or a folder of copies, lies where another one is to be. */
export function refuseTaken(to: string): void {
  for (const path of [to, evidenceFolderOf(to)])
    if (existsSync(path))
      throw new AppError('conflict', `${basename(path)} is there already. Nothing was changed. Choose another name.`);
}

/** Renames the files of a case within one disk; takes back what it did when one of them cannot be renamed. */
export async function moveFiles(from: string, to: string): Promise<void> {
  const done: [string, string][] = [];
  const move = async (source: string, target: string): Promise<void> => {
    await rename(source, target);
    done.push([source, target]);
  };
  try {
    for (const { path, kind } of filesOf(from).owned.toReversed())
      if (kind !== 'evidence') await move(path, `${to}${path.slice(from.length)}`);
    if (existsSync(evidenceFolderOf(from))) await move(evidenceFolderOf(from), evidenceFolderOf(to));
  } catch (cause) {
    for (const [source, target] of done.toReversed()) await rename(target, source);
    throw cause;
  }
}

/**
 * Copies a closed case with everything that belongs to it under another name, compares each copy with its source, and puts
 * it in its place last of all: a case appears whole or not at all.
 */
export async function copyFiles(from: string, to: string, { signal, onProgress }: MoveOptions = {}): Promise<void> {
  const { owned } = filesOf(from);
  const total = owned.reduce((sum, { bytes }) => sum + bytes, 0);
  const folder = evidenceFolderOf(from);
  const scratch = await createBeside(dirname(to));
  const placed: string[] = [];
  try {
    let done = 0;
    const copies = new Map<string, string>();
    for (const [index, { path, kind, bytes }] of owned.entries()) {
      signal?.throwIfAborted();
      const copy =
        kind === 'evidence' ? join(scratch, 'evidence', path.slice(folder.length + 1)) : join(scratch, String(index));
      await mkdir(dirname(copy), { recursive: true });
      await copyFile(path, copy);
      await syncFile(copy);
      if ((await digestOf(copy, signal)) !== (await digestOf(path, signal)))
        throw new AppError(
          'io',
          `The copy of ${basename(path)} on the other disk is not what was written. The case is where it was. That disk may be failing: choose another place.`,
        );
      if (kind !== 'evidence') copies.set(copy, `${to}${path.slice(from.length)}`);
      done += bytes;
      onProgress?.(done, total);
    }
    const evidence = join(scratch, 'evidence');
    if (existsSync(evidence)) {
      await rename(evidence, evidenceFolderOf(to));
      placed.push(evidenceFolderOf(to));
    }
    for (const [copy, place] of [...copies].toReversed()) {
      await rename(copy, place);
      placed.push(place);
    }
    await syncFolder(dirname(to));
  } catch (cause) {
    for (const path of placed) await rm(path, { recursive: true, force: true });
    throw cause;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Removes what belongs to a closed case, its file last, and its folder of copies when nothing else lies in it. */
export async function removeFiles(path: string): Promise<void> {
  const { owned } = filesOf(path);
  for (const file of owned.toReversed()) await rm(file.path, { force: true });
  const folders = new Set(owned.filter(({ kind }) => kind === 'evidence').map((file) => dirname(file.path)));
  for (const folder of [...folders, evidenceFolderOf(path)]) await rmdir(folder).catch(() => undefined);
  await syncFolder(dirname(path));
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
