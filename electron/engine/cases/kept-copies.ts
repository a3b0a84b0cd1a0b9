import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type Database from 'better-sqlite3';
import { evidencePath } from '../reading/evidence-path.ts';
import { counted } from '../report/words.ts';

interface KeptCopy {
  /** SHA-256 of what it holds. */
  readonly digest: string;
  /** In the folder. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

/**
 * The copies that complete imports speak of, by their names in the folder, and what is to be said about those that are not
 * there. Those of a protected case stay encrypted.
 */
export function keptCopies(
  db: Database.Database,
  evidenceFolder: string,
): { readonly copies: readonly KeptCopy[]; readonly notes: readonly string[] } {
  const rows = db
    .prepare<[], { digest: string; file: string }>(
      `SELECT coalesce(copy_sha256, sha256) AS digest, min(file_name) AS file FROM import
       WHERE has_copy = 1 AND status = 'complete' GROUP BY digest ORDER BY digest`,
    )
    .all()
    .map(({ digest, file }) => ({ digest, file, path: evidencePath(evidenceFolder, digest) }));
  const missing = rows.filter(({ path }) => !existsSync(path));
  return {
    copies: rows
      .filter(({ path }) => existsSync(path))
      .map(({ digest, path }) => ({ digest, name: basename(path), path, bytes: statSync(path).size })),
    notes:
      missing.length === 0
        ? []
        : [
            `${counted(missing.length, 'kept copy is', 'kept copies are')} missing: ${missing
              .slice(0, 3)
              .map(({ file }) => file)
              .join(', ')}${missing.length > 3 ? ' and others' : ''}.`,
          ],
  };
}
