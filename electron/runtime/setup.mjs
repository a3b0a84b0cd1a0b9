import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ensureDebianPackages, runtimePackages, testPackages } from './debian.mjs';
import { installDependencies } from './dependencies.mjs';
import { prepareElectron } from './electron.mjs';
import { modulePath, runtimeFile, stateFolder } from './paths.mjs';
import { capture, SetupError } from './process.mjs';
import { prepareSqliteBinding } from './sqlite-binding.mjs';

/** The prebuilt better-sqlite3 crashes, without an error, where Node-API is older than this. */
const prebuiltNeedsNodeApi = 10;

/**
 * Prepares this checkout to build, run and test the app. Does only what is missing; safe to run twice at once.
 * @param {{ withTestTools?: boolean, say?: (message: string) => void }} [options]
 */
export async function setUp(options = {}) {
  const say = options.say ?? ((message) => console.error(`set-up: ${message}`));
  await installDependencies(say);
  await ensureDebianPackages(
    options.withTestTools ? [...runtimePackages, ...testPackages] : runtimePackages,
    options.withTestTools ? 'Electron or some tests' : 'Electron',
    say,
  );
  const electron = await prepareElectron(say);
  const identity = identify(electron.executable);
  if (isKnown(identity)) return;
  const versions = await askVersions(electron.executable);
  /** @type {Record<string, string>} */
  const env = { ELECTRON_EXEC_PATH: electron.executable };
  if (electron.origin !== 'official') Object.assign(env, { ELECTRON_OVERRIDE_DIST_PATH: electron.distribution });
  if (Number(versions.napi) < prebuiltNeedsNodeApi) {
    const binding = await prepareSqliteBinding(versions.electron, say);
    Object.assign(env, { COUNTERSIGN_SQLITE_BINDING: binding });
  }
  await trySqlite(electron.executable, env);
  save({ identity, electronPath: electron.executable, electronVersion: versions.electron, env });
  say(`ready: Electron ${versions.electron} (${electron.origin}), Chromium ${versions.chrome}, Node ${versions.node}`);
}

/** Changes when Electron or better-sqlite3 is replaced. @param {string} executable */
function identify(executable) {
  const { size, mtimeMs } = statSync(executable);
  const { version } = JSON.parse(readFileSync(modulePath('better-sqlite3', 'package.json'), 'utf8'));
  return `${executable} ${size} ${mtimeMs} ${version}`;
}

/** @param {string} identity */
function isKnown(identity) {
  if (!existsSync(runtimeFile)) return false;
  const saved = JSON.parse(readFileSync(runtimeFile, 'utf8'));
  const binding = saved.env.COUNTERSIGN_SQLITE_BINDING;
  return saved.identity === identity && (binding === undefined || existsSync(binding));
}

/** @param {string} executable @returns {Promise<{ electron: string, chrome: string, node: string, napi: string }>} */
async function askVersions(executable) {
  const result = await runInElectron(executable, 'console.log(JSON.stringify(process.versions))', {});
  if (result.code === 0) return JSON.parse(result.stdout);
  const library = /error while loading shared libraries: ([^:]+)/.exec(result.stderr)?.[1];
  throw new SetupError(
    library
      ? `Electron needs the system library ${library}, which is not installed. On Debian, run:\n  sudo apt-get install -y --no-install-recommends ${runtimePackages.join(' ')}`
      : `Electron (${executable}) does not start:\n${result.stderr.trim()}`,
  );
}

/** Proves that SQLite works inside this Electron before anything relies on it. @param {string} executable @param {Record<string, string>} env */
async function trySqlite(executable, env) {
  const script = `
    const Database = require(${JSON.stringify(modulePath('better-sqlite3'))});
    const nativeBinding = process.env.COUNTERSIGN_SQLITE_BINDING;
    const db = new Database(':memory:', nativeBinding ? { nativeBinding } : {});
    db.exec('CREATE TABLE t (a INTEGER, b TEXT) STRICT');
    db.aggregate('joined', { start: 'x', step: (total, next) => total + next });
    const insert = db.prepare('INSERT INTO t VALUES (@a, @b)');
    db.transaction(() => { for (let a = 0; a < 1000; a++) insert.run({ a, b: String(a) }); })();
    const { n, j } = db.prepare('SELECT count(*) n, length(joined(b)) j FROM t').get();
    if (n !== 1000 || j !== 2891) throw new Error('wrong result: ' + n + ' ' + j);`;
  const result = await runInElectron(executable, script, env);
  if (result.code === 0) return;
  throw new SetupError(
    `SQLite does not work inside Electron (${executable}). Remove ${env.COUNTERSIGN_SQLITE_BINDING ?? modulePath('better-sqlite3')} ` +
      `and run the command again.\n${result.stderr.trim()}`,
  );
}

/** @param {string} executable @param {string} script @param {Record<string, string>} env */
function runInElectron(executable, script, env) {
  return capture(executable, ['-e', script], {
    env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: '1' },
    timeoutMs: 60_000,
  });
}

/** @param {object} found */
function save(found) {
  mkdirSync(stateFolder, { recursive: true });
  const part = `${runtimeFile}.${process.pid}`;
  writeFileSync(part, `${JSON.stringify(found, undefined, 2)}\n`);
  renameSync(part, runtimeFile);
}

/**
 * Ends the process with the message of a set-up failure; other errors keep their stack.
 * @param {unknown} error
 * @returns {never}
 */
export function exitWith(error) {
  console.error(error instanceof SetupError ? `set-up: ${error.message}` : error);
  process.exit(1);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await setUp({ withTestTools: process.argv.includes('--with-test-tools') }).catch(exitWith);
}
