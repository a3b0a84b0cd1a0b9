import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { modulePath, projectRoot } from '../paths.mjs';
import { resolveRuntime } from '../runtime.mjs';

/**
 * The npm packages that have a native part, which cannot be bundled into out/ like everything else. Of each the files that are
 * needed at run time, found by the name the packages are installed under.
 * @type {readonly { name: string, files: readonly string[], isOptional?: boolean }[]}
 */
const nativePackages = [
  {
    name: 'better-sqlite3',
    files: ['package.json', 'LICENSE', `prebuilds/${process.platform}-${process.arch}.node`],
  },
  {
    name: 'koffi',
    files: [
      'package.json',
      'LICENSE.txt',
      'index.js',
      'index.cjs',
      'src/koffi/index.js',
      'src/koffi/index.cjs',
      'src/koffi/src',
    ],
    isOptional: true,
  },
  {
    name: `@koromix/koffi-${process.platform}-${process.arch}`,
    files: ['package.json', 'index.js', `${process.platform}_${process.arch}`],
    isOptional: true,
  },
];

/** The binding of SQLite in a package, where the engine looks. */
const sqliteBinding = `better-sqlite3/prebuilds/${process.platform}-${process.arch}.node`;

/**
 * Puts together what goes into the archive of the app: the build, a description of its own, the native packages.
 * @param {string} folder emptied first
 * @returns {Promise<void>}
 */
export async function stageApp(folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const keep = (/** @type {string} */ path) => !/(\.map|\/sources\.sha256|\/bundled)$/.test(path.replaceAll('\\', '/'));
  await cp(join(projectRoot, 'out'), join(folder, 'out'), { recursive: true, filter: keep });
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest(), undefined, 2)}\n`);
  for (const { name: packageName, files, isOptional } of nativePackages) {
    for (const file of files) {
      await cp(modulePath(packageName, file), join(folder, 'node_modules', packageName, file), {
        recursive: true,
        filter: (path) => !/\.(cc|hh|inc|asm|S|def)$/.test(path),
      }).catch((error) => {
        if (!isOptional) throw error;
      });
    }
  }
  const older = resolveRuntime().env.COUNTERSIGN_SQLITE_BINDING;
  // An Electron too old for the binding that npm brought gets the one that was built for it, in the same place.
  if (older !== undefined) await cp(older, join(folder, 'node_modules', sqliteBinding));
}

/** The description of the packaged app: without scripts, and with the packages that ship as its only dependencies. */
function manifest() {
  const { name, productName, version, description, license, type, main } = JSON.parse(
    readFileSync(join(projectRoot, 'package.json'), 'utf8'),
  );
  const dependencies = Object.fromEntries(shippedPackages().map((each) => [each, specOf(each)]));
  const author = 'The makers of Countersign';
  return {
    name,
    productName,
    version,
    description,
    author,
    license,
    type,
    main,
    desktopName: 'countersign.desktop',
    dependencies,
  };
}

/** @param {string} installedAs @returns {string} its version, with its own name where it is installed under another */
function specOf(installedAs) {
  const { name, version } = JSON.parse(readFileSync(modulePath(installedAs, 'package.json'), 'utf8'));
  return name === installedAs ? version : `npm:${name}@${version}`;
}

/** @returns {string[]} the npm packages that ship with native parts of theirs, by the name they are installed under */
export function shippedPackages() {
  return nativePackages.map(({ name }) => name).filter((name) => existsSync(modulePath(name)));
}
