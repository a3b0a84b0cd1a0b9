import { statSync } from 'node:fs';
import { ShellError } from './shell-error.ts';

/** As many as one inspection takes. */
const MOST_PATHS = 500;

/**
 * The dropped paths that the page gets a token for: files and folders, each as it is; the engine looks into a folder. A
 * path that names neither stands for nothing. Throws a ShellError when there are more than one inspection takes.
 */
export function droppedFiles(paths: readonly string[]): string[] {
  const found = paths.filter((path) => isFileOrFolder(path));
  if (found.length > MOST_PATHS)
    throw new ShellError(
      'invalid-request',
      `${found.length} files were dropped at once, and ${MOST_PATHS} are taken. Nothing was added. Drop the folder they lie in instead, or fewer at once.`,
    );
  return found;
}

function isFileOrFolder(path: string): boolean {
  const entry = path === '' ? undefined : statSync(path, { throwIfNoEntry: false });
  return entry !== undefined && (entry.isFile() || entry.isDirectory());
}
