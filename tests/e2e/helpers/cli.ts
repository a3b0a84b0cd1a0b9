import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { projectNode } from '../../../electron/runtime/paths.mjs';
import { resolveRuntime } from '../../../electron/runtime/runtime.mjs';
import type { Ran } from './bundle.ts';

const cliFile = resolve(import.meta.dirname, '../../../out/engine/cli.js');

/** Runs the built command line in plain Node, without a display. */
export function cli(...args: readonly string[]): Ran {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...environment } = process.env;
  const result = spawnSync(projectNode(), [cliFile, ...args], {
    encoding: 'utf8',
    env: { ...environment, ...resolveRuntime().env },
    maxBuffer: 256 * 1024 * 1024,
  });
  return { code: result.status, stdout: result.stdout, stderr: result.error?.message ?? result.stderr };
}

/** The one JSON document on standard output. Throws when there is none, or anything else beside it. */
export function json({ stdout, stderr, code }: Ran): unknown {
  if (stdout === '') throw new Error(`exit code ${code}: ${stderr}`);
  return JSON.parse(stdout);
}
