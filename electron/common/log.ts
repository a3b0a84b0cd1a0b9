import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { pino } from 'pino';

type Level = 'info' | 'warn' | 'error' | 'fatal';
export type Log = Pick<pino.Logger, Level>;

/** A log whose lines wait until `begin` has been called and has read what writes them. */
export interface EarlyLog extends Log {
  readonly begin: () => Promise<void>;
  readonly isBegun: () => boolean;
}

/** So many milliseconds after its start nobody waits for the first screen of the program any more, and its log is begun. */
export const LOG_BEGINS = 1000;

interface LogOptions {
  readonly folder: string;
  /** Base name of the file: `engine` writes `engine.log`. */
  readonly name: string;
}

/** How many earlier runs are kept, as `engine.1.log` (the last one), `engine.2.log`… */
const KEPT_RUNS = 3;

/**
 * A log of JSON lines in its own file. What writes them is read by `begin`, when nobody waits for the process any more, or when
 * something worse than news is to be written; lines until then follow a moment later. Callers log ids and line numbers, never row
 * contents.
 */
export function createLog({ folder, name }: LogOptions): EarlyLog {
  mkdirSync(folder, { recursive: true });
  rotate(folder, name);
  const waiting: { readonly at: number; readonly write: () => void }[] = [];
  let writer: Log | null = null;
  let begun: Promise<void> | null = null;
  // When what is being written happened; null while lines are written as they come.
  let at: number | null = null;

  const level =
    (level: Level): pino.LogFn =>
    (...line: unknown[]) => {
      // Whatever the caller was allowed to give: the parameters are those of the writer's own function.
      const write = (): void => writer?.[level](...(line as Parameters<pino.LogFn>));
      if (writer !== null) return write();
      waiting.push({ at: Date.now(), write });
      if (level !== 'info') void begin();
    };

  const begin = (): Promise<void> => (begun ??= read());
  async function read(): Promise<void> {
    const { logWriter } = await import('./log-writer.ts');
    writer = logWriter(join(folder, `${name}.log`), name, () => at ?? Date.now());
    try {
      for (let line = waiting.shift(); line !== undefined; line = waiting.shift()) {
        ({ at } = line);
        line.write();
      }
    } finally {
      at = null;
    }
  }

  return {
    info: level('info'),
    warn: level('warn'),
    error: level('error'),
    fatal: level('fatal'),
    begin,
    isBegun: () => writer !== null,
  };
}

/** A log that writes nowhere, for callers that have no data folder. */
export function silentLog(): Log {
  const nothing = (): void => {};
  return { info: nothing, warn: nothing, error: nothing, fatal: nothing };
}

function rotate(folder: string, name: string): void {
  const file = (run: number) => join(folder, run === 0 ? `${name}.log` : `${name}.${run}.log`);
  for (let run = KEPT_RUNS - 1; run >= 0; run--) {
    if (existsSync(file(run))) renameSync(file(run), file(run + 1));
  }
}
