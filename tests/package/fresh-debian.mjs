// Installs the package on a fresh Debian, without a network, and walks through a review there; run by hand as root:
//   node electron/runtime/run.mjs --display tests/package/fresh-debian.mjs [FOLDER] [RELEASE]
// Needs debootstrap and xdotool. The system is made once in FOLDER (default: dist/.debian), with the libraries that a desktop
// has anyway; `npm run package` comes first.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { projectRoot } from '../../electron/runtime/paths.mjs';
import { tool } from '../../electron/runtime/process.mjs';

const system = resolve(process.argv[2] ?? join(projectRoot, 'dist', '.debian'));
const release = process.argv[3] ?? 'bookworm';
const dist = join(projectRoot, 'dist');
const deb = readdirSync(dist).find((name) => name.endsWith('.deb'));
if (deb === undefined) throw new Error('There is no package in dist/: run npm run package first.');
const packageFile = join(dist, deb);

/** @param {string} program @param {readonly string[]} args */
function run(program, ...args) {
  console.error(`+ ${program} ${args.join(' ')}`);
  execFileSync(program, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

if (!existsSync(join(system, 'etc/debian_version'))) {
  run('debootstrap', '--variant=minbase', release, system, 'http://deb.debian.org/debian');
}
// What a desktop has: whatever the package names, asked of apt while there is a network, and fonts.
const depends = execFileSync('dpkg-deb', ['-f', packageFile, 'Depends'], { encoding: 'utf8' });
const wanted = depends.split(', ').map((choice) => choice.trim().split(/[ |]/)[0] ?? '');
run('chroot', system, 'apt-get', 'update', '-q');
const t64 = new Set(
  execFileSync('chroot', [system, 'apt-cache', 'pkgnames'], { encoding: 'utf8', maxBuffer: 1 << 26 }).split('\n'),
);
const names = wanted.map((name) => (t64.has(`${name}t64`) ? `${name}t64` : name));
const desktop = ['fonts-dejavu-core', 'shared-mime-info', 'desktop-file-utils', 'hicolor-icon-theme', 'xdg-utils'];
run('chroot', system, 'apt-get', 'install', '-y', '-q', '--no-install-recommends', ...names, ...desktop);
copyFileSync(packageFile, join(system, 'tmp', basename(packageFile)));

const mounts = [
  'mount -t proc proc "$SYSTEM/proc"',
  'mount --rbind /sys "$SYSTEM/sys"',
  'mount --rbind /dev "$SYSTEM/dev"',
  'mount --bind /tmp/.X11-unix "$SYSTEM/tmp/.X11-unix"',
];
const playwright = tool('@playwright/test', 'playwright');
const test = [playwright.command, ...playwright.args, 'test', '-c', 'tests/package/playwright.config.ts', 'walk'];
// In a namespace of its own for mounts too: they are gone with it, however this ends.
const script = [
  'set -e',
  'ip link set lo up',
  ...mounts,
  `chroot "$SYSTEM" dpkg -i "/tmp/${basename(packageFile)}"`,
  'chroot "$SYSTEM" xdg-mime query default application/x-countersign-case || true',
  'exec "$@"',
].join('\n');
mkdirSync(join(system, 'tmp/.X11-unix'), { recursive: true });
const { status } = spawnSync('unshare', ['--net', '--mount', 'sh', '-c', script, 'sh', ...test, '--reporter=list'], {
  stdio: 'inherit',
  cwd: projectRoot,
  env: { ...process.env, SYSTEM: system, COUNTERSIGN_SYSTEM: system },
});
process.exitCode = status ?? 1;
