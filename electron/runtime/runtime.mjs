import { existsSync, readFileSync } from 'node:fs';
import { runtimeFile } from './paths.mjs';

/**
 * @typedef {object} Runtime
 * @property {string} electronPath executable of Electron
 * @property {string} electronVersion
 * @property {string[]} args flags that must precede the app folder
 * @property {Record<string, string>} env variables for Electron and for the tools that start it
 */

/**
 * How to start Electron on this machine, as the last set-up found it.
 * @returns {Runtime}
 * @throws {Error} when the set-up has not run, or what it found is gone
 */
export function resolveRuntime() {
  const found = existsSync(runtimeFile) ? JSON.parse(readFileSync(runtimeFile, 'utf8')) : undefined;
  if (found === undefined || !existsSync(found.electronPath)) {
    throw new Error('Electron is not set up for this checkout. Run: node electron/runtime/setup.mjs');
  }
  // Chromium refuses to run its sandbox as root.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return { electronPath: found.electronPath, electronVersion: found.electronVersion, args, env: found.env };
}
