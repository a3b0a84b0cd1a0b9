import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type Database from 'better-sqlite3';
import { evidencePath } from '../reading/evidence-path.ts';
import { counted } from '../report/words.ts';

export interface KeptCopy {
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
    .map(({ digest, file }) => {
      const path = evidencePath(evidenceFolder, digest);
      return { digest, file, path, bytes: bytesOf(path) };
    });
  const missing = rows.filter(({ bytes }) => bytes === null);
  return {
    copies: rows.flatMap(({ digest, path, bytes }) =>
      bytes === null ? [] : [{ digest, name: basename(path), path, bytes }],
    ),
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

/** Null for what is not there, or cannot be looked at. */
function bytesOf(path: string): number | null {
  try {
    return statSync(path).size;
  } catch {
    return null;
  }
}
