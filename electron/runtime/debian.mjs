import { capture, isOnPath } from './process.mjs';

/** Shared libraries that Electron loads, and the screen it draws on where there is none. */
export const runtimePackages = [
  'xvfb',
  'xauth',
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libdrm2',
  'unzip',
];

/** What compiles the SQLite binding for an older Electron. */
export const compilerPackages = ['g++', 'make', 'python3'];

/** Independent programs with which the tests check what Countersign writes. */
export const testPackages = [
  'sqlite3',
  'poppler-utils',
  'qpdf',
  'openssl',
  'gnutls-bin',
  'gpgsm',
  'mupdf-tools',
  'softhsm2',
  'opensc',
  'chromium',
  'iproute2',
  'util-linux',
  'python3-cryptography',
  'xdotool',
  'desktop-file-utils',
  'shared-mime-info',
  'binutils',
  ...compilerPackages,
];

/** Packages that count as present when their program is on the path, however it came there. */
const programs = new Map([
  ['g++', 'g++'],
  ['make', 'make'],
  ['python3', 'python3'],
  ['unzip', 'unzip'],
  ['openssl', 'openssl'],
]);

/**
 * Installs missing Debian packages when this process may; otherwise says which command to run, and goes on.
 * @param {readonly string[]} wanted
 * @param {string} purpose what does not work without them
 * @param {(message: string) => void} say
 * @returns {Promise<boolean>} whether all of them are there now
 */
export async function ensureDebianPackages(wanted, purpose, say) {
  if (process.platform !== 'linux' || !isOnPath('dpkg-query')) return true;
  const missing = await findMissing(wanted);
  if (missing.length === 0) return true;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    say(`missing Debian packages: ${purpose} may not work. To install them, run:\n  sudo ${command}`);
    return false;
  }
  say(`installing Debian packages: ${missing.join(' ')}`);
  for (const attempt of [1, 2]) {
    const failure = await install(missing, say);
    if (failure === undefined) return true;
    say(attempt === 1 ? 'apt-get failed, trying once more' : `${purpose} may not work. apt-get said:\n${failure}`);
  }
  say(`when the network is back, run:\n  ${command}`);
  return false;
}

/** @param {readonly string[]} missing @param {(message: string) => void} say @returns {Promise<string | undefined>} why it failed */
async function install(missing, say) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const wait = ['-o', 'DPkg::Lock::Timeout=300', '-q'];
  const onTick = (/** @type {number} */ seconds) => say(`installing Debian packages: ${seconds} s`);
  const update = await capture('apt-get', [...wait, 'update'], { env, onTick });
  if (update.code !== 0) return tail(update);
  const result = await capture('apt-get', [...wait, 'install', '-y', '--no-install-recommends', ...missing], {
    env,
    onTick,
  });
  return result.code === 0 ? undefined : tail(result);
}

/** @param {{ stdout: string, stderr: string }} output */
function tail(output) {
  return `${output.stdout}\n${output.stderr}`.trim().split('\n').slice(-8).join('\n');
}

/** @param {readonly string[]} wanted @returns {Promise<string[]>} */
async function findMissing(wanted) {
  const unknown = wanted.filter((name) => !isOnPath(programs.get(name) ?? ' '));
  if (unknown.length === 0) return [];
  // Debian 13 renamed some libraries: libgtk-3-0t64 is libgtk-3-0.
  const names = unknown.flatMap((name) => [name, `${name}t64`]);
  const listed = await capture('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names]);
  const installed = new Set(
    listed.stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.slice(0, line.indexOf(' '))),
  );
  return unknown.filter((name) => !installed.has(name) && !installed.has(`${name}t64`));
}
