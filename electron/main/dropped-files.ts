import { readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

/** As many as one inspection takes. */
const MOST_FILES = 500;

/** The files that dropped paths stand for: a folder means the files in it, at any depth, hidden ones left out. */
export function droppedFiles(paths: readonly string[]): string[] {
  return paths.flatMap((path) => filesAt(path)).slice(0, MOST_FILES);
}

function filesAt(path: string): string[] {
  const entry = path === '' ? undefined : statSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return [];
  if (entry.isFile()) return [path];
  if (!entry.isDirectory()) return [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile() && !join(found.parentPath, found.name).slice(path.length).includes(`${sep}.`))
    .map((found) => join(found.parentPath, found.name))
    .sort()
    .slice(0, MOST_FILES);
}
