import { pino } from 'pino';
import type { Log } from './log.ts';

const SECRETS = ['passphrase', 'newPassphrase', 'password', 'privateKey', 'secret', 'keyMaterial'];

/**
 * Writes lines of JSON to the file, each before it returns, so that those before a crash are there, with the time that the clock
 * gives. Passphrases and keys are cut out at the top level and two levels down.
 */
export function logWriter(file: string, name: string, clock: () => number): Log {
  return pino(
    {
      base: { name },
      timestamp: () => `,"time":"${new Date(clock()).toISOString()}"`,
      redact: { paths: SECRETS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
    },
    pino.destination({ dest: file, sync: true }),
  );
}
