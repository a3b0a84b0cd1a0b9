import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { listPackage, extractFile } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { fuses } from '../../electron/runtime/package/fuses.mjs';
import { missingPrograms } from '../e2e/helpers/bundle.ts';
import { DIST, debFile, infoOf, noticesFile, sbomFile, tarFile } from './helpers/dist.ts';
import { sbomComplaints } from './helpers/sbom-schema.ts';

const PROJECT = join(DIST, '..');
const APP = 'usr/lib/countersign';

test.describe('what is handed out', () => {
  let root = '';
  test.beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'countersign-deb-'));
    run('dpkg-deb', '-x', debFile(), root);
  });
  test.afterAll(() => rmSync(root, { recursive: true, force: true }));

  test('the sums are those of the files, and of all of them', () => {
    expect(run('sh', '-c', `cd '${DIST}' && sha256sum --strict -c SHA256SUMS`)).not.toContain('FAILED');
    const named = readFileSync(join(DIST, 'SHA256SUMS'), 'utf8').trim().split('\n');
    expect(named.length).toBe(
      readdirSync(DIST, { withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
        .length - 1,
    );
  });

  test('the Debian package is one, has no scripts, and its files are those of its list', () => {
    expect(run('ar', 't', debFile()).trim().split('\n')).toEqual(['debian-binary', 'control.tar.zst', 'data.tar.zst']);
    const control = mkdtempSync(join(tmpdir(), 'countersign-control-'));
    run('dpkg-deb', '-e', debFile(), control);
    expect(readdirSync(control).sort()).toEqual(['control', 'md5sums']);
    expect(run('sh', '-c', `cd '${root}' && md5sum --strict -c '${control}/md5sums'`)).not.toContain('FAILED');
    rmSync(control, { recursive: true });
    expect(run('dpkg-deb', '-f', debFile(), 'Package', 'Version')).toBe(
      `Package: countersign\nVersion: ${infoOf().version}\n`,
    );
  });

  test('all belongs to root, only the sandbox runs as root, nobody else may write', () => {
    const lines = run('dpkg-deb', '-c', debFile()).trim().split('\n');
    for (const line of lines) expect(line).toMatch(/^[-dl][-rwxs]+ root\/root /);
    expect(lines.filter((line) => /^-..s/.test(line)).map((line) => line.split(/\s+/)[5])).toEqual([
      `./${APP}/chrome-sandbox`,
    ]);
    for (const line of lines.filter((each) => !each.startsWith('l'))) expect(line).toMatch(/^.{5}-.{2}-/);
  });

  test('every shared library that is asked for is in a package it depends on, or comes along', () => {
    skipWithout('objdump', 'dpkg');
    const files = binaries(join(root, APP));
    const asked = files.flatMap((file) =>
      [...run('objdump', '-p', file).matchAll(/NEEDED\s+(\S+)/g)].map(([, name]) => name ?? ''),
    );
    const own = new Set(readdirSync(join(root, APP)));
    const depends = run('dpkg-deb', '-f', debFile(), 'Depends');
    // Chromium loads this one by itself, and ends without a word where it is missing.
    const outside = [...new Set([...asked, 'libX11-xcb.so.1'])].filter((name) => !own.has(name));
    expect(outside.length).toBeGreaterThan(20);
    for (const library of outside) {
      const found = run('dpkg', '-S', `*/${library}`).split('\n').filter(Boolean);
      const packages = found.map((line) => line.slice(0, line.search(/[:,]/)));
      const isNamed = packages.some((name) =>
        new RegExp(`(^|[\\s,|])${name.replaceAll('+', '\\+')}([\\s,]|$)`).test(depends),
      );
      expect(isNamed, `${library} of ${packages.join(' or ')}`).toBe(true);
    }
  });

  test('the menu entry is valid, and its icons have the sizes they are said to have', () => {
    skipWithout('desktop-file-validate');
    run('desktop-file-validate', join(root, 'usr/share/applications/countersign.desktop'));
    const icons = join(root, 'usr/share/icons/hicolor');
    for (const size of readdirSync(icons).filter((name) => name !== 'scalable')) {
      const png = readFileSync(join(icons, size, 'apps/countersign.png'));
      expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(size);
    }
  });

  test('the system tells a case by its name and by its content', () => {
    skipWithout('update-mime-database');
    const share = join(root, 'usr/share');
    run('cp', '/usr/share/mime/packages/freedesktop.org.xml', join(share, 'mime/packages/'));
    run('update-mime-database', join(share, 'mime'));
    expect(readFileSync(join(share, 'mime/globs2'), 'utf8')).toContain('application/x-countersign-case:*.countersign');
    expect(readFileSync(join(share, 'mime/magic'), 'latin1')).toContain('application/x-countersign-case]');
  });

  test('the fuses of the packaged executable are as stated', async () => {
    const wire = Object.entries(await getCurrentFuseWire(join(root, APP, 'countersign'))).filter(
      ([key]) => key !== 'version',
    );
    expect(wire.length).toBeGreaterThanOrEqual(8);
    const stated = Object.fromEntries(
      Object.entries(fuses).map(([fuse, isOn]) => [fuse, isOn ? FuseState.ENABLE : FuseState.DISABLE]),
    );
    for (const [fuse, state] of wire) expect(state, FuseV1Options[Number(fuse)]).toBe(stated[fuse]);
  });

  test('it runs nothing but itself: not as Node, with no options of Node, from no folder beside its archive', () => {
    expect(readdirSync(join(root, APP, 'resources')).sort()).toEqual([
      'about',
      'app.asar',
      'app.asar.unpacked',
      'resources',
    ]);
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    const { stdout } = spawnSync(join(root, APP, 'countersign'), ['-e', 'console.log("ran as Node")', '--version'], {
      env,
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(stdout).not.toContain('ran as Node');
  });

  test('the archive holds the build and what it needs, and nothing of development', () => {
    const archive = join(root, APP, 'resources/app.asar');
    const names = listPackage(archive, { isPack: false });
    expect(names).toContain('/out/main/index.mjs');
    expect(
      names.filter((name) => /\.(map|ts|tsx|cc|cpp|hh|h|c|gyp)$|\/(deps|test|tests|bundled)\//.test(name)),
    ).toEqual([]);
    expect(names.filter((name) => /^\/[^/]+$/.test(name)).sort()).toEqual(['/node_modules', '/out', '/package.json']);
    const { dependencies, scripts } = z
      .object({ dependencies: z.record(z.string(), z.string()), scripts: z.unknown().optional() })
      .parse(JSON.parse(extractFile(archive, 'package.json').toString()));
    expect(scripts).toBeUndefined();
    const natives = binaries(`${archive}.unpacked`).map((path) => relative(`${archive}.unpacked/node_modules`, path));
    expect(natives).toHaveLength(Object.keys(dependencies).length > 1 ? 2 : 1);
    for (const path of natives) expect(path).toContain('linux');
  });

  test('the archive for other systems holds the same program', () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-tar-'));
    run('tar', '-xzf', tarFile(), '-C', folder, '--strip-components=1');
    run('diff', '-r', '--no-dereference', folder, join(root, APP));
    rmSync(folder, { recursive: true });
  });

  test('the bill of materials follows its schema and lists every npm package that ships', () => {
    const text = readFileSync(sbomFile(), 'utf8');
    expect(sbomComplaints(JSON.parse(text))).toEqual([]);
    const { components } = sbom.parse(JSON.parse(text));
    const listed = new Set(components.map(({ name, version }) => `${name}@${version}`));
    for (const name of shippedNames(root))
      expect(
        [...listed].some((each) => each.startsWith(`${name}@`)),
        name,
      ).toBe(true);
    for (const name of ['electron', 'chromium', 'node', 'sqlite', '@fontsource/inter', 'react', 'zod']) {
      expect(
        [...listed].some((each) => each.startsWith(`${name}@`)),
        name,
      ).toBe(true);
    }
    const { version } = components.find(({ name }) => name === 'electron') ?? {};
    expect(version).toBe(infoOf().runtime.electron);
  });

  test('the licences of everything listed come along', () => {
    const notices = readFileSync(noticesFile(), 'utf8');
    const { components } = sbom.parse(JSON.parse(readFileSync(sbomFile(), 'utf8')));
    for (const { name, version } of components) expect(notices).toContain(`${name} ${version}: `);
    for (const { name, purl } of components.filter((each) => each.purl?.startsWith('pkg:npm/') === true)) {
      expect(notices.split(`\n${name} `).length, `${purl} is followed by a licence`).toBeGreaterThan(2);
    }
    expect(statSync(join(root, APP, 'LICENSES.chromium.html')).size).toBeGreaterThan(1_000_000);
    expect(readFileSync(join(root, APP, 'resources/about/THIRD-PARTY-NOTICES.txt'), 'utf8')).toBe(notices);
    expect(readFileSync(join(root, APP, 'resources/resources/fonts/LICENSE.txt'), 'utf8')).toContain('SIL Open Font');
  });

  test('nothing in it names the machine it was made on', () => {
    const folders = [PROJECT, process.env['HOME'] ?? PROJECT].filter((folder) => folder.length > 6);
    for (const folder of folders) {
      const { status } = spawnSync('grep', ['-rlF', folder, join(root, APP, 'resources')]);
      expect(status, folder).toBe(1);
    }
  });
});

const sbom = z.object({
  components: z.array(z.object({ name: z.string(), version: z.string(), purl: z.string().optional() })),
});

/** The npm packages that a production bundle of ours names, found in the files that ship: their folders, and names in comments. */
function shippedNames(root: string): string[] {
  const archive = join(root, APP, 'resources/app.asar');
  const folders = listPackage(archive, { isPack: false })
    .filter((name) => /^\/node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(name))
    .map(
      (path) => z.object({ name: z.string() }).parse(JSON.parse(extractFile(archive, path.slice(1)).toString())).name,
    );
  const regions = listPackage(archive, { isPack: false })
    .filter((name) => name.endsWith('.js') || name.endsWith('.cjs'))
    .filter((name) => name.startsWith('/out/'))
    .flatMap((name) => [
      ...extractFile(archive, name.slice(1))
        .toString()
        .matchAll(/\/\/#region node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//g),
    ])
    .map(([, name]) => name ?? '');
  expect(folders.length).toBeGreaterThan(0);
  return [...new Set([...folders, ...regions])];
}

/** The executables and shared libraries in a folder: what begins as ELF does. */
function binaries(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).subarray(0, 4).toString('latin1') === '\u007fELF');
}

function skipWithout(...programs: readonly string[]): void {
  const lacking = missingPrograms(programs);
  test.skip(lacking.length > 0, `not installed here: ${lacking.join(', ')}`);
}

/** Standard output of a program that must succeed. */
function run(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 });
}
