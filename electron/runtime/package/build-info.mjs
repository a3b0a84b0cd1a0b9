import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareElectron } from '../electron.mjs';
import { projectRoot } from '../paths.mjs';
import { capture } from '../process.mjs';
import { resolveRuntime } from '../runtime.mjs';

/**
 * @typedef {object} BuildInfo what a package says about itself, in about/build.json beside the archive
 * @property {string} version of Countersign
 * @property {string | null} commit of the sources; null outside a checkout
 * @property {boolean} changed whether files differed from that commit
 * @property {string} date ISO 8601: SOURCE_DATE_EPOCH, else the time of the commit
 * @property {{ electron: string, origin: 'official' | 'registry' }} runtime `registry`: the fallback of electron.mjs
 */

/** @returns {Promise<BuildInfo>} */
export async function readBuildInfo() {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  const { electronVersion } = resolveRuntime();
  const { origin } = await prepareElectron(() => {});
  const commit = await git('rev-parse', 'HEAD');
  return {
    version,
    commit,
    changed: commit !== null && (await git('status', '--porcelain', '--untracked-files=no')) !== '',
    date: new Date(await sourceEpoch()).toISOString().replace('.000', ''),
    // A distribution that somebody named is taken at their word.
    runtime: { electron: electronVersion, origin: origin === 'registry' ? 'registry' : 'official' },
  };
}

/** The one time in everything that is made, so that the same sources give the same files. @returns {Promise<number>} ms */
async function sourceEpoch() {
  const seconds = process.env.SOURCE_DATE_EPOCH ?? (await git('log', '-1', '--format=%ct'));
  return /^\d+$/.test(seconds ?? '') ? Number(seconds) * 1000 : Date.UTC(2026, 0, 1);
}

/** @param {string[]} args @returns {Promise<string | null>} null when there is no git or no checkout */
async function git(...args) {
  const { code, stdout } = await capture('git', args);
  return code === 0 ? stdout.trim() : null;
}
