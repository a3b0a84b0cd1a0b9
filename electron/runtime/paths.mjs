import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout: the folder of package.json. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What the set-up found for this checkout. Inside node_modules, so that a fresh install starts afresh. */
export const stateFolder = join(projectRoot, 'node_modules', '.cache', 'countersign');

/** The file `resolveRuntime` reads. */
export const runtimeFile = join(stateFolder, 'runtime.json');

/**
 * Folder for what several checkouts may share: a prepared Electron, the compiled SQLite binding.
 * @returns {string} absolute path; may not exist yet
 */
export function cacheFolder() {
  if (process.env.XDG_CACHE_HOME) return join(process.env.XDG_CACHE_HOME, 'countersign');
  if (process.platform === 'win32' && process.env.LOCALAPPDATA) return join(process.env.LOCALAPPDATA, 'countersign');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'countersign');
  return join(homedir(), '.cache', 'countersign');
}

/**
 * The Node that the project is pinned to. Before the packages are installed: the running one.
 * @returns {string} absolute path of an executable
 */
export function projectNode() {
  const pinned = join(projectRoot, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(pinned) ? pinned : process.execPath;
}

/**
 * How Node runs the engine and its tools: with the room for young objects that Electron gives. Node alone lets it grow to
 * several times that, which an import of millions of records fills with garbage and gains nothing from.
 */
export const nodeOptions = ['--max-semi-space-size=16'];

/**
 * Path of a file inside an installed package.
 * @param {string[]} segments package name, then the path in it
 * @returns {string}
 */
export function modulePath(...segments) {
  return join(projectRoot, 'node_modules', ...segments);
}
