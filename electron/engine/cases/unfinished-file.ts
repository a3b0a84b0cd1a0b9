import { rmSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import { readMeta, writeMeta } from '../db/meta.ts';
import { partialOf } from '../lib/save-whole.ts';

const UNFINISHED = 'unfinished_file';
const noted = z.object({ case: z.string(), path: z.string() });
/** A case that comes from elsewhere must not name other files than these. */
const PARTIAL = /^\..+\.partial$/;

/**
 * Does work that writes a file which holds the whole case. It is noted meanwhile: what a crash leaves of the file goes when
 * the case is opened.
 */
export async function whileUnfinished<T>(db: Database.Database, target: string, work: () => Promise<T>): Promise<T> {
  writeMeta(db, UNFINISHED, JSON.stringify({ case: db.name, path: partialOf(target) }));
  try {
    return await work();
  } finally {
    forgetUnfinished(db);
  }
}

function forgetUnfinished(db: Database.Database): void {
  db.prepare('DELETE FROM meta WHERE key = ?').run(UNFINISHED);
}

/** Takes away what a crash left of such a file. A copy of the case, which lies elsewhere, only forgets it. */
export function removeUnfinished(db: Database.Database): void {
  const note = readMeta(db, UNFINISHED);
  if (note === null) return;
  const { case: where, path } = noted.parse(JSON.parse(note));
  if (where === db.name && PARTIAL.test(basename(path)) && statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    rmSync(path, { force: true });
  forgetUnfinished(db);
}
