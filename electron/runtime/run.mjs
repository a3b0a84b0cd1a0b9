// Runs a script of this project under the pinned Node after whatever set-up and build it needs:
//   node electron/runtime/run.mjs [--display] [--here] SCRIPT [ARGUMENT…]
// --display gives it a screen; --here runs it in the folder where npm was called, so that file names mean what was typed.
// Everything said here goes to standard error: standard output is the script's alone.
import { resolve } from 'node:path';
import { buildIfStale } from './build.mjs';
import { withDisplay } from './display.mjs';
import { nodeOptions, projectNode, projectRoot, runtimeFile } from './paths.mjs';
import { childEnvironment, foreground } from './process.mjs';
import { exitWith, setUp } from './setup.mjs';

const given = process.argv.slice(2);
const at = given.findIndex((argument) => !argument.startsWith('--'));
const options = given.slice(0, at);
const [script, ...args] = given.slice(at);

try {
  if (script === undefined || at < 0) throw new Error('Name the script to run.');
  await setUp();
  await buildIfStale((message) => console.error(message));
  const run = (/** @type {Record<string, string>} */ display) =>
    foreground(projectNode(), [...nodeOptions, resolve(projectRoot, script), ...args], {
      cwd: options.includes('--here') ? (process.env.INIT_CWD ?? process.cwd()) : projectRoot,
      env: childEnvironment({ COUNTERSIGN_RUNTIME: runtimeFile, ...display }),
    });
  process.exitCode = options.includes('--display') ? await withDisplay(run) : await run({});
} catch (error) {
  exitWith(error);
}
