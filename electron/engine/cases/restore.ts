import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createBeside } from '../lib/beside.ts';
import { AppError } from '../lib/errors.ts';
import { syncFolder } from '../lib/sync-folder.ts';
import { evidencePath } from '../reading/evidence-path.ts';
import { DATABASE_MEMBER, evidenceNameOf, type Manifest } from './archive-layout.ts';
import { openArchive } from './archive-read.ts';
import { CASE_ENDING, evidenceFolderOf, filesOf } from './case-files.ts';
import { caseFault } from './case-fault.ts';
import { assertNotHeld } from './held.ts';
import { moveFiles } from './move.ts';

export interface RestoreOrder {
  readonly archive: string;
  /** Path of the case file that is made. */
  readonly target: string;
  /** Puts a case that lies at `target` aside under another name; without it that is refused. */
  readonly replace: boolean;
  /** UTC milliseconds. */
  readonly now: number;
  readonly binding: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface Restored {
  readonly path: string;
  readonly manifest: Manifest;
  /** Where the case went that was replaced; null when there was none. */
  readonly aside: string | null;
}

/**
 * Makes a case of a backup or an archive: all of it is compared with its digests before anything is written, and once more
 * as it is written. The case appears whole or not at all; one that was there is kept beside it under another name. Throws
 * `conflict` when there is one and it may not be put aside, or is open; `corrupt-input`, `io`, `cancelled`.
 */
export async function restoreCase(order: RestoreOrder): Promise<Restored> {
  const { target, signal, binding } = order;
  const fault = { what: `The case could not be restored to ${target}.`, safe: 'Nothing that was there was changed.' };
  if (existsSync(target)) {
    if (!order.replace)
      throw new AppError(
        'conflict',
        `There is a case at ${target} already. Nothing was changed. Choose another name, or say that it is to be put aside.`,
      );
    assertNotHeld(target, binding);
  }
  const evidence = evidenceFolderOf(target);
  const archive = await openArchive(order.archive);
  let scratch: string | null = null;
  try {
    const { manifest } = archive;
    // A restoring that was killed before its last step has left just these copies; what else lies there is not ours.
    if (!existsSync(target) && existsSync(evidence) && !holdsOnly(target, manifest))
      throw new AppError(
        'conflict',
        `There is a folder ${basename(evidence)} already, where the kept copies would go. Nothing was changed. Choose another name.`,
      );
    const total = manifest.members.reduce((sum, { bytes }) => sum + bytes, 0) * 2;
    let done = 0;
    await archive.verify({ signal, onProgress: (read) => order.onProgress?.(read, total) });
    done = total / 2;
    scratch = await createBeside(dirname(target));
    const copies = join(scratch, 'evidence');
    for (const { name } of manifest.members) {
      const kept = evidenceNameOf(name);
      const path = kept === null ? join(scratch, DATABASE_MEMBER) : evidencePath(copies, kept);
      await mkdir(dirname(path), { recursive: true });
      const file = await open(path, 'wx', 0o600);
      try {
        for await (const block of archive.member(name)) {
          signal?.throwIfAborted();
          await file.writeFile(block);
          done += block.length;
          order.onProgress?.(done, total);
        }
        await file.sync();
      } finally {
        await file.close();
      }
    }
    const aside = existsSync(target) ? await putAside(target, order.now) : null;
    try {
      await rm(evidence, { recursive: true, force: true });
      if (existsSync(copies)) await rename(copies, evidence);
      // The case is there when its file is: last, and at once.
      await rename(join(scratch, DATABASE_MEMBER), target);
    } catch (cause) {
      await rm(evidence, { recursive: true, force: true });
      if (aside !== null) await moveFiles(aside, target);
      throw cause;
    }
    await syncFolder(dirname(target));
    return { path: target, manifest, aside };
  } catch (cause) {
    throw caseFault(cause, fault);
  } finally {
    await archive.close();
    if (scratch !== null) await rm(scratch, { recursive: true, force: true });
  }
}

/** Whether the folder of copies beside a place without a case holds nothing but copies of this backup. */
function holdsOnly(target: string, { members }: Manifest): boolean {
  const sizes = new Map(members.map(({ name, bytes }) => [evidenceNameOf(name), bytes]));
  const { owned, foreign } = filesOf(target);
  return (
    foreign.length === 0 &&
    owned.every(({ kind, path, bytes }) => kind !== 'evidence' || sizes.get(basename(path)) === bytes)
  );
}

/** Gives a case and what belongs to it another name in its folder, and answers the path of its file. */
async function putAside(path: string, now: number): Promise<string> {
  const stem = path.slice(0, -CASE_ENDING.length || undefined);
  const time = new Date(now).toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.');
  for (let number = 1; ; number += 1) {
    const aside = `${stem}, put aside ${time}${number === 1 ? '' : ` (${number})`}${CASE_ENDING}`;
    if (existsSync(aside)) continue;
    await moveFiles(path, aside);
    return aside;
  }
}
