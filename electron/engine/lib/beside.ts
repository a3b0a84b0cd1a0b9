import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { errorCode } from './errors.ts';

/** `.countersign-<computer>-<process id>-<random>`: a folder on a shared disk may be in use by another computer. */
const NAME = /^\.countersign-([0-9a-f]{8})-(\d{1,10})-[A-Za-z0-9]{6}$/;

/**
 * Makes a folder in which something large is put together before it takes its place by a rename; it must lie on the same
 * disk, so it lies beside that place. What this computer was killed over there goes first. Remove it when the work ends.
 */
export async function createBeside(folder: string): Promise<string> {
  await sweepBeside(folder);
  return mkdtemp(join(folder, `.countersign-${here()}-${process.pid}-`));
}

/** Removes what work that was killed on this computer has left in a folder; one that resists is left for the next time. */
export async function sweepBeside(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, computer, maker] = NAME.exec(name) ?? [];
    if (computer !== here() || maker === undefined || isRunning(Number(maker))) continue;
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function here(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}

/** Whether a process of this number runs on this computer, whoever owns it. */
export function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
