// `npm test` (all) and `npm run check` (--without-build): runs every check in order, shows each with its time, and ends
// with one plain line that sums them up.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from './build.mjs';
import { packageIfStale } from './package/make.mjs';
import { projectRoot } from './paths.mjs';
import { capture, childEnvironment, foreground, tool } from './process.mjs';
import { resolveRuntime } from './runtime.mjs';
import { readPlaywright, readVitest } from './test-reports.mjs';

/** @typedef {import('./test-reports.mjs').Tally} Tally */

const reports = join(projectRoot, 'test-results');
/** No colors in a log file. @type {Record<string, string>} */
const plain = process.stdout.isTTY ? {} : { FORCE_COLOR: '0' };
const withBuild = !process.argv.includes('--without-build');
/** @type {Tally} */
const total = { passed: 0, failed: 0, skipped: [], repeated: [] };

await step('types', () => check('typescript', ['-b'], 'tsc'));
await step('lint', () =>
  check('oxlint', ['--type-aware', '--deny-warnings', 'electron', 'renderer', 'shared', 'tests']),
);
await step('format', () => check('prettier', ['--check', '--log-level=warn', '.']));
await step('unused code', () => check('knip', []));
await step('unit tests', () => vitest('unit.json', 'tests/vitest.config.ts'));
if (withBuild) {
  const isBuilt = await step('build', build);
  // The processes that are killed print with the Electron that was built.
  await step('kill -9', isBuilt ? killTests : async () => one(false));
  await step('end-to-end tests', isBuilt ? endToEndTests : async () => one(false));
  const isPackaged = isBuilt && (await step('package', makePackage));
  await step('package tests', isPackaged ? packageTests : async () => one(false));
}

if (total.repeated?.length)
  console.log(`\npassed when repeated:\n${total.repeated.map((title) => `  ${title}`).join('\n')}`);
if (total.skipped.length > 0) console.log(`\nskipped:\n${total.skipped.map((title) => `  ${title}`).join('\n')}`);
const skipped = total.skipped.length > 0 ? `, ${total.skipped.length} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;

/**
 * @param {string} name @param {() => Promise<Tally>} work
 * @returns {Promise<boolean>} whether nothing in it failed
 */
async function step(name, work) {
  const started = Date.now();
  const tally = await work();
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped.push(...tally.skipped);
  total.repeated?.push(...(tally.repeated ?? []));
  const outcome = tally.failed === 0 ? 'ok' : 'FAILED';
  console.log(`${outcome.padEnd(7)}${name.padEnd(20)}${((Date.now() - started) / 1000).toFixed(1)} s`);
  return tally.failed === 0;
}

/**
 * A command that counts as one test.
 * @param {string} packageName @param {string[]} args @param {string} [command]
 * @returns {Promise<Tally>}
 */
async function check(packageName, args, command) {
  const checker = tool(packageName, command);
  const result = await capture(checker.command, [...checker.args, ...args], {
    env: childEnvironment({ FORCE_COLOR: '0' }),
  });
  if (result.code !== 0) console.log(`${result.stdout}${result.stderr}`.trim());
  return one(result.code === 0);
}

/** @returns {Promise<Tally>} */
async function build() {
  try {
    await buildIfStale(() => {});
    return one(true);
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    return one(false);
  }
}

/** @param {string} report @param {string} config @returns {Promise<Tally>} */
async function vitest(report, config) {
  const file = freshReport(report);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { command, args } = tool('vitest');
  const code = await foreground(command, [...args, 'run', '-c', config, ...reporters], {
    env: childEnvironment(plain),
  });
  return readVitest(file, code);
}

/** Fewer moments than `npm run kill`, which takes minutes. @returns {Promise<Tally>} */
function killTests() {
  process.env.COUNTERSIGN_KILL_MOMENTS ??= '15';
  return vitest('kill.json', 'tests/kill/vitest.config.ts');
}

/** @returns {Promise<Tally>} */
async function endToEndTests() {
  const file = freshReport('e2e.json');
  const { env } = resolveRuntime();
  const { command, args } = tool('@playwright/test', 'playwright');
  const code = await foreground(
    command,
    [...args, 'test', '-c', 'tests/playwright.config.ts', '--reporter=list,json'],
    {
      env: childEnvironment({ ...env, ...plain, PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
    },
  );
  return readPlaywright(file, code);
}

/** @returns {Promise<Tally>} */
async function makePackage() {
  if (process.platform !== 'linux') return one(true);
  try {
    await packageIfStale(() => {});
    return one(true);
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    return one(false);
  }
}

/** In a network namespace with loopback only, where one can be made. @returns {Promise<Tally>} */
async function packageTests() {
  if (process.platform !== 'linux') {
    return { passed: 0, failed: 0, skipped: ['package tests (the files for this system are not tested)'] };
  }
  const file = freshReport('package.json');
  const { command, args } = tool('@playwright/test', 'playwright');
  const run = [command, ...args, 'test', '-c', 'tests/package/playwright.config.ts', '--reporter=list,json'];
  const namespace = process.getuid?.() === 0 ? ['--net'] : ['--user', '--map-root-user', '--net'];
  const inside = [...namespace, 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
  const isPossible = (await capture('unshare', [...inside, 'true'])).code === 0;
  const [program = '', ...rest] = isPossible ? ['unshare', ...inside, ...run] : run;
  const code = await foreground(program, rest, {
    env: childEnvironment({ ...plain, PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
  });
  return readPlaywright(file, code);
}

/** A report of an earlier run must never be read as this one's. @param {string} name */
function freshReport(name) {
  mkdirSync(reports, { recursive: true });
  const file = join(reports, name);
  rmSync(file, { force: true });
  return file;
}

/** @param {boolean} isPassed @returns {Tally} */
function one(isPassed) {
  return { passed: isPassed ? 1 : 0, failed: isPassed ? 0 : 1, skipped: [] };
}
