import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';

/** A file that the person opened from outside, judged by name and kind; its content is the engine's to judge. */
export type OpenedFile =
  { readonly kind: 'case' | 'bundle'; readonly path: string } | { readonly kind: 'refused'; readonly message: string };

const KINDS = new Map([
  ['.countersign', 'case'],
  ['.zip', 'bundle'],
] as const);
/** Control characters, marks that turn the direction of a text, and characters without width. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u;
/** Devices of Windows, which look like files. */
const DEVICE = /^\\\\[.?]\\/;

/**
 * The files among the arguments of a start, as absolute paths: what begins with a dash is a switch, unless it stands behind
 * `--`. `folder` is where the process was started.
 */
export function filesOf(argv: readonly string[], folder: string): string[] {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const named = [...argv.slice(0, end).filter((argument) => !argument.startsWith('-')), ...argv.slice(end + 1)];
  return named.filter((argument) => argument !== '').map((argument) => resolve(folder, argument));
}

/** What to do about the files of a start; null when there are none. */
export function judgeFiles(paths: readonly string[]): OpenedFile | null {
  const [path] = paths;
  if (path === undefined) return null;
  if (paths.length > 1) return refused('Several files were to be opened at once. Open one at a time.');
  if (UNSEEN.test(path))
    return refused('The name of the file, or of its folder, has characters that cannot be seen. Rename it first.');
  const name = shown(path);
  if (DEVICE.test(path) || !isFile(path)) return refused(`${name} is not there, or is no file that can be read.`);
  const kind = [...KINDS].find(([extension]) => path.toLowerCase().endsWith(extension))?.[1];
  if (kind === undefined)
    return refused(`${name} is neither a case (.countersign) nor an evidence bundle (.zip). Add exports on Imports.`);
  return { kind, path };
}

function refused(message: string): OpenedFile {
  return { kind: 'refused', message: `${message} Nothing was opened.` };
}

function shown(path: string): string {
  const name = basename(path) || path;
  return name.length > 80 ? `${name.slice(0, 80)}…` : name;
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false; // a name too long, a loop of links, a folder that may not be entered
  }
}
