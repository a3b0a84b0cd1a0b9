import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { constants, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { nodeOptions, projectNode } from '../../electron/runtime/paths.mjs';
import { RESOURCES } from '../unit/engine/engine-case.ts';
import { type Random, randomFrom } from '../unit/exchange/random.ts';
import { type Act, lineSchema, type Order } from './act.ts';
import { childFile } from './build-child.ts';

// What a killed process leaves is what it had written. A power cut can leave less: what the disk had not been told to keep.
// That is tested only as far as the log of the case goes (power.ts), not with a disk that loses or reorders writes.

/** The same seed draws the same moments again. */
const SEED = Number(process.env['COUNTERSIGN_KILL_SEED'] ?? randomInt(2 ** 31));
/** Kills of each kind of act. */
export const MOMENTS = Number(process.env['COUNTERSIGN_KILL_MOMENTS'] ?? 50);
/** Part of the moments that lie at a call of the file system; the others lie anywhere in time. */
const AT_CALLS = 0.4;
/** An act that was quicker than when it was measured cannot be killed any more; then another moment is drawn. */
const DRAWS = 40;

/** When a process is killed: so many milliseconds after the act began, or at a call that changes the disk. */
export type Moment = { readonly after: number } | { readonly call: number };

/** How a process ended. */
export interface Ended {
  /** Acts that were acknowledged before. */
  readonly acknowledged: number;
  readonly isKilled: boolean;
  /** From where the acts begin to the end of the process. */
  readonly milliseconds: number;
  /** Moments at calls that change the disk; known of a process that ended by itself. */
  readonly calls: number;
}

export interface Trial extends Ended {
  readonly folder: string;
  readonly acts: readonly Act[];
  readonly random: Random;
}

/** One way of doing the acts of a kind. */
interface Variant {
  readonly acts: (folder: string) => readonly Act[];
  /** Starts the process that does them; the child with the engine unless said otherwise. */
  readonly run?: (folder: string, moment: Moment | null) => Promise<Ended>;
}

export interface Kind {
  readonly name: string;
  /** Folder with `case.countersign` and the copies beside it; each trial works on a copy of its own. */
  readonly base: string;
  /** Taken in turns. */
  readonly variants: readonly Variant[];
  /** Throws when anything is not as it has to be. */
  readonly judge: (trial: Trial) => Promise<void>;
}

/** Kills a process at so many moments, each time on a fresh copy of the case, and judges what is left. */
export async function killAtMoments({ name, base, variants, judge }: Kind, moments: number): Promise<readonly Trial[]> {
  console.log(`${name}: ${moments} moments, COUNTERSIGN_KILL_SEED=${SEED}`);
  const measured: Ended[] = [];
  for (const variant of variants) {
    const whole = await withPlace(base, async (folder) => {
      const ended = await runOf(variant, folder, null);
      await judge({ ...ended, folder, acts: variant.acts(folder), random: randomFrom(SEED) });
      return ended;
    });
    measured.push(whole);
    console.log(`${name}: the act takes ${Math.round(whole.milliseconds)} ms and ${whole.calls} calls`);
  }
  const trials: Trial[] = [];
  for (let draw = 0; trials.length < moments; draw += 1) {
    if (draw > moments * DRAWS) throw new Error(`${name} ends before the moments that are drawn`);
    const random = randomFrom(SEED + draw * 7919);
    const index = trials.length % variants.length;
    const [variant, whole] = [variants[index], measured[index]];
    if (variant === undefined || whole === undefined) throw new Error('no variant');
    const moment: Moment =
      whole.calls > 0 && random.chance(AT_CALLS)
        ? { call: 1 + random.below(whole.calls) }
        : { after: random.below(Math.ceil(whole.milliseconds)) };
    await withPlace(base, async (folder) => {
      const ended = await runOf(variant, folder, moment);
      if (!ended.isKilled) return;
      const trial: Trial = { ...ended, folder, acts: variant.acts(folder), random };
      await judge(trial).catch((error: unknown) => {
        const at = `${JSON.stringify(moment)} of ${JSON.stringify({ ms: whole.milliseconds, calls: whole.calls })}`;
        throw new Error(`${name}, draw ${draw} of seed ${SEED}, killed at ${at}, in ${folder}`, { cause: error });
      });
      trials.push(trial);
    });
  }
  return trials;
}

/** A copy of a case with the folders a program has beside it; kept for a look when the work throws. */
export async function withPlace<T>(base: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-kill-'));
  cpSync(base, folder, { recursive: true, mode: constants.COPYFILE_FICLONE });
  for (const part of ['data', 'tmp', 'out']) mkdirSync(join(folder, part), { recursive: true });
  const result = await work(folder);
  rmSync(folder, { recursive: true });
  return result;
}

function runOf(variant: Variant, folder: string, moment: Moment | null): Promise<Ended> {
  return variant.run?.(folder, moment) ?? runChild(folder, variant.acts(folder), moment);
}

/** Runs the child with the engine, and ends it at the moment; lets it end by itself when that is null. */
export async function runChild(folder: string, acts: readonly Act[], moment: Moment | null): Promise<Ended> {
  const dieAt = moment !== null && 'call' in moment ? moment.call : null;
  const order: Order = { folder, resources: RESOURCES, acts: [...acts], dieAt };
  const child = spawn(projectNode(), [...nodeOptions, childFile(), JSON.stringify(order)], {
    env: { ...process.env, TMPDIR: join(folder, 'tmp'), NODE_COMPILE_CACHE: join(dirname(childFile()), 'compiled') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
  const exit = once(child, 'close');
  let acknowledged = 0;
  let calls = 0;
  let began = 0;
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = lineSchema.parse(JSON.parse(text));
    if (line.said === 'acknowledged') acknowledged = line.index + 1;
    else if (line.said === 'done') calls = line.steps;
    else {
      began = performance.now();
      if (moment !== null && 'after' in moment) void delay(moment.after).then(() => child.kill('SIGKILL'));
    }
  });
  await exit;
  if (child.signalCode === null && child.exitCode !== 0) throw new Error(`the child failed: ${errors}`);
  return {
    acknowledged,
    isKilled: child.signalCode === 'SIGKILL',
    milliseconds: performance.now() - began,
    calls,
  };
}
