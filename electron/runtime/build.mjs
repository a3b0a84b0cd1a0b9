import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withDisplay } from './display.mjs';
import { withLock } from './lock.mjs';
import { nodeOptions, projectNode, projectRoot, stateFolder } from './paths.mjs';
import { captureOrFail, childEnvironment, SetupError, tool } from './process.mjs';
import { resolveRuntime } from './runtime.mjs';

const sources = ['electron', 'renderer', 'shared', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];
const output = join(projectRoot, 'out');
const codeFolder = join(output, 'code');
const compiler = join(projectRoot, 'electron', 'runtime', 'compile-code', 'main.mjs');
const sampleExport = join(projectRoot, 'resources', 'sample', 'google', 'tokens-list.json');
const stampFile = join(output, 'sources.sha256');

/**
 * Builds the app into out/ unless it was built from these very sources.
 * @param {(message: string) => void} say
 */
export async function buildIfStale(say) {
  if (isFresh()) return;
  await withLock(join(stateFolder, 'build.lock'), say, async () => {
    if (!isFresh()) await build(say);
  });
}

/** @returns {string} digest of the sources that were built, for whoever makes something of the build */
export function builtFrom() {
  return readFileSync(stampFile, 'utf8');
}

/** Makes the next start build anew: for whoever is about to write other things into out/. */
export function forgetBuild() {
  rmSync(stampFile, { force: true });
}

/** @param {(message: string) => void} say */
async function build(say) {
  say('building');
  const stamp = digestOfSources();
  rmSync(output, { recursive: true, force: true });
  const { command, args } = tool('electron-vite');
  await captureOrFail('Building the app', command, [...args, 'build'], {
    env: childEnvironment({ NO_COLOR: '1' }),
    onTick: (seconds) => say(`building: ${seconds} s`),
  });
  await compileCode().catch((error) => {
    rmSync(codeFolder, { recursive: true, force: true });
    say(`the app will start more slowly: ${error instanceof Error ? error.message : String(error)}`);
  });
  writeFileSync(stampFile, stamp);
}

/**
 * Starts the build once with a case of its own, for what V8 makes of its files: the app need not compile them at each start. Takes a
 * display, which whoever only builds the command line may not have.
 */
async function compileCode() {
  const { electronPath, args, env } = resolveRuntime();
  const folder = mkdtempSync(join(tmpdir(), 'countersign-build-'));
  const casePath = join(folder, 'Build.countersign');
  const what = 'Starting the built app';
  const cli = [
    ...nodeOptions,
    join(output, 'engine', 'cli.js'),
    'import',
    sampleExport,
    '--whole',
    '--workspace',
    casePath,
  ];
  try {
    await captureOrFail(what, projectNode(), cli, { env: childEnvironment() });
    await withDisplay((display) =>
      captureOrFail(what, electronPath, [...args, compiler, output, codeFolder, casePath, join(folder, 'data')], {
        env: childEnvironment({ ...env, ...display }),
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @returns {boolean} */
function isFresh() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digestOfSources();
}

/** Of contents, not dates: a checkout gives every file the same fresh date. @returns {string} SHA-256, hex */
export function digestOfSources() {
  const hash = createHash('sha256');
  for (const path of sources.flatMap((name) => filesIn(join(projectRoot, name))).sort()) {
    const bytes = readFileSync(path);
    hash.update(`${relative(projectRoot, path)} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

/** @param {string} path @returns {string[]} */
function filesIn(path) {
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) => filesIn(join(path, entry.name)));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return [path];
    throw error;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const started = Date.now();
  await build((message) => console.error(message)).catch((error) => {
    console.error(error instanceof SetupError ? error.message : error);
    process.exit(1);
  });
  console.error(`built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
