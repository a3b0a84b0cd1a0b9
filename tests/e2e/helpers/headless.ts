import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { resolveRuntime } from '../../../electron/runtime/runtime.mjs';

const projectRoot = resolve(import.meta.dirname, '../../..');

export interface HeadlessRun {
  readonly code: number | null;
  readonly stdout: Buffer;
  /** Without the lines that Chromium itself writes. */
  readonly stderr: string;
}

/** Starts the built app as a command line, without a display. */
export function startHeadless(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  const runtime = resolveRuntime();
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...environment } = process.env;
  return spawn(runtime.electronPath, [...runtime.args, projectRoot, '--headless', ...args], {
    env: { ...environment, ...runtime.env, ...env },
    // A group of its own, as a shell gives every command.
    detached: true,
  });
}

/** Its output and exit code. */
export async function headless(
  args: readonly string[],
  { input = '', env = {} }: { input?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<HeadlessRun> {
  const child = startHeadless(args, env);
  const output: Buffer[] = [];
  let errors = '';
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
  child.stdin?.end(input);
  const code = await new Promise<number | null>((done) => void child.once('close', done));
  return { code, stdout: Buffer.concat(output), stderr: errors.replace(/^\[\d+:\d+\/.*\n/gm, '') };
}
