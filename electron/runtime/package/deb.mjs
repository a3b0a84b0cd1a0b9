import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectRoot } from '../paths.mjs';
import { captureOrFail } from '../process.mjs';

/** Where the app lies once installed. */
const home = 'usr/lib/countersign';

/**
 * The packages that hold the shared libraries the executable and the addons name, and libx11-xcb1, without
 * which Chromium ends without a word. Debian 13 and Ubuntu 24.04 renamed those with a second name. A test compares them with what the files ask for.
 */
const depends = [
  'libasound2 | libasound2t64',
  'libatk-bridge2.0-0 | libatk-bridge2.0-0t64',
  'libatk1.0-0 | libatk1.0-0t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libc6 (>= 2.34)',
  'libcairo2',
  'libcups2 | libcups2t64',
  'libdbus-1-3',
  'libdrm2',
  'libexpat1',
  'libgbm1',
  'libgcc-s1',
  'libglib2.0-0 | libglib2.0-0t64',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnspr4',
  'libnss3',
  'libpango-1.0-0',
  'libstdc++6',
  'libudev1',
  'libx11-6',
  'libx11-xcb1',
  'libxcb1',
  'libxcomposite1',
  'libxdamage1',
  'libxext6',
  'libxfixes3',
  'libxkbcommon0',
  'libxrandr2',
];

/** What a case file is told by: SQLite's first bytes, and our number where SQLite keeps that of an application. */
const mimeTypes = `<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="application/x-countersign-case">
    <comment>Countersign case</comment>
    <icon name="countersign"/>
    <sub-class-of type="application/vnd.sqlite3"/>
    <magic priority="60">
      <match type="string" offset="0" value="SQLite format 3\\000">
        <match type="big32" offset="68" value="0x4353474e"/>
      </match>
    </magic>
    <glob pattern="*.countersign"/>
  </mime-type>
</mime-info>
`;

const desktopEntry = `[Desktop Entry]
Type=Application
Name=Countersign
GenericName=Access review
Comment=Review, decide and sign off OAuth grants, offline
Exec=countersign %f
Icon=countersign
Terminal=false
Categories=Office;
MimeType=application/x-countersign-case;application/zip;
Keywords=OAuth;audit;review;grants;
StartupNotify=true
StartupWMClass=Countersign
`;

const copyright = `Countersign is not free software: it may be used as agreed with its makers.

What others made in it, with the licences in full:
  /${home}/resources/about/THIRD-PARTY-NOTICES.txt
  /${home}/LICENSES.chromium.html
`;

/**
 * Makes a Debian package of the app. It has no maintainer scripts: menus, icons and file types are brought up to date by the
 * triggers of the packages that keep them, so installing needs no network and removing touches nothing in a home folder.
 * @param {{ app: string, work: string, file: string, info: import('./build-info.mjs').BuildInfo }} options
 * `app`: the folder of the app; `work`: an empty folder
 */
export async function makeDeb({ app, work, file, info }) {
  await cp(app, join(work, home), { recursive: true, verbatimSymlinks: true });
  await tidyModes(join(work, home));
  // The helper of Chromium's sandbox works only as root's own program that runs as root.
  await chmod(join(work, home, 'chrome-sandbox'), 0o4755);
  await mkdir(join(work, 'usr/bin'), { recursive: true });
  await symlink('../lib/countersign/countersign', join(work, 'usr/bin/countersign'));
  await put(work, 'usr/share/applications/countersign.desktop', desktopEntry);
  await put(work, 'usr/share/mime/packages/countersign.xml', mimeTypes);
  await put(work, 'usr/share/doc/countersign/copyright', copyright);
  await put(work, 'usr/share/doc/countersign/changelog.gz', gzipSync(changelog(info), { level: 9 }));
  await putIcons(work);
  await put(work, 'DEBIAN/control', control(info, installedKilobytes(work)));
  await put(work, 'DEBIAN/md5sums', md5sums(work));
  // zstd 9: 88 MB in 9 s; xz makes 75 MB of it, but takes three minutes.
  const options = ['--root-owner-group', '-Zzstd', '-z9', '--build', work, file];
  await captureOrFail('Making the Debian package', 'dpkg-deb', options, {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(Date.parse(info.date) / 1000) },
  });
}

/** @param {import('./build-info.mjs').BuildInfo} info @param {number} kilobytes */
function control({ version }, kilobytes) {
  return `Package: countersign
Version: ${version}
Architecture: ${debianArchitecture()}
Maintainer: The makers of Countersign <countersign@localhost>
Installed-Size: ${kilobytes}
Depends: ${depends.join(', ')}
Recommends: xdg-utils
Section: misc
Priority: optional
Description: offline workstation for reviewing OAuth grants
 Countersign reads the exports of a platform into one case file, compares what
 was granted with what was used, leads through the review of every grant, and
 makes a signed report with an evidence bundle that anybody can check.
 .
 It never uses a network. Cases, keys and settings stay where you keep them when
 the package is removed or purged.
`;
}

/** @returns {string} the name Debian gives this architecture */
export function debianArchitecture() {
  return process.arch === 'x64' ? 'amd64' : process.arch;
}

/** @param {import('./build-info.mjs').BuildInfo} info */
function changelog({ version, date, commit }) {
  const day = new Date(date).toUTCString().replace('GMT', '+0000');
  const made = commit === null ? 'sources without a commit' : `commit ${commit}`;
  return `countersign (${version}) stable; urgency=medium\n\n  * Made from ${made}.\n\n -- The makers of Countersign <countersign@localhost>  ${day}\n`;
}

/** @param {string} work */
async function putIcons(work) {
  const folder = join(projectRoot, 'resources', 'icon');
  const icons = join(work, 'usr/share/icons/hicolor');
  for (const name of await readdir(folder)) {
    const size = /^(\d+x\d+)\.png$/.exec(name)?.[1];
    if (size === undefined) continue;
    await mkdir(join(icons, size, 'apps'), { recursive: true });
    await copyFile(join(folder, name), join(icons, size, 'apps', 'countersign.png'));
  }
  await mkdir(join(icons, 'scalable/apps'), { recursive: true });
  await copyFile(join(folder, 'icon.svg'), join(icons, 'scalable/apps/countersign.svg'));
  await tidyModes(icons);
}

/** Whatever the umask was when the sources were checked out. @param {string} folder */
async function tidyModes(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile())
      await chmod(path, (statSync(path).mode & 0o100) !== 0 && !/\.\w+$/.test(entry.name) ? 0o755 : 0o644);
  }
}

/** @param {string} root @param {string} path @param {string | Uint8Array} content */
async function put(root, path, content) {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content, { mode: 0o644 });
}

/** @param {string} work */
function installedKilobytes(work) {
  const sizes = filesOf(work).map((path) => Math.ceil(statSync(join(work, path)).size / 1024));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** What `dpkg --verify` compares with. @param {string} work */
function md5sums(work) {
  return execFileSync('md5sum', filesOf(work), { cwd: work, encoding: 'utf8' });
}

/** @param {string} work @returns {string[]} the paths of the files that get installed, in order */
function filesOf(work) {
  return readdirSync(work, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(work.length + 1))
    .filter((path) => !path.startsWith('DEBIAN/'))
    .sort();
}
