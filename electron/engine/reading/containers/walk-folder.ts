import type { Stats } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError } from '../file-error.ts';
import { isHidden, leftOut } from './left-out.ts';
import { tooMany } from './refusal.ts';
import { shownPath } from './shown-name.ts';
import type { SourceProblem } from './types.ts';
import type { Work } from './work.ts';

export interface FolderFile {
  readonly path: string;
  /** Path inside the folder, made safe for show. */
  readonly name: string;
  readonly bytes: number;
  /** UTC milliseconds. */
  readonly modified: number;
}

export interface FolderWalk {
  /** Sorted by their path. */
  readonly files: readonly FolderFile[];
  readonly problems: readonly SourceProblem[];
}

/**
 * The files of a folder at any depth. Links are not followed, so a walk never leaves the folder and always ends; hidden
 * files and folders are passed over; all of it is counted. Throws a Refusal when there are too many entries.
 */
export async function walkFolder(root: string, label: string, work: Work): Promise<FolderWalk> {
  const found: (FolderFile & { readonly key: string })[] = [];
  const problems: SourceProblem[] = [];
  const left = leftOut();
  const waiting = [''];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    try {
      for await (const { name } of await opendir(join(root, folder))) {
        work.throwIfCancelled();
        if (!work.countEntries(1)) throw tooMany(work.limits.entries);
        await visit(folder === '' ? name : `${folder}/${name}`, name);
      }
    } catch (error) {
      if (!isOfFileSystem(error) || folder === '') throw error;
      say(folder, fileError(shownPath(folder), error).message);
    }
  }
  const sentence = left.sentence(`“${label}”`);
  if (sentence !== null) problems.push({ name: label, sentence, isNotice: true });
  found.sort((a, b) => (a.key < b.key ? -1 : 1));
  return { files: found.map(({ key: _key, ...file }) => file), problems };

  async function visit(key: string, name: string): Promise<void> {
    const path = join(root, key);
    if (key.length > work.limits.pathLength) {
      say(
        key,
        `“${shownPath(key)}” in “${label}” has a path above the limit of ${work.limits.pathLength.toLocaleString('en-US')} characters. It was left out. Add the folder it lies in by itself.`,
      );
      return;
    }
    const stat = await lstat(path).catch((error: unknown) => {
      if (!isOfFileSystem(error)) throw error;
      say(
        key,
        key.includes('\ufffd')
          ? `“${shownPath(key)}” in “${label}” has a name that is not UTF-8 and could not be opened. It was left out. Rename it and add it again.`
          : fileError(shownPath(key), error).message,
      );
      return null;
    });
    if (stat === null) return;
    if (isHidden(name)) left.add('hidden', key);
    else if (stat.isSymbolicLink()) left.add('link', key);
    else if (stat.isDirectory()) waiting.push(key);
    else if (stat.isFile()) found.push({ key, path, name: shownPath(key), ...factsOf(stat) });
    else left.add('special', key);
  }

  function say(key: string, sentence: string): void {
    problems.push({ name: shownPath(key), sentence, isNotice: false });
  }
}

function factsOf(stat: Stats): { readonly bytes: number; readonly modified: number } {
  return { bytes: stat.size, modified: Math.trunc(stat.mtimeMs) };
}

function isOfFileSystem(error: unknown): boolean {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}
