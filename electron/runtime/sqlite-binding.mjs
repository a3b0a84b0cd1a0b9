import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, cp, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { compilerPackages, ensureDebianPackages } from './debian.mjs';
import { freshWorkFolder, withLock } from './lock.mjs';
import { cacheFolder, modulePath, projectNode, projectRoot } from './paths.mjs';
import { captureOrFail, childEnvironment, npm, SetupError } from './process.mjs';

const header = join(projectRoot, 'electron', 'runtime', 'napi9-compat.h');

/**
 * Builds better-sqlite3 for an Electron whose Node-API is older than the prebuilt binding needs. Its sources are left
 * as they are; a header included before them supplies what Node-API 9 lacks.
 * @param {string} electronVersion part of the name under which the result is kept
 * @param {(message: string) => void} say
 * @returns {Promise<string>} path of the binding for the `nativeBinding` option
 */
export async function prepareSqliteBinding(electronVersion, say) {
  const { name, version } = JSON.parse(readFileSync(modulePath('better-sqlite3', 'package.json'), 'utf8'));
  const key = createHash('sha256').update(readFileSync(header)).digest('hex').slice(0, 8);
  const folder = join(cacheFolder(), `${name}-${version}-electron-${electronVersion}-${key}`);
  const binding = join(folder, 'better_sqlite3.node');
  if (existsSync(binding)) return binding;
  return withLock(join(cacheFolder(), 'better-sqlite3.lock'), say, async () => {
    if (!existsSync(binding)) await build(folder, say);
    return binding;
  });
}

/** @param {string} folder @param {(message: string) => void} say */
async function build(folder, say) {
  await ensureDebianPackages(compilerPackages, 'Building the SQLite binding', say);
  const work = freshWorkFolder(folder);
  try {
    say('compiling SQLite for this Electron (about a minute, once)');
    const source = join(work, 'source');
    await cp(modulePath('better-sqlite3'), source, {
      recursive: true,
      filter: (path) => !path.endsWith('/prebuilds') && !path.endsWith('/better-sqlite3/build'),
    });
    const flags = ['rebuild', '--release', '--force_build=1', '--jobs=max', `--nodedir=${headersFolder()}`];
    await captureOrFail('Compiling better-sqlite3', projectNode(), [nodeGyp(), ...flags], {
      cwd: source,
      env: childEnvironment({
        CFLAGS: '-O2',
        CXXFLAGS: `-UNAPI_VERSION -DNAPI_VERSION=9 -include ${header}`,
        NODE_PATH: modulePath(),
      }),
      onTick: (seconds) => say(`compiling SQLite: ${seconds} s`),
    });
    const result = join(work, 'result');
    await mkdir(result);
    await copyFile(join(source, 'build', 'Release', 'better_sqlite3.node'), join(result, 'better_sqlite3.node'));
    await rename(result, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** @returns {string} a folder with include/node; Node-API is one C interface, so the headers of any Node serve */
function headersFolder() {
  const candidates = [
    modulePath('node', 'node_modules', `node-linux-${process.arch}`),
    modulePath(`node-linux-${process.arch}`),
    dirname(dirname(process.execPath)),
    '/usr',
  ];
  const folder = candidates.find((candidate) => existsSync(join(candidate, 'include', 'node', 'node_api.h')));
  if (folder !== undefined) return folder;
  throw new SetupError(
    'The C headers of Node (include/node) were not found, so SQLite cannot be compiled for this Electron. Install a ' +
      'Node with headers (Debian: libnode-dev) and run the command again.',
  );
}

/** @returns {string} */
function nodeGyp() {
  const { folder } = npm();
  const path = folder && join(folder, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  if (path !== undefined && existsSync(path)) return path;
  throw new SetupError('node-gyp, which comes with npm, was not found. Reinstall npm and run the command again.');
}
