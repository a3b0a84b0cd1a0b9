import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { closeReadingFolder, digestsOfCopies, openReadingFolder } from '../import/staging.ts';
import { evidencePath } from '../reading/evidence-path.ts';
import { forgetFolder, sealFolder } from '../reading/sealed/folders.ts';
import { sealedName } from '../reading/sealed/format.ts';
import { openSource } from '../reading/sealed/source.ts';
import { createTarget } from '../reading/sealed/target.ts';

const BLOCK = 1024 * 1024;

/**
 * Writes each kept copy a second time beside the first: sealed with the key, or in clear without one. Both have names of their
 * own, so that the case finds its copies whichever of its two files is in place.
 */
export async function copyCopies(db: Database.Database, evidenceFolder: string, key: Buffer | null): Promise<void> {
  const digests = [...digestsOfCopies(db)].filter((digest) => existsSync(evidencePath(evidenceFolder, digest)));
  if (digests.length === 0) return;
  const work = await openReadingFolder(evidenceFolder);
  sealFolder(work, key);
  try {
    for (const digest of digests) {
      const made = join(work, digest);
      await copyFile(evidencePath(evidenceFolder, digest), made);
      const name = key === null ? digest : sealedName(key, digest);
      const target = join(evidenceFolder, name.slice(0, 2), name);
      await mkdir(dirname(target), { recursive: true });
      await rename(made, target);
    }
  } finally {
    forgetFolder(work);
    await closeReadingFolder(work);
  }
}

async function copyFile(from: string, to: string): Promise<void> {
  const source = await openSource(from);
  try {
    const target = await createTarget(to);
    try {
      const buffer = Buffer.allocUnsafeSlow(BLOCK);
      for (let at = 0; ;) {
        const { bytesRead } = await source.read(buffer, 0, BLOCK, at);
        if (bytesRead === 0) break;
        await target.write(buffer.subarray(0, bytesRead));
        at += bytesRead;
      }
      await target.finish();
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
