import { mkdirSync, renameSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';

export type Log = pino.Logger;

/** The main process's own log, `logs/main.log` of the data folder; the previous run's is `main.1.log`. */
export function createLog(dataFolder: string): Log {
  const folder = join(dataFolder, 'logs');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'main.log');
  if (existsSync(file)) renameSync(file, join(folder, 'main.1.log'));
  const destination = pino.destination({ dest: file, sync: true });
  return pino({ base: { name: 'main' }, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}
