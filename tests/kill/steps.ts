import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** Calls that change what is on the disk, or make it last. */
const CALLS = [
  'openSync',
  'writeSync',
  'writeFileSync',
  'fsyncSync',
  'closeSync',
  'renameSync',
  'rmSync',
  'unlinkSync',
  'mkdirSync',
  'mkdtempSync',
  'copyFileSync',
  'cpSync',
] as const;
const PROMISED = [
  'open',
  'writeFile',
  'rename',
  'rm',
  'unlink',
  'rmdir',
  'mkdir',
  'mkdtemp',
  'copyFile',
  'cp',
] as const;

/**
 * Counts the moments before and after every such call from now on; at the given one the process kills itself as `kill -9`
 * would, so that the moments next to a rename are met as often as any other.
 */
export function countSteps(dieAt: number | null): { readonly count: () => number } {
  let count = 0;
  const step = (): void => {
    count += 1;
    if (count === dieAt) process.kill(process.pid, 'SIGKILL');
  };
  const wrap = (owner: object, name: string): void => {
    const original: unknown = Reflect.get(owner, name);
    if (typeof original !== 'function') throw new Error(`there is no call ${name}`);
    Reflect.set(owner, name, (...given: readonly unknown[]): unknown => {
      step();
      const result: unknown = Reflect.apply(original, owner, given);
      if (!(result instanceof Promise)) {
        step();
        return result;
      }
      return result.then((value: unknown) => {
        step();
        return value;
      });
    });
  };
  for (const name of CALLS) wrap(fs, name);
  for (const name of PROMISED) wrap(fs.promises, name);
  syncBuiltinESMExports();
  return { count: () => count };
}
