import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A lock older than this is taken for abandoned even if a process with its id lives. */
const longestHoldMs = 30 * 60_000;

/**
 * Runs `work` while no other process holds the same lock file, waiting for it as long as needed.
 * @template T
 * @param {string} file path of the lock file; its folder is made
 * @param {(message: string) => void} say told once when there is a wait
 * @param {() => Promise<T>} work must look again whether it is still needed
 * @returns {Promise<T>}
 */
export async function withLock(file, say, work) {
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  while (!take(file)) {
    const holder = readHolder(file);
    if (isAbandoned(file, holder)) {
      remove(file);
      continue;
    }
    if (!told) say(`waiting for another set-up (process ${holder ?? 'unknown'}) to finish`);
    told = true;
    await sleep(300);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * A fresh folder beside `target`, to be renamed to it once complete. Clears away what an interrupted run left; the
 * caller holds the lock, so nobody is at work there.
 * @param {string} target
 * @returns {string}
 */
export function freshWorkFolder(target) {
  const folder = `${target}.part`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** @param {string} file */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file @returns {number | undefined} */
function readHolder(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** @param {string} file @param {number | undefined} holder undefined: the holder has not written its id yet */
function isAbandoned(file, holder) {
  try {
    const age = Date.now() - statSync(file).mtimeMs;
    if (holder === undefined || age > longestHoldMs) return age > (holder === undefined ? 10_000 : longestHoldMs);
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
}

/** Renamed before it is deleted: of two processes that find the same dead lock, one gets it. @param {string} file */
function remove(file) {
  const grave = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, grave);
    rmSync(grave, { force: true });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** @param {unknown} error @returns {unknown} */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
