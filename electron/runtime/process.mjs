import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { modulePath, projectNode, projectRoot } from './paths.mjs';

/**
 * Runs a command to its end without showing its output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, onTick?: (seconds: number) => void }} [options]
 * `onTick` is called every fifteen seconds while the command runs.
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>} `code` is -1 when it could not run or was stopped
 */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(command, args, {
      cwd: options.cwd ?? projectRoot,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    const ticker = setInterval(() => options.onTick?.(Math.round((Date.now() - started) / 1000)), 15_000);
    child.once('error', (error) => {
      clearInterval(ticker);
      resolve({ code: -1, stdout, stderr: stderr + error.message });
    });
    child.once('close', (code) => {
      clearInterval(ticker);
      resolve({ code: code ?? -1, stdout, stderr });
    });
  });
}

/**
 * Like `capture`, but a failure is an error whose message ends with the last forty lines of the output.
 * @param {string} what what was being done, for the message
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Parameters<typeof capture>[2]} [options]
 * @returns {Promise<string>} standard output
 */
export async function captureOrFail(what, command, args, options) {
  const result = await capture(command, args, options);
  if (result.code === 0) return result.stdout;
  const tail = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-40).join('\n  ');
  throw new SetupError(`${what} failed (${command} ended with code ${result.code}).\n  ${tail}`);
}

/** A failure of the set-up with a message for the person at the terminal; shown without a stack. */
export class SetupError extends Error {}

/**
 * Runs a command in the foreground, passing on the signals that ask it to stop.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdio?: import('node:child_process').StdioOptions }} [options]
 * @returns {Promise<number>} its exit code; 128 + n when a signal ended it, 127 when it could not be started
 */
export function foreground(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? projectRoot,
      env: options.env ?? process.env,
      stdio: options.stdio ?? 'inherit',
    });
    // A terminal sends its interrupt to the child as well; two of them would cut its orderly end short.
    const pass = (/** @type {NodeJS.Signals} */ signal) =>
      void (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal));
    process.on('SIGTERM', pass).on('SIGINT', pass);
    const end = (/** @type {number} */ code) => {
      process.off('SIGTERM', pass).off('SIGINT', pass);
      resolve(code);
    };
    child.once('error', (error) => {
      console.error(`Could not start ${command}: ${error.message}`);
      end(127);
    });
    child.once('exit', (code, signal) => end(code ?? 128 + (signal === 'SIGINT' ? 2 : signal === 'SIGKILL' ? 9 : 15)));
  });
}

/**
 * The environment for npm and Node children: the pinned Node first on the path, and none of the settings an outer
 * `npm run --silent` leaves behind, which would hide the errors of an inner npm.
 * @param {Record<string, string>} [more]
 * @returns {NodeJS.ProcessEnv}
 */
export function childEnvironment(more = {}) {
  const env = { ...process.env, ...more };
  delete env.npm_config_loglevel;
  delete env.npm_config_json;
  env.PATH = [join(projectRoot, 'node_modules', '.bin'), dirname(projectNode()), env.PATH].join(delimiter);
  return env;
}

/**
 * How to start npm: the one that runs this script, else the one on the path.
 * @returns {{ command: string, args: string[], folder: string | undefined }} `folder` is the installed npm, where known
 */
export function npm() {
  const cli = [
    process.env.npm_execpath,
    join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    ...(process.env.PATH ?? '')
      .split(delimiter)
      .map((folder) => join(folder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js')),
  ].find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
  return cli
    ? { command: process.execPath, args: [cli], folder: dirname(dirname(cli)) }
    : { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [], folder: undefined };
}

/**
 * How to start the command of an installed package with the pinned Node, on every system alike.
 * @param {string} packageName
 * @param {string} [command] as named in the package's `bin`; by default the package's own name
 * @returns {{ command: string, args: string[] }}
 */
export function tool(packageName, command = packageName) {
  const { bin } = JSON.parse(readFileSync(modulePath(packageName, 'package.json'), 'utf8'));
  return { command: projectNode(), args: [modulePath(packageName, typeof bin === 'string' ? bin : bin[command])] };
}

/**
 * Whether a command can be found on the path.
 * @param {string} command
 */
export function isOnPath(command) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, command)));
}
