import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';

export type Logger = pino.Logger;

export interface LogOptions {
  readonly folder: string;
  /** Base name of the file: `engine` writes `engine.log`. */
  readonly name: string;
  readonly level?: 'debug' | 'info' | 'warn' | 'error';
}

/** How many earlier runs are kept, as `engine.1.log` (the last one), `engine.2.log`… */
const KEPT_RUNS = 3;
const SECRETS = ['passphrase', 'newPassphrase', 'password', 'privateKey', 'secret', 'keyMaterial'];

/**
 * A log of JSON lines in its own file, written synchronously so that the lines before a crash are there. Passphrases
 * and keys are cut out at the top level and two levels down. Callers log ids and line numbers, never row contents.
 */
export function createLogger({ folder, name, level = 'info' }: LogOptions): Logger {
  mkdirSync(folder, { recursive: true });
  rotate(folder, name);
  const options = {
    level,
    base: { name },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRETS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
  };
  return pino(options, pino.destination({ dest: join(folder, `${name}.log`), sync: true }));
}

/** A logger that writes nowhere, for callers that have no data folder. */
export function silentLogger(): Logger {
  return pino({ level: 'silent' });
}

function rotate(folder: string, name: string): void {
  const file = (run: number) => join(folder, run === 0 ? `${name}.log` : `${name}.${run}.log`);
  for (let run = KEPT_RUNS - 1; run >= 0; run--) {
    if (existsSync(file(run))) renameSync(file(run), file(run + 1));
  }
}
