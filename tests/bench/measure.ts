import { spawn } from 'node:child_process';
import { nodeOptions } from '../../electron/runtime/paths.mjs';

/** One number of the benchmark; `limit` is null where none is set, else the value may not be above it. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly limit: number | null;
}

export interface ProcessRun {
  /** From start to exit. */
  readonly seconds: number;
  /** Largest resident memory in MB (1e6 bytes); 0 for programs that are not Node. */
  readonly peakMegabytes: number;
  readonly stdout: string;
}

/** Runs in the measured Node as it exits: the peak of this very process, which a parent cannot see on every system. */
const REPORT_PEAK = `import { existsSync, readFileSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
if (isMainThread) process.on('exit', () => {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const peak = /VmHWM:\\s*(\\d+) kB/.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  writeSync(3, String(peak));
});`;

/** Runs a Node script to its end, as the npm commands run it, and measures time and memory of the whole process. Throws with its words when it fails. */
export function runNode(args: readonly string[]): Promise<ProcessRun> {
  return run(process.execPath, [
    ...nodeOptions,
    '--import',
    `data:text/javascript,${encodeURIComponent(REPORT_PEAK)}`,
    ...args,
  ]);
}

/** Runs a program to its end. Throws with its words when it fails. */
export async function run(command: string, args: readonly string[]): Promise<ProcessRun> {
  const started = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const [, out, err, peak] = child.stdio.map(collect);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`${command} ended with ${String(code)}: ${err?.() ?? ''}`);
  return { seconds, peakMegabytes: (Number(peak?.() ?? 0) * 1024) / 1e6, stdout: out?.() ?? '' };
}

function collect(stream: unknown): () => string {
  const chunks: Buffer[] = [];
  // Nothing but the readable ends of pipes and null come here.
  (stream as NodeJS.ReadableStream | null)?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}

/** The middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/** The smallest value that 95 of 100 do not exceed. */
export function percentile95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
}
