import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { pino } from 'pino';

type Level = 'info' | 'warn' | 'error';
export type Log = Pick<pino.Logger, Level>;

/** A log whose lines wait until `begin` has been called and has read what writes them. */
export interface EarlyLog extends Log {
  readonly begin: () => Promise<void>;
}

/**
 * The main process's own log, `logs/main.log` of the data folder; the previous run's is `main.1.log`. Nothing that Electron waits
 * for before it becomes ready waits for what writes the lines: those until then are written a moment later.
 */
export function createLog(dataFolder: string): EarlyLog {
  const folder = join(dataFolder, 'logs');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'main.log');
  if (existsSync(file)) renameSync(file, join(folder, 'main.1.log'));
  let writer: Log | null = null;
  const waiting: (() => void)[] = [];
  const level =
    (name: Level): pino.LogFn =>
    (...line: unknown[]) => {
      // Whatever the caller was allowed to give: the parameters are those of the writer's own function.
      const write = (): void => writer?.[name](...(line as Parameters<pino.LogFn>));
      if (writer === null) waiting.push(write);
      else write();
    };
  return {
    info: level('info'),
    warn: level('warn'),
    error: level('error'),
    async begin() {
      const { logWriter } = await import('./log-writer.ts');
      writer = logWriter(file);
      for (const write of waiting.splice(0)) write();
    },
  };
}
