import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const startLine = z.object({ msg: z.string(), compiled: z.object({ used: z.number(), refused: z.number() }) });

/** From the log of a process that runs: how many files came with their compiled code when it started, and how many V8 refused. */
export function compiledCode(dataFolder: string, name: 'main' | 'engine') {
  const file = join(dataFolder, 'logs', `${name}.log`);
  // Without the last line, which may be half there.
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  const [start] = lines.flatMap((line) => startLine.safeParse(JSON.parse(line)).data ?? []);
  return start?.compiled ?? null;
}
