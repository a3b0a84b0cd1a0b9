import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export const CASE_ENDING = '.countersign';

/** The path with the ending of case files. */
export function withEnding(path: string): string {
  return path.endsWith(CASE_ENDING) ? path : `${path}${CASE_ENDING}`;
}

/** The folder with the kept copies of a case: it lies beside the file and is named after it. */
export function evidenceFolderOf(path: string): string {
  return `${path.endsWith(CASE_ENDING) ? path.slice(0, -CASE_ENDING.length) : path} evidence`;
}

/** Beside the file while it is open: who has it open, for the message only. The lock itself is SQLite's. */
export function ownerNoteOf(path: string): string {
  return `${path}-open`;
}

/** What SQLite keeps beside a database: the log of what is not in the file yet, and its index. */
const LOGS = ['-wal', '-shm', '-journal'] as const;

export interface OwnedFile {
  readonly path: string;
  readonly kind: 'case' | 'log' | 'earlier-version' | 'evidence';
  readonly bytes: number;
}

/** Everything that belongs to a case, and what lies in its folder without belonging to it. */
export interface CaseFiles {
  readonly owned: readonly OwnedFile[];
  /** Names in the evidence folder that Countersign did not make. */
  readonly foreign: readonly string[];
}

/** Files of a case by its path. Nothing outside of these names is ever removed or moved. */
export function filesOf(path: string): CaseFiles {
  const folder = dirname(path);
  const name = basename(path);
  const owned: OwnedFile[] = [];
  const add = (file: string, kind: OwnedFile['kind']): void => {
    if (existsSync(file)) owned.push({ path: file, kind, bytes: statSync(file).size });
  };
  add(path, 'case');
  for (const log of LOGS) add(`${path}${log}`, 'log');
  const earlier = readdirSync(folder).filter(
    (other) => other.startsWith(`${name}.before-`) && /^\d+$/.test(other.slice(`${name}.before-`.length)),
  );
  for (const other of earlier.toSorted()) add(join(folder, other), 'earlier-version');
  const { files, foreign } = evidenceIn(evidenceFolderOf(path));
  for (const file of files) add(file, 'evidence');
  return { owned, foreign };
}

/** Copies are named by their digests, in folders named by its first two digits; unfinished ones begin with a dot. */
function evidenceIn(folder: string): { readonly files: readonly string[]; readonly foreign: readonly string[] } {
  if (!existsSync(folder)) return { files: [], foreign: [] };
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  const paths = entries.map((entry) => ({ path: join(entry.parentPath, entry.name), isFile: entry.isFile() }));
  const isOurs = ({ path, isFile }: { path: string; isFile: boolean }): boolean =>
    isFile && OURS.test(path.slice(folder.length + 1).replaceAll('\\', '/'));
  return {
    files: paths
      .filter(isOurs)
      .map(({ path }) => path)
      .toSorted(),
    foreign: paths
      .filter((entry) => !isOurs(entry))
      .map(({ path }) => path.slice(folder.length + 1))
      .toSorted(),
  };
}

const OURS = /^(?:[0-9a-f]{2}\/[0-9a-f]{64}|\.incoming-[0-9a-f-]+|\.reading-\w+\/.+)$/;
