import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { isRunning } from '../../lib/beside.ts';
import { AppError } from '../../lib/errors.ts';
import { fileError } from '../file-error.ts';
import { forgetFolder, sealFolder } from '../sealed/folders.ts';
import { KEY_BYTES } from '../sealed/format.ts';

/** `countersign-scratch-<process id>-<random>`: whose folder it is, and whether its maker still runs. */
const NAME = /^countersign-scratch-(\d{1,10})-[A-Za-z0-9]{6}$/;

const ours = new Set<string>();

/**
 * Makes a folder, readable by this user only, for the files of unpacked archives. They are sealed with a key that is in
 * memory only: what a crash leaves there can be read by nobody. Throws AppError `io`.
 */
export async function createScratch(parent: string): Promise<string> {
  try {
    await mkdir(parent, { recursive: true });
    const folder = resolve(await mkdtemp(join(parent, `countersign-scratch-${process.pid}-`)));
    ours.add(folder);
    sealFolder(folder, randomBytes(KEY_BYTES));
    return folder;
  } catch (error) {
    throw fileError(parent, error);
  }
}

/**
 * The same among the temporary files of the system, for work that has no folder of its own; what earlier runs were killed
 * over goes first. Throws AppError `io`.
 */
export async function createSystemScratch(): Promise<string> {
  await sweepScratch(tmpdir());
  return createScratch(tmpdir());
}

/** Removes a folder of `createScratch` and all that is in it; one that is gone already is fine. */
export async function removeScratch(folder: string): Promise<void> {
  if (!NAME.test(basename(folder)))
    throw new AppError('internal', `“${folder}” is not a folder for temporary files and was not removed.`);
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    throw fileError(folder, error);
  }
  ours.delete(resolve(folder));
  forgetFolder(folder);
}

/**
 * Removes what runs that crashed have left in this parent folder, and gives the number of folders removed. Folders of
 * processes that still run stay, and so does everything of another name; one that resists is left for the next time.
 */
export async function sweepScratch(parent: string): Promise<number> {
  let removed = 0;
  for (const entry of await readdir(parent, { withFileTypes: true }).catch(() => [])) {
    const maker = NAME.exec(entry.name)?.[1];
    if (maker === undefined || !entry.isDirectory()) continue;
    const folder = resolve(parent, entry.name);
    // A folder with our own number that we have not made is left over from an earlier process of the same number.
    if (Number(maker) === process.pid ? ours.has(folder) : isRunning(Number(maker))) continue;
    removed += await removeScratch(folder).then(
      () => 1,
      () => 0,
    );
  }
  return removed;
}

/** A folder of `createScratch` that is made when it is first asked for, after what runs that crashed have left is gone. */
export interface ScratchPlace {
  readonly folder: () => Promise<string>;
  readonly close: () => Promise<void>;
}

/** What a run that was killed has unpacked holds evidence: it goes at once, not when this run first unpacks something. */
export function openScratch(parent: string): ScratchPlace {
  const swept = sweepScratch(parent);
  let made: Promise<string> | null = null;
  return {
    folder: () => (made ??= swept.then(() => createScratch(parent))),
    async close() {
      await swept;
      if (made !== null) await removeScratch(await made);
    },
  };
}
