import { createReadStream, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, sep } from 'node:path';
import type Database from 'better-sqlite3';
import { caseDetails } from '../../../shared/contract/workspace.ts';
import { holdStill } from '../db/copy.ts';
import { readMeta } from '../db/meta.ts';
import { AppError } from '../lib/errors.ts';
import { partialOf } from '../lib/save-whole.ts';
import { syncFolder } from '../lib/sync-folder.ts';
import { evidenceKeyOf } from '../protection/evidence-key.ts';
import { PROGRAM } from '../report/version.ts';
import { counted } from '../report/words.ts';
import { journalHead } from '../review/journal.ts';
import { DATABASE_MEMBER, evidenceMember, type Manifest, MANIFEST_MEMBER } from './archive-layout.ts';
import { openArchive } from './archive-read.ts';
import { caseFault } from './case-fault.ts';
import { filesOf, ownerNoteOf } from './case-files.ts';
import { digestOf } from './digest.ts';
import { keptCopies } from './kept-copies.ts';
import { createZipStream, type WrittenMember } from './zip-stream.ts';

export interface ArchiveOrder {
  readonly db: Database.Database;
  readonly evidenceFolder: string;
  readonly purpose: Manifest['purpose'];
  readonly target: string;
  /** UTC milliseconds. */
  readonly now: number;
  readonly signal?: AbortSignal | undefined;
  /** How far it is; every byte counts when it is written and when it is read back. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface WrittenArchive {
  readonly path: string;
  readonly bytes: number;
  /** Of the whole file. */
  readonly sha256: string;
  readonly manifest: Manifest;
}

/**
 * Writes the case as it stands now, with its kept copies, into one file, reads that back and compares every byte with the
 * digests; only then does it appear under its name. The case may be written meanwhile, even by an import. Throws `io`,
 * `cancelled`, `conflict`; nothing is left behind then.
 */
export async function writeArchive(order: ArchiveOrder): Promise<WrittenArchive> {
  const { db, target, now, purpose, signal } = order;
  const temporary = partialOf(target);
  const fault = {
    what: `${purpose === 'backup' ? 'The backup' : 'The archive'} could not be written to ${target}.`,
    safe: 'The case is as it was, and no half file was left.',
  };
  refuseOwnFiles(db.name, order.evidenceFolder, target);
  const still = await holdStill(db);
  try {
    // Of the same moment as the bytes: nothing else runs between.
    const head = journalHead(db);
    const { copies, notes } = keptCopies(db, order.evidenceFolder);
    const facts = caseFacts(db);
    const isProtected = evidenceKeyOf(db) !== null;
    const total = still.bytes + copies.reduce((sum, copy) => sum + copy.bytes, 0);
    let done = 0;
    const counting = async function* (blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const block of blocks) {
        signal?.throwIfAborted();
        yield block;
        done += block.length;
        order.onProgress?.(done, total * 2);
      }
    };
    const file = await open(temporary, 'w', 0o600);
    let manifest: Manifest;
    try {
      const zip = createZipStream(file);
      const members: WrittenMember[] = [await zip.add(DATABASE_MEMBER, counting(still.blocks(signal)), signal)];
      for (const copy of copies)
        members.push(await zip.add(evidenceMember(copy.name), counting(createReadStream(copy.path)), signal));
      // An encrypted copy is not named by its digest; that it was changed shows when it is decrypted.
      const changed = isProtected
        ? 0
        : members.filter(({ name, sha256 }) => name !== DATABASE_MEMBER && !name.endsWith(sha256)).length;
      manifest = {
        format: 'countersign-case',
        version: 1,
        purpose,
        madeAt: new Date(now).toISOString(),
        program: `${PROGRAM.name} ${PROGRAM.version}`,
        case: { ...facts, file: basename(db.name) },
        journal: head,
        members,
        notes: [
          ...notes,
          ...(changed === 0
            ? []
            : [`${counted(changed, 'kept copy is', 'kept copies are')} no longer what was imported.`]),
        ],
      };
      await zip.add(MANIFEST_MEMBER, once(Buffer.from(JSON.stringify(manifest, null, 2))), signal);
      await zip.finish();
      await file.sync();
    } finally {
      await file.close();
    }
    const written = await readBack(temporary, signal, (read) => order.onProgress?.(total + read, total * 2));
    await rename(temporary, target);
    await syncFolder(dirname(target));
    return { path: target, ...written, manifest };
  } catch (cause) {
    await rm(temporary, { force: true });
    throw caseFault(cause, fault);
  } finally {
    still.release();
  }
}

/** Compares what is on the disk with the manifest there, and answers size and digest of the file. */
async function readBack(
  path: string,
  signal: AbortSignal | undefined,
  onRead: (bytes: number) => void,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const archive = await openArchive(path);
  try {
    await archive.verify({ signal, onProgress: onRead });
  } finally {
    await archive.close();
  }
  return { bytes: statSync(path).size, sha256: await digestOf(path, signal) };
}

function caseFacts(db: Database.Database): Pick<Manifest['case'], 'name' | 'id' | 'schema'> {
  return {
    // Nobody is to learn the name of a protected case without its passphrase.
    name: evidenceKeyOf(db) === null ? caseDetails.parse(JSON.parse(readMeta(db, 'details') ?? '{}')).name : null,
    id: readMeta(db, 'case_id') ?? '',
    schema: Number(db.pragma('user_version', { simple: true })),
  };
}

/** A backup that is put into the case itself would go with it, or overwrite it. */
function refuseOwnFiles(casePath: string, evidenceFolder: string, target: string): void {
  const isOwn = target === ownerNoteOf(casePath) || filesOf(casePath).owned.some(({ path }) => path === target);
  if (!isOwn && !`${target}${sep}`.startsWith(`${evidenceFolder}${sep}`)) return;
  throw new AppError(
    'invalid-request',
    `${basename(target)} would lie among the files of the case itself. Nothing was written. Choose another place.`,
  );
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}
