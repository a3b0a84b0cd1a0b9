import { pino } from 'pino';
import type { Log } from './log.ts';

/** Writes lines of JSON to the file, each before it returns, so that those before a crash are there. */
export function logWriter(file: string): Log {
  const destination = pino.destination({ dest: file, sync: true });
  return pino({ base: { name: 'main' }, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}
